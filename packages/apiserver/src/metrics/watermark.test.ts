import { expect, test } from 'vitest'
import { Watermark } from './watermark.ts'

test('the most of this second and of the one before', () => {
  const mark = new Watermark()
  mark.note(5, 10_100)
  mark.note(2, 10_200)
  expect(mark.read(1, 10_900)).toBe(5)
  mark.note(3, 11_100)
  expect(mark.read(0, 11_900)).toBe(5)
  expect(mark.read(0, 12_500)).toBe(3)
  expect(mark.read(1, 15_000)).toBe(1)
})
