/**
 * The catalog: every resource that is served, with its stored kind, put together once at start.
 * In: all ResourceInfos, strategies, runtime configuration. Out: kinds by group and resource, served versions.
 * Always: versions of one resource share one kind; its hub is the version that a strategy names, else the preferred one.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { convert, storageVersion } from '@elli/api/conversion'
import { applyDefaults } from '@elli/api/defaults'
import { toNormalForm } from '@elli/api/normalForm'
import { zeroFiller } from '@elli/api/schema/zeros'
import { validateStructure } from '@elli/api/schema/validateStructure'
import { duplicate, notSupported, required, typeInvalid, type FieldError } from '@elli/machinery/field'
import { crdDeletion } from './extensions/crd-deletion.ts'
import { storagePrefix } from './registry/keys.ts'
import type { Kind, WriteHooks } from './registry/kind.ts'
import type { Served, Siblings } from './registry/served.ts'
import { specFiller } from './registry/plain-structs.ts'
import { decodeStored, readStored, storedEncoder, typeLine, type StorageMediaType } from './registry/storage-codec.ts'
import type { Strategy } from './registry/strategy.ts'
import type { EntryKind } from './watch-cache/entry.ts'
import type { Feed } from './watch-cache/feed.ts'
import { conversionBetween } from './registry/conversion.ts'
import { isEnabled } from './runtime-config.ts'
import { namespaceDeletion } from './registry/namespace-deletion.ts'

export interface Catalog {
  /** By `group/resource`. */
  readonly kinds: Map<string, Kind>
  /** In discovery order; virtual resources (reviews) and custom ones are not among them. */
  readonly served: readonly Served[]
  /** Custom resources by the name of their definition; they come and go. */
  readonly custom: Map<string, readonly Served[]>
  /** Resources that are answered but never stored. */
  readonly virtual: readonly ResourceInfo<ApiObject>[]
  /** Everything that discovery names. */
  readonly infos: readonly ResourceInfo<ApiObject>[]
}

export interface CatalogOptions {
  readonly infos: readonly ResourceInfo[]
  readonly strategies: readonly Strategy[]
  /** `--runtime-config`: `group/version` or `api/all` … → on or off. */
  readonly runtimeConfig: Readonly<Record<string, boolean>>
  readonly hooks: ReadonlyMap<string, WriteHooks>
  readonly featureEnabled: (gate: string) => boolean
  /** How objects are written to the store. */
  readonly storageMediaType: StorageMediaType
}

/** Served by aggregated servers, not by this one. */
const aggregatedGroups: ReadonlySet<string> = new Set([
  'metrics.k8s.io',
  'custom.metrics.k8s.io',
  'external.metrics.k8s.io',
])

/** Kinds whose delete answers with the object even when it is gone at once. */
const returnsDeleted: ReadonlySet<string> = new Set([
  '/pods',
  '/services',
  '/namespaces',
  '/podtemplates',
  '/persistentvolumes',
  '/persistentvolumeclaims',
  '/resourcequotas',
  '/serviceaccounts',
  'storage.k8s.io/csidrivers',
  'storage.k8s.io/csinodes',
  'storage.k8s.io/storageclasses',
  'storage.k8s.io/volumeattachments',
  'storage.k8s.io/volumeattributesclasses',
  'resource.k8s.io/resourceclaims',
  'resource.k8s.io/resourceclaimtemplates',
  'resource.k8s.io/resourceslices',
  'resource.k8s.io/podschedulingcontexts',
  'resource.k8s.io/deviceclasses',
])

export function answersWithDeleted({ group, resource }: ResourceInfo): boolean {
  return returnsDeleted.has(`${group}/${resource}`)
}

export function makeCatalog(options: CatalogOptions, feed: Feed): Catalog {
  const infos = (options.infos as readonly ResourceInfo<ApiObject>[]).filter((info) => enabled(info, options))
  const strategies = new Map(options.strategies.map((item) => [kindKey(item.resource), item]))
  const kinds = new Map<string, Kind>()
  const served: Served[] = []
  const virtual: ResourceInfo<ApiObject>[] = []
  const versions = new Map<Kind, Served[]>()
  for (const info of infos) {
    if (!info.verbs.includes('get') || info.resource === 'componentstatuses') {
      virtual.push(info)
      continue
    }
    const key = kindKey(info)
    let kind = kinds.get(key)
    if (kind === undefined) {
      const strategy = strategies.get(key)
      kind = makeKind(storageVersion(info) as ResourceInfo<ApiObject>, strategy, options, feed)
      kinds.set(key, kind)
      kinds.set(`${info.group}/${info.resource}`, kind)
    } else kinds.set(`${info.group}/${info.resource}`, kind)
    const family = versions.get(kind) ?? []
    versions.set(kind, family)
    const version = makeServed(info, kind, options, siblings(family))
    family.push(version)
    served.push(version)
  }
  return { kinds, served, custom: new Map(), virtual, infos }
}

/** events.k8s.io and core events are two views of one kind. */
function kindKey(info: ResourceInfo): string {
  return info.group === 'events.k8s.io' ? '/events' : `${info.group}/${info.resource}`
}

