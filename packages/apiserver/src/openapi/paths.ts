/**
 * OpenAPI paths of served resources: what clients look for is the kind of an operation, its action and its parameters.
 * In: ResourceInfo. Out: path → item with operations, for version 2 or 3.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { OpenApiVersion, Schema } from './schemas.ts'

interface Verb {
  readonly verb: string
  readonly method: string
  readonly action: string
  readonly onItem: boolean
  readonly parameters: readonly string[]
}

const writes = ['dryRun', 'fieldManager', 'fieldValidation']
const lists = [
  'allowWatchBookmarks',
  'continue',
  'fieldSelector',
  'labelSelector',
  'limit',
  'resourceVersion',
  'resourceVersionMatch',
  'sendInitialEvents',
  'timeoutSeconds',
  'watch',
]
const deletes = ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy']

const verbs: readonly Verb[] = [
  { verb: 'list', method: 'get', action: 'list', onItem: false, parameters: lists },
  { verb: 'create', method: 'post', action: 'post', onItem: false, parameters: writes },
  {
    verb: 'deletecollection',
    method: 'delete',
    action: 'deletecollection',
    onItem: false,
    parameters: [...lists, ...deletes],
  },
  { verb: 'get', method: 'get', action: 'get', onItem: true, parameters: [] },
  { verb: 'update', method: 'put', action: 'put', onItem: true, parameters: writes },
  { verb: 'patch', method: 'patch', action: 'patch', onItem: true, parameters: [...writes, 'force'] },
  { verb: 'delete', method: 'delete', action: 'delete', onItem: true, parameters: deletes },
]

const types: Readonly<Record<string, string>> = {
  allowWatchBookmarks: 'boolean',
  force: 'boolean',
  gracePeriodSeconds: 'integer',
  limit: 'integer',
  orphanDependents: 'boolean',
  sendInitialEvents: 'boolean',
  timeoutSeconds: 'integer',
  watch: 'boolean',
}

export const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
]
const media = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']

export function resourcePaths(
  info: ResourceInfo<ApiObject>,
  reference: Schema,
  version: OpenApiVersion,
): Map<string, Schema> {
  const base = info.group === '' ? `/api/${info.version}` : `/apis/${info.group}/${info.version}`
  const collection = info.namespaced ? `${base}/namespaces/{namespace}/${info.resource}` : `${base}/${info.resource}`
  const out = new Map<string, Schema>()
  const scope = info.namespaced ? [pathParameter('namespace', version)] : []
  const add = (path: string, onItem: boolean): void => {
    const item: Schema = {}
    for (const verb of verbs) {
      if (verb.onItem !== onItem || !info.verbs.includes(verb.verb)) continue
      item[verb.method] = operation(info, verb, reference, version)
    }
    if (Object.keys(item).length === 0) return
    item['parameters'] = onItem ? [pathParameter('name', version), ...scope] : scope
    out.set(path, item)
  }
  add(collection, false)
  add(`${collection}/{name}`, true)
  return out
}

function operation(info: ResourceInfo<ApiObject>, verb: Verb, reference: Schema, version: OpenApiVersion): Schema {
  const { group, kind } = info
  const groupVersionKind = { group, kind, version: info.version }
  const name = info.group === '' ? 'Core' : camel(info.group.split('.', 1)[0] ?? '')
  const operationId = `${verb.verb}${name}${camel(info.version)}${info.namespaced ? 'Namespaced' : ''}${kind}`
  const parameters: Schema[] = verb.parameters.map((parameter) => queryParameter(parameter, version))
  const hasBody = verb.method === 'post' || verb.method === 'put' || verb.method === 'patch'
  const consumes = verb.method === 'patch' ? patchTypes : media
  const common: Schema = {
    tags: [`${info.group === '' ? 'core' : info.group.split('.', 1)[0]}_${info.version}`],
    description: `${verb.verb} ${info.resource}`,
    operationId,
    'x-kubernetes-action': verb.action,
    'x-kubernetes-group-version-kind': groupVersionKind,
  }
  if (version === 2) {
    if (hasBody) parameters.push({ name: 'body', in: 'body', required: true, schema: reference })
    return {
      ...common,
      consumes: hasBody ? consumes : ['*/*'],
      produces: media,
      schemes: ['https'],
      parameters,
      responses: { '200': { description: 'OK', schema: reference }, '401': { description: 'Unauthorized' } },
    }
  }
  const content = (kinds: readonly string[]): Schema =>
    Object.fromEntries(kinds.map((kind) => [kind, { schema: reference }]))
  return {
    ...common,
    parameters,
    ...(hasBody ? { requestBody: { required: true, content: content(consumes) } } : {}),
    responses: { '200': { description: 'OK', content: content(media) }, '401': { description: 'Unauthorized' } },
  }
}

function queryParameter(name: string, version: OpenApiVersion): Schema {
  const type = types[name] ?? 'string'
  const head = { name, in: 'query' }
  return version === 2 ? { ...head, type, uniqueItems: true } : { ...head, schema: { type, uniqueItems: true } }
}

function pathParameter(name: string, version: OpenApiVersion): Schema {
  const head = { name, in: 'path', required: true }
  return version === 2
    ? { ...head, type: 'string', uniqueItems: true }
    : { ...head, schema: { type: 'string', uniqueItems: true } }
}

function camel(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
