/**
 * Objects that make a bare API server a cluster to work with: the DNS Service and its endpoint on this machine.
 * Written with the administrator's client at every start; what is there and right is left alone.
 */
import type { Service } from '@elli/api/core/v1'
import { services } from '@elli/api/core/v1.resources'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import type { Client } from '@elli/client/client'
import { dnsUser } from '../pki/cluster-pki.ts'
import type { ClusterRole, ClusterRoleBinding } from '@elli/api/rbac/v1'
import { clusterrolebindings, clusterroles } from '@elli/api/rbac/v1.resources'
import { isAlreadyExists, isNotFound } from '@elli/machinery/errors'

const namespace = 'kube-system'
const name = 'kube-dns'

/** What the DNS server reads; its user is `dnsUser`. */
export async function ensureDnsRole(client: Client): Promise<void> {
  const metadata = { name: dnsUser }
  const role: ClusterRole = {
    metadata,
    rules: [
      { apiGroups: [''], resources: ['services', 'namespaces'], verbs: ['list', 'watch'] },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
    ],
  }
  const binding: ClusterRoleBinding = {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: dnsUser },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: dnsUser }],
  }
  const unlessThere = (error: unknown): void => {
    if (!isAlreadyExists(error)) throw error
  }
  await client.for(clusterroles).create(role).catch(unlessThere)
  await client.for(clusterrolebindings).create(binding).catch(unlessThere)
}

export async function ensureDnsService(
  client: Client,
  dns: { clusterIp: string; endpointIp: string; endpointPort: number },
): Promise<void> {
  const labels = { 'k8s-app': 'kube-dns', 'kubernetes.io/cluster-service': 'true', 'kubernetes.io/name': 'CoreDNS' }
  const ports = (port: number) => [
    { name: 'dns', port, protocol: 'UDP' as const },
    { name: 'dns-tcp', port, protocol: 'TCP' as const },
  ]
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: { clusterIP: dns.clusterIp, ports: ports(53) },
  }
  const slice: EndpointSlice = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-elli`,
      namespace,
      labels: { 'kubernetes.io/service-name': name, 'endpointslice.kubernetes.io/managed-by': 'dns.elli.dev' },
    },
    addressType: 'IPv4',
    endpoints: [{ addresses: [dns.endpointIp], conditions: { ready: true, serving: true, terminating: false } }],
    ports: ports(dns.endpointPort),
  }
  try {
    await client.for(services).get(name, { namespace })
  } catch (error) {
    if (!isNotFound(error)) throw error
    await client.for(services).create(service)
  }
  try {
    const present = await client.for(endpointslices).get(slice.metadata.name ?? '', { namespace })
    const same = present.endpoints[0]?.addresses[0] === dns.endpointIp && present.ports?.[0]?.port === dns.endpointPort
    if (!same) await client.for(endpointslices).update({ ...slice, metadata: present.metadata })
  } catch (error) {
    if (!isNotFound(error)) throw error
    await client.for(endpointslices).create(slice)
  }
}
