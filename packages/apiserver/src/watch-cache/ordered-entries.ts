/**
 * Entries in key order, with snapshots that cost nothing: chunks of a sorted list, copied only when changed after a snapshot.
 * In: set and delete. Out: Snapshots that never change, ranges in byte order of the keys.
 * A change touches one chunk; with 100,000 entries that is a few hundred references copied at most.
 */
import type { Entry } from './entry.ts'

const fullChunk = 512
const smallChunk = 128

interface Chunk {
  owner: object
  entries: Entry[]
}

export class Snapshot {
  readonly #chunks: readonly Chunk[]
  readonly size: number

  constructor(chunks: readonly Chunk[], size: number) {
    this.#chunks = chunks
    this.size = size
  }

  /** @param entries in key order */
  static of(entries: readonly Entry[]): Snapshot {
    const chunks: Chunk[] = []
    for (let i = 0; i < entries.length; i += fullChunk) {
      chunks.push({ owner: chunks, entries: entries.slice(i, i + fullChunk) })
    }
    return new Snapshot(chunks, entries.length)
  }

  get(key: string): Entry | undefined {
    const chunk = this.#chunks[chunkFor(this.#chunks, key)]
    if (chunk === undefined) return undefined
    const entry = chunk.entries[position(chunk.entries, key)]
    return entry?.key === key ? entry : undefined
  }

  /** Entries whose key is at least `from` and starts with `prefix`, in key order. */
  range(prefix: string, from = ''): Entry[] {
    const low = from > prefix ? from : prefix
    const out: Entry[] = []
    for (let c = Math.max(0, chunkFor(this.#chunks, low)); c < this.#chunks.length; c++) {
      const { entries } = this.#chunks[c] as Chunk
      const first = entries[0] as Entry
      const start = first.key >= low ? 0 : position(entries, low)
      if (prefix === '' && start === 0) {
        out.push(...entries)
        continue
      }
      for (let i = start; i < entries.length; i++) {
        const entry = entries[i] as Entry
        if (!entry.key.startsWith(prefix)) return out
        out.push(entry)
      }
    }
    return out
  }
}

export class OrderedEntries {
  #chunks: Chunk[] = []
  #owner: object = {}
  #shared = false
  #size = 0

  get size(): number {
    return this.#size
  }

  snapshot(): Snapshot {
    this.#shared = true
    this.#owner = {}
    return new Snapshot(this.#chunks, this.#size)
  }

  /** As the snapshot's, but of this moment only: the answer is the caller's own. */
  range(prefix: string): Entry[] {
    return new Snapshot(this.#chunks, this.#size).range(prefix)
  }

  set(entry: Entry): void {
    this.#own()
    if (this.#chunks.length === 0) {
      this.#chunks.push({ owner: this.#owner, entries: [entry] })
      this.#size = 1
      return
    }
    const index = Math.max(0, chunkFor(this.#chunks, entry.key))
    const { entries } = this.#chunk(index)
    const at = position(entries, entry.key)
    if (entries[at]?.key === entry.key) {
      entries[at] = entry
      return
    }
    entries.splice(at, 0, entry)
    this.#size++
    if (entries.length > fullChunk) {
      const half = entries.splice(entries.length >> 1)
      this.#chunks.splice(index + 1, 0, { owner: this.#owner, entries: half })
    }
  }

  delete(key: string): void {
    const index = chunkFor(this.#chunks, key)
    if (index < 0) return
    const present = this.#chunks[index] as Chunk
    const at = position(present.entries, key)
    if (present.entries[at]?.key !== key) return
    this.#own()
    const { entries } = this.#chunk(index)
    entries.splice(at, 1)
    this.#size--
    if (entries.length === 0) this.#chunks.splice(index, 1)
    else this.#merge(index)
  }

  /** A chunk that has grown small joins its successor when both fit. */
  #merge(index: number): void {
    const left = this.#chunks[index]
    const right = this.#chunks[index + 1]
    if (left === undefined || right === undefined) return
    if (left.entries.length > smallChunk || left.entries.length + right.entries.length > fullChunk / 2) return
    this.#chunks.splice(index, 2, { owner: this.#owner, entries: [...left.entries, ...right.entries] })
  }

  #own(): void {
    if (!this.#shared) return
    this.#chunks = this.#chunks.slice()
    this.#shared = false
  }

  #chunk(index: number): Chunk {
    const chunk = this.#chunks[index] as Chunk
    if (chunk.owner === this.#owner) return chunk
    const copy: Chunk = { owner: this.#owner, entries: chunk.entries.slice() }
    this.#chunks[index] = copy
    return copy
  }
}

/** Index of the last chunk that starts at or before `key`; -1 when all start after it. */
function chunkFor(chunks: readonly Chunk[], key: string): number {
  let low = 0
  let high = chunks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (((chunks[middle] as Chunk).entries[0] as Entry).key <= key) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Index of the first entry whose key is at least `key`. */
function position(entries: readonly Entry[], key: string): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle] as Entry).key < key) low = middle + 1
    else high = middle
  }
  return low
}
