/** Upgraded connections: which request goes where. Undefined for paths that nobody upgrades. */
import type { UpgradeResponse } from '@elli/host/wire'
import type { Call } from '../endpoints/call.ts'
import type { ServedEndpoints } from '../endpoints/served-endpoints.ts'
import type { RequestInfo } from '../request-info.ts'
import { proxyUpgrade, type ProxyParts } from './proxy.ts'
import { isStreamKind, openStream } from './streaming.ts'

/** Whether this server switches protocols there; elsewhere a request to is answered as if it had not asked. */
export function isUpgraded({ apiGroup, apiVersion, resource, subresource }: RequestInfo): boolean {
  if (apiGroup !== '' || apiVersion !== 'v1') return false
  return (resource === 'pods' && isStreamKind(subresource)) || subresource === 'proxy'
}

export function upgradeRouter(
  byResource: ReadonlyMap<string, ServedEndpoints>,
  parts: ProxyParts,
): (call: Call) => Promise<UpgradeResponse> | undefined {
  return (call) => {
    const { apiGroup, apiVersion, resource, subresource } = call.info
    if (apiGroup !== '' || apiVersion !== 'v1') return undefined
    const endpoints = byResource.get(resource)
    if (endpoints === undefined) return undefined
    if (resource === 'pods' && isStreamKind(subresource))
      return openStream(endpoints, call, subresource, parts.reads, parts.transport)
    return subresource === 'proxy' ? proxyUpgrade(endpoints, call, parts) : undefined
  }
}
