/**
 * Services on the server.
 * Elsewhere: validation (services.validation.ts), allocation of addresses and ports (before this, around the write).
 */
import { services } from '@elli/api/core/v1.resources'
import type { Service } from '@elli/api/core/v1'
import { at, type FieldPath } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { formatIp, parseCidr, parseIp } from '@elli/machinery/ip'
import { formatLabels } from '@elli/machinery/labels'
import { nameIsDns1035Label } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, list } from '../checks.ts'
import { plainEqual } from '../equality.ts'
import { ageColumn, ageOf, column, orNone, table, wide } from '../printing.ts'
import {
  isExternallyAccessible,
  needsHealthCheck,
  validateLoadBalancerStatus,
  validateService,
  validateServiceUpdate,
} from './services.validation.ts'

export const servicesStrategy: Strategy<Service> = {
  resource: services,
  allowCreateOnUpdate: true,
  validateName: nameIsDns1035Label,
  prepareForCreate(service, context) {
    service.status = { loadBalancer: {} }
    if (!context.featureEnabled('ServiceTrafficDistribution')) delete service.spec.trafficDistribution
  },
  validate: (service) => collect((errors) => validateService(errors, service)),
  prepareForUpdate(service, old, context) {
    if (!context.featureEnabled('ServiceTrafficDistribution') && old.spec.trafficDistribution === undefined) {
      delete service.spec.trafficDistribution
    }
    dropTypeDependentFields(service, old)
  },
  validateUpdate: (service, old) => collect((errors) => validateServiceUpdate(errors, service, old)),
  warnings,
  status: {
    validateUpdate: (service, _old, context) =>
      collect((errors) =>
        validateLoadBalancerStatus(
          errors,
          at('status', 'loadBalancer'),
          service.status?.loadBalancer,
          service,
          context,
        ),
      ),
  },
  fieldSelectors: {
    'spec.clusterIP': (service) => service.spec.clusterIP ?? '',
    'spec.type': (service) => service.spec.type ?? '',
  },
  table: table<Service>(
    [
      column('Type', 'How the service is reached.'),
      column('Cluster-IP', 'Address inside the cluster.'),
      column('External-IP', 'Addresses outside the cluster.'),
      column('Port(s)', 'Ports of the service, with node ports.'),
      ageColumn,
      column('Selector', 'Labels of the pods behind the service.', wide),
    ],
    (service, now) => [
      service.spec.type ?? '',
      orNone(service.spec.clusterIPs?.[0]),
      externalText(service),
      orNone(portsText(service)),
      ageOf(service, now),
      formatLabels(service.spec.selector ?? {}),
    ],
  ),
}

