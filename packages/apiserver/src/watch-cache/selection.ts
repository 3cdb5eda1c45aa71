/**
 * Selection: which entries a list or watch is about, compiled once per request.
 * In: namespace, name, label and field selectors as text. Out: a test on entries that decodes nothing.
 * @throws ApiError 400 for selectors that cannot be read or fields that cannot be selected
 */
import { badRequest } from '@elli/machinery/errors'
import { parseFieldSelector } from '@elli/machinery/fields'
import { parseSelector } from '@elli/machinery/labels'
import { goQuote } from '@elli/machinery/go-quote'
import type { Entry, EntryKind } from './entry.ts'

export interface Selection {
  /** Empty: all namespaces. */
  readonly namespace: string
  /** Set when the selection is about one name. */
  readonly name: string | undefined
  /** No selector at all: everything in the namespace. */
  readonly everything: boolean
  matches(entry: Entry): boolean
}

type Test = (entry: Entry) => boolean

/** @param fieldLabels what the request may call the kind's fields; without them only by their own names */
export function selection(
  kind: EntryKind,
  namespace: string,
  labelSelector: string,
  fieldSelector: string,
  fieldLabels?: Readonly<Record<string, string>>,
): Selection {
  const tests: Test[] = []
  let name: string | undefined
  if (labelSelector !== '') {
    const selector = labels(labelSelector)
    tests.push((entry) => selector.matches(entry.labels ?? {}))
  }
  if (fieldSelector !== '') {
    const selector = fields(fieldSelector)
    for (const requirement of selector.requirements) {
      const equal = requirement.operator !== '!='
      const read = reader(kind, requirement.field, fieldLabels)
      tests.push((entry) => (read(entry) === requirement.value) === equal)
      if (requirement.field === 'metadata.name' && equal) name = requirement.value
    }
  }
  const [first, second] = tests
  const all: Test =
    first === undefined ? () => true : second === undefined ? first : (entry) => tests.every((test) => test(entry))
  const prefix = namespace
  return {
    namespace,
    name,
    everything: first === undefined,
    matches: prefix === '' ? all : (entry) => entry.namespace === prefix && all(entry),
  }
}

function labels(text: string): { matches(labels: Readonly<Record<string, string>>): boolean } {
  try {
    return parseSelector(text)
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error))
  }
}

function fields(text: string): ReturnType<typeof parseFieldSelector> {
  try {
    return parseFieldSelector(text)
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error))
  }
}

function reader(
  kind: EntryKind,
  field: string,
  fieldLabels: Readonly<Record<string, string>> | undefined,
): (entry: Entry) => string {
  if (field === 'metadata.name') return (entry) => entry.name
  if (field === 'metadata.namespace') return (entry) => entry.namespace
  const name = fieldLabels === undefined || !Object.hasOwn(fieldLabels, field) ? undefined : fieldLabels[field]
  const index = fieldLabels !== undefined && name === undefined ? -1 : kind.fieldNames.indexOf(name ?? field)
  if (index < 0) {
    throw badRequest(
      kind.fieldNames.length === 0
        ? `${goQuote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`
        : `field label not supported: ${field}`,
    )
  }
  return (entry) => entry.fields[index] ?? ''
}
