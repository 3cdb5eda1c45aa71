/**
 * How the objects of a custom resource lie in the store, and how they are seen in one of its versions.
 * In: the versions with their compiled schemas, the converter. Out: what the cache must know of stored values, and a StoredForm
 * for each version.
 * Always: a value is read by the schema of the version it was written in (pruned, defaulted), then converted; what was converted
 * is pruned again; each entry is carried to a version once.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { decodeJson } from '@elli/api/schema/decodeJson'
import { encodeJson } from '@elli/api/schema/encodeJson'
import type { JsonObject } from '@elli/machinery/json'
import type { StoredForm } from '../registry/kind.ts'
import { sameBytes } from '../registry/storage-codec.ts'
import { type Entry, type EntryKind, type HotObjects, makeEntry } from '../watch-cache/entry.ts'
import type { Converter } from './converter.ts'
import type { CustomSchema } from './schema/custom-schema.ts'

export interface CustomVersion {
  readonly info: ResourceInfo<ApiObject>
  readonly schema: CustomSchema
  /** Field selectors: label → value in an object of this version. */
  readonly fields: Readonly<Record<string, (object: ApiObject) => string>>
}

export interface CustomStorage {
  /** By version name, served or not. */
  readonly versions: ReadonlyMap<string, CustomVersion>
  readonly storageVersion: CustomVersion
  readonly converter: Converter
  readonly hot: HotObjects
}

/**
 * The storage as its definition is now. A schema may change under running watches: who works with the objects looks here each time,
 * and what was carried over by the old schema is forgotten with it.
 */
export class StorageHolder {
  #current: CustomStorage
  #views = new Map<string, WeakMap<Entry, Entry>>()

  constructor(storage: CustomStorage) {
    this.#current = storage
  }

  get current(): CustomStorage {
    return this.#current
  }

  /** The same versions with other schemas. */
  replace(storage: CustomStorage): void {
    this.#current = storage
    this.#views = new Map()
  }

  version(name: string): CustomVersion {
    const found = this.#current.versions.get(name)
    if (found === undefined) throw new Error(`there is no version ${name}`)
    return found
  }

  /** Entries of the cache as a version shows them. */
  views(name: string): WeakMap<Entry, Entry> {
    let views = this.#views.get(name)
    if (views === undefined) {
      views = new WeakMap()
      this.#views.set(name, views)
    }
    return views
  }
}

/** Items of lists carry kind and apiVersion: only the brace before them is left out. */
const brace = new Uint8Array([0x7b])

/** What the cache of a custom resource must know of stored values, whatever their version. */
export function storedEntryKind(holder: StorageHolder): EntryKind {
  const fields = new Map<string, (object: ApiObject) => string>()
  for (const version of holder.current.versions.values())
    for (const [name, read] of Object.entries(version.fields)) if (!fields.has(name)) fields.set(name, read)
  return {
    typeLine: brace,
    fieldNames: [...fields.keys()],
    fieldValues: [...fields.values()],
    decode(value) {
      const { versions, storageVersion } = holder.current
      const object = decoded(storageVersion.info, value)
      const written = object.apiVersion ?? ''
      const schema = versions.get(written.slice(written.indexOf('/') + 1))?.schema
      schema?.repairStored(object)
      schema?.applyDefaults(object)
      return object
    },
  }
}

/** A name that nobody can select: stands for the fields of other versions, so that places stay the same. */
const hidden = '\0'

/** The entries of one version: the fields it lets select. */
export function versionEntryKind(stored: EntryKind, version: CustomVersion): EntryKind {
  const fieldNames = stored.fieldNames.map((name) => (Object.hasOwn(version.fields, name) ? name : hidden))
  return { ...stored, fieldNames: fieldNames.length === 0 ? [hidden] : fieldNames }
}

export function storedForm(holder: StorageHolder, stored: EntryKind, version: CustomVersion): StoredForm {
  const { info } = version
  const { hot } = holder.current
  const name = info.version
  const isStored = version === holder.current.storageVersion
  const own: EntryKind = {
    ...versionEntryKind(stored, version),
    decode: (value) => decoded(info, value),
  }
  const make = (key: string, object: ApiObject, revision: number): Entry => {
    const entry = makeEntry(own, key, encoded(info, object), revision, object)
    hot.keep(entry)
    return entry
  }
  const plain = (entry: Entry): Entry | undefined => {
    if (entry.kind === own) return entry
    const views = holder.views(name)
    const known = views.get(entry)
    if (known !== undefined) return known
    const object = hot.object(entry)
    if (object.apiVersion !== info.apiVersion) return undefined
    const value = encoded(info, object)
    const view = sameBytes(value, entry.value) ? entry : makeEntry(own, entry.key, value, entry.revision, object)
    views.set(entry, view)
    return view
  }
  const converted = async (entries: readonly Entry[]): Promise<void> => {
    const objects = entries.map((entry) => asJson(hot.object(entry)))
    const views = holder.views(name)
    const { schema } = holder.version(name)
    const made = await holder.current.converter.convert(objects, info.apiVersion)
    for (const [index, entry] of entries.entries()) {
      const object = asObject(made[index])
      schema.admitFields(object)
      views.set(entry, make(entry.key, object, entry.revision))
    }
  }
  return {
    isStored,
    entry: make,
    async view(entries) {
      const missing = entries.filter((entry) => plain(entry) === undefined)
      if (missing.length > 0) await converted(missing)
      const views = holder.views(name)
      return entries.map((entry) => (entry.kind === own ? entry : (views.get(entry) ?? entry)))
    },
    async encode(object) {
      if (isStored) return encoded(info, object)
      const { converter, storageVersion } = holder.current
      const [made] = await converter.convert([asJson(object)], storageVersion.info.apiVersion)
      const stored = asObject(made)
      storageVersion.schema.admitFields(stored)
      return encoded(storageVersion.info, stored)
    },
  }
}

/** Objects of custom resources are JSON through and through. */
function asJson(object: ApiObject): JsonObject {
  return object as unknown as JsonObject
}

function asObject(made: JsonObject | undefined): ApiObject {
  if (made === undefined) throw new Error('a converter left an object out')
  return made as unknown as ApiObject
}

/** Custom resources are JSON in every store. Objects of other versions than that of `info` are read as well. */
function decoded(info: ResourceInfo<ApiObject>, value: Uint8Array): ApiObject {
  return decodeJson(info.schema, value).object
}

const encoder = new TextEncoder()

function encoded(info: ResourceInfo<ApiObject>, object: ApiObject): Uint8Array {
  const { resourceVersion: _, ...metadata } = object.metadata
  const { kind, apiVersion } = info
  return encoder.encode(encodeJson(info.schema, { ...object, kind, apiVersion, metadata }))
}
