/** Clever counting against plain loops, on random clusters. */
import { describe, expect, test } from 'vitest'
import type { Node, Pod } from '@elli/api/core/v1'
import { type Random, seededRandom } from '@elli/host/random'
import { PodInfo } from '../framework/pod-info.ts'
import { CycleState } from '../framework/cycle-state.ts'
import { node, pod, type PodRow } from '../testing/objects.ts'
import { pureScheduler } from '../testing/pure-scheduler.ts'

const zone = 'topology.kubernetes.io/zone'
const pick = <T>(random: Random, items: readonly T[]): T => items[random.below(items.length)] as T

function randomWorld(random: Random): { nodes: Node[]; pods: Pod[] } {
  const nodes = Array.from({ length: 2 + random.below(6) }, (_, i) =>
    node(`n${i}`, random.below(5) === 0 ? {} : { labels: { [zone]: pick(random, ['a', 'b', 'c']) } }),
  )
  const pods = Array.from({ length: random.below(12) }, (_, i) =>
    pod(`x${i}`, {
      nodeName: pick(random, nodes).metadata.name ?? '',
      namespace: pick(random, ['default', 'other']),
      labels: { app: pick(random, ['web', 'db']) },
      ...(random.below(4) === 0 ? { deletionTimestamp: '2024-01-01T00:00:00Z' } : {}),
      ...(random.below(4) === 0
        ? antiAffinity(pick(random, ['web', 'db']), pick(random, [zone, 'kubernetes.io/hostname']))
        : {}),
    }),
  )
  return { nodes, pods }
}

function antiAffinity(app: string, topologyKey: string): PodRow {
  return {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: { matchLabels: { app } } }],
      },
    },
  }
}

/** Nodes that pass, by name. */
function passing(world: { nodes: Node[]; pods: Pod[] }, row: PodRow): string[] {
  const scheduler = pureScheduler(world)
  const info = PodInfo.of(pod('p', row))
  const state = new CycleState()
  expect(scheduler.framework.runPreFilter(state, info).status).toBeUndefined()
  return scheduler.cache
    .nodes()
    .filter((each) => scheduler.framework.runFilters(state, info, each) === undefined)
    .map(({ name }) => name)
    .sort()
}

const domain = ({ metadata }: Node, key: string): string | undefined => metadata.labels?.[key]

describe('twins', () => {
  test('hard spread', () => {
    const random = seededRandom(11).stream('spread')
    for (let round = 0; round < 200; round++) {
      const world = randomWorld(random)
      const maxSkew = 1 + random.below(2)
      const minDomains = 1 + random.below(3)
      const row: PodRow = {
        labels: { app: 'web' },
        topologySpreadConstraints: [
          {
            maxSkew,
            minDomains,
            topologyKey: zone,
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app: 'web' } },
          },
        ],
      }
      const count = (value: string): number =>
        world.pods.filter(
          ({ metadata, spec }) =>
            metadata.namespace === 'default' &&
            metadata.labels?.['app'] === 'web' &&
            metadata.deletionTimestamp === undefined &&
            world.nodes.some((each) => each.metadata.name === spec.nodeName && domain(each, zone) === value),
        ).length
      const domains = [...new Set(world.nodes.flatMap((each) => domain(each, zone) ?? []))]
      const lowest = domains.length < minDomains ? 0 : Math.min(...domains.map(count))
      const refused = world.pods.filter(
        (other) => other.metadata.namespace === 'default' && other.spec.affinity !== undefined,
      )
      const expected = world.nodes.filter((each) => {
        const value = domain(each, zone)
        return (
          value !== undefined && count(value) + 1 - lowest <= maxSkew && !refuses(world.nodes, refused, each, 'web')
        )
      })
      expect(passing(world, row)).toEqual(expected.map(({ metadata }) => metadata.name).sort())
    }
  })

  test('affinity and anti-affinity of both sides', () => {
    const random = seededRandom(12).stream('affinity')
    for (let round = 0; round < 200; round++) {
      const world = randomWorld(random)
      const key = pick(random, [zone, 'kubernetes.io/hostname'])
      const own = antiAffinity('db', key)
      const refusers = world.pods.filter(
        (other) => other.metadata.namespace === 'default' && other.spec.affinity !== undefined,
      )
      const unwanted = world.pods.filter(
        ({ metadata }) => metadata.namespace === 'default' && metadata.labels?.['app'] === 'db',
      )
      const expected = world.nodes.filter(
        (each) =>
          !refuses(world.nodes, refusers, each, 'web') &&
          !unwanted.some((other) => shares(world.nodes, other, each, key)),
      )
      expect(passing(world, { labels: { app: 'web' }, ...own })).toEqual(
        expected.map(({ metadata }) => metadata.name).sort(),
      )
    }
  })
})

function shares(nodes: readonly Node[], other: Pod, candidate: Node, key: string): boolean {
  const at = nodes.find(({ metadata }) => metadata.name === other.spec.nodeName)
  const value = at === undefined ? undefined : domain(at, key)
  return value !== undefined && value === domain(candidate, key)
}

function refuses(nodes: readonly Node[], refusers: readonly Pod[], candidate: Node, app: string): boolean {
  return refusers.some((other) =>
    (other.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).some(
      ({ labelSelector, topologyKey }) =>
        labelSelector?.matchLabels?.['app'] === app && shares(nodes, other, candidate, topologyKey),
    ),
  )
}
