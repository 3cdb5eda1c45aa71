/** StorageClasses on the server. */
import { storageclasses } from '@elli/api/storage/v1.resources'
import type { TopologySelectorTerm } from '@elli/api/core/v1'
import type { StorageClass } from '@elli/api/storage/v1'
import { at, duplicate, forbidden, required } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, type FieldPath, immutable, list, oneOf, qualifiedName } from '../checks.ts'
import { deprecatedNodeLabel } from '../core/pod-warnings.ts'
import { plainEqual } from '../equality.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { validateParameters, validateProvisioner } from './parameters.validation.ts'

const topologies = at('allowedTopologies')
const defaultAnnotations = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
]

const classTable = table<StorageClass>(
  [
    column('Provisioner', 'Who makes the volumes.'),
    column('ReclaimPolicy', 'What becomes of volumes that are released.'),
    column('VolumeBindingMode', 'When volumes are bound and made.'),
    column('AllowVolumeExpansion', 'Whether volumes can grow.'),
    ageColumn,
  ],
  (storageClass, now) => [
    storageClass.provisioner,
    storageClass.reclaimPolicy ?? 'Delete',
    storageClass.volumeBindingMode ?? 'Immediate',
    storageClass.allowVolumeExpansion ?? false,
    ageOf(storageClass, now),
  ],
)

export const storageclassesStrategy: Strategy<StorageClass> = {
  resource: storageclasses,
  validate: (storageClass) => collect((errors) => validate(errors, storageClass)),
  validateUpdate: (storageClass, old) =>
    collect((errors) => {
      validate(errors, storageClass)
      const fixed = (name: 'parameters' | 'provisioner' | 'reclaimPolicy'): void => {
        if (!plainEqual(storageClass[name], old[name])) {
          errors.push(forbidden(at(name), `updates to ${name} are forbidden.`))
        }
      }
      fixed('parameters')
      fixed('provisioner')
      fixed('reclaimPolicy')
      immutable(errors, at('volumeBindingMode'), storageClass.volumeBindingMode, old.volumeBindingMode)
    }),
  warnings: (storageClass) =>
    list(storageClass.allowedTopologies).flatMap((term, i) =>
      list(term.matchLabelExpressions).flatMap(({ key }, j) => {
        const message = deprecatedNodeLabel(key)
        const path = topologies.index(i).child('matchLabelExpressions').index(j).child('key')
        return message === undefined ? [] : [`${path}: ${message}`]
      }),
    ),
  table: {
    columns: classTable.columns,
    row(storageClass, now) {
      const [name, ...rest] = classTable.row(storageClass, now)
      return [withDefault(String(name), storageClass.metadata.annotations, defaultAnnotations), ...rest]
    },
  },
}

/** Marks the class that claims without one get. */
export function withDefault(
  name: string,
  annotations: Readonly<Record<string, string>> | undefined,
  keys: readonly string[],
): string {
  return keys.some((key) => annotations?.[key] === 'true') ? `${name} (default)` : name
}

function validate(errors: Errors, storageClass: StorageClass): void {
  validateProvisioner(errors, at('provisioner'), storageClass.provisioner)
  validateParameters(errors, at('parameters'), storageClass.parameters, true)
  if (storageClass.reclaimPolicy) oneOf(errors, at('reclaimPolicy'), storageClass.reclaimPolicy, ['Delete', 'Retain'])
  const mode = storageClass.volumeBindingMode
  if (mode === undefined) errors.push(required(at('volumeBindingMode'), ''))
  else oneOf(errors, at('volumeBindingMode'), mode, ['Immediate', 'WaitForFirstConsumer'])
  const seen: Record<string, readonly string[]>[] = []
  for (const [i, term] of list(storageClass.allowedTopologies).entries()) {
    const values = validateTopologyTerm(errors, topologies.index(i), term)
    if (seen.some((other) => sameTerm(other, values))) {
      errors.push(duplicate(topologies.index(i).child('matchLabelExpressions'), ''))
    }
    seen.push(values)
  }
}

/** Unlike elsewhere, a term without keys is one too, and the same as another such. */
function sameTerm(a: Record<string, readonly string[]>, b: Record<string, readonly string[]>): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort())
}

/** @returns the values of each key, sorted: two terms with the same are one term twice */
function validateTopologyTerm(
  errors: Errors,
  path: FieldPath,
  term: TopologySelectorTerm,
): Record<string, readonly string[]> {
  const byKey: Record<string, readonly string[]> = {}
  for (const [i, { key, values }] of list(term.matchLabelExpressions).entries()) {
    const at = path.child('matchLabelExpressions').index(i)
    const all = list(values)
    if (all.length === 0) errors.push(required(at.child('values'), ''))
    for (const [v, value] of all.entries()) {
      if (all.indexOf(value) < v) errors.push(duplicate(at.child('values').index(v), value))
    }
    qualifiedName(errors, at.child('key'), key ?? '')
    if (key in byKey) errors.push(duplicate(at.child('key'), key))
    byKey[key] = [...new Set(all)].sort()
  }
  return byKey
}
