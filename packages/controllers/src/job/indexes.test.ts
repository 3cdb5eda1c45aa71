import { expect, test } from 'vitest'
import { IndexSet } from './indexes.ts'

for (const [text, completions, expected, size] of [
  ['', 10, '', 0],
  ['0', 10, '0', 1],
  ['0,1', 10, '0,1', 2],
  ['0-2', 10, '0-2', 3],
  ['1,3-5,7', 10, '1,3-5,7', 5],
  ['0-2,3', 10, '0-3', 4],
  ['1,3-9', 5, '1,3,4', 3],
  ['1,8', 5, '1', 1],
  ['x,1', 5, '1', 1],
] as const) {
  test(`indexes ${text} of ${completions}`, () => {
    const set = IndexSet.parse(text, completions)
    expect([set.toString(), set.size]).toEqual([expected, size])
  })
}

test('indexes join and overlap', () => {
  const set = IndexSet.of([5, 1, 2, 9]).union(IndexSet.of([3, 9]))
  expect(set.toString()).toBe('1-3,5,9')
  expect(set.overlap(IndexSet.parse('2-5', 10))).toBe(3)
  expect([set.has(3), set.has(4)]).toEqual([true, false])
})

test('finds the first that are missing', () => {
  expect(IndexSet.of([0, 2, 3]).firstMissing(2, 6)).toEqual([1, 4])
  expect(IndexSet.of([0, 1]).firstMissing(5, 3)).toEqual([2])
  expect(IndexSet.empty.firstMissing(2, 5)).toEqual([0, 1])
})
