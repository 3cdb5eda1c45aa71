/**
 * Metrics of priority and fairness, by upstream's names. In: what queues and levels do. Out: the server's registry.
 * Always: whoever counts on the way of a request holds its series (LevelMetrics, SchemaMetrics).
 */
import type { Clock } from '@elli/host/clock'
import type { Stability } from '@elli/host/metrics/declaration'
import type { MetricRegistry } from '@elli/host/metrics/registry'
import { HeldCounter, HeldGauge, HeldHistogram, type Distribution, type HeldValue } from '@elli/host/metrics/held'
import { HeldTimedRatios, type TimedRatio } from '@elli/host/metrics/timed-ratio'
import type { DemandStatistics } from './seat-demand.ts'

const prefix = 'apiserver_flowcontrol_'
const level = ['priority_level']
const schema = ['priority_level', 'flow_schema']
const beta: ReadonlySet<string> = new Set([
  'rejected_requests_total',
  'dispatched_requests_total',
  'current_inqueue_requests',
  'current_executing_requests',
  'current_executing_seats',
  'nominal_limit_seats',
  'request_wait_duration_seconds',
])
const durations = [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30]

/** Series of one flow schema in one priority level. */
export interface SchemaMetrics {
  readonly flowSchema: string
  readonly dispatched: HeldValue
  readonly inQueue: HeldValue
  readonly seatsInQueue: HeldValue
  readonly executing: HeldValue
  readonly seatsExecuting: HeldValue
  readonly noAccommodation: HeldValue
  readonly queueLength: Distribution
  readonly estimatedSeats: Distribution
  readonly watchCounts: Distribution
  /** Waits that ended in execution, and those that did not. */
  readonly waitedAndRan: Distribution
  readonly waitedInVain: Distribution
  readonly ran: Distribution
  readonly watchBegan: Distribution
}

/** Series of one priority level. */
export interface LevelMetrics {
  readonly requestsWaiting: TimedRatio
  readonly requestsExecuting: TimedRatio
  readonly seatsExecuting: TimedRatio
  readonly demand: TimedRatio
  denominators(waiting: number, executing: number, nowMs: number): void
  dispatching(r: number, start: number): void
  bounds(least: number, most: number, leastDiscounted: number, mostDiscounted: number): void
}

function stabilityOf(name: string): Stability {
  return beta.has(name) ? 'BETA' : 'ALPHA'
}

export class FlowControlMetrics {
  readonly #gauges = new Map<string, HeldGauge>()
  readonly #rejected: HeldCounter
  readonly #dispatched: HeldCounter
  readonly #noAccommodation: HeldCounter
  readonly #queueLength: HeldHistogram
  readonly #waited: HeldHistogram
  readonly #ran: HeldHistogram
  readonly #watchCounts: HeldHistogram
  readonly #estimatedSeats: HeldHistogram
  readonly #seatUtilization: HeldTimedRatios
  readonly #requestUtilization: HeldTimedRatios
  readonly #demand: HeldTimedRatios
  readonly #readsAndWrites: HeldTimedRatios

