/**
 * Who may run at once. The gate is priority and fairness, or the plain limit here: so many reads and so many writes,
 * more are told to come back (429).
 * Always: long-running requests are not counted; members of system:masters are never refused.
 */
import type { UserInfo } from './authentication/authenticator.ts'
import { tooManyRequests } from './http/refusal.ts'
import type { RequestInfo } from './request-info.ts'

export interface InFlightLimits {
  readonly readOnly: number
  readonly mutating: number
}

/** A request that may run. */
export interface Admission {
  /** To be told to the client. */
  readonly headers: Readonly<Record<string, string>>
  /** Frees its place; a second call is nothing. */
  leave(): void
}

export interface Asking {
  readonly info: RequestInfo
  readonly user: UserInfo
}

/** The door that a request passes before anything is done for it. */
export interface Gate {
  readonly reads: number
  readonly writes: number
  readonly waitingReads?: number
  readonly waitingWrites?: number
  /** Watches pass the gate too: they take a place while they begin. */
  readonly admitsWatches: boolean
  /**
   * @param timeoutMs how long the whole request may take
   * @throws Refusal, at once or from the promise
   */
  enter(asking: Asking, timeoutMs: number, signal: AbortSignal | undefined): Admission | Promise<Admission>
  /** A watch that begins. @returns what to call when it has ended */
  watching?(info: RequestInfo): () => void
}

const readVerbs: ReadonlySet<string> = new Set(['get', 'list', 'watch'])
const noHeaders: Readonly<Record<string, string>> = {}

export class InFlight implements Gate {
  readonly admitsWatches = false
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

  enter({ info, user }: Asking): Admission {
    const read = readVerbs.has(info.verb)
    const full = read ? this.#reads >= this.#limits.readOnly : this.#writes >= this.#limits.mutating
    const limit = read ? this.#limits.readOnly : this.#limits.mutating
    if (limit > 0 && full && !user.groups.includes('system:masters')) throw tooManyRequests(1)
    if (read) this.#reads++
    else this.#writes++
    let left = false
    return {
      headers: noHeaders,
      leave: () => {
        if (left) return
        left = true
        if (read) this.#reads--
        else this.#writes--
      },
    }
  }
}
