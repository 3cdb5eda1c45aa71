/**
 * What is in the documents: paths and schemas of built-in and custom resources.
 * In: what is served. Out: everything for version 2, one document's part for version 3.
 * Always: a schema is in a document when something in it mentions it, and under upstream's name.
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import { schemaOfKind } from '@elli/api/kinds'
import type { ApiObject } from '@elli/api/object'
import { apiPackages } from '@elli/api/packages'
import type { ResourceInfo } from '@elli/api/resources'
import type { MessageSchema } from '@elli/api/schema/schema'
import { publishCustomResource } from '../extensions/schema/publish.ts'
import { customResource } from '../extensions/schema/custom-strategy.ts'
import { builtInForm, customForm, resourcePaths, type ResourceSchemas } from './paths.ts'
import { plainPaths } from './plain-paths.ts'
import { mentionedIn, type OpenApiVersion, type Schema, SchemaWriter } from './schemas.ts'

export interface Content {
  readonly paths: Schema
  readonly schemas: Schema
}

export interface ContentParts {
  readonly version: OpenApiVersion
  readonly infos: readonly ResourceInfo<ApiObject>[]
  /** Established definitions. */
  readonly custom: readonly CustomResourceDefinition[]
  readonly issuer: boolean
  readonly selectableFields: boolean
  returnsDeleted(info: ResourceInfo): boolean
}

type Infos = readonly ResourceInfo<ApiObject>[]

/** Names of the documents of version 3. */
export function documentNames(parts: ContentParts): string[] {
  const names = new Set<string>(['api', 'apis', 'version'])
  if (parts.issuer) for (const name of ['.well-known/openid-configuration', 'openid/v1/jwks']) names.add(name)
  for (const { group, version } of groupVersions(parts)) {
    if (group !== '') names.add(`apis/${group}`)
    names.add(documentOf(group, version))
  }
  return [...names].sort()
}

/** Of one version, for all its documents. */
export function schemaWriter({ version, infos }: Pick<ContentParts, 'version' | 'infos'>): SchemaWriter {
  return new SchemaWriter(version, servedKinds(infos))
}

/**
 * @param document of version 3; everything without it
 * @param writer where schemas of other documents are already; for version 3 only
 */
export function contentOf(parts: ContentParts, document?: string, writer = schemaWriter(parts)): Content {
  const { version } = parts
  const paths: Schema = {}
  const put = (items: Iterable<readonly [string, Schema]>): void => {
    for (const [path, item] of items) paths[path] = item
  }
  for (const { path, item } of plainPaths({
    version,
    ...(document === undefined ? {} : { document }),
    groupVersions: groupVersions(parts),
    issuer: parts.issuer,
    reference: (name) => writer.reach(name === 'VersionInfo' ? versionInfo() : metaMessage(name)),
  }))
    paths[path] = item
  for (const info of parts.infos) {
    if (document !== undefined && document !== documentOf(info.group, info.version)) continue
    const list = listSchema(info)
    const schemas: ResourceSchemas = {
      object: writer.reach(info.schema),
      list: list === undefined ? undefined : writer.reach(list),
      subresource(item) {
        const schema = schemaOfKind(item.kind)
        return schema === undefined ? {} : writer.reach(schema)
      },
      meta: (name) => (name === 'Patch' ? writer.patch() : writer.reach(metaMessage(name))),
    }
    put(resourcePaths(info, schemas, builtInForm(showsDeleted(info, parts)), version))
  }
  const custom: Schema = {}
  for (const crd of parts.custom) {
    for (const item of crd.spec.versions) {
      if (!item.served || (document !== undefined && document !== documentOf(crd.spec.group, item.name))) continue
      put(customPaths(crd, item.name, parts, writer, custom))
    }
  }
  const schemas = [...usedSchemas(document, writer, paths), ...Object.entries(custom)]
  return { paths, schemas: Object.fromEntries(schemas.sort(([a], [b]) => (a < b ? -1 : 1))) }
}

/** One writer makes the schemas of all documents of version 3: each takes what it mentions. */
function usedSchemas(document: string | undefined, writer: SchemaWriter, paths: Schema): [string, Schema][] {
  if (document === undefined) return [...writer.schemas]
  const used = writer.closure([...mentionedIn(paths), ...alwaysUseful])
  return [...writer.schemas].filter(([name]) => used.has(name))
}

/** Custom resources mention these in schemas of their own. */
const alwaysUseful = [
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
  'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta',
]

