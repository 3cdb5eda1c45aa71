/**
 * IP families of a Service: filled in from its policy, its addresses and what the cluster has.
 * In: a Service on its way into the store. Out: ipFamilyPolicy and ipFamilies set; 422 for what does not fit.
 * @see kubernetes pkg/registry/core/service/storage/alloc.go
 */
import { collect } from '../resources/checks.ts'
import { validateClusterIPs } from '../resources/core/services.validation.ts'
import type { Service } from '@elli/api/core/v1'
import { invalid } from '@elli/machinery/errors'
import { at, invalid as invalidField, type FieldError } from '@elli/machinery/field'
import { isIpv6 } from '@elli/machinery/ip'
import { sameShape } from '../registry/copy.ts'
import type { IpFamily } from './ranges.ts'

export interface Families {
  readonly primary: IpFamily
  readonly known: ReadonlySet<IpFamily>
}

export function familyOf(ip: string): IpFamily {
  return isIpv6(ip) ? 'IPv6' : 'IPv4'
}

export function otherFamily(family: string): IpFamily {
  return family === 'IPv4' ? 'IPv6' : 'IPv4'
}

export function isExternalName(service: Service): boolean {
  return service.spec.type === 'ExternalName'
}

function refuse(service: Service, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalid({ group: '', kind: 'Service' }, service.metadata.name ?? '', errors)
}

const headlessWithoutSelector = (service: Service): boolean =>
  service.spec.clusterIP === 'None' && Object.keys(service.spec.selector ?? {}).length === 0

export function fillFamilies(service: Service, old: Service | undefined, { primary, known }: Families): void {
  if (isExternalName(service) || isUnchangedDualStack(service, old)) return
  const { spec } = service
  spec.ipFamilyPolicy ??=
    old?.spec.ipFamilyPolicy ?? (headlessWithoutSelector(service) ? 'RequireDualStack' : 'SingleStack')
  // What does not fit together is told before anything is chosen by it.
  refuse(
    service,
    collect((errors) => validateClusterIPs(errors, service)),
  )
  const single = spec.ipFamilyPolicy === 'SingleStack'
  if (old !== undefined && single) {
    if (sameShape(old.spec.clusterIPs, spec.clusterIPs) && (spec.clusterIPs ?? []).length > 1)
      spec.clusterIPs = (spec.clusterIPs ?? []).slice(0, 1)
    if (sameShape(old.spec.ipFamilies, spec.ipFamilies) && (spec.ipFamilies ?? []).length > 1)
      spec.ipFamilies = (spec.ipFamilies ?? []).slice(0, 1)
  }
  refuse(service, policyErrors(service, old))
  const families = (spec.ipFamilies = [...(spec.ipFamilies ?? [])])
  refuse(service, familiesFromAddresses(service, families, known))
  if (headlessWithoutSelector(service)) {
    if (families.length === 0) families.push(primary)
    if (families.length < 2 && !single) families.push(otherFamily(families[0] ?? primary))
    return
  }
  refuse(service, unknownFamilies(service, families, known))
  if (families.length === 0) families.push(primary)
  if (!single && families.length === 1 && known.size === 2) families.push(otherFamily(families[0] ?? primary))
}

function policyErrors(service: Service, old: Service | undefined): FieldError[] {
  const { spec } = service
  const path = at('spec', 'ipFamilyPolicy')
  const errors: FieldError[] = []
  const add = (detail: string): number => errors.push(invalidField(path, spec.ipFamilyPolicy, detail))
  const count = (list: readonly string[] | undefined): number => (list ?? []).length
  if (spec.ipFamilyPolicy === 'SingleStack') {
    if (count(spec.clusterIPs) === 2)
      add("must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified")
    if (count(spec.ipFamilies) === 2)
      add("must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified")
  } else if (old !== undefined) {
    if (count(spec.clusterIPs) > 0 && count(spec.clusterIPs) < count(old.spec.clusterIPs))
      add("must be 'SingleStack' to release the secondary cluster IP")
    if (count(spec.ipFamilies) > 0 && count(spec.ipFamilies) < count(old.spec.ipFamilies))
      add("must be 'SingleStack' to release the secondary IP family")
  }
  return errors
}

function familiesFromAddresses(service: Service, families: string[], known: ReadonlySet<IpFamily>): FieldError[] {
  const errors: FieldError[] = []
  const ips = service.spec.clusterIPs ?? []
  for (const [index, ip] of ips.entries()) {
    if (ip === 'None') break
    if (index < families.length) continue
    const family = familyOf(ip)
    if (known.has(family)) families.push(family)
    else
      errors.push(
        invalidField(at('spec', 'clusterIPs').index(index), ips, `${family} is not configured on this cluster`),
      )
  }
  return errors
}

function unknownFamilies(service: Service, families: readonly string[], known: ReadonlySet<IpFamily>): FieldError[] {
  const errors: FieldError[] = []
  if (service.spec.ipFamilyPolicy === 'RequireDualStack' && known.size < 2) {
    const detail = 'this cluster is not configured for dual-stack services'
    errors.push(invalidField(at('spec', 'ipFamilyPolicy'), service.spec.ipFamilyPolicy, detail))
  }
  for (const [index, family] of families.entries()) {
    if (!known.has(family as IpFamily))
      errors.push(invalidField(at('spec', 'ipFamilies').index(index), family, 'not configured on this cluster'))
  }
  return errors
}

/** A Service that prefers dual stack and has said so before keeps what it has, whatever the cluster has become since. */
export function isUnchangedDualStack(service: Service, old: Service | undefined): boolean {
  if (old === undefined || service.spec.ipFamilyPolicy !== 'PreferDualStack') return false
  if (
    old.spec.type !== service.spec.type ||
    !['ClusterIP', 'NodePort', 'LoadBalancer'].includes(service.spec.type ?? '')
  )
    return false
  return (
    old.spec.ipFamilyPolicy === 'PreferDualStack' &&
    old.spec.clusterIP === service.spec.clusterIP &&
    sameShape(old.spec.clusterIPs, service.spec.clusterIPs) &&
    sameShape(old.spec.ipFamilies, service.spec.ipFamilies)
  )
}
