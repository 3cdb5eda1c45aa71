/**
 * One priority level at work: its queues, its limits, and the flows that were seen in it.
 * In: its configuration and its share of the server's seats. Out: a QueueSet that keeps to them.
 * Elsewhere: how seats are shared among levels (./priority-levels.ts).
 */
import type { FlowSchema, PriorityLevelConfiguration } from '@elli/api/flowcontrol/v1'
import type { Clock } from '@elli/host/clock'
import type { FlowControlMetrics, LevelMetrics, SchemaMetrics } from './metrics.ts'
import { QueueSet, type QueueSetting } from './queue-set.ts'
import { SeatDemand } from './seat-demand.ts'
import { deal, flowHash } from './shuffle-sharding.ts'

/** Requests of one schema that are not told apart any further. */
export interface Flow {
  readonly distinguisher: string
  readonly metrics: SchemaMetrics
  /** The queues it may use. */
  readonly hand: readonly number[]
}

const mostFlows = 20_000
/** No request takes more than this part of a level's seats. */
const widestPart = 0.15

export interface Shares {
  readonly nominal: number
  readonly lendablePercent: number | undefined
  readonly borrowingLimitPercent: number | undefined
}

export class PriorityLevel {
  readonly name: string
  readonly metrics: LevelMetrics
  readonly demand: SeatDemand
  readonly queues: QueueSet
  /** No longer wanted, but not empty yet. */
  quiescing = false
  nominalSeats = 0
  lowerSeats = 0
  upperSeats = 0
  currentSeats = 0
  /** Most seats of one request. */
  widest: number | undefined
  #config: PriorityLevelConfiguration
  #setting: QueueSetting
  #begun = false
  readonly #clock: Clock
  readonly #all: FlowControlMetrics
  readonly #flows = new Map<string, Flow>()

  constructor(config: PriorityLevelConfiguration, clock: Clock, metrics: FlowControlMetrics) {
    this.name = config.metadata.name ?? ''
    this.#config = config
    this.#setting = settingOf(config)
    this.#clock = clock
    this.#all = metrics
    this.metrics = metrics.level(this.name)
    this.demand = new SeatDemand(clock.monotonicMs())
    this.queues = new QueueSet(clock, this.metrics, this.demand)
  }

  get config(): PriorityLevelConfiguration {
    return this.#config
  }

  set config(config: PriorityLevelConfiguration) {
    this.#config = config
    const setting = settingOf(config)
    const { queues, handSize } = this.#setting
    if (setting.queues !== queues || setting.handSize !== handSize) this.#flows.clear()
    this.#setting = setting
  }

  get uid(): string {
    return this.#config.metadata.uid ?? ''
  }

  get exempt(): boolean {
    return this.#config.spec.type === 'Exempt'
  }

  get shares(): Shares {
    return sharesOf(this.#config)
  }

  /** Requests that may wait, when all queues are full. */
  get room(): number {
    return Math.max(0, this.#setting.queues) * this.#setting.queueLengthLimit
  }

  /** @param serverSeats what all levels share, @param shareSum the shares of all levels together */
  apportion(serverSeats: number, shareSum: number): void {
    const { nominal, lendablePercent, borrowingLimitPercent } = this.shares
    // Without any shares nobody gets any; upstream divides by zero here and gets the same.
    const seats = shareSum === 0 ? 0 : Math.ceil((serverSeats * nominal) / shareSum)
    const lendable = Math.round((seats * (lendablePercent ?? 0)) / 100)
    const borrowing =
      borrowingLimitPercent === undefined ? serverSeats : Math.round((seats * borrowingLimitPercent) / 100)
    this.nominalSeats = seats
    this.lowerSeats = seats - lendable
    this.upperSeats = seats + borrowing
    const { queues, handSize } = this.#setting
    if (queues > 0)
      this.widest = Math.max(1, Math.min(Math.ceil(seats * widestPart), Math.floor(seats / Math.max(1, handSize))))
    this.#all.limits(this.name, this.nominalSeats, this.lowerSeats, this.upperSeats)
    if (!this.#begun) this.currentSeats = seats - Math.floor(lendable / 2)
    this.#begun = true
  }

  /** @param denominator what utilization is measured against when there are no seats */
  setCurrent(seats: number, denominator: number): void {
    this.currentSeats = seats
    this.metrics.demand.setDenominator(seats > 0 ? seats : denominator, this.#clock.monotonicMs())
    this.queues.configure(this.#setting, seats, seats > 0 ? seats : denominator)
  }

  /** @param distinguisher the user's name or the namespace, whatever tells flows of the schema apart */
  flow(schema: FlowSchema, distinguisher: string): Flow {
    const name = schema.metadata.name ?? ''
    const key = `${name}\0${distinguisher}`
    let flow = this.#flows.get(key)
    if (flow === undefined) {
      const { queues, handSize } = this.#setting
      const hand = queues > 0 ? deal(queues, handSize, flowHash(name, distinguisher)) : []
      flow = { distinguisher, hand, metrics: this.#all.schema(this.name, name) }
      if (this.#flows.size >= mostFlows) this.#flows.clear()
      this.#flows.set(key, flow)
    }
    return flow
  }

  /** Whether flows are told apart at all. */
  get sharded(): boolean {
    return this.#setting.queues > 1
  }
}

function settingOf({ spec }: PriorityLevelConfiguration): QueueSetting {
  if (spec.type === 'Exempt') return { queues: -1, handSize: 1, queueLengthLimit: 1 }
  const queuing = spec.limited?.limitResponse?.queuing
  if (queuing === undefined) return { queues: 0, handSize: 1, queueLengthLimit: 1 }
  const { queues = 64, handSize = 8, queueLengthLimit = 50 } = queuing
  return { queues, handSize, queueLengthLimit }
}

function sharesOf({ spec }: PriorityLevelConfiguration): Shares {
  if (spec.type === 'Exempt')
    return {
      nominal: spec.exempt?.nominalConcurrencyShares ?? 0,
      lendablePercent: spec.exempt?.lendablePercent,
      borrowingLimitPercent: undefined,
    }
  return {
    nominal: spec.limited?.nominalConcurrencyShares ?? 30,
    lendablePercent: spec.limited?.lendablePercent,
    borrowingLimitPercent: spec.limited?.borrowingLimitPercent,
  }
}