function customPaths(
  crd: CustomResourceDefinition,
  name: string,
  parts: ContentParts,
  writer: SchemaWriter,
  custom: Schema,
): Map<string, Schema> {
  const { version } = parts
  const info = customResource(crd, name)
  const published = publishCustomResource(crd, name, {
    form: version === 2 ? 'v2' : 'v3',
    selectableFields: parts.selectableFields,
  })
  custom[published.name] = published.schema
  custom[published.listName] = published.listSchema
  for (const message of ['ObjectMeta', 'ListMeta']) writer.reach(metaMessage(message))
  const reference = (own: string): Schema => writer.reference(own)
  return resourcePaths(
    info,
    {
      object: reference(published.name),
      list: reference(published.listName),
      subresource(item) {
        const schema = item.name === 'scale' ? schemaOfKind(item.kind) : undefined
        return schema === undefined ? reference(published.name) : writer.reach(schema)
      },
      meta: (own) => (own === 'Patch' ? writer.patch() : writer.reach(metaMessage(own))),
    },
    customForm,
    version,
  )
}

function groupVersions({ infos, custom }: ContentParts): { group: string; version: string }[] {
  const found = new Map<string, { group: string; version: string }>()
  for (const { group, version } of infos) found.set(`${group}/${version}`, { group, version })
  for (const crd of custom)
    for (const item of crd.spec.versions)
      if (item.served) found.set(`${crd.spec.group}/${item.name}`, { group: crd.spec.group, version: item.name })
  return [...found.values()]
}

/** A deleted namespace is answered with itself, though upstream's document says otherwise. */
function showsDeleted(info: ResourceInfo, parts: ContentParts): boolean {
  return parts.returnsDeleted(info) && !(info.group === '' && info.resource === 'namespaces')
}

function documentOf(group: string, version: string): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`
}

/** Which group, version and kind a message is known by, lists and subresources included. */
function servedKinds(infos: Infos): Map<MessageSchema, readonly Schema[]> {
  const kinds = new Map<MessageSchema, readonly Schema[]>()
  const own = (schema: MessageSchema): void => {
    const { group, version } = schema.package
    if (schema.isKind) kinds.set(schema, [{ group, kind: schema.name, version }])
  }
  for (const info of infos) {
    kinds.set(info.schema, [{ group: info.group, kind: info.kind, version: info.version }])
    const list = listSchema(info)
    if (list !== undefined) kinds.set(list, [{ group: info.group, kind: info.listKind, version: info.version }])
    for (const { kind } of info.subresources) {
      const schema = schemaOfKind(kind)
      if (schema !== undefined && !kinds.has(schema)) own(schema)
    }
  }
  for (const name of ['APIGroup', 'APIGroupList', 'APIResourceList', 'APIVersions', 'Status'])
    kinds.set(metaMessage(name), [{ group: '', kind: name, version: 'v1' }])
  // These two are kinds of every group version there ever was.
  for (const name of ['DeleteOptions', 'WatchEvent'])
    kinds.set(
      metaMessage(name),
      everyGroupVersion().map(({ group, version }) => ({ group, kind: name, version })),
    )
  return kinds
}

/** Packages whose kinds are not in upstream's scheme. */
const outside: ReadonlySet<string> = new Set([
  'apidiscovery.k8s.io',
  'custom.metrics.k8s.io',
  'external.metrics.k8s.io',
  'metrics.k8s.io',
  'meta.k8s.io',
])

function everyGroupVersion(): { group: string; version: string }[] {
  return apiPackages
    .filter(({ path, group }) => !outside.has(group) && !path.startsWith('meta/') && !path.startsWith('apimachinery/'))
    .map(({ group, version }) => ({ group, version }))
    .sort((a, b) => (`${a.group}/${a.version}` < `${b.group}/${b.version}` ? -1 : 1))
}

function listSchema(info: ResourceInfo<ApiObject>): MessageSchema | undefined {
  if (info.listKind === '') return undefined
  return info.schema.package.messages.find((message) => message.name === info.listKind)
}

function metaMessage(name: string): MessageSchema {
  return messageOf('meta/v1', name)
}

function versionInfo(): MessageSchema {
  return messageOf('apimachinery/version', 'Info')
}

function messageOf(path: string, name: string): MessageSchema {
  const found = apiPackages.find((item) => item.path === path)?.messages.find((message) => message.name === name)
  if (found === undefined) throw new Error(`there is no message ${name} in ${path}`)
  return found
}
