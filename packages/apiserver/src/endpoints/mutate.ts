/**
 * POST, PUT and PATCH on a resource or its status: body to object, admission, registry, answer.
 * In: a call. Out: the stored object in the form that was asked for; 201 when it was made.
 */
import type { ApiObject } from '@elli/api/object'
import { encodeJson } from '@elli/api/schema/encodeJson'
import type { WireResponse } from '@elli/host/wire'
import { badRequest, conflict, optimisticLockMessage } from '@elli/machinery/errors'
import { negotiate } from '../http/negotiation.ts'
import type { WriteContext } from '../registry/context.ts'
import { createObject } from '../registry/create.ts'
import {
  managedFieldsProblem,
  managerFromUserAgent,
  setManagedFields,
  trackManagedFields,
} from '../registry/managed-fields.ts'
import { matchNamespace, wipeSystemFields } from '../registry/object-meta.ts'
import { isCustom, type Served } from '../registry/served.ts'
import { mainRules, updateObject, type UpdateRules } from '../registry/update.ts'
import { applied } from './apply.ts'
import type { Call } from './call.ts'
import { copyOfObject } from '../registry/copy.ts'
import { decodeBody, expectedOf } from './decode.ts'
import { patched, readPatch } from './patch.ts'
import { entryResponse } from './read.ts'
import type { ServedEndpoints } from './served-endpoints.ts'
import { checkName, type WriteOptions, writeOptions } from './writes.ts'

export async function createEndpoint(endpoints: ServedEndpoints, call: Call): Promise<WireResponse> {
  const { served, env, writes } = endpoints
  const offer = negotiate(call.request.headers['accept'], 'single', { routed: !isCustom(served) })
  const options = writeOptions(call, 'CreateOptions')
  const object = hubObject(served, decodeBody(call, expectedOf(served)))
  if (object.metadata.resourceVersion) {
    throw badRequest('resourceVersion should not be set on objects to be created')
  }
  wipeSystemFields(object)
  const context = writes.context(call, options.dryRun, options)
  prepareNames(served, object, call)
  await trackManagedFields(served, call.info.subresource, undefined, object, managerOf(call, options), context.now)
  await admit(context, 'CREATE', object.metadata.name ?? '', object, undefined)
  const entry = await createObject(env, served.kind, object, context)
  return entryResponse(endpoints, call, offer, 201, entry)
}

/** The namespace is on the object before admission sees it. */
function prepareNames(served: Served, object: ApiObject, call: Call): void {
  const { namespace } = call.info
  if (!served.namespaced) delete object.metadata.namespace
  else if (!object.metadata.namespace) object.metadata.namespace = namespace
  else if (object.metadata.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
}

/** Defaults as the served version has them, then the hub's shape. */
export function hubObject(served: Served, object: ApiObject): ApiObject {
  served.applyDefaults(object)
  return served.toHub(object)
}

/** PUT of the main resource or, with other rules, of a subresource that has the same kind. */
export async function updateEndpoint(
  endpoints: ServedEndpoints,
  call: Call,
  rules: UpdateRules = mainRules(endpoints.served.kind),
): Promise<WireResponse> {
  const { served, env, writes } = endpoints
  const offer = negotiate(call.request.headers['accept'], 'single', { routed: !isCustom(served) })
  const options = writeOptions(call, 'UpdateOptions')
  const { name, namespace } = call.info
  const body = hubObject(served, decodeBody(call, expectedOf(served)))
  checkNames(served, call, body)
  const context = writes.context(call, options.dryRun, options)
  const { entry, created } = await updateObject(
    env,
    served.kind,
    {
      namespace,
      name,
      rules,
      uid: body.metadata.uid ?? '',
      mayCreate: call.info.subresource === '' && served.kind.strategy.allowCreateOnUpdate === true,
      async change(old) {
        // Admission and strategies change what they get; another round starts from the body again.
        const object = copyOfObject(body)
        await trackManagedFields(served, call.info.subresource, old, object, managerOf(call, options), context.now)
        if (old === undefined) {
          await call.authorize?.('create')
          wipeSystemFields(object)
          await admit(context, 'CREATE', name, object, undefined)
        } else {
          await admit(context, 'UPDATE', name, object, old)
        }
        return object
      },
    },
    context,
  )
  return entryResponse(endpoints, call, offer, created ? 201 : 200, entry)
}

function checkNames(served: Served, call: Call, object: ApiObject): void {
  const { name, namespace } = call.info
  const { metadata } = object
  if (served.namespaced && metadata.namespace && metadata.namespace !== namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  if (served.namespaced) metadata.namespace = namespace
  checkName(metadata.name ?? '', name)
}

export async function patchEndpoint(
  endpoints: ServedEndpoints,
  call: Call,
  rules: UpdateRules = mainRules(endpoints.served.kind),
): Promise<WireResponse> {
  const { served, env, writes } = endpoints
  const patch = readPatch(call, !isCustom(served))
  const isApply = patch.kind === 'apply'
  const offer = negotiate(call.request.headers['accept'], 'single', { routed: !isCustom(served) })
  const options = writeOptions(call, 'PatchOptions', call.info.query.has('force'), isApply)
  const { name, namespace } = call.info
  const target = { ...expectedOf(served), patchSchema: endpoints.patchSchema }
  const context = writes.context(call, options.dryRun, options)
  /** The patched object, with its managed fields. */
  const change = async (old: ApiObject | undefined): Promise<ApiObject> => {
    if (isApply) return applied({ served, manager: options.fieldManager, now: context.now }, call, old)
    const base = old as ApiObject
    const version = served.fromHub(base)
    const current = JSON.parse(encodeJson(served.info.schema, version)) as Record<string, unknown>
    const hub = hubObject(served, patched(target, call, patch, current))
    await trackManagedFields(served, call.info.subresource, base, hub, managerOf(call, options), context.now)
    return hub
  }
  const { entry, created } = await updateObject(
    env,
    served.kind,
    {
      namespace,
      name,
      rules,
      // An applied object that is not there is made, but never by way of a subresource.
      mayCreate: isApply && call.info.subresource === '',
      async change(old) {
        const hub = await change(old)
        const { resourceVersion } = hub.metadata
        if (old !== undefined && resourceVersion && resourceVersion !== old.metadata.resourceVersion)
          throw conflict(served.groupResource, name, optimisticLockMessage)
        if (isApply) matchNamespace(hub, served.namespaced, namespace)
        checkName(hub.metadata.name ?? '', name)
        if (old === undefined) await call.authorize?.('create')
        await admit(context, old === undefined ? 'CREATE' : 'UPDATE', name, hub, old)
        return hub
      },
    },
    context,
  )
  return entryResponse(endpoints, call, offer, created ? 201 : 200, entry)
}

/** Who is to own what the request changes. */
export function managerOf(call: Call, { fieldManager }: WriteOptions): string {
  return fieldManager === '' ? managerFromUserAgent(call.request.headers['user-agent']) : fieldManager
}

const brokenByAdmission =
  '.metadata.managedFields was in an invalid state after admission; this could be caused by an outdated mutating admission controller; please fix your requests: '

/** Mutating admission; managed fields that it has broken are put back. */
async function admit(
  context: WriteContext,
  operation: 'CREATE' | 'UPDATE',
  name: string,
  object: ApiObject,
  old: ApiObject | undefined,
): Promise<void> {
  const before = object.metadata.managedFields
  await context.admit(operation, name, object, old)
  const after = object.metadata.managedFields
  if (after === before) return
  const problem = managedFieldsProblem(after)
  if (problem === undefined) return
  setManagedFields(object, before)
  context.warn(brokenByAdmission + problem)
}
