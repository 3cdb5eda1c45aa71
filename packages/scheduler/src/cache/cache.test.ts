import { describe, expect, test } from 'vitest'
import type { Pod } from '@elli/api/core/v1'
import { seededRandom } from '@elli/host/random'
import { selectorFromSet } from '@elli/machinery/labels'
import { NodeInfo } from '../framework/node-info.ts'
import { PodInfo } from '../framework/pod-info.ts'
import { node, pod } from '../testing/objects.ts'
import { SchedulerCache } from './cache.ts'

const zone = 'topology.kubernetes.io/zone'

describe('the cache', () => {
  test('nodes of zones take turns', () => {
    const cache = new SchedulerCache()
    for (const [name, value] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['a3', 'a'],
      ['b1', 'b'],
      ['c1', 'c'],
    ] as const) {
      cache.addNode(node(name, { labels: { [zone]: value } }))
    }
    expect(cache.nodes().map(({ name }) => name)).toEqual(['a1', 'b1', 'c1', 'a2', 'a3'])
    cache.addNode(node('a1', { labels: { [zone]: 'c' } }))
    cache.removeNode(node('b1'))
    expect(cache.nodes().map(({ name }) => name)).toEqual(['a2', 'c1', 'a3', 'a1'])
  })

  test('an assumed pod holds its room until it is forgotten or confirmed, also elsewhere', () => {
    const cache = new SchedulerCache()
    for (const name of ['n1', 'n2']) cache.addNode(node(name))
    const requested = (): number[] => cache.nodes().map(({ requested: { milliCpu } }) => milliCpu)
    const web = pod('web', { requests: { cpu: '1' } })
    const assumed = cache.assume(PodInfo.of(web), 'n1')
    expect([requested(), cache.isAssumed(web)]).toEqual([[1000, 0], true])
    cache.forget(assumed)
    expect(requested()).toEqual([0, 0])
    const again = cache.assume(PodInfo.of(web), 'n1')
    cache.addPod({ ...web, spec: { ...web.spec, nodeName: 'n2' } })
    cache.forget(again)
    expect([requested(), cache.isAssumed(web)]).toEqual([[0, 1000], false])
  })

  test('pods of a node that is gone come back with it', () => {
    const cache = new SchedulerCache()
    cache.addNode(node('n1'))
    cache.addPod(pod('web', { nodeName: 'n1', requests: { cpu: '1' } }))
    cache.removeNode(node('n1'))
    expect([cache.nodes(), cache.node('n1')]).toEqual([[], undefined])
    cache.addNode(node('n1'))
    expect(cache.node('n1')?.requested.milliCpu).toBe(1000)
  })

  test('images count the nodes that have them', () => {
    const cache = new SchedulerCache()
    const images = [{ names: ['img:1', 'img@sha256:x'], sizeBytes: 5 }]
    cache.addNode(node('n1', { images }))
    cache.addNode(node('n2', { images }))
    expect(cache.node('n1')?.images.get('img:1')).toEqual({ size: 5, nodes: 2 })
    cache.removeNode(node('n2'))
    expect(cache.node('n1')?.images.get('img:1')?.nodes).toBe(1)
  })

  test('equal terms of pods are one, counted by node, and gone with the last of them', () => {
    const cache = new SchedulerCache()
    cache.addNode(node('n1'))
    const term = { topologyKey: zone, labelSelector: { matchLabels: { app: 'a' } } }
    const pods = ['p', 'q'].map((name) =>
      pod(name, {
        nodeName: 'n1',
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [term],
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 5, podAffinityTerm: term }],
          },
        },
      }),
    )
    for (const each of pods) cache.addPod(each)
    const groups = (index: 'requiredAntiAffinity' | 'preferredAffinity' | 'requiredAffinity') =>
      [...cache[index].groups()].map(({ weight, counts }) => [weight, Object.fromEntries(counts)])
    expect(groups('requiredAntiAffinity')).toEqual([[0, { n1: 2 }]])
    expect(groups('preferredAffinity')).toEqual([[-5, { n1: 2 }]])
    expect(groups('requiredAffinity')).toEqual([])
    for (const each of pods) cache.removePod(each)
    expect([groups('requiredAntiAffinity'), groups('preferredAffinity')]).toEqual([[], []])
  })

  test('sums and counts agree with a plain count, whatever happens', () => {
    const random = seededRandom(3).stream('cache')
    const selector = selectorFromSet({ app: 'a' })
    for (let round = 0; round < 30; round++) {
      const cache = new SchedulerCache()
      for (let i = 0; i < 4; i++) cache.addNode(node(`n${i}`))
      const bound = new Map<string, Pod>()
      const assumed = new Map<string, PodInfo>()
      for (let step = 0; step < 120; step++) {
        const name = `p${random.below(25)}`
        const nodeName = `n${random.below(4)}`
        const made = pod(name, {
          labels: { app: random.below(2) === 0 ? 'a' : 'b' },
          requests: {
            cpu: `${random.below(9)}00m`,
            memory: `${random.below(9)}Mi`,
            'example.com/x': String(random.below(3)),
          },
          ports: [{ containerPort: 1, hostPort: random.below(3) }],
          ...(random.below(4) === 0 ? { deletionTimestamp: '2024-01-01T00:00:00Z' } : {}),
        })
        const known = bound.get(name)
        switch (random.below(5)) {
          case 0: {
            if (known === undefined) break
            cache.removePod(known)
            bound.delete(name)
            break
          }
          case 1: {
            if (known !== undefined || assumed.has(name)) break
            assumed.set(name, cache.assume(PodInfo.of(made), nodeName))
            break
          }
          case 2: {
            const info = assumed.get(name)
            if (info === undefined) break
            cache.forget(info)
            assumed.delete(name)
            break
          }
          case 3:
            // Asked for now and then, so that some steps fall before and some after it is indexed.
            cache.matchCounts('default', selector, 'without terminating')
            break
          default: {
            // Requests are fixed for the life of a pod; labels and deletion are not.
            const spec = known?.spec ?? assumed.get(name)?.pod.spec ?? made.spec
            const after: Pod = { ...made, spec: { ...spec, nodeName: spec.nodeName ?? nodeName } }
            cache.addPod(after)
            bound.set(name, after)
            assumed.delete(name)
          }
        }
      }
      const there = [...bound.values(), ...[...assumed.values()].map((info) => info.pod)]
      for (const info of cache.nodes()) {
        const plain = new NodeInfo(info.name)
        for (const each of there) if (each.spec.nodeName === info.name) plain.addPod(PodInfo.of(each))
        expect([...info.pods.keys()].sort()).toEqual([...plain.pods.keys()].sort())
        for (const sums of ['requested', 'nonZeroRequested'] as const) {
          expect(info[sums].milliCpu).toBe(plain[sums].milliCpu)
          expect(info[sums].memory).toBe(plain[sums].memory)
          expect(info[sums].scalar('example.com/x')).toBe(plain[sums].scalar('example.com/x'))
        }
        for (const port of [1, 2]) {
          const wanted = { ip: '0.0.0.0', protocol: 'TCP', port }
          expect(info.hasPortConflict(wanted)).toBe(plain.hasPortConflict(wanted))
        }
        for (const terminating of ['with terminating', 'without terminating'] as const) {
          const count = there.filter(
            ({ spec, metadata }) =>
              spec.nodeName === info.name &&
              metadata.labels?.['app'] === 'a' &&
              (terminating === 'with terminating' || metadata.deletionTimestamp === undefined),
          ).length
          expect(cache.matchCounts('default', selector, terminating).get(info.name) ?? 0).toBe(count)
        }
      }
    }
  })
})
