/**
 * Where a resource lives: paths and queries of the API, as text. Pure.
 * @throws TypeError when a name or namespace is missing, or would lead out of its place in the path
 */
import type { ResourceInfo } from '@elli/api/resources'

export interface PathParts {
  namespace?: string | undefined
  name?: string
  subresource?: string
}

/** `/api/v1/namespaces/default/pods/web/log`, `/apis/apps/v1/deployments`, … */
export function resourcePath(resource: ResourceInfo, { namespace, name, subresource }: PathParts): string {
  let path = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`
  if (resource.namespaced) {
    if (namespace) path += `/namespaces/${segment('namespace', namespace)}`
    else if (name !== undefined)
      throw new TypeError('an empty namespace may not be set when a resource name is provided')
  }
  path += `/${resource.resource}`
  if (name !== undefined) {
    if (name === '') throw new TypeError('resource name may not be empty')
    path += `/${segment('resource name', name)}`
  }
  // A proxy subresource carries a path of its own.
  if (subresource) path += `/${subresource}`
  return path
}

export type QueryValue = string | number | boolean | undefined

/** `?a=1&b=2` in the order given, without what is undefined; '' when nothing is left. */
export function queryText(query: Readonly<Record<string, QueryValue>>): string {
  let text = ''
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue
    text += `${text === '' ? '?' : '&'}${encodeURIComponent(key)}=${encodeURIComponent(value)}`
  }
  return text
}

function segment(what: string, value: string): string {
  if (value === '.' || value === '..')
    throw new TypeError(`invalid ${what} ${JSON.stringify(value)}: may not be '.' or '..'`)
  for (const bad of ['/', '%']) {
    if (value.includes(bad)) throw new TypeError(`invalid ${what} ${JSON.stringify(value)}: may not contain '${bad}'`)
  }
  return encodeURIComponent(value)
}
