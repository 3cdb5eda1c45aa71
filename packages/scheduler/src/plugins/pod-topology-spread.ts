/**
 * PodTopologySpread: pods that belong together spread over domains of a topology: strictly (DoNotSchedule) or by preference (ScheduleAnyway).
 * In: constraints, how many matching pods each node has. Out: nodes that keep the skew, scores where it is smallest.
 * Elsewhere: what the constraints are (./spread-constraints.ts), the counting (../cache/selector-index.ts).
 * @see kubernetes v1.31 plugins/podtopologyspread
 */
import type { PodTopologySpreadArgs } from '@elli/api/config/kube-scheduler-config/v1'
import type { Node, Pod } from '@elli/api/core/v1'
import type { LabelSelector } from '@elli/machinery/labels'
import { hostnameLabel } from '@elli/machinery/pod/topology'
import { action } from '../framework/cluster-event.ts'
import { stateKey } from '../framework/cycle-state.ts'
import type { Handle } from '../framework/handle.ts'
import type { NodeInfo } from '../framework/node-info.ts'
import { maxNodeScore, type Plugin } from '../framework/plugin.ts'
import type { PodInfo } from '../framework/pod-info.ts'
import { skip, unresolvable, unschedulable } from '../framework/status.ts'
import {
  type Constraint,
  defaultConstraints,
  hasAllKeys,
  includesNode,
  ownConstraints,
  systemDefaultConstraints,
} from './spread-constraints.ts'

const name = 'PodTopologySpread'
const skewed = unschedulable(name, "node(s) didn't match pod topology spread constraints")
const labelMissing = unresolvable(name, "node(s) didn't match pod topology spread constraints (missing required label)")

/** A strict constraint with the matching pods of each domain there is. */
interface Hard {
  readonly constraint: Constraint
  readonly selfMatch: 0 | 1
  readonly domains: Map<string, number>
  /** The smallest of `domains`; undefined after they changed. */
  lowest: number | undefined
}

interface Soft {
  readonly constraint: Constraint
  /** Of the domains that nodes to be scored are in; by node for the hostname. */
  readonly counts: ReadonlyMap<string, number>
  readonly weight: number
}

interface SoftState {
  readonly soft: readonly Soft[]
  /** Nodes that lack a key of some constraint: they score 0. */
  readonly ignored: ReadonlySet<string>
}

const hardKey = stateKey<Hard[]>(`PreFilter${name}`, (all) =>
  all.map((hard) => ({ ...hard, domains: new Map(hard.domains) })),
)
const softKey = stateKey<SoftState>(`PreScore${name}`)
const noCounts: ReadonlyMap<string, number> = new Map()

