/** A pod's host name and fully qualified name. Pure. Source: kubernetes v1.31 pkg/kubelet, KEP-1797. */
import type { Pod } from '@elli/api/core/v1'

const maxHostname = 63
const maxFqdn = 64

export interface Hostnames {
  /** Within the pod's domain. */
  readonly hostname: string
  readonly fqdn: string | undefined
  /** What the kernel is told. */
  readonly kernel: string
}

/** @throws Error when the fully qualified name is asked for and does not fit into the kernel's 64 characters */
export function hostnamesOf(pod: Pod, clusterDomain: string): Hostnames {
  const hostname = cut(pod.spec.hostname || pod.metadata.name || '')
  const { subdomain } = pod.spec
  const fqdn = subdomain ? `${hostname}.${subdomain}.${pod.metadata.namespace ?? ''}.svc.${clusterDomain}` : undefined
  if (pod.spec.setHostnameAsFQDN !== true || fqdn === undefined) return { hostname, fqdn, kernel: hostname }
  if (fqdn.length > maxFqdn) {
    throw new Error(
      `failed to construct FQDN from pod hostname and cluster domain, FQDN ${fqdn} is too long (${maxFqdn} characters is the max, ${fqdn.length} characters requested)`,
    )
  }
  return { hostname, fqdn, kernel: fqdn }
}

function cut(name: string): string {
  return name.length <= maxHostname ? name : name.slice(0, maxHostname).replace(/[-.]+$/, '')
}
