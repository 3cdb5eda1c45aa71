/**
 * Managed fields of stored objects: the field manager of a resource in the version that a request speaks.
 * In: what is stored, what is wanted. Out: metadata.managedFields of the wanted object.
 * Always: made once per served version and subresource.
 * Elsewhere: what owns what (@elli/machinery/apply); PATCH with an applied configuration (../endpoints/apply.ts).
 */
import type { ManagedFieldsEntry } from '@elli/api/meta/v1'
import type { ApiObject } from '@elli/api/object'
import { decodeAnyJson, decodeValue } from '@elli/api/schema/decodeJson'
import { encodeJson } from '@elli/api/schema/encodeJson'
import type { MessageSchema } from '@elli/api/schema/schema'
import { toTime } from '@elli/host/time'
import type { Instant } from '@elli/host/clock'
import { compareJson } from '@elli/machinery/apply/compare'
import { FieldManager } from '@elli/machinery/apply/field-manager'
import { emptySet, type FieldSet } from '@elli/machinery/apply/field-set'
import type { ManagedKind } from '@elli/machinery/apply/managed-kind'
import { decodeManagers, ManagedFieldsError } from '@elli/machinery/apply/managers'
import { compareMessages, createdFieldsText } from '@elli/machinery/apply/message-compare'
import { topologyOf } from '@elli/machinery/apply/message-topology'
import type { Topology } from '@elli/machinery/apply/topology'
import { deepEqual, type Json, type JsonObject } from '@elli/machinery/json'
import { copyOf } from './copy.ts'
import { sameObject } from './object-meta.ts'
import { specFiller } from './plain-structs.ts'
import { resetFields } from './reset-fields.ts'
import type { Served } from './served.ts'

/** What of a served version this needs; the stored version of a kind may stand for it where the server writes by itself. */
export type ManagedVersion = Pick<Served, 'info' | 'isHub' | 'fromHub' | 'topology' | 'siblings'>

const managers = new WeakMap<ManagedVersion, Map<string, FieldManager>>()

export function fieldManagerOf(served: ManagedVersion, subresource: string): FieldManager {
  let own = managers.get(served)
  if (own === undefined) {
    own = new Map()
    managers.set(served, own)
  }
  let manager = own.get(subresource)
  if (manager === undefined) {
    manager = new FieldManager(managedKind(served, subresource))
    own.set(subresource, manager)
  }
  return manager
}

/** Of a kind that is no resource of its own, such as Scale. */
export function fieldManagerOfSchema(
  schema: MessageSchema,
  apiVersion: string,
  kind: string,
  subresource: string,
): FieldManager {
  return new FieldManager({
    apiVersion,
    kind,
    subresource,
    resetFields: () => emptySet,
    topologyOf: (version) => (version === apiVersion ? topologyOf(schema) : undefined),
    compare: (before, after) => compareMessages(schema, before, after),
    toJson: (object) => decodeAnyJson(encodeJson(schema, { ...object, apiVersion, kind })) as JsonObject,
    convert() {
      throw new Error(`${kind} has one version only`)
    },
  })
}

function topologyOfServed({ topology, info }: ManagedVersion): Topology {
  return topology ?? topologyOf(info.schema)
}

function managedKind(served: ManagedVersion, subresource: string): ManagedKind {
  const { info, siblings } = served
  const custom = served.topology !== undefined
  const own = resetFields(info, subresource, custom)
  const sibling = (apiVersion: string): ManagedVersion | undefined => {
    if (apiVersion === info.apiVersion) return served
    const found = siblings?.find(apiVersion)
    return found?.info.group === info.group ? found : undefined
  }
  return {
    apiVersion: info.apiVersion,
    kind: info.kind,
    subresource,
    resetFields: (apiVersion): FieldSet => (custom && apiVersion !== info.apiVersion ? emptySet : own),
    topologyOf(apiVersion) {
      const found = sibling(apiVersion)
      return found === undefined ? undefined : topologyOfServed(found)
    },
    compare: custom
      ? (before, after) => compareJson(topologyOfServed(served), before as Json, after as Json)
      : (before, after) => compareMessages(info.schema, before, after),
    ...(custom
      ? {}
      : {
          createdText: (object, without, withoutMetadata) =>
            createdFieldsText(info.schema, object, without, withoutMetadata),
        }),
    toJson: (object) => (custom ? customJson(served, object) : builtInJson(served, object)),
    async convert(object, to) {
      const from = sibling(String(object['apiVersion']))
      const target = sibling(to)
      if (from === undefined || target === undefined || siblings === undefined) {
        throw new Error(`no conversion from ${String(object['apiVersion'])} to ${to}`)
      }
      const converted = await siblings.convert(from, objectOf(from, object), target)
      return target.topology === undefined ? builtInJson(target, converted) : customJson(target, converted)
    },
  }
}