export function podTopologySpread(
  { cache, listers }: Pick<Handle, 'cache' | 'listers'>,
  args: Pick<PodTopologySpreadArgs, 'defaultConstraints' | 'defaultingType'>,
): Plugin {
  const systemDefaulted = (args.defaultingType ?? 'System') === 'System'
  const defaults = systemDefaulted ? systemDefaultConstraints : (args.defaultConstraints ?? [])

  function constraintsOf({ pod }: PodInfo, whenUnsatisfiable: string): Constraint[] {
    return (pod.spec.topologySpreadConstraints ?? []).length > 0
      ? ownConstraints(pod, whenUnsatisfiable)
      : defaultConstraints(defaults, pod, whenUnsatisfiable, listers)
  }

  /** A selector that selects everything counts nothing, as upstream has it. */
  function matchCounts(namespace: string, selector: LabelSelector): ReadonlyMap<string, number> {
    return selector.empty ? noCounts : cache.matchCounts(namespace, selector, 'without terminating')
  }

  function changeCount(all: readonly Hard[], pod: PodInfo, other: PodInfo, node: NodeInfo, change: 1 | -1): void {
    if (other.namespace !== pod.namespace || !hasAllKeys(node, constraintsIn(all))) return
    for (const hard of all) {
      const { constraint, domains } = hard
      if (!constraint.selector.matches(other.pod.metadata.labels) || !includesNode(constraint, pod, node)) continue
      const value = node.domain(constraint.topologyKey) ?? ''
      domains.set(value, (domains.get(value) ?? 0) + change)
      hard.lowest = undefined
    }
  }

  return {
    name,
    events: [
      {
        resource: 'Pod',
        actions: action.add | action.delete | action.updatePodLabel,
        hint: (pod, before, after) => podChangeHelps(pod, constraintsOf(pod, 'DoNotSchedule'), before, after),
      },
      {
        resource: 'Node',
        actions: action.add | action.delete | action.updateNodeLabel | action.updateNodeTaint,
        hint(pod, before, after) {
          const constraints = constraintsOf(pod, 'DoNotSchedule')
          const counts = (node: Node | undefined): boolean =>
            node !== undefined &&
            constraints.every(({ topologyKey }) => node.metadata.labels?.[topologyKey] !== undefined)
          // A domain that disappears lowers the bar just as one that appears may.
          return counts(after) || counts(before)
        },
      },
    ],

    preFilter(state, pod) {
      const constraints = constraintsOf(pod, 'DoNotSchedule')
      if (constraints.length === 0) return skip
      const all = constraints.map((constraint): Hard & { counts: ReadonlyMap<string, number> } => ({
        constraint,
        selfMatch: constraint.selector.matches(pod.pod.metadata.labels) ? 1 : 0,
        domains: new Map(),
        lowest: undefined,
        counts: matchCounts(pod.namespace, constraint.selector),
      }))
      for (const node of cache.nodes()) {
        if (!hasAllKeys(node, constraints)) continue
        for (const { constraint, domains, counts } of all) {
          if (!includesNode(constraint, pod, node)) continue
          const value = node.domain(constraint.topologyKey) ?? ''
          domains.set(value, (domains.get(value) ?? 0) + (counts.get(node.name) ?? 0))
        }
      }
      state.write(hardKey, all)
      return undefined
    },
    addPod: (state, pod, other, node) => changeCount(state.must(hardKey), pod, other, node, 1),
    removePod: (state, pod, other, node) => changeCount(state.must(hardKey), pod, other, node, -1),

    filter(state, _pod, node) {
      for (const hard of state.must(hardKey)) {
        const { topologyKey, maxSkew } = hard.constraint
        const value = node.domain(topologyKey)
        if (value === undefined) return labelMissing
        if ((hard.domains.get(value) ?? 0) + hard.selfMatch - lowestOf(hard) > maxSkew) return skewed
      }
      return undefined
    },

    preScore(state, pod, nodes) {
      const constraints = constraintsOf(pod, 'ScheduleAnyway')
      if (constraints.length === 0) return skip
      // The system's defaults are a wish: a node without zones is no worse for it.
      const requireAll = (pod.pod.spec.topologySpreadConstraints ?? []).length > 0 || !systemDefaulted
      const ignored = new Set<string>()
      if (requireAll) for (const node of nodes) if (!hasAllKeys(node, constraints)) ignored.add(node.name)
      const soft = constraints.map((constraint): Soft => {
        const { topologyKey, selector } = constraint
        const byNode = matchCounts(pod.namespace, selector)
        if (topologyKey === hostnameLabel)
          return { constraint, counts: byNode, weight: weightOf(nodes.length - ignored.size) }
        const counts = new Map<string, number>()
        // A domain label that is missing reads as '' here, as upstream's map does, and so counts as one domain.
        for (const node of nodes) if (!ignored.has(node.name)) counts.set(node.domain(topologyKey) ?? '', 0)
        const weight = weightOf(counts.size)
        for (const [nodeName, count] of byNode) {
          const node = cache.node(nodeName)
          if (node === undefined || (requireAll && !hasAllKeys(node, constraints))) continue
          const value = node.domain(topologyKey) ?? ''
          const before = counts.get(value)
          if (before !== undefined && includesNode(constraint, pod, node)) counts.set(value, before + count)
        }
        return { constraint, counts, weight }
      })
      state.write(softKey, { soft, ignored })
      return undefined
    },
    score(state, _pod, node) {
      const { soft, ignored } = state.must(softKey)
      if (ignored.has(node.name)) return 0
      let score = 0
      for (const { constraint, counts, weight } of soft) {
        const value = node.domain(constraint.topologyKey)
        if (value === undefined) continue
        const count = counts.get(constraint.topologyKey === hostnameLabel ? node.name : value) ?? 0
        score += count * weight + (constraint.maxSkew - 1)
      }
      return Math.round(score)
    },
    normalize(state, _pod, scores, nodes) {
      const { ignored } = state.must(softKey)
      let [lowest, highest] = [Number.POSITIVE_INFINITY, 0]
      for (let i = 0; i < nodes.length; i++) {
        if (ignored.has((nodes[i] as NodeInfo).name)) continue
        const score = scores[i] ?? 0
        if (score < lowest) lowest = score
        if (score > highest) highest = score
      }
      for (let i = 0; i < nodes.length; i++) {
        if (ignored.has((nodes[i] as NodeInfo).name)) scores[i] = 0
        else if (highest === 0) scores[i] = maxNodeScore
        else scores[i] = Math.trunc((maxNodeScore * (highest + lowest - (scores[i] ?? 0))) / highest)
      }
    },
  }
}

function constraintsIn(all: readonly Hard[]): Constraint[] {
  return all.map(({ constraint }) => constraint)
}

/** The smallest count of a domain; 0 while there are fewer domains than the constraint asks for. */
function lowestOf(hard: Hard): number {
  if (hard.lowest !== undefined) return hard.lowest
  let lowest = Number.POSITIVE_INFINITY
  for (const count of hard.domains.values()) if (count < lowest) lowest = count
  hard.lowest = hard.domains.size < hard.constraint.minDomains ? 0 : lowest
  return hard.lowest
}

/** Many small domains would otherwise say less than few large ones. */
function weightOf(domains: number): number {
  return Math.log(domains + 2)
}

function podChangeHelps(
  pod: PodInfo,
  constraints: readonly Constraint[],
  before: Pod | undefined,
  after: Pod | undefined,
): boolean {
  for (const other of [before, after]) {
    if (other === undefined) continue
    if ((other.spec.nodeName ?? '') === '' || other.metadata.namespace !== pod.namespace) return false
  }
  const matches = ({ selector }: Constraint, other: Pod | undefined): boolean =>
    other !== undefined && selector.matches(other.metadata.labels)
  return constraints.some((constraint) => matches(constraint, before) !== matches(constraint, after))
}
