import { expect, test } from 'vitest'
import type { Probe } from '@elli/api/core/v1'
import { t0 } from '../pods/testing.ts'
import { ProbeWorker, type ProbedContainer, type ProbeKind } from './probe-worker.ts'

const running: ProbedContainer = {
  id: 'c1',
  running: true,
  startedAt: t0,
  started: true,
  gone: false,
  podDeleted: false,
}

function worker(kind: ProbeKind, probe: Probe = {}) {
  const changes: (boolean | undefined)[] = []
  const machine = new ProbeWorker(kind, probe)
  const changed = (): void => void changes.push(machine.result('c1'))
  return {
    changes,
    step: (extra: Partial<ProbedContainer> = {}, now = t0 + 1000) =>
      machine.step({ ...running, ...extra }, now, changed),
    take: (...results: boolean[]) => results.forEach((result) => machine.take(result, changed)),
    result: (id = 'c1') => machine.result(id),
  }
}

test('before the first probe readiness fails, liveness holds, startup is open', () => {
  for (const [kind, initial] of [
    ['readiness', false],
    ['liveness', true],
    ['startup', undefined],
  ] as const) {
    const one = worker(kind)
    one.step({ started: kind !== 'startup' })
    expect(one.result()).toBe(initial)
  }
})

test('nothing is probed before its time', () => {
  expect(worker('liveness').step({ id: undefined })).toBe('skip')
  expect(worker('liveness', { initialDelaySeconds: 5 }).step({}, t0 + 4999)).toBe('skip')
  expect(worker('liveness', { initialDelaySeconds: 5 }).step({}, t0 + 5000)).toBe('probe')
  expect(worker('liveness').step({ started: false })).toBe('skip')
  expect(worker('startup').step({ started: false })).toBe('probe')
  expect(worker('startup').step({ started: true })).toBe('skip')
})

test('results count only after their thresholds', () => {
  const one = worker('readiness', { failureThreshold: 2, successThreshold: 2 })
  one.step()
  one.take(true)
  expect(one.result()).toBe(false)
  one.take(true, false, true, false)
  expect(one.result()).toBe(true)
  one.take(false)
  expect(one.result()).toBe(false)
  expect(one.changes).toEqual([true, false])
})

test('a failed liveness probe waits for the next container', () => {
  const one = worker('liveness', { failureThreshold: 1 })
  one.step()
  one.take(false)
  expect(one.result()).toBe(false)
  expect(one.step()).toBe('skip')
  expect(one.step({ id: 'c2' })).toBe('probe')
  expect(one.result('c2')).toBe(true)
  expect(one.result('c1')).toBeUndefined()
})

test('a pod on its way out is no longer killed for its probes, but may become unready', () => {
  expect(worker('liveness').step({ podDeleted: true })).toBe('stop')
  expect(worker('readiness').step({ podDeleted: true })).toBe('probe')
})

test('a container that ended fails its probes, and ends them when it does not come back', () => {
  const one = worker('liveness')
  one.step()
  expect(one.step({ running: false })).toBe('skip')
  expect(one.result()).toBe(false)
  expect(one.step({ running: false, gone: true })).toBe('stop')
})
