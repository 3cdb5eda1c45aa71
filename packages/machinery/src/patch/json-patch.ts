/**
 * JSON Patch (RFC 6902) as upstream's library does it.
 * In: a document and a list of operations. Out: a new document. Always: the inputs are left alone; the first operation
 * that fails ends it with a JsonPatchError.
 * Where upstream's library differs from the RFC, so does this: negative indices count from the end, `replace` of a
 * missing key of an object sets it, and nothing but `replace` and `test` may point at the whole document.
 */
import { goQuote } from '../go-quote.ts'
import { asJson, deepCopy, deepEqual, getKey, isJsonObject, type Json, type JsonObject, setKey } from '../json.ts'

export class JsonPatchError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'JsonPatchError'
  }
}

/** The most operations that the API server takes in one patch. */
export const maxJsonPatchOperations = 10_000

export interface JsonPatchOperation {
  readonly op: string
  readonly path?: string
  readonly from?: string
  readonly value?: unknown
}

/** What a decoded body must look like to be a patch; the text is the JSON decoder's of upstream. @throws JsonPatchError */
export function decodeJsonPatch(body: unknown): JsonPatchOperation[] {
  if (body === null) return []
  if (!Array.isArray(body)) {
    throw new JsonPatchError(`json: cannot unmarshal ${decodedKind(body)} into Go value of type jsonpatch.Patch`)
  }
  return body.map((item: unknown) => {
    if (!isJsonObject(item)) {
      throw new JsonPatchError(`json: cannot unmarshal ${decodedKind(item)} into Go value of type jsonpatch.Operation`)
    }
    return decodeOperation(item)
  })
}

function decodeOperation(item: JsonObject): JsonPatchOperation {
  const text = (key: string): string | undefined => {
    const value = getKey(item, key)
    return typeof value === 'string' ? value : undefined
  }
  const path = text('path')
  const from = text('from')
  return {
    op: text('op') ?? 'unknown',
    ...(path === undefined ? {} : { path }),
    ...(from === undefined ? {} : { from }),
    ...(Object.hasOwn(item, 'value') ? { value: item['value'] } : {}),
  }
}

function decodedKind(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

/** @throws JsonPatchError */
export function applyJsonPatch(document: unknown, operations: readonly JsonPatchOperation[]): Json {
  let result = deepCopy(asJson(document))
  for (const operation of operations) result = applyOne(result, operation)
  return result
}

function applyOne(document: Json, operation: JsonPatchOperation): Json {
  const value = operation.value === undefined ? null : deepCopy(asJson(operation.value))
  switch (operation.op) {
    case 'add': {
      const path = operation.path
      if (path === undefined) throw new JsonPatchError('add operation failed to decode path: missing value')
      const place = find(document, path)
      if (place === undefined) throw missing(`add operation does not apply: doc is missing path: ${goQuoteRaw(path)}`)
      within(`error in add for path: '${path}'`, () => add(place, value))
      return document
    }
    case 'remove': {
      const path = operation.path
      if (path === undefined) throw new JsonPatchError('remove operation failed to decode path: missing value')
      const place = find(document, path)
      if (place === undefined)
        throw missing(`remove operation does not apply: doc is missing path: ${goQuoteRaw(path)}`)
      within(`error in remove for path: '${path}'`, () => remove(place))
      return document
    }
    case 'replace':
      return replace(document, operation, value)
    case 'move':
      return move(document, operation)
    case 'copy':
      return copy(document, operation)
    case 'test':
      test(document, operation, value)
      return document
    default:
      throw new JsonPatchError(`Unexpected kind: ${operation.op}`)
  }
}

function replace(document: Json, operation: JsonPatchOperation, value: Json): Json {
  const path = needPath(operation, 'replace')
  if (path === '') {
    // Upstream means to refuse a scalar here, but its error gets lost and nothing happens.
    return typeof value === 'object' && value !== null ? value : document
  }
  const place = find(document, path)
  if (place === undefined) throw missing(`replace operation does not apply: doc is missing path: ${path}`)
  try {
    get(place)
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error
    throw missing(`replace operation does not apply: doc is missing key: ${path}`)
  }
  if (Array.isArray(place.container)) place.container[arrayIndex(place.container, place.key)] = value
  else setKey(place.container, place.key, value)
  return document
}

function move(document: Json, operation: JsonPatchOperation): Json {
  const from = needFrom(operation, 'move')
  const source = find(document, from)
  if (source === undefined) throw missing(`move operation does not apply: doc is missing from path: ${from}`)
  const value = within(`error in move for path: '${source.key}'`, () => get(source))
  within(`error in move for path: '${source.key}'`, () => remove(source))
  const path = needPath(operation, 'move')
  const target = find(document, path)
  if (target === undefined) throw missing(`move operation does not apply: doc is missing destination path: ${path}`)
  within(`error in move for path: '${path}'`, () => add(target, value ?? null))
  return document
}

function copy(document: Json, operation: JsonPatchOperation): Json {
  const from = needFrom(operation, 'copy')
  const source = find(document, from)
  if (source === undefined) throw missing(`copy operation does not apply: doc is missing from path: ${from}`)
  const value = within(`error in copy for from: '${from}'`, () => get(source))
  const path = needPath(operation, 'copy')
  const target = find(document, path)
  if (target === undefined) throw missing(`copy operation does not apply: doc is missing destination path: ${path}`)
  within('error while adding value during copy', () => add(target, deepCopy(value ?? null)))
  return document
}

function test(document: Json, operation: JsonPatchOperation, value: Json): void {
  const path = needPath(operation, 'test')
  const failed = (): JsonPatchError => new JsonPatchError(`testing value ${path} failed: test failed`)
  if (path === '') {
    if (!deepEqual(document, value)) throw failed()
    return
  }
  const place = find(document, path)
  if (place === undefined) throw missing(`test operation does not apply: is missing path: ${path}`)
  const found = within(`error in test for path: '${path}'`, () => get(place)) ?? null
  if (!deepEqual(found, value)) throw failed()
}

function needPath(operation: JsonPatchOperation, kind: string): string {
  if (operation.path !== undefined) return operation.path
  throw missing(`${kind} operation failed to decode path: operation missing path field`)
}

function needFrom(operation: JsonPatchOperation, kind: string): string {
  if (operation.from !== undefined) return operation.from
  throw missing(`${kind} operation failed to decode from: operation, missing from field`)
}

function missing(message: string): JsonPatchError {
  return new JsonPatchError(`${message}: missing value`)
}

/** The text in quotes and otherwise as it is, which is how the library writes some paths. */
function goQuoteRaw(text: string): string {
  return `"${text}"`
}

function within<T>(context: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error
    throw new JsonPatchError(`${context}: ${error.message}`)
  }
}

