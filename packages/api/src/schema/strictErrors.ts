/**
 * What upstream's strict reader complains about: fields the schema does not know, keys given twice.
 * In: a parsed document. Out: sentences with paths, in the order of the document, each once, at most 100.
 * Always: parts without a schema are not looked into, nor are those upstream reads with a reader of their own.
 */
import { isObject, type ParsedJson } from './parseJson.ts'
import { type FieldType, jsonFields, type MessageSchema } from './schema.ts'

const limit = 100

export function strictErrors(schema: MessageSchema, parsed: ParsedJson): string[] {
  const found = new Set<string>()
  const report = (kind: 'unknown' | 'duplicate', path: string): void => {
    if (found.size < limit) found.add(`${kind} field ${JSON.stringify(path)}`)
  }
  const entriesOf = (object: object): readonly (readonly [string, unknown])[] =>
    parsed.repeated.get(object) ?? Object.entries(object)

  const visitMessage = (message: MessageSchema, value: unknown, path: string): void => {
    if (!isObject(value)) return
    const fields = fieldsOf(message)
    const seen = new Set<string>()
    for (const [key, item] of entriesOf(value)) {
      const at = path === '' ? key : `${path}.${key}`
      const type = fields.get(key) ?? (message.open ? anyJson : undefined)
      if (type === undefined) {
        report('unknown', at)
        continue
      }
      if (seen.has(key)) report('duplicate', at)
      seen.add(key)
      visit(type, item, at)
    }
  }

  const visit = (type: FieldType, value: unknown, path: string): void => {
    if (type === anyJson) visitUndeclared(value, path)
    else if (type.kind === 'ref') visitMessage(type.message(), value, path)
    else if (type.kind === 'list' && Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(type.item, item, `${path}[${index}]`)
    } else if (type.kind === 'map' && isObject(value)) {
      const seen = new Set<string>()
      for (const [key, item] of entriesOf(value)) {
        if (seen.has(key)) report('duplicate', `${path}.${key}`)
        seen.add(key)
        visit(type.value, item, `${path}.${key}`)
      }
    }
  }

  /** Below an open message nothing is unknown, but a key may be given twice. */
  const visitUndeclared = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) visitUndeclared(item, `${path}[${index}]`)
    if (!isObject(value)) return
    const seen = new Set<string>()
    for (const [key, item] of entriesOf(value)) {
      const at = `${path}.${key}`
      if (seen.has(key)) report('duplicate', at)
      seen.add(key)
      visitUndeclared(item, at)
    }
  }

  visitMessage(schema, parsed.value, '')
  return [...found]
}

const anyJson: FieldType = { kind: 'anyJson' }

/** Keys given twice in a document of no known kind, such as a patch; sentences like those above. */
export function duplicateFields(parsed: ParsedJson): string[] {
  if (parsed.repeated.size === 0) return []
  const found = new Set<string>()
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, `${path}[${index}]`)
      return
    }
    if (!isObject(value)) return
    const seen = new Set<string>()
    for (const [key, item] of parsed.repeated.get(value) ?? Object.entries(value)) {
      const at = path === '' ? key : `${path}.${key}`
      if (seen.has(key) && found.size < limit) found.add(`duplicate field ${JSON.stringify(at)}`)
      seen.add(key)
      visit(item, at)
    }
  }
  visit(parsed.value, '')
  return [...found]
}

const known = new WeakMap<MessageSchema, Map<string, FieldType>>()

function fieldsOf(message: MessageSchema): Map<string, FieldType> {
  let fields = known.get(message)
  if (fields === undefined) {
    fields = new Map(jsonFields(message).map(({ field }) => [field.name, field.type]))
    known.set(message, fields)
  }
  return fields
}
