/**
 * How the embedded engine writes things down: keys and values of its LMDB records, checksummed.
 * `h` + revision + key: one event. `l` + id: one lease. `m` + name: one fact about the store. Numbers are big-endian, so
 * records lie in order of their revision. An event's value: crc32, kind, place in its change, createRevision, version,
 * lease, then the stored value. The checksum covers the record's key too, so a value can never answer for another key.
 */
import { crc32 } from 'node:zlib'
import type { KeyValue, StoreEvent } from '../contract.ts'
import { StoreCorruptError } from './errors.ts'

export const historyStart = Buffer.from('h')
export const historyEnd = Buffer.from('i')
export const leaseStart = Buffer.from('l')
export const leaseEnd = Buffer.from('m')
/** What survives of history: `compacted` revision and the number of records before it. */
export const baseKey = Buffer.from('mbase')

const historyHead = 9
const eventHead = 27
const kinds = { put: 1, delete: 2 } as const

/** A record to put, or without a value to remove. */
export type Write = readonly [key: Buffer, value: Buffer | undefined]

export interface EventRecord {
  revision: number
  index: number
  /** The key-value, or for a delete the key alone. */
  kv: KeyValue | undefined
  key: string
}

export interface Base {
  compacted: number
  records: number
}

export function historyKey(revision: number, key: string): Buffer {
  const out = Buffer.allocUnsafe(historyHead + Buffer.byteLength(key))
  out[0] = 0x68
  out.writeBigUInt64BE(BigInt(revision), 1)
  out.write(key, historyHead)
  return out
}

export function encodeEvent(event: StoreEvent, index: number): Write {
  const key = historyKey(event.revision, event.type === 'put' ? event.kv.key : event.key)
  const kv = event.type === 'put' ? event.kv : undefined
  const out = Buffer.allocUnsafe(eventHead + (kv?.value.length ?? 0))
  out[4] = kinds[event.type]
  out.writeUInt16BE(index, 5)
  out.writeDoubleBE(kv?.createRevision ?? 0, 7)
  out.writeUInt32BE(kv?.version ?? 0, 15)
  out.writeDoubleBE(kv?.lease ?? 0, 19)
  if (kv !== undefined) out.set(kv.value, eventHead)
  return seal(key, out)
}

/** @throws StoreCorruptError when the bytes are not what was written */
export function decodeEvent(recordKey: Buffer, record: Buffer): EventRecord {
  check(recordKey, record, eventHead)
  const revision = Number(recordKey.readBigUInt64BE(1))
  const key = recordKey.toString('utf8', historyHead)
  const index = record.readUInt16BE(5)
  if (record[4] === kinds.delete) return { revision, index, key, kv: undefined }
  const kv: KeyValue = {
    key,
    value: record.subarray(eventHead),
    modRevision: revision,
    createRevision: record.readDoubleBE(7),
    version: record.readUInt32BE(15),
    lease: record.readDoubleBE(19),
  }
  return { revision, index, key, kv }
}

export function leaseKey(id: number): Buffer {
  const out = Buffer.allocUnsafe(9)
  out[0] = 0x6c
  out.writeBigUInt64BE(BigInt(id), 1)
  return out
}

export function encodeLease(id: number, ttlSeconds: number): Write {
  const out = Buffer.allocUnsafe(12)
  out.writeDoubleBE(ttlSeconds, 4)
  return seal(leaseKey(id), out)
}

export function decodeLease(recordKey: Buffer, record: Buffer): { id: number; ttlSeconds: number } {
  check(recordKey, record, 12)
  return { id: Number(recordKey.readBigUInt64BE(1)), ttlSeconds: record.readDoubleBE(4) }
}

export function encodeBase(base: Base): Write {
  const out = Buffer.allocUnsafe(20)
  out.writeDoubleBE(base.compacted, 4)
  out.writeDoubleBE(base.records, 12)
  return seal(baseKey, out)
}

export function decodeBase(record: Buffer): Base {
  check(baseKey, record, 20)
  return { compacted: record.readDoubleBE(4), records: record.readDoubleBE(12) }
}

function seal(key: Buffer, record: Buffer): Write {
  record.writeUInt32BE(crc32(record.subarray(4), crc32(key)), 0)
  return [key, record]
}

function check(key: Buffer, record: Buffer, atLeast: number): void {
  if (record.length < atLeast || record.readUInt32BE(0) !== crc32(record.subarray(4), crc32(key)))
    throw new StoreCorruptError(`the record ${describe(key)} does not match its checksum`)
}

function describe(key: Buffer): string {
  if (key[0] !== 0x68 || key.length < historyHead) return JSON.stringify(key.toString('latin1'))
  return `${JSON.stringify(key.toString('utf8', historyHead))} of revision ${key.readBigUInt64BE(1)}`
}
