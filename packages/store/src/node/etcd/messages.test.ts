/** Bytes of etcd's messages, checked against hand-made ones; and what foreign bytes may do. */
import { describe, expect, test } from 'vitest'
import { LeaseIds } from './lease-ids.ts'
import { methods } from './messages.ts'
import { MessageReader, MessageWriter, WireError } from './wire.ts'
import { seededRandom } from '@elli/host/random'

const seen = new LeaseIds(seededRandom(1).stream('leases'))
const all = methods((id) => seen.numberOf(id))
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

test('requests are the bytes that etcd expects', () => {
  expect(hex(all.range.encode({ key: 'a', rangeEnd: 'b', limit: 500, revision: 7, countOnly: true }))).toBe(
    '0a0161' + '120162' + '18f403' + '2007' + '4801',
  )
  expect(hex(all.watch.encode({ kind: 'progress' }))).toBe('1a00')
  expect(hex(all.watch.encode({ kind: 'create', key: 'a', rangeEnd: 'b', startRevision: 3 }))).toBe(
    '0a0e' + '0a0161' + '120162' + '1803' + '2001' + '3001' + '4001',
  )
  // A comparison with revision 0 says "does not exist": the zero must be on the wire, as a member of a oneof.
  expect(hex(all.txn.encode({ compare: [{ key: 'a', modRevision: 0 }], success: [], failure: [] }))).toBe(
    '0a07' + '1002' + '1a0161' + '3000',
  )
  expect(hex(all.leaseGrant.encode({ id: 2n ** 48n, ttlSeconds: 60 }))).toBe('083c' + '1080808080808040')
})

test('a lease that no number holds is named again exactly', () => {
  const id = 7587886226741532679n
  const kv = new MessageWriter().text(1, 'k').int(3, 5).int(6, id).finish()
  const response = all.range.decode(new MessageWriter().message(2, kv).finish())
  expect(response.kvs[0]).toMatchObject({ key: 'k', modRevision: 5 })
  expect(seen.idOf(response.kvs[0]?.lease ?? 0)).toBe(id)
  expect(seen.idOf(42)).toBe(42n)
})

test('numbers up to 2^53 and negative ones survive', () => {
  for (const value of [0, 1, 127, 128, 2 ** 31, 2 ** 32 + 5, 2 ** 49 + 3, Number.MAX_SAFE_INTEGER, -1, -(2 ** 40)]) {
    const reader = new MessageReader(new MessageWriter().chosenInt(1, value).finish())
    expect(reader.next()).toBe(true)
    expect(reader.number()).toBe(value)
  }
})

describe('bytes that are no message', () => {
  for (const [name, bytes] of [
    ['a field that reaches too far', '0aff7f00'],
    ['a varint without end', '08ffffffffffffffffffffff'],
    ['a message cut short', '0a'],
    ['a group', '0b'],
  ] as const)
    test(name, () => {
      expect(() => all.range.decode(Buffer.from(bytes, 'hex'))).toThrow(WireError)
    })
  test('unknown fields are passed over', () => {
    expect(all.status.decode(Buffer.from('d23e0161' + '1201' + '33' + '1807', 'hex'))).toMatchObject({
      version: '3',
      sizeBytes: 7,
    })
  })
})
