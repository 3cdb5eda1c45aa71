/** What the span of a request is called: its method, and the shape of its path without names. */
import type { RequestInfo } from '../request-info.ts'

export function spanName(method: string, info: RequestInfo): string {
  if (!info.isResource) return method
  const { apiGroup, apiVersion, namespace, resource, name, subresource } = info
  const parts = [
    apiGroup === '' ? '/api' : `/apis/${apiGroup}`,
    `/${apiVersion}`,
    ...(namespace === '' ? [] : ['/namespaces/{:namespace}']),
    `/${resource}`,
    ...(name === '' ? [] : ['/{:name}']),
    ...(subresource === '' ? [] : [`/${subresource}`]),
  ]
  return `${method} ${parts.join('')}`
}
