/**
 * Defaults of apiextensions.k8s.io/v1 that are more than a field's own.
 * In: objects of the group. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { CustomResourceDefinition, ServiceReference } from './v1.ts'

export const apiextensionsV1Defaults: readonly DefaultRule[] = [
  defaultRule(CustomResourceDefinition, (definition) => {
    const { spec } = definition
    spec.names ??= { kind: '', plural: '' }
    const kind = spec.names.kind ?? ''
    if (kind !== '') {
      spec.names.singular ||= kind.toLowerCase()
      spec.names.listKind ||= `${kind}List`
    }
    spec.conversion ??= { strategy: 'None' }
    const stored = spec.versions?.find((version) => version.storage)
    if ((definition.status?.storedVersions ?? []).length === 0 && stored !== undefined) {
      definition.status = { ...definition.status, storedVersions: [stored.name] }
    }
  }),
  defaultRule(ServiceReference, (reference) => {
    reference.port ??= 443
  }),
]
