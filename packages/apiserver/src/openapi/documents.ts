/**
 * /openapi/v2 and /openapi/v3, generated from the API's own data.
 * In: served resources. Out: documents as JSON (v2 also as protobuf), with hashes that tell whether they changed.
 * Always: built when first asked for, then kept.
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import { apiPackages } from '@elli/api/packages'
import type { ResourceInfo } from '@elli/api/resources'
import type { MessageSchema } from '@elli/api/schema/schema'
import type { WireRequest, WireResponse } from '@elli/host/wire'
import { emptyBody, utf8 } from '../http/body.ts'
import { clauses } from '../http/negotiation.ts'
import { bytesResponse, jsonResponse, textResponse } from '../http/responses.ts'
import { sha512Hex } from '../node/digest.ts'
import type { Call } from '../endpoints/call.ts'
import { sameShape } from '../registry/copy.ts'
import { encodeOpenApiV2 } from './protobuf.ts'
import { resourcePaths } from './paths.ts'
import { SchemaWriter, type OpenApiVersion, type Schema } from './schemas.ts'

type Infos = readonly ResourceInfo<ApiObject>[]

const v2Protobuf = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'

interface Document {
  readonly bytes: Uint8Array
  readonly hash: string
}

export class OpenApi {
  readonly #infos: Infos
  readonly #info: Schema
  readonly #custom = new Map<string, CustomResourceDefinition>()
  #built: Built | undefined

  constructor(infos: Infos, gitVersion: string) {
    this.#infos = infos
    this.#info = { title: 'Kubernetes', version: gitVersion }
  }

  /** A custom resource that is established now, or (undefined) is not any more. */
  setCustom(name: string, crd: CustomResourceDefinition | undefined): void {
    const before = this.#custom.get(name)
    if (before?.metadata.uid === crd?.metadata.uid && sameShape(before?.spec, crd?.spec)) return
    if (crd === undefined) this.#custom.delete(name)
    else this.#custom.set(name, crd)
    this.#built = undefined
  }

  async answer({ info: { path, query }, request }: Call): Promise<WireResponse | undefined> {
    if (path !== '/openapi/v2' && path !== '/openapi/v3' && !path.startsWith('/openapi/v3/')) return undefined
    const { v2Json, v2Bytes, index, byPath } = (this.#built ??= build(this.#infos, this.#info))
    if (path === '/openapi/v2') return answerV2(request, v2Json, v2Bytes)
    if (path === '/openapi/v3' || path === '/openapi/v3/') return jsonResponse(200, index())
    const found = byPath.get(path.slice('/openapi/v3/'.length))
    if (found === undefined) return textResponse(404, '404 page not found\n')
    const { bytes, hash } = found()
    const headers: Record<string, string> = { etag: `"${hash}"`, vary: 'Accept' }
    // Asked for by its hash the document can never be another one.
    if (query.get('hash') === hash) headers['cache-control'] = 'public, immutable'
    if (request.headers['if-none-match'] === headers['etag']) return { status: 304, headers, body: emptyBody }
    return bytesResponse(200, 'application/json', [bytes], headers)
  }
}

interface Built {
  readonly v2Json: () => Document
  readonly v2Bytes: () => Document
  readonly index: () => unknown
  readonly byPath: ReadonlyMap<string, () => Document>
}

function build(infos: Infos, info: Schema): Built {
  const v2 = once(() => documentV2(infos, info))
  const v2Json = once(() => document(utf8(JSON.stringify(v2()))))
  const v2Bytes = once(() => document(encodeOpenApiV2(v2())))
  const byPath = new Map<string, () => Document>()
  for (const [path, members] of groupVersions(infos)) {
    byPath.set(
      path,
      once(() => document(utf8(JSON.stringify(documentV3(members, info))))),
    )
  }
  const index = once(() => ({
    paths: Object.fromEntries(
      [...byPath].map(([path, make]) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${make().hash}` }]),
    ),
  }))
  return { v2Json, v2Bytes, index, byPath }
}

function answerV2(request: WireRequest, json: () => Document, protobuf: () => Document): WireResponse {
  for (const { type } of clauses(request.headers['accept'] ?? '*/*')) {
    if (type === v2Protobuf || type === 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf')
      return whole(request, protobuf(), 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf')
    if (type === 'application/json' || type === '*/*' || type === 'application/*')
      return whole(request, json(), 'application/json')
  }
  return textResponse(406, '')
}

function whole(request: WireRequest, { bytes, hash }: Document, type: string): WireResponse {
  const headers = { etag: `"${hash}"`, vary: 'Accept' }
  if (request.headers['if-none-match'] === headers.etag) return { status: 304, headers, body: emptyBody }
  return bytesResponse(200, type, [bytes], headers)
}

function document(bytes: Uint8Array): Document {
  return { bytes, hash: sha512Hex(bytes) }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function groupVersions(infos: Infos): Map<string, ResourceInfo<ApiObject>[]> {
  const out = new Map<string, ResourceInfo<ApiObject>[]>()
  for (const info of infos) {
    const path = info.group === '' ? `api/${info.version}` : `apis/${info.group}/${info.version}`
    out.set(path, [...(out.get(path) ?? []), info])
  }
  return out
}

/** Which group, version and kind a message is known by, lists included. */
function servedKinds(infos: Infos): Map<MessageSchema, Schema[]> {
  const kinds = new Map<MessageSchema, Schema[]>()
  for (const info of infos) {
    kinds.set(info.schema, [{ group: info.group, kind: info.kind, version: info.version }])
    const list = listSchema(info)
    if (list !== undefined) kinds.set(list, [{ group: info.group, kind: info.listKind, version: info.version }])
  }
  return kinds
}

function listSchema(info: ResourceInfo<ApiObject>): MessageSchema | undefined {
  if (info.listKind === '') return undefined
  return info.schema.package.messages.find((message) => message.name === info.listKind)
}

function collect(infos: Infos, version: OpenApiVersion): { paths: Schema; schemas: Schema } {
  const writer = new SchemaWriter(version, servedKinds(infos))
  const paths: Schema = {}
  for (const info of infos) {
    const reference = writer.reach(info.schema)
    const list = listSchema(info)
    if (list !== undefined) writer.reach(list)
    for (const [path, item] of resourcePaths(info, reference, version)) paths[path] = item
  }
  const meta = apiPackages.find((item) => item.path === 'meta/v1')
  for (const message of meta?.messages ?? []) {
    if (message.name === 'DeleteOptions' || message.name === 'Status') writer.reach(message)
  }
  const schemas = Object.fromEntries([...writer.schemas].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { paths, schemas }
}

function documentV2(infos: Infos, info: Schema): Schema {
  const { paths, schemas } = collect(infos, 2)
  return { swagger: '2.0', info, paths, definitions: schemas }
}

function documentV3(infos: Infos, info: Schema): Schema {
  const { paths, schemas } = collect(infos, 3)
  return { openapi: '3.0.0', info, paths, components: { schemas } }
}
