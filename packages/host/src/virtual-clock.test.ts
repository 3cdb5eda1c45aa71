import { expect, test } from 'vitest'
import { every, withTimeout } from './clock.ts'
import { defaultStart, VirtualClock } from './virtual-clock.ts'

test('timers fire in order of their instants, those of one instant in the order they were made', async () => {
  const clock = new VirtualClock()
  const seen: string[] = []
  const note = (name: string) => () => seen.push(`${name}@${clock.now() - defaultStart}`)
  clock.after(30, note('c'))
  clock.after(10, note('a'))
  clock.after(10, note('b'))
  clock.after(1000, note('later'))
  await clock.advance(50)
  expect(seen).toEqual(['a@10', 'b@10', 'c@30'])
  expect(clock.now()).toBe(defaultStart + 50)
  expect(clock.pending()).toEqual(['timer due in 950 ms'])
})

test('a promise chain settles before time passes on', async () => {
  const clock = new VirtualClock(0)
  const seen: string[] = []
  clock.after(1, () => {
    void (async () => {
      for (let i = 0; i < 100; i++) await Promise.resolve()
      await new Promise((resolve) => setImmediate(resolve))
      seen.push(`chain@${clock.now()}`)
    })()
  })
  clock.after(2, () => seen.push('next'))
  await clock.advance(5)
  expect(seen).toEqual(['chain@1', 'next'])
})

test('timers made by timers fire on the way when they fall due', async () => {
  const clock = new VirtualClock(0)
  const at: number[] = []
  const timer = every(clock, 10, () => at.push(clock.monotonicMs()))
  await clock.advance(35)
  timer.cancel()
  await clock.advance(100)
  expect(at).toEqual([10, 20, 30])
  expect(clock.pending()).toEqual([])
})

test('sleep ends on time or rejects with the reason of the abort and leaves nothing behind', async () => {
  const clock = new VirtualClock(0)
  const controller = new AbortController()
  const outcome = clock.sleep(100, controller.signal).catch((error: unknown) => error)
  await clock.advance(50)
  const reason = new Error('enough')
  controller.abort(reason)
  expect(await outcome).toBe(reason)
  expect(clock.pending()).toEqual([])
  await expect(clock.sleep(1, controller.signal)).rejects.toBe(reason)
  await clock.complete(clock.sleep(5, new AbortController().signal), 10)
  expect(clock.monotonicMs()).toBe(55)
})

test('withTimeout aborts after its time on this clock', async () => {
  const clock = new VirtualClock()
  const { signal, done } = withTimeout(clock, 100)
  await clock.advance(99)
  expect(signal.aborted).toBe(false)
  await clock.advance(1)
  expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
  done()
})

test('runUntil tells how long it took, and names the open timers when the condition never holds', async () => {
  const clock = new VirtualClock(0)
  let ready = false
  clock.after(700, () => {
    ready = true
  })
  every(clock, 250, () => {})
  expect(await clock.runUntil(() => ready, 10_000)).toBe(700)
  await expect(clock.runUntil(() => false, 100)).rejects.toThrow(/100 virtual ms; pending: timer due in/)
})

test('complete waits for work on other threads and hands on errors', async () => {
  const clock = new VirtualClock()
  const digest = crypto.subtle.digest('SHA-256', new Uint8Array(1 << 20))
  expect((await clock.complete(digest, 10)).byteLength).toBe(32)
  await expect(clock.complete(Promise.reject(new Error('no')), 10)).rejects.toThrow('no')
})

test('many renewed timers do not pile up and keep their order', async () => {
  const clock = new VirtualClock(0)
  let fired = 0
  let timer = clock.after(1, () => fired++)
  for (let i = 0; i < 10_000; i++) {
    timer.cancel()
    timer = clock.after(10 + (i % 7), () => fired++)
  }
  const order: number[] = []
  for (const ms of [9, 3, 7, 1, 8, 2]) clock.after(ms, () => order.push(ms))
  await clock.advance(20)
  expect(fired).toBe(1)
  expect(order).toEqual([1, 2, 3, 7, 8, 9])
})
