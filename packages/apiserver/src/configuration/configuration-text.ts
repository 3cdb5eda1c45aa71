/**
 * Configuration files: YAML or JSON with apiVersion and kind, read strictly.
 * In: the text of a file and the kinds it may be. Out: the object, with the schema's zero values where it says nothing.
 * @throws ConfigurationError with upstream's words for texts that are none of these kinds, or say too much
 */
import { parseApiVersion } from '@elli/api/object'
import { DecodeError, decodeValue } from '@elli/api/schema/decodeJson'
import type { MessageSchema } from '@elli/api/schema/schema'
import { goQuote } from '@elli/machinery/go-quote'
import { isJsonObject, type Json, type JsonObject } from '@elli/machinery/json'
import { parseYamlReporting, YamlError } from '@elli/machinery/yaml'

export class ConfigurationError extends Error {
  override name = 'ConfigurationError'
}

export interface ConfigurationKind<T> {
  readonly apiVersion: string
  readonly kind: string
  readonly schema: MessageSchema<T>
}

export interface ReadOptions {
  /** What upstream calls the set of kinds, as in `in scheme "<scheme>"`. */
  readonly scheme: string
  /** Unknown and repeated fields are passed over, as upstream does for the older files. */
  readonly lenient?: boolean
}

export function readConfiguration<T>(
  text: string,
  kinds: readonly ConfigurationKind<T>[],
  options: ReadOptions,
): { object: T; apiVersion: string; kind: string } {
  const { value, duplicates } = parse(text)
  return decode(value, duplicates, kinds, options, text)
}

function parse(text: string): { value: Json; duplicates: readonly string[] } {
  try {
    return parseYamlReporting(text)
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw new ConfigurationError(`couldn't get version/kind; json parse error: ${error.message}`, { cause: error })
  }
}

function decode<T>(
  value: Json,
  duplicates: readonly string[],
  kinds: readonly ConfigurationKind<T>[],
  { scheme, lenient = false }: ReadOptions,
  text: string,
): { object: T; apiVersion: string; kind: string } {
  const { kind, apiVersion } = isJsonObject(value) ? value : {}
  if (typeof kind !== 'string' || kind === '') throw new ConfigurationError(`Object 'Kind' is missing in '${text}'`)
  if (typeof apiVersion !== 'string' || apiVersion === '') {
    throw new ConfigurationError(`Object 'apiVersion' is missing in '${text}'`)
  }
  const found = kinds.find((one) => one.kind === kind && one.apiVersion === apiVersion)
  if (found === undefined) {
    const { group, version } = parseApiVersion(apiVersion)
    const name = group === '' ? version : `${group}/${version}`
    throw new ConfigurationError(
      `no kind ${goQuote(kind)} is registered for version ${goQuote(name)} in scheme ${goQuote(scheme)}`,
    )
  }
  try {
    const { object, strictErrors } = decodeValue(found.schema, value, 'warn')
    const problems = [
      ...(duplicates.length > 0 ? [`yaml: unmarshal errors:\n  ${duplicates.join('\n  ')}`] : []),
      ...strictErrors,
    ]
    if (problems.length > 0 && !lenient) throw new ConfigurationError(`strict decoding error: ${problems.join(', ')}`)
    return { object, apiVersion, kind }
  } catch (error) {
    if (error instanceof DecodeError) throw new ConfigurationError(error.message, { cause: error })
    throw error
  }
}

/** A file without apiVersion and kind. @throws ConfigurationError when it is no object */
export function readUnversioned(text: string): JsonObject {
  const { value } = parse(text)
  if (!isJsonObject(value)) throw new ConfigurationError('json: cannot unmarshal the configuration into an object')
  return value
}
