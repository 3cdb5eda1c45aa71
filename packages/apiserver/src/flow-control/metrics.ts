/**
 * Metrics of priority and fairness, by upstream's names. In: what queues and levels do. Out: the server's registry.
 * Always: whoever counts on the way of a request holds its series (LevelMetrics, SchemaMetrics).
 */
import type { Clock } from '@elli/host/clock'
import type { Registry } from 'prom-client'
import {
  HeldCounter,
  HeldGauge,
  HeldHistogram,
  HeldTimedRatios,
  type Distribution,
  type HeldValue,
  type TimedRatio,
} from '../held-metrics.ts'
import type { DemandStatistics } from './seat-demand.ts'

const prefix = 'apiserver_flowcontrol_'
const level = ['priority_level']
const schema = ['priority_level', 'flow_schema']
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

  constructor(registry: Registry, clock: Clock) {
    const nowMs = (): number => clock.monotonicMs()
    const counter = (name: string, help: string, labels: readonly string[]): HeldCounter =>
      new HeldCounter({ name: prefix + name, help, labels }, registry)
    const histogram = (name: string, help: string, labels: readonly string[], buckets: readonly number[]) =>
      new HeldHistogram({ name: prefix + name, help, labels, buckets }, registry)
    const ratios = (name: string, help: string, labels: readonly string[], buckets: readonly number[]) =>
      new HeldTimedRatios({ name: prefix + name, help, labels, buckets, nowMs }, registry)
    for (const [name, labels, help] of gauges)
      this.#gauges.set(name, new HeldGauge({ name: prefix + name, help, labels }, registry))
    this.#rejected = counter('rejected_requests_total', 'Requests that were refused', [...schema, 'reason'])
    this.#dispatched = counter('dispatched_requests_total', 'Requests that were begun', schema)
    this.#noAccommodation = counter(
      'request_dispatch_no_accommodation_total',
      'Times that the next request had to wait for seats although some were free',
      schema,
    )
    counter('epoch_advance_total', "Times that a priority level's progress meter jumped backward", [
      ...level,
      'success',
    ])
    this.#queueLength = histogram(
      'request_queue_length_after_enqueue',
      'Length of the queue that a request was put into, with it',
      schema,
      [0, 10, 25, 50, 100, 250, 500, 1000],
    )
    this.#waited = histogram(
      'request_wait_duration_seconds',
      'How long requests waited in their queues',
      [...schema, 'execute'],
      durations,
    )
    this.#ran = histogram(
      'request_execution_seconds',
      'How long requests ran; of a watch its beginning only',
      [...schema, 'type'],
      durations,
    )
    this.#watchCounts = histogram(
      'watch_count_samples',
      'Watches that a write concerns',
      schema,
      [0, 1, 10, 100, 1000, 10000],
    )
    this.#estimatedSeats = histogram(
      'work_estimated_seats',
      'Estimated seats of requests, the larger of the initial and the final ones',
      schema,
      [1, 2, 4, 10],
    )
    this.#seatUtilization = ratios(
      'priority_level_seat_utilization',
      'Seats in use in relation to the limit, at the end of every nanosecond',
      ['priority_level', 'phase'],
      [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1],
    )
    this.#requestUtilization = ratios(
      'priority_level_request_utilization',
      'Requests waiting or executing in relation to their limit, at the end of every nanosecond',
      ['phase', 'priority_level'],
      [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 1],
    )
    this.#demand = ratios(
      'demand_seats',
      'Seats that a priority level could use in relation to its nominal ones, at the end of every nanosecond',
      level,
      [0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.7, 2, 2.8, 4, 6],
    )
    this.#readsAndWrites = ratios(
      'read_vs_write_current_requests',
      'Requests waiting or executing in relation to their limit, at the end of every nanosecond',
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
  ['current_inqueue_requests', schema, 'Requests that wait in queues'],
  ['current_inqueue_seats', schema, 'Seats of requests that wait in queues'],
  ['current_executing_requests', schema, 'Requests that run; of watches those that are beginning'],
  ['current_executing_seats', schema, 'Seats of requests that run, or have run and still keep others busy'],
  ['current_r', level, 'The progress meter at its last change'],
  ['dispatch_r', level, 'The progress meter when a request was last begun'],
  ['latest_s', level, 'Start in the model of the request that was begun last'],
  ['next_s_bounds', [...level, 'bound'], 'Least and largest start in the model of the oldest waiting requests'],
  [
    'next_discounted_s_bounds',
    [...level, 'bound'],
    'Least and largest start in the model of the oldest waiting requests, less the work under way',
  ],
  ['nominal_limit_seats', level, 'Nominal number of execution seats configured for each priority level'],
  ['lower_limit_seats', level, 'Configured lower bound on number of execution seats available to each priority level'],
  ['upper_limit_seats', level, 'Configured upper bound on number of execution seats available to each priority level'],
  ['demand_seats_high_watermark', level, 'Most seats that could have been used in the last adjustment period'],
  ['demand_seats_average', level, 'Seats that could have been used in the last adjustment period, on average'],
  ['demand_seats_stdev', level, 'Standard deviation of the seats that could have been used in the last period'],
  ['demand_seats_smoothed', level, 'Smoothed seat demands'],
  ['target_seats', level, 'Seat allocation targets'],
  ['current_limit_seats', level, 'Seats that a priority level may use at present'],
  ['seat_fair_frac', [], 'Fair fraction of the seats to give to each priority level that can use it'],
]
