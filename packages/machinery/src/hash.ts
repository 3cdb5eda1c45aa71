/**
 * Short hashes for names and labels, such as `pod-template-hash`.
 * In: JSON-shaped values. Out: up to ten characters of the alphabet that makes no words.
 * Always: the same meaning gives the same hash (order of keys and absent values are no matter), on every machine.
 * The values differ from upstream's, which hashes Go's memory layout; nothing may rely on them.
 */
import { isJsonObject } from './json.ts'

/** FNV-1a, 32 bits, over UTF-8. */
export function fnv32a(text: string | Uint8Array, start = 0x811c9dc5): number {
  let hash = start >>> 0
  for (const byte of typeof text === 'string' ? Buffer.from(text) : text) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}

/** FNV-1, 32 bits: multiplies before it mixes. */
export function fnv32(text: string | Uint8Array): number {
  let hash = 0x811c9dc5
  for (const byte of typeof text === 'string' ? Buffer.from(text) : text) hash = Math.imul(hash, 0x01000193) ^ byte
  return hash >>> 0
}

/** No vowels and no look-alikes, so no words arise. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

/** Replaces each character by one of the safe alphabet. */
export function safeEncode(text: string): string {
  let out = ''
  for (const char of text) out += alphabet[(char.codePointAt(0) ?? 0) % alphabet.length]
  return out
}

/** JSON with sorted keys, and without what is undefined, null or an empty list. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'bigint') return String(value)
  if (!isJsonObject(value)) return JSON.stringify(value ?? null)
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined && item !== null && !(Array.isArray(item) && item.length === 0))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
}

/**
 * The hash of a template.
 * @param collisionCount how often a name made of it was taken already; each count gives another hash
 */
export function templateHash(template: unknown, collisionCount?: number): string {
  let hash = fnv32a(canonicalJson(template))
  if (collisionCount !== undefined) {
    const bytes = new Uint8Array(8)
    new DataView(bytes.buffer).setUint32(0, collisionCount, true)
    hash = fnv32a(bytes, hash)
  }
  return safeEncode(String(hash))
}
