/**
 * Where it is kept which numbers of a range are taken: in this process, or in a store that several servers share.
 * Always: two callers never get the same number. Elsewhere: the shared one (./stored-offsets.ts).
 */
import type { Bitmap } from './bitmap.ts'

export interface Offsets {
  readonly size: number
  /** As far as this process knows. */
  readonly used: number
  has(offset: number): boolean
  offsets(): readonly number[]
  /** @returns false when somebody has it */
  take(offset: number): Promise<boolean>
  /** @returns undefined when nothing is free */
  next(): Promise<number | undefined>
  release(offset: number): Promise<void>
  /**
   * What is taken becomes what `rebuild` makes of it. Called again when another server was faster.
   * @param rebuild must not wait: between looking and replacing nothing else may happen
   */
  replace(rebuild: (present: Bitmap) => Bitmap): Promise<void>
}

/** For a store of our own: Services are what is durable, and ranges are filled from them at start. */
export class MemoryOffsets implements Offsets {
  #bitmap: Bitmap

  constructor(bitmap: Bitmap) {
    this.#bitmap = bitmap
  }

  get size(): number {
    return this.#bitmap.size
  }

  get used(): number {
    return this.#bitmap.used
  }

  has(offset: number): boolean {
    return this.#bitmap.has(offset)
  }

  offsets(): readonly number[] {
    return this.#bitmap.offsets()
  }

  async take(offset: number): Promise<boolean> {
    return this.#bitmap.take(offset)
  }

  async next(): Promise<number | undefined> {
    return this.#bitmap.next()
  }

  async release(offset: number): Promise<void> {
    this.#bitmap.release(offset)
  }

  async replace(rebuild: (present: Bitmap) => Bitmap): Promise<void> {
    this.#bitmap = rebuild(this.#bitmap)
  }
}
