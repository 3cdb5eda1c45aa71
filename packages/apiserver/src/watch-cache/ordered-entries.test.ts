import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Entry } from './entry.ts'
import { OrderedEntries } from './ordered-entries.ts'

const entry = (key: string, revision: number): Entry => ({ key, revision }) as Entry

test('agrees with a plain map on random changes, and snapshots stay as they were', () => {
  const change = fc.record({ key: fc.integer({ min: 0, max: 1500 }), remove: fc.boolean(), look: fc.boolean() })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3000 }), (changes) => {
      const ordered = new OrderedEntries()
      const plain = new Map<string, Entry>()
      const sorted = (): string[] => [...plain.values()].sort((a, b) => (a.key < b.key ? -1 : 1)).map(text)
      const text = ({ key, revision }: Entry): string => `${key}@${revision}`
      let seen: { entries: () => string[]; expected: string[] } | undefined
      for (const [revision, { key, remove, look }] of changes.entries()) {
        const name = `ns-${key % 7}/pod-${key}`
        if (remove) {
          ordered.delete(name)
          plain.delete(name)
        } else {
          ordered.set(entry(name, revision))
          plain.set(name, entry(name, revision))
        }
        if (look && seen === undefined) {
          const snapshot = ordered.snapshot()
          seen = { entries: () => snapshot.range('').map(text), expected: sorted() }
        }
      }
      expect(ordered.size).toBe(plain.size)
      const last = ordered.snapshot()
      expect(last.range('').map(text)).toEqual(sorted())
      expect(last.range('ns-3/').map(text)).toEqual(sorted().filter((item) => item.startsWith('ns-3/')))
      expect(last.range('', 'ns-5/pod-5').map(text)).toEqual(sorted().filter((item) => item >= 'ns-5/pod-5'))
      for (const [key, value] of plain) expect(last.get(key)).toEqual(value)
      if (seen !== undefined) expect(seen.entries()).toEqual(seen.expected)
    }),
    { numRuns: 20 },
  )
})

test('many entries split into chunks and small ones join again', () => {
  const ordered = new OrderedEntries()
  const keys = Array.from({ length: 5000 }, (_, i) => String(i).padStart(5, '0'))
  for (const [i, key] of keys.entries()) ordered.set(entry(key, i))
  for (const key of keys.slice(10)) ordered.delete(key)
  expect(ordered.range('').map((item) => item.key)).toEqual(keys.slice(0, 10))
})