function objectOf(served: ManagedVersion, json: JsonObject): ApiObject {
  if (served.topology !== undefined) return json as unknown as ApiObject
  const { schema } = served.info
  const { object } = decodeValue(schema, json)
  // Converters look into structs that Go always has, also where everything was taken out of them.
  object.metadata ??= {}
  specFiller(schema)(object)
  return object
}

/** As Go would write it: what is no pointer and has no omitempty is there. */
function builtInJson({ info }: ManagedVersion, object: object): JsonObject {
  const { apiVersion, kind } = info
  const typed = { ...object, apiVersion, kind } as ApiObject
  return decodeAnyJson(encodeJson(info.schema as MessageSchema<ApiObject>, typed)) as JsonObject
}

function customJson({ info }: ManagedVersion, object: object): JsonObject {
  const { apiVersion, kind } = info
  return { ...copyOf(object as JsonObject), apiVersion, kind }
}

/**
 * Puts the managed fields on an object that is created, updated or patched, before admission sees it.
 * @param live the stored object; undefined when there is none
 * @param object fresh, as the client wants it; both in the hub's version
 */
export async function trackManagedFields(
  served: ManagedVersion,
  subresource: string,
  live: ApiObject | undefined,
  object: ApiObject,
  manager: string,
  now: Instant,
): Promise<void> {
  const fields = fieldManagerOf(served, subresource)
  const entries = served.isHub
    ? fields.update(live, object, manager, toTime(now))
    : fields.update(live === undefined ? undefined : served.fromHub(live), served.fromHub(object), manager, toTime(now))
  setManagedFields(object, entries instanceof Promise ? await entries : entries)
}

export function setManagedFields(
  object: Pick<ApiObject, 'metadata'>,
  entries: readonly ManagedFieldsEntry[] | undefined,
): void {
  if (entries === undefined) delete object.metadata.managedFields
  else object.metadata.managedFields = entries as ManagedFieldsEntry[]
}

/** Why entries cannot be read; undefined when they can. */
export function managedFieldsProblem(entries: readonly ManagedFieldsEntry[] | undefined): string | undefined {
  try {
    decodeManagers(entries ?? [])
    return undefined
  } catch (error) {
    if (error instanceof ManagedFieldsError) return error.message
    throw error
  }
}

/** A write that would move nothing but times of managers leaves them alone, so that nothing is written. */
export function keepTimesOfNothing(object: ApiObject, old: ApiObject): void {
  const before = old.metadata.managedFields
  const after = object.metadata.managedFields
  if (before === undefined || after === undefined || before === after || before.length !== after.length) return
  let moved = false
  for (let i = 0; i < after.length; i++) {
    const [x, y] = [before[i] as ManagedFieldsEntry, after[i] as ManagedFieldsEntry]
    if (x === y) continue
    if (x.time !== y.time) moved = true
    if (!sameButTime(x, y)) return
  }
  if (!moved) return
  object.metadata.managedFields = before
  if (!sameObject(object, old)) object.metadata.managedFields = after
}

function sameButTime(a: ManagedFieldsEntry, b: ManagedFieldsEntry): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.apiVersion === b.apiVersion &&
    (a.subresource ?? '') === (b.subresource ?? '') &&
    (a.fieldsV1 === b.fieldsV1 || deepEqual(a.fieldsV1, b.fieldsV1))
  )
}

/** The manager of a request that names none: the program that sends it. @see apiserver pkg/endpoints/handlers/create.go */
export function managerFromUserAgent(userAgent: string | undefined): string {
  const program = (userAgent ?? '').split('/', 1)[0] ?? ''
  let name = ''
  let bytes = 0
  for (const character of program) {
    if (character !== ' ' && !/[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character)) continue
    bytes += Buffer.byteLength(character)
    if (bytes > mostManagerBytes) break
    name += character
  }
  return name
}

const mostManagerBytes = 128
