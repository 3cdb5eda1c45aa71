/**
 * Fair queuing of one priority level: who may begin now, who waits in which queue, and who is next.
 * In: requests with an estimate of their work, in seats and time. Out: each is begun, refused or left waiting.
 * Always: no more seats are taken than the limit (but a request wider than that may run alone); a queue is served in order;
 * among queues the one goes first whose oldest request would be finished first, were every queue given the same share.
 * Elsewhere: which queue hands a flow has (./shuffle-sharding.ts), how wide requests are (./work-estimate.ts).
 * @see the fair queuing of Demers, Keshav and Shenker; R below is their progress meter, in seat-seconds per queue
 */
import type { Clock } from '@elli/host/clock'
import type { LevelMetrics, SchemaMetrics } from './metrics.ts'
import type { SeatDemand } from './seat-demand.ts'
import { maxSeats, type WorkEstimate } from './work-estimate.ts'

export interface QueueSetting {
  /** 0: nobody waits; -1: nobody is limited. */
  readonly queues: number
  readonly handSize: number
  readonly queueLengthLimit: number
}

/** What a request is expected to take before it has run, in seconds. */
const estimatedServiceSeconds = 0.003

export type RequestState = 'waiting' | 'executing' | 'lingering' | 'done'

/** A request in the set, from its arrival until its last seat is free. */
export class QueuedRequest {
  readonly schema: SchemaMetrics
  readonly distinguisher: string
  readonly estimate: WorkEstimate
  readonly seats: number
  readonly arrivedMs: number
  /** Wall time, for dumps. */
  readonly arrivedAt: number
  /** Who and what, for dumps. */
  readonly about: unknown
  state: RequestState = 'waiting'
  queue: Queue | undefined
  arrivalR = 0
  startedMs = 0
  startedAt = 0
  /** Called when it may begin, unless that was at once. */
  begin: (() => void) | undefined

  constructor(
    schema: SchemaMetrics,
    distinguisher: string,
    estimate: WorkEstimate,
    arrivedMs: number,
    arrivedAt: number,
    about: unknown,
  ) {
    this.schema = schema
    this.distinguisher = distinguisher
    this.estimate = estimate
    this.seats = maxSeats(estimate)
    this.arrivedMs = arrivedMs
    this.arrivedAt = arrivedAt
    this.about = about
  }

  /** Expected use of seats, in seat-seconds. */
  get work(): number {
    const { initialSeats, finalSeats, additionalLatencyMs } = this.estimate
    return initialSeats * estimatedServiceSeconds + (finalSeats * additionalLatencyMs) / 1000
  }
}

export class Queue {
  index: number
  readonly waiting: QueuedRequest[] = []
  readonly executing = new Set<QueuedRequest>()
  seatsInUse = 0
  /** R at which its oldest request starts in the model. */
  nextDispatchR = 0
  /** Sums over those that wait. */
  initialSeats = 0
  maxSeats = 0
  work = 0

  constructor(index: number) {
    this.index = index
  }

  get idle(): boolean {
    return this.waiting.length === 0 && this.executing.size === 0
  }
}

export class QueueSet {
  readonly queues: Queue[] = []
  /** Those that run without a queue. */
  readonly queueless = new Set<QueuedRequest>()
  waiting = 0
  executing = 0
  seatsInUse = 0
  seatsWaiting = 0
  dispatched = 0
  rejected = 0
  timedOut = 0
  cancelled = 0
  readonly #clock: Clock
  readonly #metrics: LevelMetrics
  readonly #demand: SeatDemand
  #setting: QueueSetting = { queues: 0, handSize: 1, queueLengthLimit: 1 }
  #limit = 0
  #r = 0
  #lastMs: number
  #activeQueues = 0
  #robin = 0
  #enqueues = 0

  constructor(clock: Clock, metrics: LevelMetrics, demand: SeatDemand) {
    this.#clock = clock
    this.#metrics = metrics
    this.#demand = demand
    this.#lastMs = clock.monotonicMs()
  }

  get setting(): QueueSetting {
    return this.#setting
  }

  get idle(): boolean {
    return this.waiting === 0 && this.executing === 0
  }

  /** @param denominator what utilization is told in relation to; the limit unless that is 0 */
  configure(setting: QueueSetting, limit: number, denominator: number): void {
    const nowMs = this.#sync()
    // Too many queues go one by one, when they have become empty.
    while (this.queues.length < setting.queues) this.queues.push(new Queue(this.queues.length))
    this.#setting = setting
    this.#limit = limit
    const room = Math.max(1, setting.queueLengthLimit) * Math.max(1, setting.queues)
    this.#metrics.denominators(room, denominator, nowMs)
    this.#dispatch(nowMs, undefined)
    this.#dropEmptyQueues()
  }

