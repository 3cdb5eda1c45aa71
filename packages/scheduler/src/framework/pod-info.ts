/**
 * A pod with what the scheduler needs of it worked out once: requests as numbers, compiled affinity, ports, claims.
 * In: a pod, read-only. Always: what is costly is computed when first asked for, and shared with later states of the same pod
 * as far as the API keeps it from changing.
 * @see kubernetes v1.31 pkg/scheduler/framework/types.go, PodInfo
 */
import type { Pod } from '@elli/api/core/v1'
import { type HostPort, podHostPorts } from '@elli/machinery/pod/host-ports'
import { RequiredNodeAffinity } from '@elli/machinery/pod/node-affinity'
import { podRequests } from '@elli/machinery/pod/resources'
import { podPriority } from '@elli/machinery/pod/status'
import { SelectorError } from '@elli/machinery/labels'
import { type AffinityTerm, compileTerm, type WeightedAffinityTerm } from './affinity-term.ts'
import { defaultMemoryRequest, defaultMilliCpuRequest, Resources } from './resources.ts'

/** The parts that cannot change in the life of a pod. */
interface Fixed {
  readonly requests: Resources
  /** The same, with a floor under each container's cpu and memory. */
  readonly nonZeroRequests: Resources
  readonly affinity: CompiledAffinity
  readonly hostPorts: readonly HostPort[]
  /** Names of the claims its volumes use. */
  readonly claims: readonly string[]
}

interface CompiledAffinity {
  readonly required: readonly AffinityTerm[]
  readonly requiredAnti: readonly AffinityTerm[]
  readonly preferred: readonly WeightedAffinityTerm[]
  readonly preferredAnti: readonly WeightedAffinityTerm[]
  readonly error: string | undefined
}

const noAffinity: CompiledAffinity = {
  required: [],
  requiredAnti: [],
  preferred: [],
  preferredAnti: [],
  error: undefined,
}

export class PodInfo {
  readonly pod: Pod
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly priority: number
  /** It names labels or affinity that a node must have. */
  readonly hasRequiredNodeAffinity: boolean
  readonly #fixed: Fixed
  #nodeAffinity: RequiredNodeAffinity | undefined

  private constructor(pod: Pod, fixed: Fixed) {
    this.pod = pod
    this.uid = uidOf(pod)
    this.namespace = pod.metadata.namespace ?? ''
    this.name = pod.metadata.name ?? ''
    this.priority = podPriority(pod)
    this.hasRequiredNodeAffinity =
      pod.spec.nodeSelector !== undefined ||
      pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution !== undefined
    this.#fixed = fixed
  }

  static of(pod: Pod): PodInfo {
    return new PodInfo(pod, fixedParts(pod))
  }

  /** A later state of the same pod; another pod of the same name is worked out anew. */
  with(pod: Pod): PodInfo {
    return uidOf(pod) === this.uid ? new PodInfo(pod, this.#fixed) : PodInfo.of(pod)
  }

  /** `namespace/name`. */
  get key(): string {
    return `${this.namespace}/${this.name}`
  }

  get nodeName(): string {
    return this.pod.spec.nodeName ?? ''
  }

  get requests(): Resources {
    return this.#fixed.requests
  }

  get nonZeroRequests(): Resources {
    return this.#fixed.nonZeroRequests
  }

  get hostPorts(): readonly HostPort[] {
    return this.#fixed.hostPorts
  }

  get claims(): readonly string[] {
    return this.#fixed.claims
  }

  get requiredAffinityTerms(): readonly AffinityTerm[] {
    return this.#fixed.affinity.required
  }

  get requiredAntiAffinityTerms(): readonly AffinityTerm[] {
    return this.#fixed.affinity.requiredAnti
  }

  get preferredAffinityTerms(): readonly WeightedAffinityTerm[] {
    return this.#fixed.affinity.preferred
  }

  get preferredAntiAffinityTerms(): readonly WeightedAffinityTerm[] {
    return this.#fixed.affinity.preferredAnti
  }

  /** Why the pod's affinity cannot be read, if so; it then counts as having none. */
  get affinityError(): string | undefined {
    return this.#fixed.affinity.error
  }

  get hasAffinity(): boolean {
    return this.#fixed.affinity !== noAffinity
  }

  /** Narrowed while the pod is gated, so it is not shared between its states. */
  get requiredNodeAffinity(): RequiredNodeAffinity {
    return (this.#nodeAffinity ??= new RequiredNodeAffinity(this.pod))
  }

  /** Whether the node passes the pod's selector and required affinity; one that cannot be read matches nothing. */
  matchesNode(node: Parameters<RequiredNodeAffinity['matches']>[0]): boolean {
    // Most pods ask for nothing, and this is asked for every node.
    if (!this.hasRequiredNodeAffinity) return true
    try {
      return this.requiredNodeAffinity.matches(node)
    } catch (error) {
      if (error instanceof SelectorError) return false
      throw error
    }
  }
}

/** Objects of a real API server have uids; others are told apart by name. */
export function uidOf(pod: Pod): string {
  return pod.metadata.uid || `${pod.metadata.namespace}/${pod.metadata.name}`
}

function fixedParts(pod: Pod): Fixed {
  const requests = Resources.of(podRequests(pod))
  const nonZeroRequests = Resources.of(
    podRequests(pod, {
      nonMissing: { cpu: `${defaultMilliCpuRequest}m`, memory: String(defaultMemoryRequest) },
    }),
  )
  return {
    requests,
    nonZeroRequests,
    affinity: compileAffinity(pod),
    hostPorts: podHostPorts(pod),
    claims: (pod.spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
      if (persistentVolumeClaim !== undefined) return [persistentVolumeClaim.claimName]
      return ephemeral === undefined ? [] : [`${pod.metadata.name}-${name}`]
    }),
  }
}

function compileAffinity(pod: Pod): CompiledAffinity {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {}
  if (podAffinity === undefined && podAntiAffinity === undefined) return noAffinity
  const plain = (terms: NonNullable<typeof podAffinity>['requiredDuringSchedulingIgnoredDuringExecution']) =>
    (terms ?? []).map((term) => compileTerm(pod, term))
  const weighted = (terms: NonNullable<typeof podAffinity>['preferredDuringSchedulingIgnoredDuringExecution']) =>
    (terms ?? []).map(({ weight, podAffinityTerm }) => ({ ...compileTerm(pod, podAffinityTerm), weight }))
  try {
    return {
      required: plain(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
      requiredAnti: plain(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
      preferred: weighted(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
      preferredAnti: weighted(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
      error: undefined,
    }
  } catch (error) {
    if (error instanceof SelectorError) return { ...noAffinity, error: error.message }
    throw error
  }
}
