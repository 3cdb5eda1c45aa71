/**
 * All priority levels together: which there are, how the server's seats are shared among them, and which schema leads to which.
 * In: FlowSchemas and PriorityLevelConfigurations. Out: levels at work, a classifier, and what is wrong with each schema's reference.
 * Always: `exempt` and `catch-all` are there whatever the configuration says; a level that is no longer wanted serves who is in it.
 * Elsewhere: seats move between levels every ten seconds (`adjust`), as they lend and borrow.
 */
import type { FlowSchema, PriorityLevelConfiguration } from '@elli/api/flowcontrol/v1'
import type { Clock } from '@elli/host/clock'
import type { Logger } from '@elli/host/log'
import { mandatoryFlowControl } from '../bootstrap/flow-control.ts'
import { Classifier, inMatchingOrder } from './matching.ts'
import type { FlowControlMetrics } from './metrics.ts'
import { PriorityLevel } from './priority-level.ts'
import { allocateSeats, type SeatClass } from './seat-allocation.ts'

export class PriorityLevels {
  readonly #clock: Clock
  readonly #log: Logger
  readonly #metrics: FlowControlMetrics
  readonly #serverSeats: number
  #levels = new Map<string, PriorityLevel>()
  #nominalSum = 0
  #classifier = new Classifier([])
  #catchAll: FlowSchema

  constructor(parts: { clock: Clock; log: Logger; metrics: FlowControlMetrics; serverSeats: number }) {
    this.#clock = parts.clock
    this.#log = parts.log
    this.#metrics = parts.metrics
    this.#serverSeats = parts.serverSeats
    this.#catchAll = mandatorySchema('catch-all')
    this.digest([], [])
  }

  get classifier(): Classifier {
    return this.#classifier
  }

  get catchAll(): FlowSchema {
    return this.#catchAll
  }

  /** By name. */
  get all(): ReadonlyMap<string, PriorityLevel> {
    return this.#levels
  }

  of(schema: FlowSchema): PriorityLevel {
    const level = this.#levels.get(schema.spec.priorityLevelConfiguration.name)
    if (level === undefined) throw new Error(`no priority level for the flow schema ${schema.metadata.name ?? ''}`)
    return level
  }