  constructor(registry: MetricRegistry, clock: Clock) {
    const nowMs = (): number => clock.monotonicMs()
    const counter = (name: string, help: string, labels: readonly string[]): HeldCounter =>
      new HeldCounter({ name: prefix + name, help, labels, stability: stabilityOf(name) }, registry)
    const histogram = (name: string, help: string, labels: readonly string[], buckets: readonly number[]) =>
      new HeldHistogram({ name: prefix + name, help, labels, buckets, stability: stabilityOf(name) }, registry)
    const ratios = (name: string, help: string, labels: readonly string[], buckets: readonly number[]) =>
      new HeldTimedRatios({ name: prefix + name, help, labels, buckets, nowMs }, registry)
    for (const [name, labels, help] of gauges)
      this.#gauges.set(
        name,
        new HeldGauge({ name: prefix + name, help, labels, stability: stabilityOf(name) }, registry),
      )
    this.#rejected = counter(
      'rejected_requests_total',
      'Number of requests rejected by API Priority and Fairness subsystem',
      [...schema, 'reason'],
    )
    this.#dispatched = counter(
      'dispatched_requests_total',
      'Number of requests executed by API Priority and Fairness subsystem',
      schema,
    )
    this.#noAccommodation = counter(
      'request_dispatch_no_accommodation_total',
      'Number of times a dispatch attempt resulted in a non accommodation due to lack of available seats',
      schema,
    )
    counter('epoch_advance_total', "Number of times the queueset's progress meter jumped backward", [
      ...level,
      'success',
    ])
    this.#queueLength = histogram(
      'request_queue_length_after_enqueue',
      'Length of queue in the API Priority and Fairness subsystem, as seen by each request after it is enqueued',
      schema,
      [0, 10, 25, 50, 100, 250, 500, 1000],
    )
    this.#waited = histogram(
      'request_wait_duration_seconds',
      'Length of time a request spent waiting in its queue',
      [...schema, 'execute'],
      durations,
    )
    this.#ran = histogram(
      'request_execution_seconds',
      'Duration of initial stage (for a WATCH) or any (for a non-WATCH) stage of request execution in the API Priority and Fairness subsystem',
      [...schema, 'type'],
      durations,
    )
    this.#watchCounts = histogram(
      'watch_count_samples',
      'count of watchers for mutating requests in API Priority and Fairness',
      schema,
      [0, 1, 10, 100, 1000, 10000],
    )
    this.#estimatedSeats = histogram(
      'work_estimated_seats',
      'Number of estimated seats (maximum of initial and final seats) associated with requests in API Priority and Fairness',
      schema,
      [1, 2, 4, 10],
    )
    this.#seatUtilization = ratios(
      'priority_level_seat_utilization',
      'Observations, at the end of every nanosecond, of utilization of seats for any stage of execution (but only initial stage for WATCHes)',
      ['priority_level', 'phase'],
      [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1],
    )
    this.#requestUtilization = ratios(
      'priority_level_request_utilization',
      'Observations, at the end of every nanosecond, of number of requests (as a fraction of the relevant limit) waiting or in any stage of execution (but only initial stage for WATCHes)',
      ['phase', 'priority_level'],
      [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 1],
    )
    this.#demand = ratios(
      'demand_seats',
      'Observations, at the end of every nanosecond, of (the number of seats each priority level could use) / (nominal number of seats for that level)',
      level,
      [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.7, 2, 2.8, 4, 6],
    )
    this.#readsAndWrites = ratios(
      'read_vs_write_current_requests',
      'Observations, at the end of every nanosecond, of the number of requests (as a fraction of the relevant limit) waiting or in regular stage of execution',
      ['phase', 'request_kind'],
      [0, 0.001, 0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1],
    )
  }

  schema(levelName: string, flowSchema: string): SchemaMetrics {
    const of = [levelName, flowSchema] as const
    return {
      flowSchema,
      dispatched: this.#dispatched.child(...of),
      inQueue: this.#gauge('current_inqueue_requests', ...of),
      seatsInQueue: this.#gauge('current_inqueue_seats', ...of),
      executing: this.#gauge('current_executing_requests', ...of),
      seatsExecuting: this.#gauge('current_executing_seats', ...of),
      noAccommodation: this.#noAccommodation.child(...of),
      queueLength: this.#queueLength.child(...of),
      estimatedSeats: this.#estimatedSeats.child(...of),
      watchCounts: this.#watchCounts.child(...of),
      waitedAndRan: this.#waited.child(...of, 'true'),
      waitedInVain: this.#waited.child(...of, 'false'),
      ran: this.#ran.child(...of, 'regular'),
      watchBegan: this.#ran.child(...of, 'watch'),
    }
  }

  level(name: string): LevelMetrics {
    const requestsWaiting = this.#requestUtilization.child('waiting', name)
    const requestsExecuting = this.#requestUtilization.child('executing', name)
    const seatsExecuting = this.#seatUtilization.child(name, 'executing')
    const currentR = this.#gauge('current_r', name)
    const dispatchR = this.#gauge('dispatch_r', name)
    const latestS = this.#gauge('latest_s', name)
    const nextS = ['min', 'max'].map((bound) => this.#gauge('next_s_bounds', name, bound))
    const discounted = ['min', 'max'].map((bound) => this.#gauge('next_discounted_s_bounds', name, bound))
    const set = (pair: readonly HeldValue[], least: number, most: number): void => {
      const [low, high] = pair as [HeldValue, HeldValue]
      low.value = least
      high.value = most
    }
    return {
      requestsWaiting,
      requestsExecuting,
      seatsExecuting,
      demand: this.#demand.child(name),
      denominators(waiting, executing, nowMs) {
        requestsWaiting.setDenominator(waiting, nowMs)
        requestsExecuting.setDenominator(executing, nowMs)
        seatsExecuting.setDenominator(executing, nowMs)
      },
      dispatching(r, start) {
        currentR.value = r
        dispatchR.value = r
        latestS.value = start
      },
      bounds(least, most, leastDiscounted, mostDiscounted) {
        set(nextS, least, most)
        set(discounted, leastDiscounted, mostDiscounted)
      },
    }
  }

  /** Reads or writes of the whole server, executing or waiting. */
  readsOrWrites(phase: 'executing' | 'waiting', kind: 'readOnly' | 'mutating'): TimedRatio {
    return this.#readsAndWrites.child(phase, kind)
  }

  rejected(levelName: string, flowSchema: string, reason: string): void {
    this.#rejected.child(levelName, flowSchema, reason).add(1)
  }

  limits(levelName: string, nominal: number, lower: number, upper: number): void {
    this.#gauge('nominal_limit_seats', levelName).value = nominal
    this.#gauge('lower_limit_seats', levelName).value = lower
    this.#gauge('upper_limit_seats', levelName).value = upper
  }

  adjusted(levelName: string, demand: DemandStatistics, target: number, current: number): void {
    this.#gauge('demand_seats_high_watermark', levelName).value = demand.highWatermark
    this.#gauge('demand_seats_average', levelName).value = demand.average
    this.#gauge('demand_seats_stdev', levelName).value = demand.deviation
    this.#gauge('demand_seats_smoothed', levelName).value = demand.smoothed
    this.#gauge('target_seats', levelName).value = target
    this.#gauge('current_limit_seats', levelName).value = current
  }

  fairFraction(value: number): void {
    this.#gauge('seat_fair_frac').value = value
  }

  #gauge(name: string, ...values: string[]): HeldValue {
    const gauge = this.#gauges.get(name)
    if (gauge === undefined) throw new Error(`no such metric: ${name}`)
    return gauge.child(...values)
  }
}

