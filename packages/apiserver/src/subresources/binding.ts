/**
 * /binding (and the bindings resource): gives a pod its node, once.
 * Always: a pod that has a node, is going away, or is gated is refused with 409.
 * @see kubernetes pkg/registry/core/pod/storage/storage.go
 */
import { Binding, type Pod } from '@elli/api/core/v1'
import type { WireResponse } from '@elli/host/wire'
import { ApiError, badRequest, conflict, internalError } from '@elli/machinery/errors'
import { aggregateErrors, at, notSupported, required, type FieldError } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import type { Call } from '../endpoints/call.ts'
import type { ServedEndpoints } from '../endpoints/served-endpoints.ts'
import { writeOptions } from '../endpoints/writes.ts'
import { copyOfObject } from '../registry/copy.ts'
import { updateObject } from '../registry/update.ts'
import { readObject, successResponse, type ObjectKind } from './objects.ts'
import { setPodCondition } from './pod-conditions.ts'
import { asChanged } from './rules.ts'

const bindingKind: ObjectKind<Binding> = { apiVersion: 'v1', kind: 'Binding', schema: Binding }

/** @param pods endpoints of the pods resource; the pod's name is the path's or, without one, the object's */
export async function bindPod(
  pods: ServedEndpoints,
  call: Call,
  gates: (gate: string) => boolean,
): Promise<WireResponse> {
  const options = writeOptions(call, 'CreateOptions')
  const binding = readObject(call, bindingKind, gates)
  const name = call.info.subresource === 'binding' ? call.info.name : (binding.metadata.name ?? '')
  if (binding.metadata.name && binding.metadata.name !== name)
    throw badRequest('name in URL does not match name in Binding object')
  binding.metadata.name = name
  const context = pods.writes.context(call, options.dryRun, options, 'binding')
  await context.admit('CREATE', name, binding, undefined)
  const errors = validate(binding)
  if (errors.length > 0) throw internalError(new Error(aggregateErrors(errors) ?? ''))
  await context.validate('CREATE', name, binding, undefined)
  const quiet = { ...context, async admit() {}, async validate() {} }
  try {
    await updateObject(
      pods.env,
      pods.served.kind,
      {
        namespace: call.info.namespace,
        name,
        rules: asChanged,
        change: (old) => bound(old as Pod, binding, context.now),
      },
      quiet,
    )
  } catch (error) {
    if (error instanceof ApiError || !(error instanceof BindError)) throw error
    throw conflict({ group: '', resource: 'pods/binding' }, name, error.message)
  }
  return successResponse(call, 201)
}

class BindError extends Error {}

function validate(binding: Binding): FieldError[] {
  const { kind = '', name = '' } = binding.target
  const errors: FieldError[] = []
  if (kind !== '' && kind !== 'Node') errors.push(notSupported(at('target', 'kind'), kind, ['Node', '<empty>']))
  if (name === '') errors.push(required(at('target', 'name'), ''))
  return errors
}

function bound(old: Pod, binding: Binding, now: number): Pod {
  const { name, deletionTimestamp, uid, resourceVersion } = old.metadata
  const wanted = binding.metadata
  if (wanted.uid && wanted.uid !== uid)
    throw new BindError(`Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`)
  if (wanted.resourceVersion && wanted.resourceVersion !== resourceVersion)
    throw new BindError(
      `Precondition failed: ResourceVersion in precondition: ${wanted.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`,
    )
  if (deletionTimestamp) throw new BindError(`pod ${name} is being deleted, cannot be assigned to a host`)
  if (old.spec.nodeName) throw new BindError(`pod ${name} is already assigned to node ${goQuote(old.spec.nodeName)}`)
  if ((old.spec.schedulingGates ?? []).length > 0)
    throw new BindError(`pod ${name} has non-empty .spec.schedulingGates`)
  const pod = copyOfObject(old)
  pod.spec.nodeName = binding.target.name ?? ''
  if (wanted.annotations !== undefined)
    pod.metadata.annotations = { ...pod.metadata.annotations, ...wanted.annotations }
  setPodCondition(pod, { type: 'PodScheduled', status: 'True' }, now)
  return pod
}
