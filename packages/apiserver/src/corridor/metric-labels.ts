/** Under which labels a request is counted. Always: a bounded number of them, whatever clients ask for. */
import type { RequestLabels } from '../metrics.ts'
import type { RequestInfo } from '../request-info.ts'
import { longRunningSubresources } from './long-running.ts'

const unknownLabels: RequestLabels = { verb: 'other', group: '', version: '', resource: '', subresource: '', scope: '' }

/** @param served paths that nobody serves are counted together: clients must not be able to fill memory with label values */
export function requestLabels(info: RequestInfo, served: boolean): RequestLabels {
  if (!served) return { ...unknownLabels, verb: info.isResource ? metricVerb(info) : 'other' }
  if (!info.isResource) {
    const verb = info.verb === 'get' ? 'GET' : 'other'
    return { ...unknownLabels, verb, subresource: info.path.split('/', 2).join('/') }
  }
  const connects = longRunningSubresources.has(info.subresource) && info.subresource !== 'log'
  return {
    verb: connects ? 'CONNECT' : metricVerb(info),
    group: info.apiGroup,
    version: info.apiVersion,
    resource: info.resource,
    subresource: info.subresource,
    scope: info.name !== '' ? 'resource' : info.namespace !== '' ? 'namespace' : 'cluster',
  }
}

function metricVerb(info: RequestInfo): string {
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