/** Groups that are not served without a gate, whatever the runtime configuration says. */
const gatedGroups: ReadonlyMap<string, string> = new Map([['storagemigration.k8s.io', 'StorageVersionMigrator']])

function enabled(info: ResourceInfo<ApiObject>, { runtimeConfig, featureEnabled }: CatalogOptions): boolean {
  const gate = gatedGroups.get(info.group)
  if (gate !== undefined && !featureEnabled(gate)) return false
  return !aggregatedGroups.has(info.group) && isEnabled(info, runtimeConfig)
}

function makeKind(
  info: ResourceInfo<ApiObject>,
  strategy: Strategy | undefined,
  options: CatalogOptions,
  feed: Feed,
): Kind {
  const { storageMediaType, featureEnabled } = options
  const hooks = options.hooks.get(kindKey(info)) ?? {}
  const fillSpec = specFiller(info.schema)
  const fillDefaults = (object: ApiObject): void => {
    fillSpec(object)
    applyDefaults(info, object, featureEnabled)
  }
  const chosen = strategy ?? genericStrategy(info)
  const fields = Object.entries(chosen.fieldSelectors ?? {})
  const entryKind: EntryKind = {
    typeLine: typeLine(info.apiVersion, info.kind),
    fieldNames: fields.map(([name]) => name),
    fieldValues: fields.map(([, read]) => read),
    decode: (value) => decodeStored(info, value),
    read: (value, object) => readStored(info, value, object, fillDefaults),
  }
  const prefix = storagePrefix(info)
  const { group, resource, kind } = info
  return {
    info,
    strategy: chosen,
    groupResource: { group, resource },
    groupKind: { group, kind },
    prefix,
    entryKind,
    cache: feed.cache(prefix, entryKind),
    hooks,
    returnsDeleted: answersWithDeleted(info),
    collectable: resource !== 'events',
    ...(storageMediaType === 'application/json' ? {} : { encodeStored: storedEncoder(info, storageMediaType) }),
    ...(group === '' && resource === 'namespaces' ? { deletion: namespaceDeletion } : {}),
    ...(resource === 'customresourcedefinitions' ? { deletion: crdDeletion } : {}),
  }
}

/** What a resource without a strategy of its own does: stores what it is given. */
export function genericStrategy(info: ResourceInfo<ApiObject>): Strategy {
  const validate = (object: ApiObject): FieldError[] => structuralErrors(info, object)
  const status = info.subresources.some((item) => item.name === 'status')
  const strategy: Strategy = {
    resource: info,
    validate,
    validateUpdate: validate,
    prepareForCreate(object) {
      if (status) delete (object as { status?: unknown }).status
    },
  }
  return status ? { ...strategy, status: {} } : strategy
}

/** What the schema alone says is wrong. */
function structuralErrors(info: ResourceInfo<ApiObject>, object: ApiObject): FieldError[] {
  return validateStructure(info.schema, object).flatMap((problem): FieldError[] => {
    switch (problem.kind) {
      case 'required':
        return [required(problem.path)]
      case 'type':
        return [typeInvalid(problem.path, problem.value, `must be of type ${problem.expected}`)]
      case 'notSupported':
        return [notSupported(problem.path, problem.value, problem.supported)]
      case 'duplicate':
        return [duplicate(problem.path, problem.value)]
      case 'unknown':
        // Decoding has pruned these already.
        return []
      default:
        return problem satisfies never
    }
  })
}

/** @param family grows while the catalog is made */
function siblings(family: readonly Served[]): Siblings {
  return {
    find: (apiVersion) => family.find(({ info }) => info.apiVersion === apiVersion),
    convert: (from, object, to) => ({
      ...convert(object, from.info, to.info),
      apiVersion: to.info.apiVersion,
      kind: to.info.kind,
    }),
  }
}

const fillZeros = zeroFiller()

function makeServed(info: ResourceInfo<ApiObject>, kind: Kind, options: CatalogOptions, others: Siblings): Served {
  const isHub = info.apiVersion === kind.info.apiVersion
  const fillSpec = specFiller(info.schema)
  const conversion = isHub ? undefined : conversionBetween(info, kind.info)
  return {
    info,
    kind,
    groupResource: { group: info.group, resource: info.resource },
    isHub,
    typeLine: typeLine(info.apiVersion, info.kind),
    namespaced: info.namespaced,
    siblings: others,
    toHub: (object) => {
      const own = conversion === undefined ? object : conversion.toHub(object)
      // Definitions are kept as JSON, in which an empty list is one.
      if (kind.info.group !== 'apiextensions.k8s.io') fillZeros(kind.info.schema, own)
      return toNormalForm(kind.info, own)
    },
    fromHub: conversion?.fromHub ?? ((object) => object),
    applyDefaults(object) {
      fillSpec(object)
      applyDefaults(info, object, options.featureEnabled)
    },
  }
}

/** Everything that is served now, custom resources included. */
export function allServed({ served, custom }: Catalog): readonly Served[] {
  return custom.size === 0 ? served : [...served, ...[...custom.values()].flat()]
}
