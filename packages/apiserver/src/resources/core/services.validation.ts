/**
 * Services: ports, types, cluster IPs and families, traffic policies, what may change later.
 * In: a Service with its addresses allocated, and the stored one. Out: field errors in upstream's order.
 * Elsewhere: allocation of cluster IPs and node ports.
 */
import type { LoadBalancerStatus, Service, ServicePort } from '@elli/api/core/v1'
import { at, duplicate, forbidden, invalid, required } from '@elli/machinery/field'
import { isIpv6, parseIp } from '@elli/machinery/ip'
import { checkDns1123Subdomain } from '@elli/machinery/names'
import type { StrategyContext } from '../../registry/strategy.ts'
import {
  cidr,
  dns1123Label,
  dns1123Subdomain,
  type Errors,
  type FieldPath,
  ip,
  labels,
  list,
  nonSpecialIp,
  oneOf,
  portNumber,
  portNumberOrName,
  qualifiedName,
  say,
} from '../checks.ts'
import { goServicePort } from '../go-structs.ts'

const spec = at('spec')
const hintsAnnotation = 'service.kubernetes.io/topology-aware-hints'
const modeAnnotation = 'service.kubernetes.io/topology-mode'
const sourceRangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges'
const kubeletPort = 10250
const maxAffinitySeconds = 86400

export function isHeadless(service: Service): boolean {
  const ips = list(service.spec.clusterIPs)
  return ips.length === 1 && ips[0] === 'None'
}

export function isExternallyAccessible({ spec: { type, externalIPs } }: Service): boolean {
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && list(externalIPs).length > 0)
}

export function needsHealthCheck({ spec: { type, externalTrafficPolicy } }: Service): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local'
}

