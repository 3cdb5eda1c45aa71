/**
 * What objects count against a ResourceQuota: one evaluator per resource, pure.
 * In: an object. Out: amounts by quota resource name (`pods`, `requests.cpu`, `count/deployments.apps`, …).
 * Users: the ResourceQuota admission plugin (one object at a time) and the quota controller (usage.ts, all of them).
 * @see kubernetes v1.31 pkg/quota/v1/evaluator/core
 */
import type {
  Container,
  PersistentVolumeClaim,
  Pod,
  PodAffinityTerm,
  ScopedResourceSelectorRequirement,
  Service,
} from '@elli/api/core/v1'
import type { ApiObject } from '@elli/api/object'
import type { Instant } from '@elli/host/clock'
import type { GroupResource } from '../errors.ts'
import { computeQos } from '../pod/qos.ts'
import {
  addAll,
  type Amounts,
  isExtendedResource,
  isNativeResource,
  podLimits,
  podRequests,
  toAmounts,
} from '../pod/resources.ts'
import { parseQuantity, type Quantity, quantityOf, roundUpQuantity } from '../quantity.ts'

export interface QuotaEvaluator {
  /** Whether an admitted operation can change what is used. */
  handles(operation: string): boolean
  /** Those of the names that this resource counts for. */
  matching(names: readonly string[]): string[]
  matchesScope(requirement: ScopedResourceSelectorRequirement, object: ApiObject): boolean
  usage(object: ApiObject, now: Instant): Amounts
  /** What the object must say because the quota limits it, e.g. `must specify limits.cpu for: app`. */
  constraint(required: readonly string[], object: ApiObject): string | undefined
}

const uncounted: readonly string[] = [
  'bindings.',
  'componentstatuses.',
  'tokenreviews.authentication.k8s.io',
  'selfsubjectreviews.authentication.k8s.io',
  'subjectaccessreviews.authorization.k8s.io',
  'selfsubjectaccessreviews.authorization.k8s.io',
  'localsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectrulesreviews.authorization.k8s.io',
  'events.',
  'events.events.k8s.io',
]

/** Resources of the core group that also count under their plain name. */
const aliased: readonly string[] = ['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets']

/** `count/pods`, `count/deployments.apps` */
export function objectCountName({ group, resource }: GroupResource): string {
  return group === '' ? `count/${resource}` : `count/${resource}.${group}`
}

/** The evaluator of a resource; undefined for those that no quota counts. */
export function quotaEvaluator(resource: GroupResource): QuotaEvaluator | undefined {
  const key = `${resource.resource}.${resource.group}`
  if (uncounted.includes(key)) return undefined
  switch (key) {
    case 'pods.':
      return podEvaluator
    case 'services.':
      return serviceEvaluator
    case 'persistentvolumeclaims.':
      return claimEvaluator
    default:
      return countEvaluator(resource)
  }
}

const one: Quantity = quantityOf(1)

function countEvaluator(resource: GroupResource): QuotaEvaluator {
  const names = [objectCountName(resource)]
  if (resource.group === '' && aliased.includes(resource.resource)) names.push(resource.resource)
  return {
    handles: (operation) => operation === 'CREATE',
    matching: (wanted) => wanted.filter((name) => names.includes(name)),
    matchesScope: () => false,
    usage: () => new Map(names.map((name) => [name, one])),
    constraint: () => undefined,
  }
}

const serviceNames: readonly string[] = ['count/services', 'services', 'services.nodeports', 'services.loadbalancers']

const serviceEvaluator: QuotaEvaluator = {
  handles: (operation) => operation === 'CREATE' || operation === 'UPDATE',
  matching: (wanted) => wanted.filter((name) => serviceNames.includes(name)),
  matchesScope: () => false,
  usage(object) {
    const { spec } = object as Service
    const ports = spec.ports ?? []
    const isBalanced = spec.type === 'LoadBalancer'
    let nodePorts = 0
    if (spec.type === 'NodePort' || isBalanced) nodePorts = ports.length
    // Without allocation only the ports count that were asked for by number.
    if (isBalanced && spec.allocateLoadBalancerNodePorts === false) {
      nodePorts = ports.filter(({ nodePort = 0 }) => nodePort !== 0).length
    }
    return new Map([
      ['count/services', one],
      ['services', one],
      ['services.loadbalancers', quantityOf(isBalanced ? 1 : 0)],
      ['services.nodeports', quantityOf(nodePorts)],
    ])
  },
  constraint: () => undefined,
}

const byStorageClass = '.storageclass.storage.k8s.io/'
const claimNames: readonly string[] = ['persistentvolumeclaims', 'requests.storage']

