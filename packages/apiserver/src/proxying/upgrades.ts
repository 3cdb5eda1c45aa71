/** Upgraded connections: which request goes where. Undefined for paths that nobody upgrades. */
import type { UpgradeResponse } from '@elli/host/wire'
import type { Call } from '../endpoints/call.ts'
import type { ServedEndpoints } from '../endpoints/served-endpoints.ts'
import { proxyUpgrade, type ProxyParts } from './proxy.ts'
import { isStreamKind, openStream } from './streaming.ts'

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
