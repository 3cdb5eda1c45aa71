/**
 * Randomness, handed in. Every user draws from a stream of its own, named after it, so a draw elsewhere moves nothing here.
 * Real streams come from the operating system; seeded ones replay. Secrets (keys, tokens) use `bytes` of the real host.
 */

export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Uniform whole number in [0, bound). */
  below(bound: number): number
  /** `length` random bytes. */
  bytes(length: number): Uint8Array
}

export interface RandomSource {
  stream(name: string): Random
}

/** A UUID version 4 drawn from `random`. */
export function uuid(random: Random): string {
  const bytes = random.bytes(16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The alphabet of generated name suffixes: no vowels and no look-alikes, so no words arise by accident. */
const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789'

/** `length` characters for generated names, e.g. the `x7k2p` of a pod's name. */
export function nameSuffix(random: Random, length = 5): string {
  let out = ''
  for (let i = 0; i < length; i++) out += suffixAlphabet[random.below(suffixAlphabet.length)]
  return out
}

/** A seeded source: the same seed and stream name give the same draws (mulberry32 over a hash of both). */
export function seededRandom(seed: number): RandomSource {
  return { stream: (name) => seededStream(hashText(`${seed}/${name}`)) }
}

function seededStream(start: number): Random {
  let state = start >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    below: (bound) => Math.floor(next() * bound),
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256)),
  }
}

function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
