import { expect, test } from 'vitest'
import { Reinvocation } from './reinvocation.ts'

test('a plugin finds what it kept, and nobody else does', () => {
  const reinvocation = new Reinvocation()
  reinvocation.memory('a', () => ({ count: 0 })).count++
  expect(reinvocation.memory('a', () => ({ count: 0 })).count).toBe(1)
  expect(reinvocation.memory('b', () => ({ count: 0 })).count).toBe(0)
})

test('the second round is asked for, then begun', () => {
  const reinvocation = new Reinvocation()
  expect([reinvocation.wanted, reinvocation.isSecond]).toEqual([false, false])
  reinvocation.want()
  reinvocation.begin()
  expect([reinvocation.wanted, reinvocation.isSecond]).toEqual([true, true])
})