const gauges: readonly [string, readonly string[], string][] = [
  [
    'current_inqueue_requests',
    schema,
    'Number of requests currently pending in queues of the API Priority and Fairness subsystem',
  ],
  [
    'current_inqueue_seats',
    schema,
    'Number of seats currently pending in queues of the API Priority and Fairness subsystem',
  ],
  [
    'current_executing_requests',
    schema,
    'Number of requests in initial (for a WATCH) or any (for a non-WATCH) execution stage in the API Priority and Fairness subsystem',
  ],
  [
    'current_executing_seats',
    schema,
    'Concurrency (number of seats) occupied by the currently executing (initial stage for a WATCH, any stage otherwise) requests in the API Priority and Fairness subsystem',
  ],
  ['current_r', level, 'R(time of last change)'],
  ['dispatch_r', level, 'R(time of last dispatch)'],
  ['latest_s', level, 'S(most recently dispatched request)'],
  ['next_s_bounds', [...level, 'bound'], 'min and max, over queues, of S(oldest waiting request in queue)'],
  [
    'next_discounted_s_bounds',
    [...level, 'bound'],
    'min and max, over queues, of S(oldest waiting request in queue) - estimated work in progress',
  ],
  ['nominal_limit_seats', level, 'Nominal number of execution seats configured for each priority level'],
  ['lower_limit_seats', level, 'Configured lower bound on number of execution seats available to each priority level'],
  ['upper_limit_seats', level, 'Configured upper bound on number of execution seats available to each priority level'],
  ['demand_seats_high_watermark', level, 'High watermark, over last adjustment period, of demand_seats'],
  ['demand_seats_average', level, 'Time-weighted average, over last adjustment period, of demand_seats'],
  ['demand_seats_stdev', level, 'Time-weighted standard deviation, over last adjustment period, of demand_seats'],
  ['demand_seats_smoothed', level, 'Smoothed seat demands'],
  ['target_seats', level, 'Seat allocation targets'],
  ['current_limit_seats', level, 'current derived number of execution seats available to each priority level'],
  ['seat_fair_frac', [], "Fair fraction of server's concurrency to allocate to each priority level that can use it"],
]
