/**
 * OpenAPI paths of resources: everything that can be asked of them, under upstream's names of operations.
 * In: ResourceInfo with references to its schemas. Out: path → item, for version 2 or 3.
 * Always: what clients look for is the kind of an operation, its action and its parameters.
 * @see apiserver pkg/endpoints/installer.go
 */
import type { ApiObject } from '@elli/api/object'
import { schemaOfKind } from '@elli/api/kinds'
import type { ResourceInfo, SubresourceInfo } from '@elli/api/resources'
import { type Operation, type ParameterType, pathParameters, writeOperation } from './operations.ts'
import type { OpenApiVersion, Schema } from './schemas.ts'

/** How the parts of a resource's operations are referred to. */
export interface ResourceSchemas {
  readonly object: Schema
  readonly list: Schema | undefined
  /** Bodies of a subresource. */
  subresource(item: SubresourceInfo): Schema
  /** Of meta/v1: Status, DeleteOptions, Patch, WatchEvent. */
  meta(name: 'Status' | 'DeleteOptions' | 'Patch' | 'WatchEvent'): Schema
}

export interface ResourceForm {
  readonly consumes: readonly string[]
  readonly produces: readonly string[]
  readonly patches: readonly string[]
  /** Old paths below /watch are served. */
  readonly watchPaths: boolean
  /** A delete answers with the object. */
  readonly returnsDeleted: boolean
  /** A patch may make the object. */
  readonly patchCreates: boolean
}

const media = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']
const streams = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch']

export function builtInForm(returnsDeleted: boolean): ResourceForm {
  return {
    consumes: ['*/*'],
    produces: media,
    patches: [
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/strategic-merge-patch+json',
      'application/apply-patch+yaml',
    ],
    watchPaths: true,
    returnsDeleted,
    patchCreates: true,
  }
}

export const customForm: ResourceForm = {
  consumes: ['application/json', 'application/yaml'],
  produces: ['application/json', 'application/yaml'],
  patches: ['application/json-patch+json', 'application/merge-patch+json', 'application/apply-patch+yaml'],
  watchPaths: false,
  returnsDeleted: false,
  patchCreates: false,
}

type Query = Readonly<Record<string, ParameterType>>
const pretty: Query = { pretty: 'string' }
const writes: Query = { dryRun: 'string', fieldManager: 'string', fieldValidation: 'string' }
const pages: Query = {
  continue: 'string',
  fieldSelector: 'string',
  labelSelector: 'string',
  limit: 'integer',
  resourceVersion: 'string',
  resourceVersionMatch: 'string',
  sendInitialEvents: 'boolean',
  timeoutSeconds: 'integer',
}
const lists: Query = { ...pages, allowWatchBookmarks: 'boolean', watch: 'boolean' }
const deletes: Query = {
  dryRun: 'string',
  gracePeriodSeconds: 'integer',
  orphanDependents: 'boolean',
  propagationPolicy: 'string',
}
/** Subresources whose connection goes on to another server, with the methods that do. */
const connects: Readonly<Record<string, readonly string[]>> = {
  attach: ['get', 'post'],
  exec: ['get', 'post'],
  portforward: ['get', 'post'],
  proxy: ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'],
}

/** `flowcontrol.apiserver.k8s.io` is FlowcontrolApiserver, the core group Core. */
export function groupName(group: string): string {
  if (group === '') return 'Core'
  return group
    .replace(/\.k8s\.io$/, '')
    .split(/[.-]/)
    .map(capital)
    .join('')
}