function portsText(service: Service): string {
  return list(service.spec.ports)
    .map(({ port, nodePort, protocol }) => (nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`))
    .join(',')
}

/** Addresses or names at which load balancers answer, sorted and joined by commas. */
export function loadBalancerText(
  ingress: readonly { readonly ip?: string; readonly hostname?: string }[] | undefined,
): string {
  const all = new Set(list(ingress).flatMap((item) => item.ip || item.hostname || []))
  return [...all].sort().join(',')
}

function externalText(service: Service): string {
  const { type, externalName } = service.spec
  const external = list(service.spec.externalIPs)
  switch (type) {
    case 'ClusterIP':
    case 'NodePort':
      return orNone(external.join(','))
    case 'LoadBalancer': {
      const balanced = loadBalancerText(service.status?.loadBalancer?.ingress)
      const all = [...(balanced === '' ? [] : [balanced]), ...external].join(',')
      return all === '' ? '<pending>' : all
    }
    case 'ExternalName':
      return externalName ?? ''
    default:
      return '<unknown>'
  }
}

/** Fields that the old type needed and the new one may not have go away by themselves, unless the writer changed them. */
function dropTypeDependentFields(service: Service, old: Service): void {
  const now = service.spec
  const before = old.spec
  if (before.type !== 'ExternalName' && now.type === 'ExternalName') {
    if (now.clusterIP === before.clusterIP && plainEqual(now.clusterIPs, before.clusterIPs)) {
      delete now.clusterIP
      delete now.clusterIPs
    }
    if (plainEqual(now.ipFamilies, before.ipFamilies)) delete now.ipFamilies
    if (now.ipFamilyPolicy === before.ipFamilyPolicy) delete now.ipFamilyPolicy
  }
  const usesNodePorts = (type: string | undefined): boolean => type === 'NodePort' || type === 'LoadBalancer'
  if (usesNodePorts(before.type) && !usesNodePorts(now.type)) {
    const known = new Set(list(before.ports).map((port) => port.nodePort ?? 0))
    if (list(now.ports).every((port) => !port.nodePort || known.has(port.nodePort))) {
      for (const port of list(now.ports)) delete port.nodePort
    }
  }
  const sameHealthPort = now.healthCheckNodePort === before.healthCheckNodePort
  if (needsHealthCheck(old) && !needsHealthCheck(service) && sameHealthPort) delete now.healthCheckNodePort
  if (before.type === 'LoadBalancer' && now.type !== 'LoadBalancer') {
    if (now.allocateLoadBalancerNodePorts === before.allocateLoadBalancerNodePorts) {
      delete now.allocateLoadBalancerNodePorts
    }
    if (now.loadBalancerClass === before.loadBalancerClass) delete now.loadBalancerClass
  }
  const samePolicy = now.externalTrafficPolicy === before.externalTrafficPolicy
  if (isExternallyAccessible(old) && !isExternallyAccessible(service) && samePolicy) delete now.externalTrafficPolicy
  if (now.type !== 'LoadBalancer' && service.status !== undefined) {
    service.status = { ...service.status, loadBalancer: {} }
  }
}

function warnings(service: Service): string[] {
  const spec = at('spec')
  const { clusterIP, type, externalName } = service.spec
  const found: string[] = []
  if (service.metadata.annotations?.['service.kubernetes.io/topology-aware-hints'] !== undefined) {
    found.push(
      'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
    )
  }
  if (clusterIP && clusterIP !== 'None') {
    for (const [i, address] of list(service.spec.clusterIPs).entries()) {
      found.push(...addressWarnings(spec.child('clusterIPs').index(i), address))
    }
  }
  for (const [i, address] of list(service.spec.externalIPs).entries()) {
    found.push(...addressWarnings(spec.child('externalIPs').index(i), address))
  }
  if (service.spec.loadBalancerIP) {
    found.push(...addressWarnings(spec.child('loadBalancerIP'), service.spec.loadBalancerIP))
  }
  for (const [i, range] of list(service.spec.loadBalancerSourceRanges).entries()) {
    found.push(...rangeWarnings(spec.child('loadBalancerSourceRanges').index(i), range))
  }
  if (type === 'ExternalName' && list(service.spec.externalIPs).length > 0) {
    found.push('spec.externalIPs is ignored when spec.type is "ExternalName"')
  }
  if (type !== 'ExternalName' && externalName) {
    found.push('spec.externalName is ignored when spec.type is not "ExternalName"')
  }
  return found
}

/** Octets with leading zeros are read today and will not be for ever. */
function hasLeadingZeros(address: string): boolean {
  return /(^|[.:])0\d+\./.test(`${address}.`) && address.includes('.')
}

const laterInvalid = 'was accepted, but will be invalid in a future Kubernetes release'

function addressWarnings(path: FieldPath, address: string): string[] {
  const bytes = parseIp(address)
  if (bytes === undefined || hasLeadingZeros(address)) {
    const why = bytes === undefined ? 'unable to parse IP' : 'IPv4 field has octet with leading zero'
    return [`${path}: IP address ${laterInvalid}: ParseAddr(${goQuote(address)}): ${why}`]
  }
  const canonical = formatIp(bytes)
  if (bytes.length === 4 || canonical === address) return []
  return [
    `${path}: IPv6 address ${goQuote(address)} is not in RFC 5952 canonical format (${goQuote(canonical)}), which may cause controller apply-loops`,
  ]
}

function rangeWarnings(path: FieldPath, range: string): string[] {
  const parsed = parseCidr(range)
  const address = range.slice(0, range.indexOf('/'))
  if (parsed === undefined || hasLeadingZeros(address)) {
    const why = 'IPv4 field has octet with leading zero'
    return [
      `${path}: IP prefix ${laterInvalid}: netip.ParsePrefix(${goQuote(range)}): ParseAddr(${goQuote(address)}): ${why}`,
    ]
  }
  const bytes = parseIp(address)
  if (bytes === undefined || bytes.length === 4) return []
  const canonical = `${formatIp(bytes)}/${parsed.prefixLength}`
  if (canonical === range) return []
  return [
    `${path}: IPv6 prefix ${goQuote(range)} is not in RFC 5952 canonical format (${goQuote(canonical)}), which may cause controller apply-loops`,
  ]
}
