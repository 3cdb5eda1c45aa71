/**
 * /openapi/v2 and /openapi/v3: what is served, as documents that clients explain, validate and apply by.
 * In: built-in resources, custom resources and documents of aggregated servers as they come and go. Out: JSON and protobuf, with
 * hashes that tell whether they changed.
 * Always: built when first asked for after a change, then kept; a version's document is built by itself.
 * Elsewhere: what is in them (./content.ts).
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { WireRequest, WireResponse } from '@elli/host/wire'
import type { Call } from '../endpoints/call.ts'
import { emptyBody, utf8 } from '../http/body.ts'
import { clauses } from '../http/negotiation.ts'
import { bytesResponse, jsonResponse, textResponse } from '../http/responses.ts'
import { sha512Hex } from '../node/digest.ts'
import { sameShape } from '../registry/copy.ts'
import { contentOf, documentNames, schemaWriter, type Content, type ContentParts } from './content.ts'
import { encodeOpenApiV2 } from './protobuf.ts'
import { encodeOpenApiV3 } from './protobuf-v3.ts'
import type { Schema, SchemaWriter } from './schemas.ts'

const v2Type = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf'
const v3Type = 'application/com.github.proto-openapi.spec.v3.v1.0+protobuf'
/** Both spellings are asked for. */
const v2Types: ReadonlySet<string> = new Set([v2Type, 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'])
const v3Types: ReadonlySet<string> = new Set([v3Type, 'application/com.github.proto-openapi.spec.v3@v1.0+protobuf'])

interface Document {
  readonly bytes: Uint8Array
  readonly hash: string
}

/** One document in its two forms. */
interface Forms {
  readonly json: () => Document
  readonly protobuf: () => Document
}

export interface OpenApiOptions {
  readonly gitVersion: string
  /** The documents about the issuer of service account tokens are served. */
  readonly issuer: boolean
  returnsDeleted(info: ResourceInfo): boolean
  featureEnabled(gate: string): boolean
}

/** What an aggregated server says of its version 2 document: paths and definitions of its own group versions. */
export interface RemoteContent {
  readonly v2: Content | undefined
  /** Documents of version 3 by name, as the server answers them. */
  readonly v3: ReadonlyMap<string, { readonly url: string }>
}

export class OpenApi {
  readonly #infos: readonly ResourceInfo<ApiObject>[]
  readonly #options: OpenApiOptions
  readonly #custom = new Map<string, CustomResourceDefinition>()
  readonly #remote = new Map<string, RemoteContent>()
  /** Documents of version 3 by name; those of custom resources go when these change. */
  readonly #kept = new Map<string, Forms>()
  /** Of all documents of version 3. */
  readonly #writer: SchemaWriter
  #v2: Forms | undefined
  #index: { readonly paths: Schema } | undefined

  constructor(infos: readonly ResourceInfo<ApiObject>[], options: OpenApiOptions) {
    this.#infos = infos
    this.#options = options
    this.#writer = schemaWriter({ version: 3, infos })
  }

  /** A custom resource that is established now, or (undefined) is not any more. */
  setCustom(name: string, crd: CustomResourceDefinition | undefined): void {
    const before = this.#custom.get(name)
    if (before?.metadata.uid === crd?.metadata.uid && sameShape(before?.spec, crd?.spec)) return
    if (crd === undefined) this.#custom.delete(name)
    else this.#custom.set(name, crd)
    const group = crd?.spec.group ?? before?.spec.group ?? ''
    for (const document of this.#kept.keys())
      if (document === `apis/${group}` || document.startsWith(`apis/${group}/`)) this.#kept.delete(document)
    this.#changed()
  }

  /** What a server behind APIServices documents; undefined when it is not asked any more. */
  setRemote(name: string, content: RemoteContent | undefined): void {
    if (content === undefined && !this.#remote.has(name)) return
    if (content === undefined) this.#remote.delete(name)
    else this.#remote.set(name, content)
    this.#changed()
  }

  #changed(): void {
    this.#v2 = undefined
    this.#index = undefined
  }

  answer({ info: { path, query }, request }: Call): WireResponse | undefined {
    if (path === '/openapi/v2') return offered(request, (this.#v2 ??= this.#makeV2()), v2Types, v2Type)
    if (path === '/openapi/v3' || path === '/openapi/v3/') return jsonResponse(200, (this.#index ??= this.#makeIndex()))
    if (!path.startsWith('/openapi/v3/')) return undefined
    const name = path.slice('/openapi/v3/'.length)
    if (!documentNames(this.#parts(3)).includes(name)) return textResponse(404, '404 page not found\n')
    const forms = this.#v3(name)
    const answer = offered(request, forms, v3Types, v3Type)
    // Asked for by its hash the document can never be another one.
    const hash = query.get('hash')
    if (hash !== null && hash !== '') {
      if (hash !== forms.json().hash)
        return { status: 301, headers: { location: `/openapi/v3/${name}?hash=${forms.json().hash}` }, body: emptyBody }
      answer.headers['cache-control'] = 'public, immutable'
      answer.headers['expires'] = farFuture
    }
    return answer
  }

  #parts(version: 2 | 3): ContentParts {
    const { issuer, returnsDeleted, featureEnabled } = this.#options
    return {
      version,
      infos: this.#infos,
      custom: [...this.#custom.values()],
      issuer,
      returnsDeleted,
      selectableFields: featureEnabled('CustomResourceFieldSelectors'),
    }
  }

  #makeV2(): Forms {
    const document = once((): Schema => {
      const { paths, schemas } = contentOf(this.#parts(2))
      const all = { swagger: '2.0', info: this.#info(), paths, definitions: schemas }
      for (const { v2 } of this.#remote.values()) {
        // What is there already stays: two servers may know the same common kinds.
        for (const [name, item] of Object.entries(v2?.paths ?? {})) all.paths[name] ??= item
        for (const [name, schema] of Object.entries(v2?.schemas ?? {})) all.definitions[name] ??= schema
      }
      return all
    })
    return {
      json: once(() => hashed(utf8(JSON.stringify(document())))),
      protobuf: once(() => hashed(encodeOpenApiV2(document()))),
    }
  }

  #v3(name: string): Forms {
    const kept = this.#kept.get(name)
    if (kept !== undefined) return kept
    const document = once((): Schema => {
      const { paths, schemas } = contentOf(this.#parts(3), name, this.#writer)
      return { openapi: '3.0.0', info: this.#info(), paths, components: { schemas } }
    })
    const made = {
      json: once(() => hashed(utf8(JSON.stringify(document())))),
      protobuf: once(() => hashed(encodeOpenApiV3(document()))),
    }
    this.#kept.set(name, made)
    return made
  }

  #makeIndex(): { readonly paths: Schema } {
    const own = documentNames(this.#parts(3)).map((name) => [
      name,
      { serverRelativeURL: `/openapi/v3/${name}?hash=${this.#v3(name).json().hash}` },
    ])
    const remote = [...this.#remote.values()].flatMap(({ v3 }) =>
      [...v3].map(([name, { url }]) => [name, { serverRelativeURL: url }]),
    )
    return { paths: Object.fromEntries([...own, ...remote]) as Schema }
  }

  #info(): Schema {
    return { title: 'Kubernetes', version: this.#options.gitVersion }
  }
}

/** When what never changes may be forgotten. */
const farFuture = 'Fri, 01 Jan 2100 00:00:00 GMT'

function offered(request: WireRequest, forms: Forms, protobufTypes: ReadonlySet<string>, name: string): WireResponse {
  for (const { type } of clauses(request.headers['accept'] || '*/*')) {
    if (protobufTypes.has(type)) return found(request, forms.protobuf(), name)
    if (type === 'application/json' || type === '*/*' || type === 'application/*')
      return found(request, forms.json(), 'application/json')
  }
  return textResponse(406, '')
}

function found(request: WireRequest, { bytes, hash }: Document, type: string): WireResponse {
  const headers: Record<string, string> = { etag: `"${hash}"`, vary: 'Accept' }
  if (request.headers['if-none-match'] === headers['etag']) return { status: 304, headers, body: emptyBody }
  return bytesResponse(200, type, [bytes], headers)
}

function hashed(bytes: Uint8Array): Document {
  return { bytes, hash: sha512Hex(bytes) }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
