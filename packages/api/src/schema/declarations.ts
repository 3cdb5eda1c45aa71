/**
 * Schema to TypeScript: writes the interfaces of one group version as text.
 * In: an ApiPackage. Out: the content of its `<version>.types.ts`.
 * Always: the same schema gives the same text; optional in TypeScript is what a writer of an object may leave out.
 * Elsewhere: who runs it (the update script at the root).
 */
import {
  type ApiPackage,
  type Enumeration,
  type Field,
  type FieldType,
  isScalar,
  type MessageSchema,
  type ScalarKind,
} from './schema.ts'

const scalarTypes: Readonly<Record<ScalarKind, string>> = {
  string: 'string',
  bool: 'boolean',
  int32: 'number',
  int64: 'number',
  uint32: 'number',
  uint64: 'number',
  float32: 'number',
  float64: 'number',
  bytes: 'string',
  time: 'string',
  microtime: 'string',
  duration: 'string',
  durationOrNanoseconds: 'number | string',
  quantity: 'string',
  intOrString: 'number | string',
  rawExtension: 'Record<string, unknown>',
  fieldsV1: 'Record<string, unknown>',
  anyJson: 'unknown',
}

/** What the reader of a type cannot see from TypeScript's `string` or `number`. */
const scalarNotes: Partial<Readonly<Record<ScalarKind, string>>> = {
  bytes: 'Base64.',
  time: 'RFC 3339 time.',
  microtime: 'RFC 3339 time with microseconds.',
  duration: 'Duration such as 1m30s.',
  quantity: 'Quantity such as 500m or 2Gi.',
}

export function declarations(pkg: ApiPackage): string {
  const imports = new Map<string, Set<string>>()
  const body = [
    ...pkg.enumerations.map((item) => enumerationText(item)),
    ...pkg.messages.map((message) => messageText(message, pkg, imports)),
  ]
  const heads = [...imports]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([path, names]) => `import type { ${[...names].sort().join(', ')} } from '${relative(pkg.path, path)}.types.ts'`,
    )
  const title = pkg.group === '' ? pkg.version : `${pkg.group}/${pkg.version}`
  return [
    `/** Types of ${title}, written from the schema in ${fileOf(pkg.path)}.ts by the update script; not edited by hand. */`,
    ...heads,
    '',
    body.join('\n\n'),
    '',
  ].join('\n')
}

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Path of the module `to` as imported from `from`, both below src and without extension. */
function relative(from: string, to: string): string {
  const source = from.split('/').slice(0, -1)
  const target = to.split('/')
  let shared = 0
  while (shared < source.length && shared < target.length - 1 && source[shared] === target[shared]) shared++
  const up = '../'.repeat(source.length - shared)
  return `${up === '' ? './' : up}${target.slice(shared).join('/')}`
}

function enumerationText(item: Enumeration): string {
  if (item.open) {
    const known =
      item.values.length === 0
        ? ''
        : `/** Upstream names ${item.values.map((value) => JSON.stringify(value)).join(', ')}. */\n`
    return `${known}export type ${item.name} = string`
  }
  return `export type ${item.name} = ${item.values.map((value) => quoted(value)).join(' | ')}`
}

function quoted(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function messageText(message: MessageSchema, pkg: ApiPackage, imports: Map<string, Set<string>>): string {
  const name = (target: MessageSchema | Enumeration): string => {
    if (target.package === pkg) return target.name
    // Two packages may use one name for different things: then the foreign one gets its version in front.
    const clash = [...pkg.messages, ...pkg.enumerations].some((own) => own.name === target.name)
    const names = imports.get(target.package.path) ?? new Set<string>()
    imports.set(target.package.path, names)
    const alias = `${target.package.path.replaceAll(/[^a-z0-9]/gi, '_')}_${target.name}`
    names.add(clash ? `${target.name} as ${alias}` : target.name)
    return clash ? alias : target.name
  }
  const parents = message.fields.flatMap((item) =>
    item.inline && item.type.kind === 'ref' ? [name(item.type.message())] : [],
  )
  const lines = message.fields.filter((item) => !item.inline).flatMap((item) => fieldLines(item, message, name))
  const head = `export interface ${message.name}${parents.length === 0 ? '' : ` extends ${parents.join(', ')}`} {`
  return [...comment(message.description, ''), head, ...lines, '}'].join('\n')
}

function comment(text: string, indent: string): string[] {
  return text === '' ? [] : [`${indent}/** ${text.replaceAll('*/', '*\\/')} */`]
}

function fieldLines(
  item: Field,
  message: MessageSchema,
  name: (target: MessageSchema | Enumeration) => string,
): string[] {
  const notes = [
    item.description,
    scalarNotes[item.type.kind as ScalarKind] ?? '',
    item.default === undefined || item.description.includes('Default:')
      ? ''
      : `Default: ${JSON.stringify(item.default)}.`,
  ].filter((note) => note !== '')
  const key = /^[A-Za-z_$][\w$]*$/.test(item.name) ? item.name : quoted(item.name)
  const type = typeText(item.type, name)
  return [...comment(notes.join(' '), '  '), `  ${key}${isOptional(item, message) ? '?' : ''}: ${type}`]
}

/**
 * Required is what upstream requires, and what every object of the kind has anyway: the metadata of a kind and
 * a spec that is a plain struct. The status of a kind is never the writer's to give.
 */
function isOptional(item: Field, message: MessageSchema): boolean {
  if (item.type.kind === 'ref') {
    if (message.isKind && item.name === 'status') return true
    if (message.isKind && item.name === 'metadata') return false
    if (item.name === 'spec' && !item.pointer) return false
  }
  return !item.required
}

function typeText(type: FieldType, name: (target: MessageSchema | Enumeration) => string): string {
  if (isScalar(type)) return type.enumeration === undefined ? scalarTypes[type.kind] : name(type.enumeration)
  switch (type.kind) {
    case 'list': {
      const item = typeText(type.item, name)
      return item.includes(' | ') ? `(${item})[]` : `${item}[]`
    }
    case 'map':
      return `Record<string, ${typeText(type.value, name)}>`
    case 'ref':
      return name(type.message())
    case 'schemaOr': {
      const schema = name(type.message())
      return `${schema} | ${type.other === 'list' ? `${schema}[]` : type.other === 'bool' ? 'boolean' : 'string[]'}`
    }
  }
}
