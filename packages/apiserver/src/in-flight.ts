/**
 * Max in flight: so many reads and so many writes at once, more are told to come back (429).
 * Always: watches and other long-running requests are not counted; members of system:masters are never refused.
 */
import { overloaded } from '@elli/machinery/errors'
import type { UserInfo } from './authentication/authenticator.ts'

export interface InFlightLimits {
  readonly readOnly: number
  readonly mutating: number
}

const readVerbs: ReadonlySet<string> = new Set(['get', 'list', 'watch'])

export class InFlight {
  readonly #limits: InFlightLimits
  #reads = 0
  #writes = 0

  constructor(limits: InFlightLimits) {
    this.#limits = limits
  }

  get reads(): number {
    return this.#reads
  }

  get writes(): number {
    return this.#writes
  }

  /** @returns what to call when the request is done */
  enter(verb: string, user: UserInfo): () => void {
    const read = readVerbs.has(verb)
    const full = read ? this.#reads >= this.#limits.readOnly : this.#writes >= this.#limits.mutating
    const limit = read ? this.#limits.readOnly : this.#limits.mutating
    if (limit > 0 && full && !user.groups.includes('system:masters')) {
      throw overloaded('please try again later.')
    }
    if (read) this.#reads++
    else this.#writes++
    let left = false
    return () => {
      if (left) return
      left = true
      if (read) this.#reads--
      else this.#writes--
    }
  }
}
