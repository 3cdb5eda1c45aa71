/**
 * Names of finalizers of built-in kinds: one of the house's own, or with the domain of whoever finalizes.
 * In: a strategy. Out: the same, which refuses other names.
 * Elsewhere: what every name must look like (the registry); custom resources, which only get a warning.
 */
import type { ApiObject } from '@elli/api/object'
import { at, type FieldError, invalid } from '@elli/machinery/field'
import type { Strategy } from '../registry/strategy.ts'
import { list } from './checks.ts'

const standardFinalizers: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion'])

/** Kinds whose checks upstream never reached for this one, by group and resource. */
const lenient: ReadonlySet<string> = new Set([
  '/events',
  'apiextensions.k8s.io/customresourcedefinitions',
  'apiregistration.k8s.io/apiservices',
  'coordination.k8s.io/leases',
  'coordination.k8s.io/leasecandidates',
  'node.k8s.io/runtimeclasses',
  'policy/poddisruptionbudgets',
])

export function finalizerNameErrors({ metadata }: ApiObject): FieldError[] {
  const path = at('metadata', 'finalizers')
  return list(metadata.finalizers).flatMap((name, i) => {
    if (name.includes('/') || standardFinalizers.has(name)) return []
    return [invalid(path.index(i), name, 'name is neither a standard finalizer name nor is it fully qualified')]
  })
}

export function withFinalizerNames<T extends ApiObject>(strategy: Strategy<T>): Strategy<T> {
  const { group, resource } = strategy.resource
  if (lenient.has(`${group}/${resource}`)) return strategy
  return {
    ...strategy,
    validate: (object, context) => [...finalizerNameErrors(object), ...(strategy.validate?.(object, context) ?? [])],
    validateUpdate: (object, old, context) => [
      ...finalizerNameErrors(object),
      ...(strategy.validateUpdate?.(object, old, context) ?? []),
    ],
  }
}