export function validateService(errors: Errors, service: Service): void {
  const { type, externalIPs, sessionAffinity } = service.spec
  const ports = list(service.spec.ports)
  const headless = isHeadless(service)
  const annotations = service.metadata.annotations ?? {}
  const [hints, mode] = [annotations[hintsAnnotation], annotations[modeAnnotation]]
  if (hints !== undefined && mode !== undefined && hints !== mode) {
    const detail = `must match annotations[${hintsAnnotation}] when both are specified`
    errors.push(invalid(at('metadata', 'annotations').key(modeAnnotation), mode, detail))
  }
  if (ports.length === 0 && !headless && type !== 'ExternalName') errors.push(required(spec.child('ports'), ''))
  validateType(errors, service, ports, headless)
  const names = new Set<string>()
  for (const [i, port] of ports.entries()) {
    validatePort(errors, spec.child('ports').index(i), port, ports.length > 1, names)
  }
  labels(errors, spec.child('selector'), service.spec.selector)
  if (!sessionAffinity) errors.push(required(spec.child('sessionAffinity'), ''))
  else oneOf(errors, spec.child('sessionAffinity'), sessionAffinity, ['ClientIP', 'None'])
  validateAffinityConfig(errors, spec.child('sessionAffinityConfig'), service)
  validateClusterIPs(errors, service)
  for (const [i, address] of list(externalIPs).entries()) {
    const path = spec.child('externalIPs').index(i)
    if (ip(errors, path, address)) nonSpecialIp(errors, path, address)
  }
  if (!type) errors.push(required(spec.child('type'), ''))
  else oneOf(errors, spec.child('type'), type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'])
  validateNodePorts(errors, ports, type)
  validateLoadBalancerFields(errors, service)
  validateLoadBalancerClass(errors, service, undefined)
  validateExternalTraffic(errors, service)
  validateInternalTraffic(errors, service)
  if (service.spec.trafficDistribution !== undefined) {
    oneOf(errors, spec.child('trafficDistribution'), service.spec.trafficDistribution, ['PreferClose'])
  }
}

function validateType(errors: Errors, service: Service, ports: readonly ServicePort[], headless: boolean): void {
  const { type } = service.spec
  if (type === 'LoadBalancer') {
    for (const [i, { port }] of ports.entries()) {
      if (port !== kubeletPort) continue
      const detail = `may not expose port ${kubeletPort} externally since it is used by kubelet`
      errors.push(invalid(spec.child('ports').index(i), port, detail))
    }
  }
  if (headless && (type === 'LoadBalancer' || type === 'NodePort')) {
    const detail = `may not be set to 'None' for ${type} services`
    errors.push(invalid(spec.child('clusterIPs').index(0), 'None', detail))
  }
  if (type !== 'ExternalName') return
  const refuse = (name: string, isSet: boolean): void => {
    if (isSet) errors.push(forbidden(spec.child(name), 'may not be set for ExternalName services'))
  }
  refuse('clusterIPs', list(service.spec.clusterIPs).length > 0)
  refuse('ipFamilies', list(service.spec.ipFamilies).length > 0)
  refuse('ipFamilyPolicy', service.spec.ipFamilyPolicy !== undefined)
  const name = (service.spec.externalName ?? '').replace(/\.$/, '')
  if (name === '') errors.push(required(spec.child('externalName'), ''))
  else dns1123Subdomain(errors, spec.child('externalName'), name)
}

function validatePort(
  errors: Errors,
  path: FieldPath,
  port: ServicePort,
  needsName: boolean,
  names: Set<string>,
): void {
  if (needsName && !port.name) errors.push(required(path.child('name'), ''))
  else if (port.name) {
    dns1123Label(errors, path.child('name'), port.name)
    if (names.has(port.name)) errors.push(duplicate(path.child('name'), port.name))
    names.add(port.name)
  }
  portNumber(errors, path.child('port'), port.port ?? 0)
  if (!port.protocol) errors.push(required(path.child('protocol'), ''))
  else oneOf(errors, path.child('protocol'), port.protocol, ['SCTP', 'TCP', 'UDP'])
  portNumberOrName(errors, path.child('targetPort'), port.targetPort)
  if (port.appProtocol !== undefined) qualifiedName(errors, path.child('appProtocol'), port.appProtocol)
}

function validateAffinityConfig(errors: Errors, path: FieldPath, service: Service): void {
  const { sessionAffinity, sessionAffinityConfig } = service.spec
  if (sessionAffinity === 'None') {
    if (sessionAffinityConfig !== undefined) {
      errors.push(forbidden(path, 'must not be set when session affinity is None'))
    }
    return
  }
  if (sessionAffinity !== 'ClientIP') return
  const detail = 'when session affinity type is ClientIP'
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds
  if (sessionAffinityConfig === undefined) errors.push(required(path, detail))
  else if (sessionAffinityConfig.clientIP === undefined) errors.push(required(path.child('clientIP'), detail))
  else if (seconds === undefined) errors.push(required(path.child('clientIP', 'timeoutSeconds'), detail))
  else if (seconds <= 0 || seconds > maxAffinitySeconds) {
    const range = `must be greater than 0 and less than ${maxAffinitySeconds}`
    errors.push(invalid(path.child('clientIP', 'timeoutSeconds'), seconds, range))
  }
}

function validateNodePorts(errors: Errors, ports: readonly ServicePort[], type: string | undefined): void {
  const path = spec.child('ports')
  if (type === 'ClusterIP') {
    for (const [i, port] of ports.entries()) {
      if (port.nodePort) {
        errors.push(forbidden(path.index(i).child('nodePort'), "may not be used when `type` is 'ClusterIP'"))
      }
    }
  }
  const nodePorts = new Set<string>()
  for (const [i, port] of ports.entries()) {
    if (!port.nodePort) continue
    const key = `${port.protocol}/${port.nodePort}`
    if (nodePorts.has(key)) errors.push(duplicate(path.index(i).child('nodePort'), port.nodePort))
    nodePorts.add(key)
  }
  const seen = new Set<string>()
  for (const [i, port] of ports.entries()) {
    const key = `${port.protocol}/${port.port}`
    if (seen.has(key)) errors.push(duplicate(path.index(i), goServicePort(port)))
    seen.add(key)
  }
}

function validateLoadBalancerFields(errors: Errors, service: Service): void {
  const isLoadBalancer = service.spec.type === 'LoadBalancer'
  const onlyThere = "may only be used when `type` is 'LoadBalancer'"
  const ranges = list(service.spec.loadBalancerSourceRanges)
  const annotation = service.metadata.annotations?.[sourceRangesAnnotation]
  if (ranges.length > 0) {
    const path = spec.child('LoadBalancerSourceRanges')
    if (!isLoadBalancer) errors.push(forbidden(path, onlyThere))
    for (const [i, range] of ranges.entries()) cidr(errors, path.index(i), range.trim())
  } else if (annotation !== undefined) {
    const path = at('metadata', 'annotations').key(sourceRangesAnnotation)
    if (!isLoadBalancer) errors.push(forbidden(path, onlyThere))
    if (annotation.trim() !== '') for (const range of annotation.split(',')) cidr(errors, path, range.trim())
  }
  const allocate = service.spec.allocateLoadBalancerNodePorts
  if (allocate !== undefined && !isLoadBalancer) {
    errors.push(forbidden(spec.child('allocateLoadBalancerNodePorts'), onlyThere))
  }
  if (allocate === undefined && isLoadBalancer) errors.push(required(at('allocateLoadBalancerNodePorts'), ''))
}

function validateLoadBalancerClass(errors: Errors, service: Service, old: Service | undefined): void {
  const path = spec.child('loadBalancerClass')
  const name = service.spec.loadBalancerClass
  const isLoadBalancer = service.spec.type === 'LoadBalancer'
  if (old?.spec.type === 'LoadBalancer' && isLoadBalancer && name !== old.spec.loadBalancerClass) {
    errors.push(invalid(path, name, 'may not change once set'))
  }
  if (name === undefined) return
  if (isLoadBalancer) qualifiedName(errors, path, name)
  else errors.push(forbidden(path, "may only be used when `type` is 'LoadBalancer'"))
}

function validateExternalTraffic(errors: Errors, service: Service): void {
  const { externalTrafficPolicy: policy, healthCheckNodePort: port } = service.spec
  const policyPath = spec.child('externalTrafficPolicy')
  if (!isExternallyAccessible(service)) {
    if (policy) errors.push(invalid(policyPath, policy, 'may only be set for externally-accessible services'))
  } else if (!policy) errors.push(required(policyPath, ''))
  else oneOf(errors, policyPath, policy, ['Cluster', 'Local'])
  const portPath = spec.child('healthCheckNodePort')
  if (!needsHealthCheck(service)) {
    if (port) {
      const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
      errors.push(invalid(portPath, port, detail))
    }
  } else if (!port) errors.push(required(portPath, ''))
  else portNumber(errors, portPath, port)
}

function validateInternalTraffic(errors: Errors, service: Service): void {
  const policy = service.spec.internalTrafficPolicy
  const path = spec.child('internalTrafficPolicy')
  if (policy !== undefined) oneOf(errors, path, policy, ['Cluster', 'Local'])
  else if (['NodePort', 'LoadBalancer', 'ClusterIP'].includes(service.spec.type ?? '')) {
    errors.push(required(path, ''))
  }
}

/** How cluster IPs and families fit together; also asked before any of them is chosen. */
export function validateClusterIPs(errors: Errors, service: Service): void {
  if (service.spec.type === 'ExternalName') return
  const path = spec.child('clusterIPs')
  const { clusterIP, ipFamilyPolicy } = service.spec
  const ips = list(service.spec.clusterIPs)
  const families = list(service.spec.ipFamilies)
  if (clusterIP) {
    if (ips.length === 0) errors.push(required(path, ''))
    else if (ips[0] !== clusterIP) errors.push(invalid(path, ips, 'first value must match `clusterIP`'))
  } else if (ips.length > 0) {
    errors.push(invalid(path, ips, 'must be empty when `clusterIP` is not specified'))
  }
  for (const [i, family] of families.entries()) {
    const where = spec.child('ipFamilies').index(i)
    oneOf(errors, where, family, ['IPv4', 'IPv6'])
    if (families.indexOf(family) < i) errors.push(duplicate(where, family))
  }
  if (ipFamilyPolicy !== undefined) {
    const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack']
    oneOf(errors, spec.child('ipFamilyPolicy'), ipFamilyPolicy, policies)
  }
  let sound = true
  for (const [i, address] of ips.entries()) {
    if (i === 0 && address === 'None') {
      if (ips.length > 1) {
        sound = false
        errors.push(invalid(path, ips, "'None' must be the first and only value"))
      }
    } else if (!ip(errors, path.index(i), address)) sound = false
  }
  if (ips.length > 2) errors.push(invalid(path, ips, 'may only hold up to 2 values'))
  if (!sound) return
  if (ips.length > 1 && new Set(ips.map(isIpv6)).size < 2) {
    errors.push(invalid(path, ips, 'may specify no more than one IP for each IP family'))
  }
  if (isHeadless(service)) return
  for (const [i, address] of ips.entries()) {
    const family = families[i]
    if (family === 'IPv4' && isIpv6(address)) {
      errors.push(invalid(path.index(i), address, `expected an IPv4 value as indicated by \`ipFamilies[${i}]\``))
    }
    if (family === 'IPv6' && !isIpv6(address)) {
      errors.push(invalid(path.index(i), address, `expected an IPv6 value as indicated by \`ipFamilies[${i}]\``))
    }
  }
}

export function validateServiceUpdate(errors: Errors, service: Service, old: Service): void {
  const isName = service.spec.type === 'ExternalName' || old.spec.type === 'ExternalName'
  if (!isName) {
    validateClusterIPsUpdate(errors, service, old)
    validateFamiliesUpdate(errors, service, old)
  }
  validateLoadBalancerClass(errors, service, old)
  if (
    needsHealthCheck(old) &&
    needsHealthCheck(service) &&
    service.spec.healthCheckNodePort !== old.spec.healthCheckNodePort
  ) {
    errors.push(forbidden(spec.child('healthCheckNodePort'), 'field is immutable'))
  }
  validateService(errors, service)
}

/** The first address stays for the service's life; the second may come and go with the policy. */
function validateClusterIPsUpdate(errors: Errors, service: Service, old: Service): void {
  if (isHeadless(old) && isHeadless(service)) return
  const path = spec.child('clusterIPs')
  const now = list(service.spec.clusterIPs)
  const before = list(old.spec.clusterIPs)
  const changed = 'may not change once set'
  if (before.length === now.length) {
    for (const [i, address] of before.entries()) {
      if (address !== now[i]) errors.push(invalid(path.index(i), now, changed))
    }
  } else if (before.length > now.length) {
    if (now.length === 0) errors.push(invalid(path.index(0), now, 'primary clusterIP can not be unset'))
    if (now.length > 0 && now[0] !== before[0]) errors.push(invalid(path.index(0), now, changed))
    if (now.length === 1) needSingleStack(errors, service, 'clusterIP')
  } else if (before.length > 0 && now[0] !== before[0]) errors.push(invalid(path.index(0), now, changed))
}

function validateFamiliesUpdate(errors: Errors, service: Service, old: Service): void {
  if (isHeadless(old) !== isHeadless(service) || isHeadless(service)) return
  const path = spec.child('ipFamilies').index(0)
  const now = list(service.spec.ipFamilies)
  const before = list(old.spec.ipFamilies)
  const changed = 'may not change once set'
  if (before.length === now.length) {
    for (const [i, family] of before.entries()) if (family !== now[i]) errors.push(invalid(path, now, changed))
  } else if (before.length > now.length) {
    if (list(service.spec.clusterIPs).length === 0) {
      errors.push(invalid(path, now, 'primary ipFamily can not be unset'))
    }
    if (now.length > 0 && now[0] !== before[0]) {
      errors.push(invalid(path, list(service.spec.clusterIPs), changed))
    }
    if (now.length === 1) needSingleStack(errors, service, 'ipFamily')
  } else if (before.length > 0 && now.length > 0 && now[0] !== before[0]) {
    errors.push(invalid(path, list(service.spec.clusterIPs), changed))
  }
}

function needSingleStack(errors: Errors, service: Service, released: string): void {
  const policy = service.spec.ipFamilyPolicy
  if (policy === 'SingleStack') return
  const detail = `must be set to 'SingleStack' when releasing the secondary ${released}`
  errors.push(invalid(spec.child('ipFamilyPolicy'), policy, detail))
}

export function validateLoadBalancerStatus(
  errors: Errors,
  path: FieldPath,
  status: LoadBalancerStatus | undefined,
  service: Service,
  context: StrategyContext,
): void {
  const ingress = list(status?.ingress)
  const where = path.child('ingress')
  const anyType = context.featureEnabled('AllowServiceLBStatusOnNonLB')
  if (!anyType && service.spec.type !== 'LoadBalancer' && ingress.length > 0) {
    errors.push(forbidden(where, "may only be used when `spec.type` is 'LoadBalancer'"))
    return
  }
  for (const [i, item] of ingress.entries()) {
    const itemPath = where.index(i)
    if (item.ip) ip(errors, itemPath.child('ip'), item.ip)
    const modePath = itemPath.child('ipMode')
    if (context.featureEnabled('LoadBalancerIPMode') && item.ipMode === undefined) {
      if (item.ip) errors.push(required(modePath, 'must be specified when `ip` is set'))
    } else if (item.ipMode !== undefined && !item.ip) {
      errors.push(forbidden(modePath, 'may not be specified when `ip` is not set'))
    } else if (item.ipMode !== undefined) oneOf(errors, modePath, item.ipMode, ['Proxy', 'VIP'])
    loadBalancerHostname(errors, itemPath.child('hostname'), item.hostname)
  }
}

export function loadBalancerHostname(errors: Errors, path: FieldPath, hostname: string | undefined): void {
  if (!hostname) return
  say(errors, path, hostname, checkDns1123Subdomain(hostname))
  if (parseIp(hostname) !== undefined) {
    errors.push(invalid(path, hostname, 'must be a DNS name, not an IP address'))
  }
}