  /**
   * Takes a request in.
   * @param hand the queues of its flow; empty when there are none
   * @returns its fate: when `waiting`, its `begin` is called later unless `abandon` is
   */
  start(request: QueuedRequest, hand: readonly number[]): 'executing' | 'waiting' | 'concurrency-limit' | 'queue-full' {
    const nowMs = this.#sync()
    if (this.#setting.queues < 1) {
      if (!this.#fits(request.seats)) {
        this.rejected++
        return 'concurrency-limit'
      }
      this.queueless.add(request)
      this.#execute(request, nowMs)
      return 'executing'
    }
    const queue = this.#choose(hand)
    if (this.seatsInUse >= this.#limit && queue.waiting.length >= this.#setting.queueLengthLimit) {
      this.rejected++
      return 'queue-full'
    }
    this.#enqueue(request, queue)
    request.schema.queueLength.observe(queue.waiting.length)
    this.#dispatch(nowMs, queue)
    return request.state === 'executing' ? 'executing' : 'waiting'
  }

  /** A waiting request gives up: its time is over, or its client has gone. @returns false when it has begun already */
  abandon(request: QueuedRequest, reason: 'time-out' | 'cancelled'): boolean {
    const nowMs = this.#sync()
    const { queue } = request
    if (request.state !== 'waiting' || queue === undefined) return false
    this.#leaveQueue(request, queue)
    request.state = 'done'
    this.rejected++
    if (reason === 'time-out') this.timedOut++
    this.cancelled++
    this.#bound(queue)
    this.#noteDemand(nowMs)
    this.#settleActivity(queue)
    return true
  }

