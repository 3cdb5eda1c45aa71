/** Extension points that no plugin of upstream's default set uses, and how failures of plugins read. */
import { describe, expect, test } from 'vitest'
import { simulatedHost } from '@elli/host/simulated'
import { node, pod } from '../testing/objects.ts'
import { Nominator } from '../queue/nominator.ts'
import { CycleState, stateKey } from './cycle-state.ts'
import { fitMessage, NodeStatuses } from './diagnosis.ts'
import { Framework, type PluginLists } from './framework.ts'
import { NodeInfo } from './node-info.ts'
import type { Plugin } from './plugin.ts'
import { PodInfo } from './pod-info.ts'
import { skip, Status, unresolvable, unschedulable } from './status.ts'
import { WaitingPods } from './waiting-pods.ts'

function framework(...plugins: Plugin[]) {
  const host = simulatedHost({ seed: 1 })
  const lists: PluginLists = {
    preEnqueue: plugins,
    queueSort: plugins,
    preFilter: plugins,
    filter: plugins,
    postFilter: plugins,
    preScore: plugins,
    score: plugins.map((plugin) => [plugin, 1] as const),
    reserve: plugins,
    permit: plugins,
    preBind: plugins,
    bind: plugins,
    postBind: plugins,
  }
  const waiting = new WaitingPods(host.clock)
  return { host, waiting, framework: new Framework('test', lists, { nominator: new Nominator(), waiting }) }
}

const info = PodInfo.of(pod('p'))
const n1 = new NodeInfo('n1')
n1.setNode(node('n1'))

describe('the framework', () => {
  test('pre-filters: a skip leaves the filter out, node sets are intersected, an empty one refuses all', () => {
    const skipped: Plugin = { name: 'A', preFilter: () => skip, filter: () => unschedulable('A', 'never asked') }
    const some = (name: string, ...names: string[]): Plugin => ({
      name,
      preFilter: () => ({ nodeNames: new Set(names) }),
    })
    const state = new CycleState()
    const both = framework(skipped, some('B', 'n1', 'n2'), some('C', 'n2', 'n3')).framework
    expect([...(both.runPreFilter(state, info).nodeNames ?? [])]).toEqual(['n2'])
    expect(both.runFilters(state, info, n1)).toBeUndefined()
    const none = framework(some('C', 'n1'), some('B', 'n2')).framework.runPreFilter(new CycleState(), info)
    expect(none.status).toMatchObject({
      code: 'UnschedulableAndUnresolvable',
      reasons: ["node(s) didn't satisfy plugin(s) [B C] simultaneously"],
    })
  })

  test('a refusal for good outweighs one for now', () => {
    const now: Plugin = { name: 'A', preFilter: () => unschedulable('A', 'now') }
    const forGood: Plugin = { name: 'B', preFilter: () => unresolvable('B', 'for good') }
    expect(framework(now, forGood).framework.runPreFilter(new CycleState(), info).status?.message).toBe('for good')
  })

  test('a plugin that throws is named', () => {
    const broken: Plugin = {
      name: 'Broken',
      filter() {
        throw new Error('oh')
      },
      score: () => 101,
    }
    const made = framework(broken).framework
    expect(made.runFilters(new CycleState(), info, n1)).toMatchObject({
      code: 'Error',
      plugin: 'Broken',
      reasons: ['running "Broken" filter plugin: oh'],
    })
    expect(() => made.runScores(new CycleState(), info, [n1])).toThrow('plugin "Broken" failed with: invalid score 101')
  })

  test('reserve stops at the first refusal; unreserve goes backwards over all', () => {
    const calls: string[] = []
    const reserving = (name: string, status?: Status): Plugin => ({
      name,
      reserve() {
        calls.push(`+${name}`)
        return status
      },
      unreserve: () => void calls.push(`-${name}`),
    })
    const made = framework(reserving('A'), reserving('B', unschedulable('B', 'no')), reserving('C')).framework
    expect(made.runReserve(new CycleState(), info, 'n1')?.plugin).toBe('B')
    made.runUnreserve(new CycleState(), info, 'n1')
    expect(calls).toEqual(['+A', '+B', '-C', '-B', '-A'])
  })

  test('permit: waits for all who asked, ends with a rejection or a timeout', async () => {
    const asking = (name: string): Plugin => ({
      name,
      permit: () => ({ status: new Status('Wait'), timeoutMs: 5_000 }),
    })
    const { host, waiting, framework: made } = framework(asking('A'), asking('B'))
    const ask = (): Promise<Status | undefined> => {
      expect(made.runPermit(new CycleState(), info, 'n1')?.code).toBe('Wait')
      return waiting.wait(info.uid)
    }
    const allowed = ask()
    waiting.allow(info.uid, 'A')
    waiting.allow(info.uid, 'B')
    expect(await allowed).toBeUndefined()
    const rejected = ask()
    expect(waiting.reject(info.uid, 'B', 'preempted')).toBe(true)
    expect(await rejected).toMatchObject({ plugin: 'B', reasons: ['preempted'] })
    const late = ask()
    await host.advance(5_000)
    expect((await late)?.message).toBe('rejected due to timeout after waiting 5s at plugin A')
    expect(await waiting.wait(info.uid)).toBeUndefined()
    expect(host.pending()).toEqual([])
  })

  test('bind: the first plugin that does not pass the pod on', async () => {
    const calls: string[] = []
    const binding = (name: string, status?: Status): Plugin => ({
      name,
      async bind() {
        calls.push(name)
        return status
      },
    })
    const made = framework(binding('A', skip), binding('B'), binding('C')).framework
    expect(await made.runBind(new CycleState(), info, 'n1', new AbortController().signal)).toBeUndefined()
    expect(calls).toEqual(['A', 'B'])
  })
})

describe('what plugins remember', () => {
  test('a clone is independent where the key says how to copy', () => {
    const copied = stateKey<number[]>('copied', (value) => [...value])
    const shared = stateKey<number[]>('shared')
    const state = new CycleState()
    state.write(copied, [1])
    state.write(shared, [1])
    const clone = state.clone()
    clone.must(copied).push(2)
    clone.must(shared).push(2)
    expect([state.must(copied), state.must(shared)]).toEqual([[1], [1, 2]])
    expect(() => new CycleState().must(copied)).toThrow('reading "copied" from cycleState: not found')
  })
})

describe('the message of a pod that fits nowhere', () => {
  test('reasons are counted and sorted as texts', () => {
    const statuses = new NodeStatuses()
    for (let i = 0; i < 12; i++)
      statuses.set(`a${i}`, unschedulable('A', 'Insufficient cpu', ...(i < 2 ? ['Too many pods'] : [])))
    const parts = { statuses, preFilterMessage: '', postFilterMessage: '' }
    expect(fitMessage(12, parts)).toBe('0/12 nodes are available: 12 Insufficient cpu, 2 Too many pods.')
    expect(fitMessage(12, { ...parts, preFilterMessage: 'no claim', postFilterMessage: 'preemption: none.' })).toBe(
      '0/12 nodes are available: no claim. preemption: none.',
    )
  })
})
