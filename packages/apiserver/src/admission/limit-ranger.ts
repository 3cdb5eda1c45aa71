/**
 * LimitRanger: what a LimitRange gives to containers that ask for nothing, and what it refuses.
 * Mutating: default requests and limits. Validating: minimum, maximum and ratio for containers, pods and claims.
 */
import type { Container, LimitRange, LimitRangeItem, PersistentVolumeClaim, Pod } from '@elli/api/core/v1'
import { limitranges, persistentvolumeclaims, pods } from '@elli/api/core/v1.resources'
import { aggregate } from '@elli/machinery/field'
import { podLimits, podRequests, fromAmounts, type ResourceList } from '@elli/machinery/pod/resources'
import { canonicalQuantity, compareQuantities, isZeroQuantity, approximateQuantity } from '@elli/machinery/quantity'
import type { AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { handlesOnly, isResource, objectOf, refusal } from './requests.ts'

export const limitRanger: AdmissionPluginFactory = ({ reads }) => {
  const handlesPods = handlesOnly(pods, 'CREATE')
  const handlesClaims = handlesOnly(persistentvolumeclaims, 'CREATE', 'UPDATE')
  const rangesFor = (request: AdmissionRequest): readonly LimitRange[] =>
    // What is on its way out must stay writable.
    request.oldObject?.metadata.deletionTimestamp === undefined ? reads.list(limitranges, request.namespace) : []

  return {
    name: 'LimitRanger',
    handles: (...question) => handlesPods(...question) || handlesClaims(...question),
    admit(request) {
      if (!isResource(request.resource, pods)) return
      for (const range of rangesFor(request)) setDefaults(objectOf<Pod>(request), range)
    },
    validate(request) {
      for (const range of rangesFor(request)) {
        const problem = aggregate(
          isResource(request.resource, pods)
            ? podProblems(objectOf<Pod>(request), range)
            : claimProblems(objectOf<PersistentVolumeClaim>(request), range),
        )
        if (problem !== undefined) throw refusal(request, problem)
      }
    },
  }
}

function setDefaults(pod: Pod, { spec }: LimitRange): void {
  const ofContainers = spec.limits.filter(({ type }) => type === 'Container')
  const requests: ResourceList = Object.assign({}, ...ofContainers.map((item) => item.defaultRequest))
  const limits: ResourceList = Object.assign({}, ...ofContainers.map((item) => item.default))
  const notes: string[] = []
  for (const [kind, containers] of [
    ['container', pod.spec.containers],
    ['init container', pod.spec.initContainers ?? []],
  ] as const) {
    for (const container of containers) notes.push(...fill(container, kind, requests, limits))
  }
  if (notes.length === 0) return
  const text = `LimitRanger plugin set: ${notes.join('; ')}`
  pod.metadata.annotations = { ...pod.metadata.annotations, 'kubernetes.io/limit-ranger': text }
}

function fill(container: Container, kind: string, requests: ResourceList, limits: ResourceList): string[] {
  const given = container.resources ?? {}
  const notes: string[] = []
  const note = (what: string, defaults: ResourceList, own: ResourceList | undefined): void => {
    const added = Object.keys(defaults).filter((name) => own?.[name] === undefined)
    if (added.length > 0) notes.push(`${added.sort().join(', ')} ${what} for ${kind} ${container.name}`)
  }
  note('request', requests, given.requests)
  note('limit', limits, given.limits)
  if (notes.length === 0) return notes
  const merged = {
    requests: { ...requests, ...given.requests },
    limits: { ...limits, ...given.limits },
  }
  container.resources = { ...given }
  if (Object.keys(merged.limits).length > 0) container.resources.limits = merged.limits
  if (Object.keys(merged.requests).length > 0) container.resources.requests = merged.requests
  return notes
}

function podProblems(pod: Pod, range: LimitRange): string[] {
  return range.spec.limits.flatMap((item) => {
    switch (item.type) {
      case 'Container':
        return [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].flatMap(({ resources }) =>
          problems(item, resources?.requests ?? {}, resources?.limits ?? {}),
        )
      case 'Pod': {
        const options = { excludeOverhead: true }
        return problems(item, fromAmounts(podRequests(pod, options)), fromAmounts(podLimits(pod, options)))
      }
      default:
        return []
    }
  })
}

function claimProblems(claim: PersistentVolumeClaim, range: LimitRange): string[] {
  const requests = claim.spec.resources?.requests ?? {}
  return range.spec.limits
    .filter(({ type }) => type === 'PersistentVolumeClaim')
    .flatMap(({ type, min = {}, max = {} }) => [
      ...Object.entries(min).flatMap(([name, enforced]) => belowMinimum(type, name, enforced, requests, {})),
      ...Object.entries(max).flatMap(([name, enforced]) => {
        const what = `maximum ${name} usage per ${type} is ${canonicalQuantity(enforced)}`
        const request = requests[name]
        if (request === undefined) return [`${what}.  No request is specified`]
        return compareQuantities(request, enforced) > 0 ? [`${what}, but request is ${canonicalQuantity(request)}`] : []
      }),
    ])
}

function problems(item: LimitRangeItem, requests: ResourceList, limits: ResourceList): string[] {
  const { type, min = {}, max = {}, maxLimitRequestRatio = {} } = item
  return [
    ...Object.entries(min).flatMap(([name, enforced]) => belowMinimum(type, name, enforced, requests, limits)),
    ...Object.entries(max).flatMap(([name, enforced]) => aboveMaximum(type, name, enforced, requests, limits)),
    ...Object.entries(maxLimitRequestRatio).flatMap(([name, enforced]) =>
      aboveRatio(type, name, enforced, requests, limits),
    ),
  ]
}

function belowMinimum(
  type: string,
  name: string,
  enforced: string,
  requests: ResourceList,
  limits: ResourceList,
): string[] {
  const what = `minimum ${name} usage per ${type} is ${canonicalQuantity(enforced)}`
  const [request, limit] = [requests[name], limits[name]]
  if (request === undefined) return [`${what}.  No request is specified`]
  if (compareQuantities(request, enforced) < 0) return [`${what}, but request is ${canonicalQuantity(request)}`]
  if (limit !== undefined && compareQuantities(limit, enforced) < 0) {
    return [`${what}, but limit is ${canonicalQuantity(limit)}`]
  }
  return []
}

function aboveMaximum(
  type: string,
  name: string,
  enforced: string,
  requests: ResourceList,
  limits: ResourceList,
): string[] {
  const what = `maximum ${name} usage per ${type} is ${canonicalQuantity(enforced)}`
  const [request, limit] = [requests[name], limits[name]]
  if (limit === undefined) return [`${what}.  No limit is specified`]
  if (compareQuantities(limit, enforced) > 0) return [`${what}, but limit is ${canonicalQuantity(limit)}`]
  if (request !== undefined && compareQuantities(request, enforced) > 0) {
    return [`${what}, but request is ${canonicalQuantity(request)}`]
  }
  return []
}

function aboveRatio(
  type: string,
  name: string,
  enforced: string,
  requests: ResourceList,
  limits: ResourceList,
): string[] {
  const what = `${name} max limit to request ratio per ${type} is ${canonicalQuantity(enforced)}`
  const [request, limit] = [requests[name], limits[name]]
  if (request === undefined || isZeroQuantity(request)) return [`${what}, but no request is specified or request is 0`]
  if (limit === undefined || isZeroQuantity(limit)) return [`${what}, but no limit is specified or limit is 0`]
  const ratio = approximateQuantity(limit) / approximateQuantity(request)
  return ratio > approximateQuantity(enforced) ? [`${what}, but provided ratio is ${ratio.toFixed(6)}`] : []
}
