/**
 * /scale: reads and sets the number of replicas of anything that has one, as autoscaling/v1 Scale.
 * Always: a Scale's uid and resourceVersion are those of its object; setting replicas goes through the object's own rules.
 */
import { Scale } from '@elli/api/autoscaling/v1'
import { parseApiVersion, type ApiObject } from '@elli/api/object'
import { decodeValue } from '@elli/api/schema/decodeJson'
import { encodeJson } from '@elli/api/schema/encodeJson'
import { toTime } from '@elli/host/time'
import type { WireResponse } from '@elli/host/wire'
import { fieldPath } from '@elli/machinery/apply/path-element'
import { parentEntries, type ReplicasPath, scaleEntries } from '@elli/machinery/apply/scale-fields'
import { badRequest, conflict, invalid, notFound, optimisticLockMessage } from '@elli/machinery/errors'
import { at, invalid as invalidField } from '@elli/machinery/field'
import { patchSchemaOf } from '@elli/machinery/patch/patch-schema'
import { applyTo } from '../endpoints/apply.ts'
import type { Call } from '../endpoints/call.ts'
import { managerOf } from '../endpoints/mutate.ts'
import { type Patchable, patched, readPatch } from '../endpoints/patch.ts'
import type { ServedEndpoints } from '../endpoints/served-endpoints.ts'
import { checkName, writeOptions } from '../endpoints/writes.ts'
import { copyOf, copyOfObject } from '../registry/copy.ts'
import { viewOf } from '../registry/environment.ts'
import { keyIn } from '../registry/kind.ts'
import { fieldManagerOfSchema, setManagedFields } from '../registry/managed-fields.ts'
import { isCustom, type Served } from '../registry/served.ts'
import type { ScaleStrategy } from '../registry/strategy.ts'
import { mainRules, updateObject } from '../registry/update.ts'
import type { Handler } from '../router.ts'
import { objectResponse, readObject, type ObjectKind } from './objects.ts'

const scaleKind: ObjectKind<Scale> = { apiVersion: 'autoscaling/v1', kind: 'Scale', schema: Scale }
const patchable = { ...scaleKind, patchSchema: patchSchemaOf(Scale) } as unknown as Patchable

const scaleFields = fieldManagerOfSchema(Scale, 'autoscaling/v1', 'Scale', 'scale')

const builtInPath = fieldPath('spec', 'replicas')

/** Where the replicas lie in each version of the resource. */
function replicasPathOf(served: Served): ReplicasPath {
  const { info, siblings } = served
  return (apiVersion) => {
    if (!isCustom(served)) {
      return parseApiVersion(apiVersion).group === info.group ? builtInPath : undefined
    }
    const version = apiVersion === info.apiVersion ? served : siblings?.find(apiVersion)
    if (version === undefined) return undefined
    const { scale } = version.kind.strategy
    return scale === undefined ? 'none' : fieldPath(...(scale.replicasPath ?? ['spec', 'replicas']))
  }
}

export function scaleHandlers(
  endpoints: ServedEndpoints,
  gates: (gate: string) => boolean,
): ReadonlyMap<string, Handler> {
  const { scale } = endpoints.served.kind.strategy
  if (scale === undefined) return new Map()
  return new Map<string, Handler>([
    ['get', (call) => getScale(endpoints, scale, call)],
    ['update', (call) => putScale(endpoints, scale, call, gates)],
    ['patch', (call) => patchScale(endpoints, scale, call)],
  ])
}

function scaleOf(strategy: ScaleStrategy<ApiObject>, object: ApiObject): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const { specReplicas, statusReplicas, selector } = strategy.read(object)
  return {
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: {
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    spec: { replicas: specReplicas },
    status: { replicas: statusReplicas, ...(selector === '' ? {} : { selector }) },
  }
}

