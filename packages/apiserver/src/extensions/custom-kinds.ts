/**
 * A CustomResourceDefinition as the registry and the endpoints know resources: one Kind and one Served for each version, all on
 * one cache.
 * In: the CRD with its accepted names. Out: versions with their ResourceInfo, Kind and Served.
 * Always: a version is its own hub; what lies in the store is carried to it (./stored-form.ts).
 * Elsewhere: what a schema does (./schema), when kinds come and go (./custom-resources.ts).
 */
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import { applyTopologyOfStructural } from '@elli/machinery/apply/structural-topology'
import type { Topology } from '@elli/machinery/apply/topology'
import type { JsonObject } from '@elli/machinery/json'
import { sameShape } from '../registry/copy.ts'
import type { Kind } from '../registry/kind.ts'
import type { Served, Siblings } from '../registry/served.ts'
import type { Strategy } from '../registry/strategy.ts'
import { registryPrefix } from '../watch-cache/feed.ts'
import type { ResourceCache } from '../watch-cache/cache.ts'
import type { EntryKind, HotObjects } from '../watch-cache/entry.ts'
import type { Converter } from './converter.ts'
import { compileCustomSchema } from './schema/custom-schema.ts'
import { customStrategy } from './schema/custom-strategy.ts'
import {
  type CustomStorage,
  type CustomVersion,
  StorageHolder,
  storedEntryKind,
  storedForm,
  versionEntryKind,
} from './stored-form.ts'

export interface CustomKindParts {
  readonly hot: HotObjects
  readonly converter: Converter
  featureEnabled(gate: string): boolean
}

interface Version extends CustomVersion {
  readonly strategy: Strategy
  readonly topology: Topology
  readonly served: boolean
}

/** A CRD, compiled. */
export interface CustomResource {
  readonly prefix: string
  readonly entryKind: EntryKind
  readonly holder: StorageHolder
  /** Everything served, once the cache is open. */
  bind(cache: ResourceCache): BoundCustomResource
}

export interface BoundCustomResource {
  /** Of the version that is stored; for what is done to the objects whatever their version. */
  readonly storageKind: Kind
  readonly served: readonly Served[]
}

export function customPrefix(crd: CustomResourceDefinition): string {
  return `${registryPrefix}${crd.spec.group}/${crd.spec.names.plural}/`
}

/**
 * @param before what was made of the definition as it was: its cache goes on under the new schemas
 * @throws Error when a schema cannot be compiled
 */
export function customResource(
  crd: CustomResourceDefinition,
  parts: CustomKindParts,
  before?: CustomResource,
): CustomResource {
  const versions = new Map<string, Version>()
  let storageVersion: Version | undefined
  for (const item of crd.spec.versions) {
    const version = compiled(crd, item, parts)
    versions.set(item.name, version)
    if (item.storage) storageVersion = version
  }
  if (storageVersion === undefined) throw new Error(`${crd.metadata.name} has no storage version`)
  const storage: CustomStorage = { versions, storageVersion, converter: parts.converter, hot: parts.hot }
  const holder = before?.holder ?? new StorageHolder(storage)
  if (before !== undefined) holder.replace(storage)
  const entryKind = before?.entryKind ?? storedEntryKind(holder)
  const prefix = customPrefix(crd)
  const main = storageVersion
  return {
    prefix,
    entryKind,
    holder,
    bind(cache) {
      const kindOf = (version: Version): Kind => {
        const { info, strategy } = version
        const { group, resource, kind } = info
        return {
          info,
          strategy,
          groupResource: { group, resource },
          groupKind: { group, kind },
          prefix,
          entryKind: versionEntryKind(entryKind, version),
          cache,
          hooks: {},
          returnsDeleted: false,
          collectable: true,
          stored: storedForm(holder, entryKind, version),
        }
      }
      const kinds = new Map([...versions].map(([name, version]) => [name, { version, kind: kindOf(version) }]))
      const all: { version: Version; served: Served }[] = []
      const others: Siblings = {
        find: (apiVersion) => all.find(({ served }) => served.info.apiVersion === apiVersion)?.served,
        async convert(_from, object, to) {
          const [made] = await parts.converter.convert([object as unknown as JsonObject], to.info.apiVersion)
          const converted = made as unknown as ApiObject
          to.admitFields?.(converted)
          return converted
        },
      }
      for (const { version, kind } of kinds.values()) all.push({ version, served: servedOf(version, kind, others) })
      return {
        storageKind: kinds.get(main.info.version)?.kind ?? kindOf(main),
        served: all.filter(({ version }) => version.served).map(({ served }) => served),
      }
    },
  }
}

/** Whether nothing but schemas and what is shown differs: the cache, and watches on it, may go on. */
export function keepsCache(before: CustomResourceDefinition, after: CustomResourceDefinition): boolean {
  const essence = ({ metadata, spec, status }: CustomResourceDefinition): unknown => ({
    uid: metadata.uid,
    names: status?.acceptedNames,
    spec: {
      ...spec,
      versions: spec.versions.map(({ name, served, storage, selectableFields, subresources }) => ({
        name,
        served,
        storage,
        selectableFields,
        status: subresources?.status,
      })),
    },
  })
  return sameShape(essence(before), essence(after))
}

function compiled(
  crd: CustomResourceDefinition,
  item: CustomResourceDefinitionVersion,
  parts: CustomKindParts,
): Version {
  const featureEnabled = (gate: string): boolean => parts.featureEnabled(gate)
  const preserveUnknownFields = crd.spec.preserveUnknownFields === true
  const schema = compileCustomSchema(item.schema?.openAPIV3Schema, { preserveUnknownFields, featureEnabled })
  const strategy = customStrategy(crd, item.name, schema, { featureEnabled })
  const info = strategy.resource
  const topology = applyTopologyOfStructural(item.schema?.openAPIV3Schema, preserveUnknownFields)
  return { info, schema, strategy, topology, fields: strategy.fieldSelectors ?? {}, served: item.served }
}

function servedOf({ info, schema, topology }: Version, kind: Kind, siblings: Siblings): Served {
  return {
    topology,
    siblings,
    info,
    kind,
    groupResource: kind.groupResource,
    isHub: true,
    typeLine: kind.entryKind.typeLine,
    namespaced: info.namespaced,
    toHub: (object) => object,
    fromHub: (object) => object,
    admitFields: (object) => schema.admitFields(object),
    applyDefaults: (object) => schema.applyDefaults(object),
  }
}
