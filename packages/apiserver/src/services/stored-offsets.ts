/**
 * Taken numbers as an object in a store that several API servers share: kube-apiserver's RangeAllocation, at its key.
 * In: a store, a key, the range. Out: numbers that no server of the cluster has given out.
 * Always: what was given out is in the store first; each change rests on the newest state, by compare-and-swap. Changes that
 * come while one is on its way go together in the next.
 * @see kubernetes pkg/registry/core/service/allocator/storage
 */
import { RangeAllocation } from '@elli/api/core/v1'
import { decodeJson } from '@elli/api/schema/decodeJson'
import { encodeJson } from '@elli/api/schema/encodeJson'
import { decodeProtobuf, encodeProtobuf, isProtobuf } from '@elli/api/schema/protobuf'
import type { KeyValue, Store } from '@elli/store/contract'
import type { StorageMediaType } from '../registry/storage-codec.ts'
import type { Bitmap } from './bitmap.ts'
import type { Offsets } from './offsets.ts'

export interface StoredRange {
  readonly store: Store
  /** `/registry/ranges/serviceips` and the like. */
  readonly key: string
  /** `serviceipallocations`, as errors name it. */
  readonly resource: string
  /** What the object says it is about: `10.96.0.0/12`, `30000-32767`. */
  readonly range: string
  readonly mediaType: StorageMediaType
}

interface Change {
  /** @returns whether the bitmap is another now */
  apply(bitmap: Bitmap): boolean
  /** A "no" counts only when it was said of the newest state. */
  refused(): boolean
  /** It makes the object when there is none, or one of another range. */
  readonly founds: boolean
  resolve(): void
  reject(error: unknown): void
}

export class StoredOffsets implements Offsets {
  readonly size: number
  readonly #range: StoredRange
  #bitmap: Bitmap
  /** Revision of the object that `#bitmap` shows; undefined: must be read. */
  #revision: number | undefined
  /** Why nothing can be had before the object is made, or made anew. */
  #unusable: string | undefined
  #waiting: Change[] = []
  #running = false

  constructor(range: StoredRange, bitmap: Bitmap) {
    this.#range = range
    this.#bitmap = bitmap
    this.size = bitmap.size
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
    let taken = false
    await this.#change((bitmap) => (taken = bitmap.take(offset)), { refused: () => !taken })
    return taken
  }

  async next(): Promise<number | undefined> {
    let found: number | undefined
    const find = (bitmap: Bitmap): boolean => {
      found = bitmap.next()
      return found !== undefined
    }
    await this.#change(find, { refused: () => found === undefined })
    return found
  }

  release(offset: number): Promise<void> {
    let had = false
    const drop = (bitmap: Bitmap): boolean => {
      had = bitmap.has(offset)
      bitmap.release(offset)
      return had
    }
    return this.#change(drop, { refused: () => !had })
  }

  /** Makes the object where there is none. */
  replace(rebuild: (present: Bitmap) => Bitmap): Promise<void> {
    const swap = (bitmap: Bitmap): boolean => {
      const wanted = rebuild(bitmap).toBytes()
      if (Buffer.compare(wanted, bitmap.toBytes()) === 0) return this.#unusable !== undefined
      bitmap.setBytes(wanted)
      return true
    }
    this.#revision = undefined // what is judged must be what is there
    return this.#change(swap, { founds: true })
  }

  #change(
    apply: (bitmap: Bitmap) => boolean,
    { refused = () => false, founds = false }: { refused?: () => boolean; founds?: boolean },
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ apply, refused, founds, resolve, reject })
      if (!this.#running) void this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) {
      const changes = this.#waiting
      this.#waiting = []
      try {
        await this.#write(changes)
      } catch (error) {
        // Whether the write happened is not known: the next one looks.
        this.#revision = undefined
        for (const { reject } of changes) reject(error)
      }
    }
    this.#running = false
  }

  async #write(asked: readonly Change[]): Promise<void> {
    let changes = asked
    let fresh = false
    for (;;) {
      if (this.#revision === undefined) {
        this.#show((await this.#range.store.get(this.#range.key)).kv)
        fresh = true
      }
      if (this.#unusable !== undefined) changes = this.#onlyFounders(changes, this.#unusable)
      if (changes.length === 0) return
      let changed = false
      for (const { apply } of changes) if (apply(this.#bitmap)) changed = true
      if (!fresh && changes.some(({ refused }) => refused())) {
        this.#revision = undefined
        continue
      }
      if (changed) {
        const { store, key } = this.#range
        const result = await store.txn([{ key, modRevision: this.#revision ?? 0 }], [this.#put()])
        if (!result.succeeded) {
          this.#show(result.current[0])
          fresh = true
          continue
        }
        this.#revision = result.revision
        this.#unusable = undefined
      }
      for (const { resolve } of changes) resolve()
      return
    }
  }

  /** Before the first repair nobody knows what is taken. */
  #onlyFounders(changes: readonly Change[], why: string): Change[] {
    return changes.filter((change) => {
      if (!change.founds) change.reject(new Error(why))
      return change.founds
    })
  }

  #show(kv: KeyValue | undefined): void {
    const bitmap = this.#bitmap.blank()
    this.#unusable = undefined
    if (kv !== undefined) {
      const { range, data } = isProtobuf(kv.value)
        ? decodeProtobuf(RangeAllocation, kv.value)
        : decodeJson(RangeAllocation, kv.value).object
      // A range that was configured anew: what is stored speaks of other numbers, until repair writes it afresh.
      if (range === this.#range.range) bitmap.setBytes(Buffer.from(data, 'base64'))
      else this.#unusable = 'not a matching range'
    } else this.#unusable = `cannot allocate resources of type ${this.#range.resource} at this time`
    this.#bitmap = bitmap
    this.#revision = kv?.modRevision ?? 0
  }

  #put(): { kind: 'put'; key: string; value: Uint8Array } {
    const { key, range, mediaType } = this.#range
    const object: RangeAllocation = {
      apiVersion: 'v1',
      kind: 'RangeAllocation',
      metadata: {},
      range,
      data: Buffer.from(this.#bitmap.toBytes()).toString('base64'),
    }
    const value =
      mediaType === 'application/json'
        ? new TextEncoder().encode(encodeJson(RangeAllocation, object))
        : encodeProtobuf(RangeAllocation, object)
    return { kind: 'put', key, value }
  }
}
