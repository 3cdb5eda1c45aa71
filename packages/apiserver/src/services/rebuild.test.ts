import { seededRandom } from '@elli/host/random'
import { expect, test } from 'vitest'
import { Bitmap } from './bitmap.ts'
import { rebuild, type Claim } from './rebuild.ts'

const bitmap = (...taken: number[]): Bitmap => {
  const made = new Bitmap(16, 0, seededRandom(1).stream('test'))
  for (const offset of taken) made.take(offset)
  return made
}
const claim = (owner: string, offset: number | undefined): Claim<string> => ({ owner, what: String(offset), offset })

test('what Services have is taken, and each thing that is wrong is told of its Service', () => {
  const { bitmap: made, problems } = rebuild(
    bitmap(1),
    [claim('a', 1), claim('b', 1), claim('c', 2), claim('d', undefined)],
    new Map(),
  )
  expect(made.offsets()).toEqual([1, 2])
  expect(problems.map(({ kind, claim: { owner } }) => [owner, kind])).toEqual([
    ['b', 'duplicate'],
    ['c', 'repair'],
    ['d', 'outOfRange'],
  ])
})

test('what nobody has stays for two looks and is free at the third', () => {
  const first = rebuild(bitmap(5), [], new Map())
  expect([first.bitmap.has(5), first.leaked]).toEqual([true, []])
  const second = rebuild(first.bitmap, [], first.suspects)
  expect([second.bitmap.has(5), second.leaked]).toEqual([true, []])
  const third = rebuild(second.bitmap, [], second.suspects)
  expect([third.bitmap.has(5), third.leaked]).toEqual([false, [5]])
})

test('a suspect whose Service shows up begins anew', () => {
  const first = rebuild(bitmap(5), [], new Map())
  const second = rebuild(first.bitmap, [claim('late', 5)], first.suspects)
  expect([...second.suspects.keys()]).toEqual([])
  expect(rebuild(second.bitmap, [], second.suspects).bitmap.has(5)).toBe(true)
})
