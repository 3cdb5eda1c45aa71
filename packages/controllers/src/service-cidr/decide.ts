/**
 * What becomes of a ServiceCIDR. Pure: the range, its like, and the addresses there are, in; the next step, out.
 * @see KEP-1880; kubernetes pkg/controller/servicecidrs
 */
import type { IPAddress, ServiceCIDR } from '@elli/api/networking/v1beta1'
import { cidrContains, parseCidr, parseIp, type Cidr } from '@elli/machinery/ip'

export const finalizer = 'networking.k8s.io/service-cidr-finalizer'
const managedByLabel = 'ipaddress.kubernetes.io/managed-by'
const allocator = 'ipallocator.k8s.io'

/** How long allocators have to learn that the range goes, before it may be gone. */
export const graceMs = 10_000

export type Step =
  | { readonly kind: 'ready'; readonly addFinalizer: boolean }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'go' }

export function nextStep(range: ServiceCIDR, ranges: readonly ServiceCIDR[], addresses: readonly IPAddress[]): Step {
  const { deletionTimestamp, finalizers = [] } = range.metadata
  if (!deletionTimestamp) return { kind: 'ready', addFinalizer: !finalizers.includes(finalizer) }
  return mayGo(range, ranges, addresses) ? { kind: 'go' } : { kind: 'blocked' }
}

/** Every CIDR of it lies in another object's, or no address would be left without a range. */
function mayGo(range: ServiceCIDR, ranges: readonly ServiceCIDR[], addresses: readonly IPAddress[]): boolean {
  const others = ranges.filter(({ metadata }) => metadata.name !== range.metadata.name).flatMap(cidrsOf)
  const own = cidrsOf(range)
  if (own.every((cidr) => others.some((other) => contains(other, cidr)))) return true
  return !addresses.some((address) => {
    const ip = isManaged(address) ? parseIp(address.metadata.name ?? '') : undefined
    return (
      ip !== undefined && own.some((cidr) => cidrContains(cidr, ip)) && !others.some((cidr) => cidrContains(cidr, ip))
    )
  })
}

export function isManaged({ metadata }: IPAddress): boolean {
  return metadata.labels?.[managedByLabel] === allocator
}

/** Ranges that contain the address: it may keep them from going. */
export function rangesWith(address: IPAddress, ranges: readonly ServiceCIDR[]): readonly ServiceCIDR[] {
  const ip = isManaged(address) ? parseIp(address.metadata.name ?? '') : undefined
  return ip === undefined ? [] : ranges.filter((range) => cidrsOf(range).some((cidr) => cidrContains(cidr, ip)))
}

/** Ranges that a new one contains or is contained in: it may let them go. */
export function overlapping(range: ServiceCIDR, ranges: readonly ServiceCIDR[]): readonly ServiceCIDR[] {
  const own = cidrsOf(range)
  return ranges.filter((other) => cidrsOf(other).some((a) => own.some((b) => contains(a, b) || contains(b, a))))
}

/** Conditions as they are applied; the time is that of the last change. */
export function readyCondition(ready: boolean, now: string) {
  return ready
    ? { type: 'Ready', status: 'True', message: 'Kubernetes Service CIDR is ready', lastTransitionTime: now }
    : {
        type: 'Ready',
        status: 'False',
        reason: 'Terminating',
        message:
          'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR',
        lastTransitionTime: now,
      }
}

/** Whether the object says so already: writing only the time anew would wake everybody for nothing. */
export function says(range: ServiceCIDR, ready: boolean): boolean {
  const wanted = readyCondition(ready, '')
  return (range.status?.conditions ?? []).some(
    ({ type, status, message }) => type === 'Ready' && status === wanted.status && message === wanted.message,
  )
}

function cidrsOf({ spec }: ServiceCIDR): Cidr[] {
  return (spec?.cidrs ?? []).flatMap((text) => parseCidr(text) ?? [])
}

function contains(outer: Cidr, inner: Cidr): boolean {
  return (
    outer.base.length === inner.base.length &&
    outer.prefixLength <= inner.prefixLength &&
    cidrContains(outer, inner.base)
  )
}
