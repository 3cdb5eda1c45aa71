/**
 * Which of the names that a CustomResourceDefinition asks for it gets: the first to ask has them, within its group.
 * In: the CRD and all others. Out: accepted names, and the conditions NamesAccepted and Established that follow from them.
 * Always: pure; every name is judged by itself, so that one conflict keeps no other name from being accepted.
 * @see apiextensions-apiserver pkg/controller/status/naming_controller.go
 */
import type { CustomResourceDefinition, CustomResourceDefinitionNames } from '@elli/api/apiextensions/v1'
import { aggregate } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { type Condition, conditionOf } from './crd-conditions.ts'

export interface NamingResult {
  readonly names: CustomResourceDefinitionNames
  readonly accepted: Condition
  readonly established: Condition
}

/** @param others every CRD there is; those of other groups, and the CRD itself, may be among them */
export function judgeNames(crd: CustomResourceDefinition, others: readonly CustomResourceDefinition[]): NamingResult {
  const resources = new Set<string>()
  const kinds = new Set<string>()
  for (const other of others) {
    if (other.spec.group !== crd.spec.group) continue
    const names = other.status?.acceptedNames
    for (const name of [names?.plural, names?.singular, ...(names?.shortNames ?? [])]) if (name) resources.add(name)
    for (const name of [names?.kind, names?.listKind]) if (name) kinds.add(name)
  }
  const wanted = crd.spec.names
  const had = crd.status?.acceptedNames ?? { plural: '', kind: '' }
  const names: CustomResourceDefinitionNames = { ...had }
  let conflict: { reason: string; message: string } | undefined
  const taken = (name: string, own: string, used: ReadonlySet<string>): string | undefined =>
    name === own || !used.has(name) ? undefined : `${goQuote(name)} is already in use`
  const judge = (
    field: 'plural' | 'singular' | 'kind' | 'listKind',
    reason: string,
    used: ReadonlySet<string>,
  ): void => {
    const message = taken(wanted[field] ?? '', had[field] ?? '', used)
    if (message !== undefined) conflict = { reason, message }
    else if (wanted[field] !== undefined) names[field] = wanted[field]
    else if (field === 'singular' || field === 'listKind') delete names[field]
  }
  judge('plural', 'PluralConflict', resources)
  judge('singular', 'SingularConflict', resources)
  const own = new Set(had.shortNames ?? [])
  const problems = (wanted.shortNames ?? []).flatMap((name) =>
    own.has(name) ? [] : [taken(name, '', resources)].filter((text) => text !== undefined),
  )
  if (problems.length > 0) conflict = { reason: 'ShortNamesConflict', message: aggregate(problems) ?? '' }
  else setList(names, 'shortNames', wanted.shortNames)
  judge('kind', 'KindConflict', kinds)
  judge('listKind', 'ListKindConflict', kinds)
  setList(names, 'categories', wanted.categories)

  const accepted: Condition =
    conflict === undefined
      ? { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' }
      : { type: 'NamesAccepted', status: 'False', ...conflict }
  return { names, accepted, established: establishedFor(crd, accepted) }
}

/** Once established it stays so; before, it waits for the names and then for being served. */
function establishedFor(crd: CustomResourceDefinition, accepted: Condition): Condition {
  const before = conditionOf(crd, 'Established')
  if (before?.status === 'True') return before
  if (accepted.status === 'True')
    return {
      type: 'Established',
      status: 'False',
      reason: 'Installing',
      message: 'the initial names have been accepted',
    }
  return (
    before ?? { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' }
  )
}

function setList(
  names: CustomResourceDefinitionNames,
  field: 'shortNames' | 'categories',
  value: readonly string[] | undefined,
): void {
  if (value === undefined || value.length === 0) delete names[field]
  else names[field] = [...value]
}
