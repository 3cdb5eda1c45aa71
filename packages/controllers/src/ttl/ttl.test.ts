import { expect, it } from 'vitest'
import { nextStep, ttlOf } from './index.ts'

it.each([
  [0, 100, 0],
  [0, 101, 15],
  [1, 90, 15],
  [1, 89, 0],
  [0, 5000, 300],
  [4, 1, 0],
])('from step %i, %i nodes: %i s', (before, count, seconds) => {
  expect(ttlOf(nextStep(before, count))).toBe(seconds)
})
