import { simulatedHost } from '@elli/host/simulated'
import { describe, expect, test } from 'vitest'
import { DelayQueue } from './delay-queue.ts'
import { runWorkers, workQueue, type WorkQueueObserver } from './work-queue.ts'

const host = () => simulatedHost({ seed: 1 })

/** Takes keys as they come and notes them with the virtual time; never says done unless told. */
function collector(simulated: ReturnType<typeof host>, queue: ReturnType<typeof workQueue<string>>, done = true) {
  const taken: [string, number][] = []
  const stop = new AbortController()
  const ended = (async () => {
    for await (const key of queue.take(stop.signal)) {
      taken.push([key, Math.round(simulated.clock.monotonicMs())])
      if (done) queue.done(key)
    }
  })()
  return { taken, stop: async () => (stop.abort(), ended) }
}

describe('work queue', () => {
  test('gives keys in order, each once', async () => {
    const simulated = host()
    const queue = workQueue<string>(simulated, { name: 'q' })
    for (const key of ['a', 'b', 'a', 'c']) queue.add(key)
    expect(queue.length).toBe(3)
    const { taken, stop } = collector(simulated, queue)
    await simulated.settle()
    expect(taken.map(([key]) => key)).toEqual(['a', 'b', 'c'])
    await stop()
  })

  test('a key added while being worked on comes again when done, not before', async () => {
    const simulated = host()
    const queue = workQueue<string>(simulated, { name: 'q' })
    const { taken, stop } = collector(simulated, queue, false)
    queue.add('a')
    await simulated.settle()
    queue.add('a')
    queue.add('a')
    await simulated.settle()
    expect(taken).toHaveLength(1)
    queue.done('a')
    await simulated.settle()
    expect(taken).toHaveLength(2)
    queue.done('a')
    await simulated.settle()
    expect(taken).toHaveLength(2)
    await stop()
  })

  test('the earliest of two delays wins', async () => {
    const simulated = host()
    const queue = workQueue<string>(simulated, { name: 'q' })
    const { taken, stop } = collector(simulated, queue)
    queue.addAfter('a', 500)
    queue.addAfter('a', 100)
    queue.addAfter('a', 900)
    queue.addAfter('b', 200)
    await simulated.advance(1000)
    expect(taken).toEqual([
      ['a', 100],
      ['b', 200],
    ])
    await stop()
    expect(simulated.pending()).toEqual([])
  })

  test('failures double the delay until forgotten, up to the cap', async () => {
    const simulated = host()
    const queue = workQueue<string>(simulated, { name: 'q', maxDelayMs: 40, bucketPerSecond: 0 })
    const { taken, stop } = collector(simulated, queue)
    const gaps: number[] = []
    for (let i = 0; i < 6; i++) {
      const startedMs = simulated.clock.monotonicMs()
      queue.addRateLimited('a')
      await simulated.runUntil(() => taken.length === i + 1, 10_000)
      gaps.push((taken[i]?.[1] ?? 0) - startedMs)
    }
    expect(gaps).toEqual([5, 10, 20, 40, 40, 40])
    expect(queue.requeues('a')).toBe(6)
    queue.forget('a')
    expect(queue.requeues('a')).toBe(0)
    await stop()
  })

  test('all failing keys share one bucket', async () => {
    const simulated = host()
    const queue = workQueue<number>(simulated, { name: 'q', bucketPerSecond: 10, bucketBurst: 3 })
    for (let i = 0; i < 5; i++) queue.addRateLimited(i)
    await simulated.advance(50)
    expect(queue.length).toBe(3)
    await simulated.advance(60)
    expect(queue.length).toBe(4)
    await simulated.advance(100)
    expect(queue.length).toBe(5)
  })

  test('a worker that leaves hands the key it was woken for to another', async () => {
    const simulated = host()
    const queue = workQueue<string>(simulated, { name: 'q' })
    const first = collector(simulated, queue)
    const second = collector(simulated, queue)
    await simulated.settle()
    queue.add('a')
    await first.stop()
    await simulated.settle()
    expect([...first.taken, ...second.taken].map(([key]) => key)).toEqual(['a'])
    await second.stop()
  })

  test('tells an observer what upstream counts', async () => {
    const simulated = host()
    const seen: string[] = []
    const observer: WorkQueueObserver = {
      depth: (name, length) => seen.push(`${name} depth ${length}`),
      added: () => seen.push('added'),
      started: (_, seconds) => seen.push(`started ${seconds}`),
      finished: (_, seconds) => seen.push(`finished ${seconds}`),
      retried: () => seen.push('retried'),
    }
    const queue = workQueue<string>(simulated, { name: 'q', observer })
    queue.add('a')
    await simulated.advance(2000)
    const { stop } = collector(simulated, queue, false)
    await simulated.advance(3000)
    expect(queue.unfinished()).toEqual({ totalSeconds: 3, longestSeconds: 3 })
    queue.done('a')
    expect(seen).toEqual(['added', 'q depth 1', 'q depth 0', 'started 2', 'finished 3'])
    await stop()
  })
})

describe('workers', () => {
  test('work side by side, try failures again, and stop when told', async () => {
    const simulated = host()
    const queue = workQueue<string>(simulated, { name: 'q' })
    const stop = new AbortController()
    const failed: string[] = []
    const done: string[] = []
    let running = 0
    let most = 0
    const work = async (key: string, signal: AbortSignal): Promise<void> => {
      most = Math.max(most, ++running)
      await simulated.clock.sleep(10, signal).finally(() => running--)
      if (key === 'bad' && queue.requeues(key) < 2) throw new Error('not yet')
      done.push(key)
    }
    for (const key of ['a', 'bad', 'b', 'c']) queue.add(key)
    const ended = runWorkers(queue, 2, work, (key, error) => failed.push(`${key}: ${String(error)}`), stop.signal)
    await simulated.runUntil(() => done.length === 4, 10_000)
    expect(most).toBe(2)
    expect(failed).toEqual(['bad: Error: not yet', 'bad: Error: not yet'])
    expect(queue.requeues('bad')).toBe(0)
    stop.abort()
    await ended
    expect(simulated.pending()).toEqual([])
  })
})

test('delay queue keeps its order under many moves', async () => {
  const simulated = host()
  const random = simulated.random.stream('test')
  const due: [number, number][] = []
  const queue = new DelayQueue<number>(simulated.clock, (key) => due.push([key, simulated.clock.monotonicMs()]))
  const expected = new Map<number, number>()
  for (let i = 0; i < 2000; i++) {
    const key = random.below(50)
    const delayMs = random.below(10_000)
    queue.schedule(key, delayMs)
    expected.set(key, delayMs)
  }
  queue.cancel(7)
  expected.delete(7)
  await simulated.advance(10_001)
  expect(new Map(due)).toEqual(expected)
  expect(due.map(([, at]) => at)).toEqual([...expected.values()].sort((a, b) => a - b))
  expect(simulated.pending()).toEqual([])
})
