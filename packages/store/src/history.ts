/**
 * The changes of a window of revisions, one for each, looked up by revision in O(1). Forking shares the chunks that are
 * full; compaction drops from the front.
 */
import type { Change } from './change.ts'

const chunkSize = 512

export class History {
  /** Full chunks are never written to again, so forks share them. */
  #chunks: Change[][]
  /** Revision of the first slot of the first chunk. */
  #base: number
  #first: number
  #last: number

  /** @param first the revision that the first change will have */
  constructor(first: number) {
    this.#chunks = []
    this.#base = first
    this.#first = first
    this.#last = first - 1
  }

  /** The oldest revision held; one more than `last` when there is none. */
  get first(): number {
    return this.#first
  }

  get last(): number {
    return this.#last
  }

  append(change: Change): void {
    if (change.revision !== this.#last + 1)
      throw new Error(`history of revision ${this.#last} cannot go on with ${change.revision}`)
    let tail = this.#chunks.at(-1)
    if (tail === undefined || tail.length === chunkSize) {
      tail = []
      this.#chunks.push(tail)
    }
    tail.push(change)
    this.#last = change.revision
  }

  at(revision: number): Change | undefined {
    if (revision < this.#first || revision > this.#last) return undefined
    const slot = revision - this.#base
    return this.#chunks[Math.floor(slot / chunkSize)]?.[slot % chunkSize]
  }

  *from(revision: number): Generator<Change> {
    for (let each = Math.max(revision, this.#first); each <= this.#last; each++) {
      const change = this.at(each)
      if (change !== undefined) yield change
    }
  }

  /** Forgets everything before `revision`. Its chunk stays in memory until all of it is forgotten. */
  dropBefore(revision: number): void {
    this.#first = Math.min(Math.max(this.#first, revision), this.#last + 1)
    const chunks = Math.floor((this.#first - this.#base) / chunkSize)
    if (chunks === 0) return
    this.#chunks.splice(0, chunks)
    this.#base += chunks * chunkSize
  }

  fork(): History {
    const fork = new History(this.#base)
    fork.#chunks = [...this.#chunks]
    const tail = fork.#chunks.pop()
    if (tail !== undefined) fork.#chunks.push([...tail])
    fork.#first = this.#first
    fork.#last = this.#last
    return fork
  }
}