async function getScale(
  { served, env }: ServedEndpoints,
  strategy: ScaleStrategy<ApiObject>,
  call: Call,
): Promise<WireResponse> {
  const { namespace, name } = call.info
  await env.feed.fresh()
  const entry = served.kind.cache.get(keyIn(served.kind, namespace, name))
  if (entry === undefined) throw notFound(served.groupResource, name)
  const view = await viewOf(served.kind, entry)
  return objectResponse(call, 200, scaleKind, scaleOf(strategy, env.hot.object(view)))
}

async function putScale(
  endpoints: ServedEndpoints,
  strategy: ScaleStrategy<ApiObject>,
  call: Call,
  gates: (gate: string) => boolean,
): Promise<WireResponse> {
  const body = readObject(call, scaleKind, gates)
  return write(endpoints, strategy, call, 'UpdateOptions', () => body)
}

async function patchScale(
  endpoints: ServedEndpoints,
  strategy: ScaleStrategy<ApiObject>,
  call: Call,
): Promise<WireResponse> {
  const patch = readPatch(call, !isCustom(endpoints.served))
  return write(
    endpoints,
    strategy,
    call,
    'PatchOptions',
    async (current, manager, now) => {
      if (patch.kind !== 'apply') {
        const json = JSON.parse(encodeJson(Scale, current)) as Record<string, unknown>
        return patched(patchable, call, patch, json) as Scale
      }
      const { object, managedFields } = await applyTo(current, call, (configuration, live, force) =>
        scaleFields.apply({ live, configuration, manager, force, now }),
      )
      const scale = object === undefined ? copyOf(current) : decodeValue(Scale, object).object
      setManagedFields(scale, managedFields)
      return scale
    },
    patch.kind === 'apply',
  )
}

async function write(
  { served, env, writes }: ServedEndpoints,
  strategy: ScaleStrategy<ApiObject>,
  call: Call,
  optionsKind: 'UpdateOptions' | 'PatchOptions',
  wanted: (current: Scale, manager: string, now: string) => Scale | Promise<Scale>,
  isApply = false,
): Promise<WireResponse> {
  const force = optionsKind === 'PatchOptions' && call.info.query.has('force')
  const options = writeOptions(call, optionsKind, force, isApply)
  const manager = managerOf(call, options)
  const { namespace, name } = call.info
  const context = writes.context(call, options.dryRun, options)
  const pathIn = replicasPathOf(served)
  const { entry } = await updateObject(
    env,
    served.kind,
    {
      namespace,
      name,
      rules: mainRules(served.kind),
      async change(old) {
        const base = old as ApiObject
        const before = scaleOf(strategy, base)
        const { managedFields } = base.metadata
        const now = toTime(context.now)
        setManagedFields(before, scaleEntries(managedFields, pathIn))
        const scale = await wanted(before, manager, now)
        if (!isApply) setManagedFields(scale, await scaleFields.update(before, scale, manager, now))
        if (scale.metadata.namespace && scale.metadata.namespace !== namespace)
          throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
        checkName(scale.metadata.name ?? '', name)
        const { uid, resourceVersion } = scale.metadata
        if (uid && uid !== base.metadata.uid) {
          const text = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${base.metadata.uid}`
          throw conflict(served.groupResource, name, text)
        }
        if (resourceVersion && resourceVersion !== base.metadata.resourceVersion)
          throw conflict(served.groupResource, name, optimisticLockMessage)
        const replicas = scale.spec?.replicas ?? 0
        if (replicas < 0) {
          const error = invalidField(at('spec', 'replicas'), replicas, 'must be greater than or equal to 0')
          throw invalid({ group: 'autoscaling', kind: 'Scale' }, name, [error])
        }
        await context.admit('UPDATE', name, scale, before)
        const object = copyOfObject(base)
        strategy.write(object, scale.spec?.replicas ?? 0)
        const { apiVersion } = served.info
        setManagedFields(object, parentEntries(managedFields, scale.metadata.managedFields, apiVersion, pathIn))
        return object
      },
    },
    context,
  )
  return objectResponse(call, 200, scaleKind, scaleOf(strategy, env.hot.object(entry)))
}