const claimEvaluator: QuotaEvaluator = {
  handles: (operation) => operation === 'CREATE' || operation === 'UPDATE',
  matching: (wanted) =>
    wanted.filter(
      (name) =>
        name === 'count/persistentvolumeclaims' ||
        claimNames.includes(name) ||
        claimNames.some((suffix) => name.endsWith(byStorageClass + suffix)),
    ),
  matchesScope: () => false,
  usage(object) {
    const { metadata, spec } = object as PersistentVolumeClaim
    const used: Amounts = new Map([
      ['persistentvolumeclaims', one],
      ['count/persistentvolumeclaims', one],
    ])
    const className = metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? ''
    if (className !== '') used.set(`${className}${byStorageClass}persistentvolumeclaims`, one)
    const text = spec.resources?.requests?.['storage']
    if (text !== undefined) {
      const requested = roundUpQuantity(parseQuantity(text), 0)
      used.set('requests.storage', requested)
      if (className !== '') used.set(`${className}${byStorageClass}requests.storage`, requested)
    }
    return used
  },
  constraint: () => undefined,
}

const podNames: readonly string[] = [
  'count/pods',
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
]

/** Only these must be given by every container once a quota limits them. */
const demanded: readonly string[] = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory']

const podEvaluator: QuotaEvaluator = {
  handles: (operation) => operation === 'CREATE',
  matching: (wanted) =>
    wanted.filter(
      (name) =>
        podNames.includes(name) ||
        name.startsWith('hugepages-') ||
        name.startsWith('requests.hugepages-') ||
        (name.startsWith('requests.') && !isNativeResource(name)),
    ),
  matchesScope: (requirement, object) => podMatchesScope(requirement, object as Pod),
  usage(object, now) {
    const pod = object as Pod
    const used: Amounts = new Map([['count/pods', one]])
    // A pod that is over, or should long be gone, holds nothing any more; the object itself still counts.
    if (!holdsResources(pod, now)) return used
    addAll(used, computeUsage(podRequests(pod), podLimits(pod)))
    return used
  },
  constraint(required, object) {
    const { spec } = object as Pod
    const wanted = demanded.filter((name) => required.includes(name))
    const missing = new Map<string, Set<string>>()
    for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
      const given = containerUsage(container)
      for (const name of wanted) {
        if (!given.has(name)) missing.set(name, (missing.get(name) ?? new Set<string>()).add(container.name))
      }
    }
    if (missing.size === 0) return undefined
    const parts = [...missing].sort(([a], [b]) => (a < b ? -1 : 1))
    return `must specify ${parts.map(([name, containers]) => `${name} for: ${[...containers].sort().join(',')}`).join('; ')}`
  },
}

function containerUsage({ resources }: Pick<Container, 'resources'>): Amounts {
  return computeUsage(toAmounts(resources?.requests), toAmounts(resources?.limits))
}

function computeUsage(requests: ReadonlyMap<string, Quantity>, limits: ReadonlyMap<string, Quantity>): Amounts {
  const used: Amounts = new Map([['pods', one]])
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    const [request, limit] = [requests.get(name), limits.get(name)]
    if (request !== undefined) used.set(name, request).set(`requests.${name}`, request)
    if (limit !== undefined) used.set(`limits.${name}`, limit)
  }
  for (const [name, request] of requests) {
    if (name.startsWith('hugepages-')) used.set(name, request).set(`requests.${name}`, request)
    else if (isExtendedResource(name)) used.set(`requests.${name}`, request)
  }
  return used
}

function holdsResources({ metadata, status }: Pod, now: Instant): boolean {
  if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return false
  const { deletionTimestamp, deletionGracePeriodSeconds } = metadata
  if (deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined) return true
  return now <= Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000
}

function podMatchesScope(requirement: ScopedResourceSelectorRequirement, pod: Pod): boolean {
  const isTerminating = (pod.spec.activeDeadlineSeconds ?? -1) >= 0
  switch (requirement.scopeName) {
    case 'Terminating':
      return isTerminating
    case 'NotTerminating':
      return !isTerminating
    case 'BestEffort':
      return computeQos(pod) === 'BestEffort'
    case 'NotBestEffort':
      return computeQos(pod) !== 'BestEffort'
    case 'PriorityClass':
      return matchesPriorityClass(requirement, pod.spec.priorityClassName ?? '')
    case 'CrossNamespacePodAffinity':
      return usesOtherNamespaces(pod)
    default:
      return false
  }
}

function matchesPriorityClass({ operator, values = [] }: ScopedResourceSelectorRequirement, name: string): boolean {
  switch (operator) {
    case 'Exists':
      return name !== ''
    case 'DoesNotExist':
      return name === ''
    case 'In':
      return values.includes(name)
    case 'NotIn':
      return !values.includes(name)
    default:
      return false
  }
}

function usesOtherNamespaces({ spec: { affinity } }: Pod): boolean {
  const terms: PodAffinityTerm[] = []
  for (const side of [affinity?.podAffinity, affinity?.podAntiAffinity]) {
    terms.push(...(side?.requiredDuringSchedulingIgnoredDuringExecution ?? []))
    terms.push(...(side?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => term.podAffinityTerm))
  }
  return terms.some((term) => (term.namespaces ?? []).length > 0 || term.namespaceSelector !== undefined)
}
