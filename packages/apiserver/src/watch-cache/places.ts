/**
 * Where keys of the store belong: the caches by key prefix, each with how far it has been read.
 * In: prefixes such as `/registry/pods/`. Out: the place of a key, with the key inside the cache.
 * Always: a prefix has one or two segments below the root (`pods/`, `services/specs/`, `stable.example.com/crontabs/`).
 */
import type { StoreEvent } from '@elli/store/contract'
import type { ResourceCache } from './cache.ts'

/** Everything the API server stores lies below this. */
export const registryPrefix = '/registry/'

export interface Place {
  readonly prefix: string
  readonly cache: ResourceCache
  /** Revision of the read that the cache began with; 0 while that goes on. */
  loaded: number
  /** Events after this and until `loaded` are remembered for watches that start back there. */
  floor: number
  /** Events that came while it was being read. */
  waiting: StoreEvent[]
  /** Counts beginnings, so that a read that was overtaken is told from the present one. */
  generation: number
}

export class Places {
  readonly #byPrefix = new Map<string, Place>()

  get(prefix: string): Place | undefined {
    return this.#byPrefix.get(prefix)
  }

  add(prefix: string, cache: ResourceCache): Place {
    const place: Place = { prefix, cache, loaded: 0, floor: 0, waiting: [], generation: 0 }
    this.#byPrefix.set(prefix, place)
    return place
  }

  remove(prefix: string): Place | undefined {
    const place = this.#byPrefix.get(prefix)
    this.#byPrefix.delete(prefix)
    return place
  }

  /** A copy: places may come and go while it is walked through. */
  all(): Place[] {
    return [...this.#byPrefix.values()]
  }

  locate(key: string): { place: Place; key: string } | undefined {
    const first = key.indexOf('/', registryPrefix.length)
    if (first < 0) return undefined
    const one = this.#byPrefix.get(key.slice(0, first + 1))
    if (one !== undefined) return { place: one, key: key.slice(first + 1) }
    const second = key.indexOf('/', first + 1)
    if (second < 0) return undefined
    const two = this.#byPrefix.get(key.slice(0, second + 1))
    return two === undefined ? undefined : { place: two, key: key.slice(second + 1) }
  }
}