export function groupTag(group: string, version = ''): string {
  const name = groupName(group)
  const tag = name.charAt(0).toLowerCase() + name.slice(1)
  return version === '' ? tag : `${tag}_${version}`
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

export function resourcePaths(
  info: ResourceInfo<ApiObject>,
  schemas: ResourceSchemas,
  form: ResourceForm,
  version: OpenApiVersion,
): Map<string, Schema> {
  return new PathWriter(info, schemas, form, version).write()
}

class PathWriter {
  readonly #info: ResourceInfo<ApiObject>
  readonly #schemas: ResourceSchemas
  readonly #form: ResourceForm
  readonly #version: OpenApiVersion
  readonly #out = new Map<string, Schema>()
  readonly #base: string
  readonly #prefix: string
  readonly #scope: string

  constructor(info: ResourceInfo<ApiObject>, schemas: ResourceSchemas, form: ResourceForm, version: OpenApiVersion) {
    this.#info = info
    this.#schemas = schemas
    this.#form = form
    this.#version = version
    this.#base = info.group === '' ? `/api/${info.version}` : `/apis/${info.group}/${info.version}`
    this.#prefix = groupName(info.group) + capital(info.version)
    this.#scope = info.namespaced ? 'Namespaced' : ''
  }

  write(): Map<string, Schema> {
    const { info } = { info: this.#info }
    const scope = info.namespaced ? ['namespace'] : []
    const collection = `${this.#base}/${info.namespaced ? 'namespaces/{namespace}/' : ''}${info.resource}`
    this.#add(collection, scope, this.#collection())
    this.#add(`${collection}/{name}`, ['name', ...scope], this.#item())
    for (const item of info.subresources)
      this.#subresource(item, `${collection}/{name}/${item.name}`, ['name', ...scope])
    if (info.namespaced && info.verbs.includes('list'))
      this.#add(`${this.#base}/${info.resource}`, [], { get: this.#list('ForAllNamespaces', '') }, lists)
    if (this.#form.watchPaths && info.verbs.includes('watch')) this.#watches(scope)
    return this.#out
  }

  #add(
    path: string,
    inPath: readonly string[],
    operations: Readonly<Record<string, Operation>>,
    common: Query = {},
    laidOut = true,
  ): void {
    const entries = Object.entries(operations)
    if (entries.length === 0) return
    const item: Schema = Object.fromEntries(
      entries.map(([method, operation]) => [method, writeOperation(operation, this.#version)]),
    )
    const shared = pathParameters({ path: inPath, query: { ...common, ...(laidOut ? pretty : {}) } }, this.#version)
    if (shared.length > 0) item['parameters'] = shared
    this.#out.set(path, item)
  }

  #operation(id: string, action: string, description: string, rest: Partial<Operation>): Operation {
    const { group, version, kind } = this.#info
    return {
      id,
      description,
      tag: groupTag(group, version),
      action,
      kind: { group, version, kind },
      consumes: this.#form.consumes,
      produces: this.#form.produces,
      responses: { '401': null },
      ...rest,
    }
  }

  /** @param query what is not common to the whole path */
  #list(suffix: string, scope = this.#scope, query: Query = {}): Operation {
    const { kind } = this.#info
    return this.#operation(
      `list${this.#prefix}${scope}${kind}${suffix}`,
      'list',
      `list or watch objects of kind ${kind}`,
      {
        query,
        produces: this.#form.watchPaths ? [...this.#form.produces, ...streams] : this.#form.produces,
        responses: { '200': this.#schemas.list ?? this.#schemas.object, '401': null },
      },
    )
  }

  #collection(): Record<string, Operation> {
    const { verbs, kind } = this.#info
    const { object } = this.#schemas
    const name = `${this.#scope}${kind}`
    const out: Record<string, Operation> = {}
    if (verbs.includes('list')) out['get'] = this.#list('', this.#scope, lists)
    if (verbs.includes('create'))
      out['post'] = this.#operation(`create${this.#prefix}${name}`, 'post', `create a ${kind}`, {
        query: writes,
        body: { schema: object, required: true },
        responses: { '200': object, '201': object, '202': object, '401': null },
      })
    if (verbs.includes('deletecollection'))
      out['delete'] = this.#operation(
        `delete${this.#prefix}Collection${name}`,
        'deletecollection',
        `delete a collection of ${kind}`,
        {
          query: this.#form.watchPaths ? { ...pages, ...deletes } : lists,
          ...(this.#form.watchPaths ? { body: { schema: this.#schemas.meta('DeleteOptions'), required: false } } : {}),
          responses: { '200': this.#schemas.meta('Status'), '401': null },
        },
      )
    return out
  }

  #item(): Record<string, Operation> {
    const { verbs, kind } = this.#info
    const { object } = this.#schemas
    const out = this.#readAndWrite(verbs, '', object, kind)
    if (verbs.includes('delete')) {
      const removed = this.#form.returnsDeleted ? object : this.#schemas.meta('Status')
      out['delete'] = this.#operation(`delete${this.#prefix}${this.#scope}${kind}`, 'delete', `delete a ${kind}`, {
        query: deletes,
        body: { schema: this.#schemas.meta('DeleteOptions'), required: false },
        responses: { '200': removed, '202': removed, '401': null },
      })
    }
    return out
  }

  /** @param suffix of the operations' names, for subresources */
  #readAndWrite(verbs: readonly string[], suffix: string, schema: Schema, what: string): Record<string, Operation> {
    const name = `${this.#prefix}${this.#scope}${this.#info.kind}${suffix}`
    const out: Record<string, Operation> = {}
    if (verbs.includes('get'))
      out['get'] = this.#operation(`read${name}`, 'get', `read the ${what}`, {
        responses: { '200': schema, '401': null },
        ...(this.#form.watchPaths ? {} : { query: { resourceVersion: 'string' } }),
      })
    if (verbs.includes('update'))
      out['put'] = this.#operation(`replace${name}`, 'put', `replace the ${what}`, {
        query: writes,
        body: { schema, required: true },
        responses: { '200': schema, '201': schema, '401': null },
      })
    if (verbs.includes('patch'))
      out['patch'] = this.#operation(`patch${name}`, 'patch', `change parts of the ${what}`, {
        query: { ...writes, force: 'boolean' },
        body: { schema: this.#schemas.meta('Patch'), required: true },
        consumes: this.#form.patches,
        responses: { '200': schema, ...(this.#form.patchCreates ? { '201': schema } : {}), '401': null },
      })
    return out
  }

  #subresource(item: SubresourceInfo, path: string, inPath: readonly string[]): void {
    const { kind } = this.#info
    const suffix = capital(item.name)
    if (item.name in connects) {
      this.#connect(item, path, inPath)
      return
    }
    if (item.name === 'log') {
      this.#log(path, inPath)
      return
    }
    const schema = this.#schemas.subresource(item)
    const operations = this.#readAndWrite(item.verbs, suffix, schema, `${item.name} of a ${kind}`)
    const own = { kind: item.kind }
    for (const [method, operation] of Object.entries(operations)) operations[method] = { ...operation, ...own }
    if (item.verbs.includes('create')) {
      const id = `create${this.#prefix}${this.#scope}${kind}${suffix}`
      const post = this.#operation(id, 'post', `create the ${item.name} of a ${kind}`, {
        ...own,
        body: { schema, required: true },
        responses: { '200': schema, '201': schema, '202': schema, '401': null },
      })
      this.#add(path, inPath, { post }, writes)
      return
    }
    this.#add(path, inPath, operations)
  }

  #connect(item: SubresourceInfo, path: string, inPath: readonly string[]): void {
    const { kind } = this.#info
    const query = optionsQuery(item)
    const operations = (suffix: string): Record<string, Operation> =>
      Object.fromEntries(
        (connects[item.name] ?? []).map((method) => [
          method,
          this.#operation(
            `connect${this.#prefix}${capital(method)}${this.#scope}${kind}${capital(item.name)}${suffix}`,
            'connect',
            `connect ${method.toUpperCase()} requests to the ${item.name} of a ${kind}`,
            {
              kind: item.kind,
              consumes: ['*/*'],
              produces: ['*/*'],
              responses: { '200': { type: 'string' }, '401': null },
            },
          ),
        ]),
      )
    this.#add(path, inPath, operations(''), query, false)
    if (item.name === 'proxy') this.#add(`${path}/{path}`, [...inPath, 'path'], operations('WithPath'), query, false)
  }

  #log(path: string, inPath: readonly string[]): void {
    const id = `read${this.#prefix}${this.#scope}${this.#info.kind}Log`
    const get = this.#operation(id, 'get', `read the log of a container`, {
      produces: ['text/plain', ...media],
      responses: { '200': { type: 'string' }, '401': null },
    })
    this.#add(path, inPath, { get }, messageQuery('PodLogOptions'))
  }

  #watches(scope: readonly string[]): void {
    const { resource, kind, namespaced, verbs } = this.#info
    const below = `${this.#base}/watch/${namespaced ? 'namespaces/{namespace}/' : ''}${resource}`
    const watch = (id: string, action: string): Operation =>
      this.#operation(
        `watch${this.#prefix}${id}`,
        action,
        `watch objects of kind ${kind}; old form of a list with the parameter watch`,
        {
          produces: [...media, ...streams],
          responses: { '200': this.#schemas.meta('WatchEvent'), '401': null },
        },
      )
    const own = `${this.#scope}${kind}`
    if (verbs.includes('list')) this.#add(below, scope, { get: watch(`${own}List`, 'watchlist') }, lists)
    if (verbs.includes('get')) this.#add(`${below}/{name}`, ['name', ...scope], { get: watch(own, 'watch') }, lists)
    if (namespaced && verbs.includes('list')) {
      const all = { get: watch(`${kind}ListForAllNamespaces`, 'watchlist') }
      this.#add(`${this.#base}/watch/${resource}`, [], all, lists)
    }
  }
}

function optionsQuery(item: SubresourceInfo): Query {
  return messageQuery(item.kind.kind)
}

/** The fields of an options kind are the parameters of its path. */
function messageQuery(kind: string): Query {
  const schema = schemaOfKind({ group: '', version: 'v1', kind })
  const out: Record<string, ParameterType> = {}
  for (const { name, type } of schema?.fields ?? []) {
    if (name === 'kind' || name === 'apiVersion' || name === 'sinceTime') continue
    const { kind: scalar } = type.kind === 'list' ? type.item : type
    out[name] = scalar === 'bool' ? 'boolean' : scalar.startsWith('int') ? 'integer' : 'string'
  }
  return out
}
