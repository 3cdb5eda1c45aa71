/** Namespaces on the server; their deletion waits for the finalizers in spec, which only /finalize changes. */
import { namespaces } from '@elli/api/core/v1.resources'
import type { Namespace } from '@elli/api/core/v1'
import { at, invalid } from '@elli/machinery/field'
import { nameIsDnsLabel } from '@elli/machinery/names'
import type { StatusStrategy, Strategy } from '../../registry/strategy.ts'
import { type FieldPath, collect, type Errors, list, qualifiedName } from '../checks.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion']
const nameLabel = 'kubernetes.io/metadata.name'

/** Selectors of namespaces by name rely on this label, so writers cannot take it away. */
function labelWithName(namespace: Namespace): void {
  namespace.metadata.labels = { ...namespace.metadata.labels, [nameLabel]: namespace.metadata.name ?? '' }
}

export const namespacesStrategy: Strategy<Namespace> = {
  resource: namespaces,
  validateName: nameIsDnsLabel,
  prepareForCreate(namespace) {
    namespace.status = { phase: 'Active' }
    namespace.spec ??= {}
    const finalizers = list(namespace.spec.finalizers)
    if (!finalizers.includes('kubernetes')) namespace.spec.finalizers = [...finalizers, 'kubernetes']
    labelWithName(namespace)
  },
  validate: (namespace) => collect((errors) => validateFinalizers(errors, namespace, false)),
  prepareForUpdate(namespace, old) {
    namespace.spec = { ...namespace.spec }
    if (old.spec.finalizers === undefined) delete namespace.spec.finalizers
    else namespace.spec.finalizers = [...old.spec.finalizers]
    labelWithName(namespace)
  },
  validateUpdate: (namespace) => collect((errors) => validateFinalizers(errors, namespace, false)),
  status: {
    validateUpdate: (namespace) =>
      collect((errors) => {
        const phase = namespace.status?.phase ?? ''
        const path = at('status', 'Phase')
        if (namespace.metadata.deletionTimestamp === undefined) {
          if (phase !== 'Active') {
            errors.push(invalid(path, phase, "may only be 'Active' if `deletionTimestamp` is empty"))
          }
        } else if (phase !== 'Terminating') {
          errors.push(invalid(path, phase, "may only be 'Terminating' if `deletionTimestamp` is not empty"))
        }
      }),
  },
  fieldSelectors: { 'status.phase': (namespace) => namespace.status?.phase ?? '' },
  table: table<Namespace>(
    [column('Status', 'Whether the namespace is in use or going away.'), ageColumn],
    (namespace, now) => [namespace.status?.phase ?? '', ageOf(namespace, now)],
  ),
}

/** The finalize subresource: spec.finalizers may change, status may not. */
export const namespaceFinalizeStrategy: StatusStrategy<Namespace> = {
  prepareForUpdate(namespace, old) {
    if (old.status === undefined) delete namespace.status
    else namespace.status = old.status
  },
  validateUpdate: (namespace) => collect((errors) => validateFinalizers(errors, namespace, true)),
}

function validateFinalizers(errors: Errors, namespace: Namespace, indexed: boolean): void {
  const path = at('spec', 'finalizers')
  for (const [i, name] of list(namespace.spec?.finalizers).entries()) {
    validateFinalizerName(errors, indexed ? path.index(i) : path, name)
  }
}

function validateFinalizerName(errors: Errors, path: FieldPath, name: string): void {
  qualifiedName(errors, path, name)
  if (!name.includes('/') && !standardFinalizers.includes(name)) {
    errors.push(invalid(path, name, 'name is neither a standard finalizer name nor is it fully qualified'))
  }
}
