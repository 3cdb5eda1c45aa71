/**
 * Server-side apply: a configuration in the body, merged into the stored object or becoming a new one.
 * In: YAML or JSON of the served version, the live object. Out: the wanted object with its managed fields, hub version.
 * Always: 409 names every field that another manager owns; what has not the form of the kind is a 500, as upstream has it.
 * Elsewhere: merging and ownership (@elli/machinery/apply); the other patches (./patch.ts).
 * @see apiserver pkg/endpoints/handlers/patch.go (applyPatcher)
 */
import type { ApiObject } from '@elli/api/object'
import { decodeAnyJsonStrict, DecodeError } from '@elli/api/schema/decodeJson'
import { toTime } from '@elli/host/time'
import type { Instant } from '@elli/host/clock'
import { type ApplyResult, named } from '@elli/machinery/apply/field-manager'
import { badRequest, conflict, fromStatus, toStatus } from '@elli/machinery/errors'
import { isJsonObject, type JsonObject } from '@elli/machinery/json'
import { ConfigurationError, typeName } from '@elli/machinery/apply/typed-errors'
import { parseYaml, repeatedYamlKeys, YamlError } from '../http/yaml.ts'
import { copyOfObject } from '../registry/copy.ts'
import { fieldManagerOf, setManagedFields } from '../registry/managed-fields.ts'
import { wipeSystemFields } from '../registry/object-meta.ts'
import type { Served } from '../registry/served.ts'
import { isTrue } from '../request-info.ts'
import type { Call } from './call.ts'
import { bodyOf, decodePatched, expectedOf, fieldValidation } from './decode.ts'

export const applyPatchType = 'application/apply-patch+yaml'

export interface Applier {
  readonly served: Served
  readonly manager: string
  readonly now: Instant
}

/** @param live of the hub's version; undefined when there is none. @returns a fresh object of the hub's version */
export async function applied(
  { served, manager, now }: Applier,
  call: Call,
  live: ApiObject | undefined,
): Promise<ApiObject> {
  const { subresource } = call.info
  const result = await applyTo(
    live === undefined ? undefined : served.fromHub(live),
    call,
    (configuration, before, force) =>
      fieldManagerOf(served, subresource).apply({ live: before, configuration, manager, force, now: toTime(now) }),
  )
  const object = wanted(served, call, live, result)
  if (live === undefined) {
    const { uid, name } = object.metadata
    if (uid) {
      const text = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`
      throw conflict(served.groupResource, name ?? call.info.name, text)
    }
    wipeSystemFields(object)
  }
  setManagedFields(object, result.managedFields)
  return object
}

function wanted(served: Served, call: Call, live: ApiObject | undefined, { object }: ApplyResult): ApiObject {
  if (object === undefined && live !== undefined) return copyOfObject(live)
  const { apiVersion, kind } = served.info
  const decoded = objectOf(call, served, object ?? { apiVersion, kind })
  decoded.metadata ??= {}
  served.applyDefaults(decoded)
  return served.toHub(decoded)
}

/** What fits the topology may still not fit the kind, such as a fraction for a whole number. */
function objectOf(call: Call, served: Served, value: JsonObject): ApiObject {
  try {
    return decodePatched(call, expectedOf(served), value).object
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    const text = `failed to convert new object (${named(value)}) to proper version: ${error.message}`
    throw fromStatus(toStatus(new Error(text)), { cause: error })
  }
}

type Apply<T> = (configuration: JsonObject, live: T, force: boolean) => Promise<ApplyResult>

/** Reads the body and applies it; what a strict reader has to say comes after what apply has. */
export async function applyTo<T>(live: T, call: Call, apply: Apply<T>): Promise<ApplyResult> {
  const body = bodyOf(call)
  const json = plainJson(body)
  const text = json === undefined ? Buffer.from(body).toString('utf8') : ''
  const configuration = json ?? configurationOf(text)
  const force = isTrue(call.info.query.get('force'))
  let result: ApplyResult
  try {
    result = await apply(configuration, live, force)
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    // Not a bug of ours: upstream's answer is a 500 without a reason that says what is wrong with the configuration.
    throw fromStatus(toStatus(error), { cause: error })
  }
  if (json === undefined) sayRepeatedKeys(text, call)
  return result
}

/** Most clients send JSON, which is YAML as well, and read much faster. Undefined: it is none, or keys are there twice. */
function plainJson(body: Uint8Array): JsonObject | undefined {
  if (body[0] !== 0x7b) return undefined
  try {
    const { value, strictErrors } = decodeAnyJsonStrict(body)
    return strictErrors.length === 0 && isJsonObject(value) ? value : undefined
  } catch (error) {
    if (error instanceof DecodeError) return undefined
    throw error
  }
}

/** @throws ApiError 400 */
function configurationOf(text: string): JsonObject {
  let value: unknown
  try {
    value = parseYaml(text)
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw badRequest(`error decoding YAML: error converting YAML to JSON: ${error.message}`)
  }
  if (value === null || value === undefined) return {}
  if (isJsonObject(value)) return value
  const what = Array.isArray(value) ? 'array' : typeName(value as string) === 'float64' ? 'number' : typeof value
  const shown = what === 'boolean' ? 'bool' : what
  throw badRequest(
    `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${shown} into Go value of type map[string]interface {}`,
  )
}

function sayRepeatedKeys(text: string, call: Call): void {
  const mode = fieldValidation(call.info.query)
  if (mode === 'ignore') return
  const repeated = repeatedYamlKeys(text)
  if (repeated.length === 0) return
  const lines = repeated.map((line) => `  ${line}`).join('\n')
  const problem = `error converting YAML to JSON: yaml: unmarshal errors:\n${lines}`
  if (mode === 'strict') throw badRequest(`error strict decoding YAML: ${problem}`)
  call.warnings.push(problem)
}