interface Place {
  readonly container: Json[] | JsonObject
  readonly key: string
}

/** The container that the last step of `pointer` lies in; undefined when the way there does not exist. */
function find(document: Json, pointer: string): Place | undefined {
  const steps = pointer.split('/').map(unescape)
  if (steps.length < 2) return undefined
  let current = document
  for (const step of steps.slice(1, -1)) {
    let next: Json | undefined
    if (Array.isArray(current)) {
      const index = readIndex(current, step)
      next = index === undefined ? undefined : current[index]
    } else if (isJsonObject(current)) next = getKey(current, step)
    if (next === undefined || next === null) return undefined
    current = next
  }
  if (!Array.isArray(current) && !isJsonObject(current)) return undefined
  return { container: current, key: steps.at(-1) ?? '' }
}

function unescape(step: string): string {
  return step.replace(/~[01]/g, (escape) => (escape === '~1' ? '/' : '~'))
}

function get({ container, key }: Place): Json | undefined {
  return Array.isArray(container) ? container[arrayIndex(container, key)] : getKey(container, key)
}

function add({ container, key }: Place, value: Json): void {
  if (!Array.isArray(container)) return setKey(container, key, value)
  if (key === '-') {
    container.push(value)
    return
  }
  const index = within(`value was not a proper array index: '${key}'`, () => atoi(key))
  const size = container.length + 1
  if (index >= size || index < -size) throw badIndex(index)
  container.splice(index < 0 ? index + size : index, 0, value)
}

function remove({ container, key }: Place): void {
  if (Array.isArray(container)) container.splice(arrayIndex(container, key), 1)
  else if (Object.hasOwn(container, key)) delete container[key]
  else throw missing(`Unable to remove nonexistent key: ${key}`)
}

function readIndex(list: readonly Json[], key: string): number | undefined {
  try {
    return arrayIndex(list, key)
  } catch (error) {
    if (error instanceof JsonPatchError) return undefined
    throw error
  }
}

function arrayIndex(list: readonly Json[], key: string): number {
  const index = atoi(key)
  if (index >= list.length || index < -list.length) throw badIndex(index)
  return index < 0 ? index + list.length : index
}

function badIndex(index: number): JsonPatchError {
  return new JsonPatchError(`Unable to access invalid index: ${index}: invalid index referenced`)
}

function atoi(text: string): number {
  if (!/^[+-]?[0-9]+$/.test(text)) throw new JsonPatchError(`strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`)
  return Number(text)
}
