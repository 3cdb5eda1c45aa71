/** Under which labels a request is counted. Always: a bounded number of them, whatever clients ask for. */
import type { WireRequest } from '@elli/host/wire'
import type { RequestLabels } from '../metrics.ts'
import type { RequestInfo } from '../request-info.ts'
import { longRunningSubresources } from './long-running.ts'

const unknownLabels: RequestLabels = { verb: 'other', group: '', version: '', resource: '', subresource: '', scope: '' }

/** @param served paths that nobody serves are counted together: clients must not be able to fill memory with label values */
export function requestLabels(request: WireRequest, info: RequestInfo, served: boolean): RequestLabels {
  if (!served) return { ...unknownLabels, verb: info.isResource ? metricVerb(request, info) : 'other' }
  if (!info.isResource) return { ...unknownLabels, verb: plainVerb(info.verb), subresource: plainPath(info.path) }
  const connects = longRunningSubresources.has(info.subresource)
  return {
    verb: connects ? 'CONNECT' : metricVerb(request, info),
    group: info.apiGroup,
    version: info.apiVersion,
    resource: info.resource,
    subresource: info.subresource,
    scope: info.name !== '' || info.verb === 'create' ? 'resource' : info.namespace !== '' ? 'namespace' : 'cluster',
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

/** Health checks, metrics and discovery by their first segment; `/apis/apps/v1` is discovery of a group. */
function plainPath(path: string): string {
  return path.split('/', 2).join('/')
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
  deletecollection: 'DELETECOLLECTION',
}
