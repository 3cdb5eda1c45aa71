/**
 * Zones: how many of their nodes are well, and how fast those that are not may be tainted.
 * In: after each round, who is ready in which zone. Out: nodes to taint, one by one, no faster than their zone may.
 * Always: when no zone has a ready node left, nothing is tainted at all: rather our own connection is broken.
 */
import { TokenBucket } from '@elli/client/token-bucket'
import type { Clock } from '@elli/host/clock'
import { type EvictionRates, evictionRate, type ZoneState, zoneState } from './decide.ts'

interface Zone {
  state: ZoneState
  rate: number
  limiter: TokenBucket | undefined
  /** Nodes to taint, oldest first. */
  readonly pending: Set<string>
  /** Also those that were tainted and have not been well since. */
  readonly known: Set<string>
}

export interface ZoneOptions extends EvictionRates {
  unhealthyZoneThreshold: number
}

export class Zones {
  readonly #clock: Clock
  readonly #options: ZoneOptions
  readonly #zones = new Map<string, Zone>()

  constructor(clock: Clock, options: ZoneOptions) {
    this.#clock = clock
    this.#options = options
  }

  /** Whether some node may be tainted now or soon. */
  get hasWork(): boolean {
    return [...this.#zones.values()].some(({ pending, rate }) => pending.size > 0 && rate > 0)
  }

  /** @returns false when the node is waiting already, or was tainted since it was last well */
  add(key: string, node: string, isTainted: boolean): boolean {
    const zone = this.#zone(key)
    if (!isTainted) {
      zone.known.delete(node)
      if (zone.pending.has(node)) {
        zone.known.add(node)
        return false
      }
    }
    if (zone.known.has(node)) return false
    zone.known.add(node)
    zone.pending.add(node)
    return true
  }

  /** The node is well again, or gone. */
  remove(key: string, node: string): boolean {
    const zone = this.#zone(key)
    zone.pending.delete(node)
    return zone.known.delete(node)
  }

  /** Lets `taint` have each node that its zone may spare now; one for which it answers false comes again. */
  async drain(taint: (node: string) => Promise<boolean>): Promise<void> {
    for (const zone of this.#zones.values()) {
      for (const node of [...zone.pending]) {
        if (!zone.limiter?.tryTake()) break
        if (!(await taint(node))) break
        zone.pending.delete(node)
      }
    }
  }

  /**
   * Takes in the state of all zones after a round.
   * @param readyIn zone → of each of its nodes, whether it is ready
   * @returns what happened to the whole cluster, for those who must act on all nodes
   */
  update(readyIn: ReadonlyMap<string, readonly boolean[]>): 'all-lost' | 'some-back' | undefined {
    const states = new Map<string, ZoneState>()
    for (const [key, ready] of readyIn) {
      states.set(key, zoneState(ready, this.#options.unhealthyZoneThreshold))
      this.#zone(key)
    }
    const wereLost: boolean[] = []
    for (const [key, zone] of this.#zones) {
      if (!readyIn.has(key)) zone.state = 'Initial'
      else wereLost.push(zone.state === 'FullDisruption')
    }
    const areAllLost = [...states.values()].every((state) => state === 'FullDisruption')
    const wereAllLost = wereLost.every(Boolean)
    if (areAllLost && wereAllLost) return undefined
    for (const [key, state] of states) {
      const zone = this.#zone(key)
      if (areAllLost) this.#setRate(zone, 0)
      else if (wereAllLost || zone.state !== state)
        this.#setRate(zone, evictionRate(state, readyIn.get(key)?.length ?? 0, this.#options))
      zone.state = state
    }
    return areAllLost ? 'all-lost' : wereAllLost ? 'some-back' : undefined
  }

  #zone(key: string): Zone {
    let zone = this.#zones.get(key)
    if (zone === undefined) {
      zone = { state: 'Initial', rate: 0, limiter: undefined, pending: new Set(), known: new Set() }
      this.#setRate(zone, this.#options.nodeEvictionRate)
      this.#zones.set(key, zone)
    }
    return zone
  }

  #setRate(zone: Zone, rate: number): void {
    if (zone.rate === rate) return
    const limiter = rate > 0 ? new TokenBucket(this.#clock, rate, 1) : undefined
    // Who had to wait before still has to: a new pace is no new start.
    if (zone.limiter && !zone.limiter.tryTake()) limiter?.tryTake()
    zone.rate = rate
    zone.limiter = limiter
  }
}
