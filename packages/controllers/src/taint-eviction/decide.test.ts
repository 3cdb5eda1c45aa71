import type { Taint, Toleration } from '@elli/api/core/v1'
import { expect, it } from 'vitest'
import { decide } from './decide.ts'

const gone: Taint = { key: 'gone', effect: 'NoExecute' }
const busy: Taint = { key: 'busy', effect: 'NoExecute' }
const bears = (key: string, tolerationSeconds?: number): Toleration => ({
  key,
  operator: 'Exists',
  ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
})
const now = 1_000_000
const plan = (createdAt: number, fireAt: number) => ({ kind: 'plan', plan: { createdAt, fireAt } })

it.each([
  ['no taints', [], [], undefined, { kind: 'cancel' }],
  ['not tolerated', [gone], [], undefined, plan(now, now)],
  ['one of two not tolerated', [gone, busy], [bears('gone')], undefined, plan(now, now)],
  ['tolerated for ever', [gone], [bears('gone')], undefined, { kind: 'cancel' }],
  ['tolerated for a while', [gone], [bears('gone', 300)], undefined, plan(now, now + 300_000)],
  ['the shortest time counts', [gone, busy], [bears('gone', 300), bears('busy', 5)], undefined, plan(now, now + 5000)],
  ['no time at all', [gone], [bears('gone', -1)], undefined, plan(now, now)],
  ['planned before', [gone], [bears('gone', 300)], { createdAt: now - 1, fireAt: now + 9 }, { kind: 'leave' }],
  ['planned just now', [gone], [bears('gone', 5)], { createdAt: now, fireAt: now + 9 }, plan(now, now + 5000)],
] as const)('%s', (_, taints, tolerations, planned, decision) => {
  expect(decide(taints, tolerations, planned, now)).toEqual(decision)
})