  /** A begun request has been answered; its seats become free now or, when work lingers, later. */
  finish(request: QueuedRequest): void {
    if (request.state !== 'executing') return
    const nowMs = this.#sync()
    const { queue, schema, estimate } = request
    this.executing--
    schema.executing.add(-1)
    this.#metrics.requestsExecuting.add(-1, nowMs)
    if (queue === undefined) this.queueless.delete(request)
    else {
      queue.executing.delete(request)
      // The model charged an estimate when it began; what it really took is known now.
      const took = (nowMs - request.startedMs) / 1000
      queue.nextDispatchR -= estimate.initialSeats * (estimatedServiceSeconds - took)
      this.#bound(queue)
      this.#settleActivity(queue)
    }
    if (estimate.additionalLatencyMs <= 0) this.#release(request, nowMs)
    else {
      request.state = 'lingering'
      this.#clock.after(estimate.additionalLatencyMs, () => {
        const laterMs = this.#sync()
        this.#release(request, laterMs)
        this.#dispatch(laterMs, undefined)
      })
    }
    this.#dispatch(nowMs, undefined)
  }

  #release(request: QueuedRequest, nowMs: number): void {
    const { queue, seats } = request
    request.state = 'done'
    this.seatsInUse -= seats
    request.schema.seatsExecuting.add(-seats)
    this.#metrics.seatsExecuting.add(-seats, nowMs)
    this.#noteDemand(nowMs)
    if (queue === undefined) return
    queue.seatsInUse -= seats
    if (this.queues.length > this.#setting.queues && queue.idle) this.#drop(queue)
  }

  /** Brings R up to now: each queue that has work advances by an equal share of the seats in use. */
  #sync(): number {
    const nowMs = this.#clock.monotonicMs()
    if (this.#activeQueues > 0) {
      const wanted = this.seatsInUse + this.seatsWaiting
      const ratio = Math.min(wanted, this.#limit) / this.#activeQueues
      this.#r += (ratio * (nowMs - this.#lastMs)) / 1000
    }
    this.#lastMs = nowMs
    return nowMs
  }

  get r(): number {
    return this.#r
  }

  /** Of the hand, the queue with the least waiting work; the turn decides among equals. */
  #choose(hand: readonly number[]): Queue {
    const offset = this.#enqueues++ % hand.length
    let best: Queue | undefined
    for (let i = 0; i < hand.length; i++) {
      const queue = this.queues[hand[(offset + i) % hand.length] as number] as Queue
      if (best === undefined || queue.work < best.work) best = queue
      if (best.waiting.length === 0) break
    }
    return best as Queue
  }

  #enqueue(request: QueuedRequest, queue: Queue): void {
    request.arrivalR = this.#r
    request.queue = queue
    if (queue.idle) {
      queue.nextDispatchR = this.#r
      this.#activeQueues++
    }
    queue.waiting.push(request)
    queue.initialSeats += request.estimate.initialSeats
    queue.maxSeats += request.seats
    queue.work += request.work
    this.waiting++
    this.seatsWaiting += request.seats
    request.schema.inQueue.add(1)
    request.schema.seatsInQueue.add(request.seats)
    this.#metrics.requestsWaiting.add(1, this.#lastMs)
    this.#bound(queue)
    this.#noteDemand(this.#lastMs)
  }

  #leaveQueue(request: QueuedRequest, queue: Queue): void {
    if (queue.waiting[0] === request) queue.waiting.shift()
    else queue.waiting.splice(queue.waiting.indexOf(request), 1)
    queue.initialSeats -= request.estimate.initialSeats
    queue.maxSeats -= request.seats
    // Sums of fractions drift; an empty queue has no work at all.
    queue.work = queue.waiting.length === 0 ? 0 : queue.work - request.work
    this.waiting--
    this.seatsWaiting -= request.seats
    request.schema.inQueue.add(-1)
    request.schema.seatsInQueue.add(-request.seats)
    this.#metrics.requestsWaiting.add(-1, this.#lastMs)
  }

  /** @param only the one queue that can have somebody waiting, where that is known */
  #dispatch(nowMs: number, only: Queue | undefined): void {
    while (this.waiting > 0 && this.seatsInUse < this.#limit) {
      const queue = only !== undefined && this.waiting === only.waiting.length ? only : this.#nextQueue()
      const request = queue?.waiting[0]
      if (queue === undefined || request === undefined) return
      if (!this.#fits(request.seats)) {
        request.schema.noAccommodation.add(1)
        return
      }
      this.#robin = queue.index
      this.#metrics.dispatching(this.#r, queue.nextDispatchR)
      this.#leaveQueue(request, queue)
      queue.executing.add(request)
      queue.seatsInUse += request.seats
      queue.nextDispatchR += request.work
      this.#execute(request, nowMs)
      this.#bound(queue)
      request.begin?.()
    }
  }

  #execute(request: QueuedRequest, nowMs: number): void {
    request.state = 'executing'
    request.startedMs = nowMs
    request.startedAt = this.#clock.now()
    this.executing++
    this.dispatched++
    this.seatsInUse += request.seats
    request.schema.executing.add(1)
    request.schema.seatsExecuting.add(request.seats)
    this.#metrics.requestsExecuting.add(1, nowMs)
    this.#metrics.seatsExecuting.add(request.seats, nowMs)
    this.#noteDemand(nowMs)
  }

  /** The queue whose oldest request would finish first; the turn goes round among equals. */
  #nextQueue(): Queue | undefined {
    let best: Queue | undefined
    let bestFinish = Infinity
    let least = Infinity
    let most = -Infinity
    let leastDiscounted = Infinity
    let mostDiscounted = -Infinity
    const { queues } = this
    for (let i = 1; i <= queues.length; i++) {
      const queue = queues[(this.#robin + i) % queues.length] as Queue
      const oldest = queue.waiting[0]
      if (oldest === undefined) continue
      const start = queue.nextDispatchR
      const discounted = start - queue.seatsInUse * estimatedServiceSeconds
      least = Math.min(least, start)
      most = Math.max(most, start)
      leastDiscounted = Math.min(leastDiscounted, discounted)
      mostDiscounted = Math.max(mostDiscounted, discounted)
      const finish = start + oldest.work
      if (finish < bestFinish) {
        bestFinish = finish
        best = queue
      }
    }
    if (best !== undefined) this.#metrics.bounds(least, most, leastDiscounted, mostDiscounted)
    return best
  }

  #fits(seats: number): boolean {
    if (this.#setting.queues < 0) return true
    // Wider than everything: it may run when nothing else does.
    if (seats > this.#limit) return this.executing === 0
    return this.seatsInUse + seats <= this.#limit
  }

  /** A queue that was idle for long has not saved up the right to starve others. */
  #bound(queue: Queue): void {
    const oldest = queue.waiting[0]
    if (oldest !== undefined && queue.nextDispatchR < oldest.arrivalR) queue.nextDispatchR = oldest.arrivalR
  }

  #settleActivity(queue: Queue): void {
    if (queue.idle) this.#activeQueues--
  }

  #noteDemand(nowMs: number): void {
    const seats = this.seatsInUse + this.seatsWaiting
    this.#demand.set(seats, nowMs)
    this.#metrics.demand.set(seats, nowMs)
  }

  #dropEmptyQueues(): void {
    for (const queue of [...this.queues]) {
      if (this.queues.length <= Math.max(0, this.#setting.queues)) return
      if (queue.idle && queue.index >= this.#setting.queues) this.#drop(queue)
    }
  }

  #drop(queue: Queue): void {
    this.queues.splice(queue.index, 1)
    for (let i = queue.index; i < this.queues.length; i++) (this.queues[i] as Queue).index = i
    if (this.#robin >= queue.index && this.#robin > 0) this.#robin--
  }
}
