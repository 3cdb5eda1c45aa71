/** Under which labels a request is counted. Always: a bounded number of them, whatever clients ask for. */
import type { WireRequest } from '@elli/host/wire'
import type { RequestLabels } from '../metrics.ts'
import type { RequestInfo } from '../request-info.ts'
import { longRunningSubresources } from './long-running.ts'

const plainLabels = { group: '', version: '', resource: '', scope: '' } as const

/**
 * Of a request that was answered by whoever serves what it asks for.
 * @returns undefined for paths that are not counted, such as /version and the documents of a group
 */
export function requestLabels(request: WireRequest, info: RequestInfo): RequestLabels | undefined {
  if (!info.isResource) {
    const subresource = plainPath(info.path)
    return subresource === undefined ? undefined : { ...plainLabels, verb: plainVerb(info.verb), subresource }
  }
  const labels = openLabels(request, info)
  // A selector may name the one object of a collection: it stays a collection.
  if (!collectionVerbs.has(info.verb)) return labels
  return { ...labels, scope: info.namespace === '' ? 'cluster' : 'namespace' }
}

/** Of a request on its way: refused early, or long-running. Here a collection of one name is that resource. */
export function openLabels(request: WireRequest, info: RequestInfo): RequestLabels {
  const { path, namespace, name, verb } = info
  if (!info.isResource) return { ...plainLabels, verb: plainVerb(verb), subresource: path }
  return {
    verb: longRunningSubresources.has(info.subresource) ? 'CONNECT' : metricVerb(request, info),
    group: info.apiGroup,
    version: info.apiVersion,
    resource: info.resource,
    subresource: info.subresource,
    scope: name !== '' || verb === 'create' ? 'resource' : namespace !== '' ? 'namespace' : 'cluster',
  }
}

/** `?dryRun` as far as it is valid. */
export function dryRunLabel({ query }: RequestInfo): string {
  const values = query.getAll('dryRun')
  if (values.length === 0) return ''
  return values.every((value) => value === 'All') ? 'All' : 'invalid'
}

/** `?fieldValidation` as far as it is valid. */
export function fieldValidationLabel({ query }: RequestInfo): string {
  const value = query.get('fieldValidation')
  if (value === null) return ''
  return ['', 'Ignore', 'Warn', 'Strict'].includes(value) ? value : 'invalid'
}

const collectionVerbs: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection'])
const health: ReadonlySet<string> = new Set(['healthz', 'livez', 'readyz'])

/** Health checks, the roots of discovery, documents of OpenAPI v3. */
function plainPath(path: string): string | undefined {
  const [, first = '', second] = path.split('/')
  if (health.has(first)) return second === undefined ? `/${first}` : undefined
  if (first === 'api' || first === 'apis') return second === undefined || second === '' ? first : undefined
  if (first !== 'openapi' || second !== 'v3') return undefined
  return path === '/openapi/v3' ? 'openapi/v3' : 'openapi/v3/'
}

function plainVerb(verb: string): string {
  return verb === 'get' || verb === 'head' ? 'GET' : (plainVerbs[verb] ?? 'other')
}

const plainVerbs: Readonly<Record<string, string>> = { post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' }

function metricVerb({ headers }: WireRequest, info: RequestInfo): string {
  if (info.verb === 'patch' && headers['content-type']?.startsWith('application/apply-patch+yaml') === true)
    return 'APPLY'
  return metricVerbs[info.verb] ?? 'other'
}

const metricVerbs: Readonly<Record<string, string>> = {
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  get: 'GET',
  list: 'LIST',
  watch: 'WATCH',
  deletecollection: 'DELETE',
}
