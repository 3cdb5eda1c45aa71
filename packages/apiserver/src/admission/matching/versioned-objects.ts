/**
 * The objects of a request in the version that a webhook or policy wants to see them in, as JSON.
 * In: a request with hub objects. Out: JSON values as upstream would write them; and the way back for changed ones.
 * Always: each version is made once; after a change everything is made anew.
 */
import { applyDefaults } from '@elli/api/defaults'
import { schemaOfKind } from '@elli/api/kinds'
import { type ApiObject, formatApiVersion, type GroupVersionKind } from '@elli/api/object'
import { decodeAnyJson, decodeValue } from '@elli/api/schema/decodeJson'
import { encodeJson } from '@elli/api/schema/encodeJson'
import type { MessageSchema } from '@elli/api/schema/schema'
import type { JsonObject } from '@elli/machinery/json'
import type { AdmissionRequest } from '../plugin.ts'
import type { ServedVersions } from '../served-versions.ts'
import type { MatchedVersion } from './rules.ts'

export interface VersionedObjects {
  readonly object: JsonObject | null
  readonly oldObject: JsonObject | null
}

export class Versioned {
  readonly #request: AdmissionRequest
  readonly #versions: ServedVersions
  readonly #made = new Map<string, Promise<VersionedObjects>>()

  constructor(request: AdmissionRequest, versions: ServedVersions) {
    this.#request = request
    this.#versions = versions
  }

  in(version: MatchedVersion): Promise<VersionedObjects> {
    const { group, version: name, kind } = version.kind
    const key = `${group}/${name}/${kind}`
    let made = this.#made.get(key)
    if (made === undefined) {
      made = this.#make(version)
      this.#made.set(key, made)
    }
    return made
  }

  async #make(version: MatchedVersion): Promise<VersionedObjects> {
    const { object, oldObject } = this.#request
    const [now, before] = await Promise.all([this.#json(object, version), this.#json(oldObject, version)])
    return { object: now, oldObject: before }
  }

  async #json(object: ApiObject | undefined, { resource, kind }: MatchedVersion): Promise<JsonObject | null> {
    if (object === undefined) return null
    const own = isOwnKind(resource, kind)
    const seen = own ? await this.#versions.convert(object, this.#request.resource, resource) : object
    const schema = own ? resource.schema : schemaOfKind(kind)
    const typed = { ...seen, apiVersion: formatApiVersion(kind), kind: kind.kind }
    if (schema === undefined) return typed as unknown as JsonObject
    return decodeAnyJson(encodeJson(schema, typed)) as JsonObject
  }

  /**
   * Puts a changed object, defaulted, in place of the request's own.
   * @throws DecodeError when it is none of that kind
   */
  async replace(changed: JsonObject, { resource, kind }: MatchedVersion): Promise<void> {
    const { object } = this.#request
    if (object === undefined) throw new Error('there is no object to change')
    const own = isOwnKind(resource, kind)
    const schema = (own ? resource.schema : schemaOfKind(kind)) as MessageSchema<ApiObject> | undefined
    if (schema === undefined) throw new Error(`no kind "${kind.kind}" is registered for version "${kind.version}"`)
    const fresh = decodeValue(schema, changed).object
    fresh.metadata ??= {}
    let wanted: ApiObject = fresh
    if (own) wanted = await this.#versions.toHub(fresh, resource, this.#request.resource)
    else applyDefaults({ schema }, fresh)
    become(object, wanted)
    this.#made.clear()
  }
}

function isOwnKind(resource: MatchedVersion['resource'], kind: GroupVersionKind): boolean {
  return resource.kind === kind.kind && resource.group === kind.group && resource.version === kind.version
}

/** Others hold the object: it stays the same one and gets new content. */
function become(object: ApiObject, content: ApiObject): void {
  const target = object as unknown as Record<string, unknown>
  const source = content as unknown as Record<string, unknown>
  for (const key of Object.keys(target)) if (source[key] === undefined) delete target[key]
  Object.assign(target, source)
}