  /** Takes over a new configuration. */
  digest(configs: readonly PriorityLevelConfiguration[], schemas: readonly FlowSchema[]): void {
    const next = new Map<string, PriorityLevel>()
    for (const config of [...configs, ...this.#imagined(configs)]) {
      const level = this.#level(config)
      level.quiescing = false
      next.set(level.name, level)
    }
    for (const [name, level] of this.#levels) {
      if (next.has(name)) continue
      if (level.queues.idle) continue
      level.quiescing = true
      next.set(name, level)
    }
    this.#levels = next
    this.#takeSchemas(schemas, new Set(configs.map(({ metadata }) => metadata.name ?? '')))
    let shareSum = 0
    for (const level of next.values()) shareSum += level.shares.nominal
    this.#nominalSum = 0
    for (const level of next.values()) {
      level.apportion(this.#serverSeats, shareSum)
      this.#nominalSum += level.nominalSeats
    }
    this.adjust()
  }

  /** Levels that became empty after they were no longer wanted. */
  get reapable(): boolean {
    for (const level of this.#levels.values()) if (level.quiescing && level.queues.idle) return true
    return false
  }

  /** Moves seats to where they are needed, within what each level lends and borrows. */
  adjust(): void {
    const nowMs = this.#clock.monotonicMs()
    let remaining = this.#nominalSum
    let lowerSum = 0
    let floorSum = 0
    const limited: { level: PriorityLevel; floor: number; problem: SeatClass }[] = []
    const exempt: { level: PriorityLevel; seats: number }[] = []
    for (const level of this.#levels.values()) {
      const demand = level.demand.endPeriod(nowMs)
      if (level.exempt) {
        const seats = Math.max(level.lowerSeats, demand.highWatermark)
        remaining -= seats
        exempt.push({ level, seats })
        continue
      }
      const floor = Math.max(level.lowerSeats, Math.min(level.nominalSeats, demand.highWatermark))
      const target = Math.max(floor, demand.smoothed)
      limited.push({ level, floor, problem: { target, lowerBound: floor, upperBound: level.upperSeats } })
      lowerSum += level.lowerSeats
      floorSum += floor
    }
    const seats = this.#share(limited, remaining, lowerSum, floorSum)
    const fallback = Math.max(1, Math.round(this.#serverSeats / 10))
    for (const { level, seats: own } of exempt) {
      level.setCurrent(own, fallback)
      this.#metrics.adjusted(level.name, level.demand.statistics, own, own)
    }
    for (const [i, { level, problem }] of limited.entries()) {
      level.setCurrent(seats[i] as number, fallback)
      this.#metrics.adjusted(level.name, level.demand.statistics, problem.target, level.currentSeats)
    }
  }

  #share(
    limited: readonly { level: PriorityLevel; floor: number; problem: SeatClass }[],
    remaining: number,
    lowerSum: number,
    floorSum: number,
  ): number[] {
    this.#metrics.fairFraction(0)
    if (remaining <= lowerSum) return limited.map(({ level }) => level.lowerSeats)
    if (remaining <= floorSum) {
      const part = (remaining - lowerSum) / (floorSum - lowerSum)
      return limited.map(({ level, floor }) => level.lowerSeats + Math.round((floor - level.lowerSeats) * part))
    }
    try {
      const { allocations, fairFraction } = allocateSeats(
        this.#nominalSum,
        limited.map(({ problem }) => problem),
      )
      this.#metrics.fairFraction(fairFraction)
      return allocations.map(Math.round)
    } catch (error) {
      this.#log.error('cannot derive new concurrency limits', { error: String(error) })
      return limited.map(({ level }) => level.currentSeats)
    }
  }

  #level(config: PriorityLevelConfiguration): PriorityLevel {
    const known = this.#levels.get(config.metadata.name ?? '')
    if (known === undefined) return new PriorityLevel(config, this.#clock, this.#metrics)
    known.config = config
    return known
  }

  #imagined(configs: readonly PriorityLevelConfiguration[]): PriorityLevelConfiguration[] {
    const names = new Set(configs.map(({ metadata }) => metadata.name))
    return mandatoryFlowControl()
      .priorityLevels.filter(
        // One that was there and has been deleted stays as it was.
        ({ metadata }) => !names.has(metadata.name) && !this.#levels.has(metadata.name ?? ''),
      )
      .concat(
        [...this.#levels.values()]
          .filter(({ name }) => isMandatory(name) && !names.has(name))
          .map(({ config }) => config),
      )
  }

  /** @param written the levels that are written down: a schema that names another is left aside */
  #takeSchemas(schemas: readonly FlowSchema[], written: ReadonlySet<string>): void {
    const good = schemas.filter(({ spec }) => written.has(spec.priorityLevelConfiguration.name))
    const ordered = inMatchingOrder(good)
    const named = (name: string): FlowSchema | undefined => good.find(({ metadata }) => metadata.name === name)
    if (named('exempt') === undefined) ordered.unshift(mandatorySchema('exempt'))
    const catchAll = named('catch-all')
    if (catchAll === undefined) {
      this.#catchAll = mandatorySchema('catch-all')
      ordered.push(this.#catchAll)
    } else this.#catchAll = catchAll
    this.#classifier = new Classifier(ordered)
  }
}

function isMandatory(name: string): boolean {
  return name === 'exempt' || name === 'catch-all'
}

function mandatorySchema(name: string): FlowSchema {
  const found = mandatoryFlowControl().flowSchemas.find(({ metadata }) => metadata.name === name)
  if (found === undefined) throw new Error(`no mandatory flow schema is named ${name}`)
  return found
}
