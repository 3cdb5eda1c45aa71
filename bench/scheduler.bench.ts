/**
 * How fast the scheduler decides, without any API: `node --import tsx --conditions=development bench/scheduler.bench.ts`.
 * Guess: at 5,000 nodes a tenth of them is filtered and scored per pod, some 500 x 15 plugin calls, so about half a millisecond.
 */
import type { Pod } from '@elli/api/core/v1'
import { node, pod, type PodRow } from '@elli/scheduler/testing/objects'
import { pureScheduler } from '@elli/scheduler/testing/pure-scheduler'

const labels = { app: 'web' }
const labelSelector = { matchLabels: labels }
const requests = { cpu: '100m', memory: '128Mi' }
const zone = 'topology.kubernetes.io/zone'

const kinds: Record<string, PodRow> = {
  'plain pods': {},
  'hard spread over zones': {
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'DoNotSchedule', labelSelector }],
  },
  'anti-affinity by node': {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector }],
      },
    },
  },
}

const rows: { what: string; nodes: number; result: string }[] = []
for (const nodeCount of [100, 1_000, 5_000]) {
  for (const [what, row] of Object.entries(kinds)) {
    const scheduler = pureScheduler({
      nodes: Array.from({ length: nodeCount }, (_, i) => node(`node-${i}`, { labels: { [zone]: `zone-${i % 3}` } })),
    })
    const batch = (name: string, count: number): Pod[] =>
      Array.from({ length: count }, (_, i) => pod(`${name}-${i}`, { labels, requests, ...row }))
    const place = (pods: readonly Pod[]): number => pods.filter((each) => scheduler.place(each) !== undefined).length
    place(batch('warm', Math.min(nodeCount / 4, 200)))
    const pods = batch('web', Math.min(nodeCount / 2, 1_000))
    const began = performance.now()
    const placed = place(pods)
    const ms = performance.now() - began
    rows.push({
      what,
      nodes: nodeCount,
      result: `${Math.round((placed / ms) * 1000)} pods/s, ${placed} of ${pods.length} placed`,
    })
  }
}
console.table(rows)
