/**
 * Metrics of work queues, by upstream's names. In: what happens in queues, and the queues themselves. Out: `workqueue_*`.
 * @see component-base metrics/prometheus/workqueue
 */
import {
  type Distribution,
  HeldCounter,
  HeldGauge,
  HeldHistogram,
  exponentialBounds,
  type HeldValue,
} from '@elli/host/metrics/held'
import type { MetricRegistry } from '@elli/host/metrics/registry'
import type { ObservableWorkQueue, WorkQueueObserver } from './work-queue.ts'

interface Series {
  readonly depth: HeldValue
  readonly adds: HeldValue
  readonly waited: Distribution
  readonly worked: Distribution
  readonly retries: HeldValue
}

export interface QueueMetrics extends WorkQueueObserver {
  /** Tells of the keys under way in this queue, too. */
  follow(queue: Pick<ObservableWorkQueue<unknown>, 'name' | 'unfinished'>): void
}

export function queueMetrics(registry: MetricRegistry): QueueMetrics {
  const labels = ['name']
  const buckets = exponentialBounds(10e-9, 10, 10)
  const queues = new Set<Pick<ObservableWorkQueue<unknown>, 'name' | 'unfinished'>>()
  const depth = new HeldGauge({ name: 'workqueue_depth', help: 'Current depth of workqueue', labels }, registry)
  const adds = new HeldCounter(
    { name: 'workqueue_adds_total', help: 'Total number of adds handled by workqueue', labels },
    registry,
  )
  const waited = new HeldHistogram(
    {
      name: 'workqueue_queue_duration_seconds',
      help: 'How long in seconds an item stays in workqueue before being requested.',
      labels,
      buckets,
    },
    registry,
  )
  const worked = new HeldHistogram(
    {
      name: 'workqueue_work_duration_seconds',
      help: 'How long in seconds processing an item from workqueue takes.',
      labels,
      buckets,
    },
    registry,
  )
  const retries = new HeldCounter(
    { name: 'workqueue_retries_total', help: 'Total number of retries handled by workqueue', labels },
    registry,
  )
  const underWay = (name: string, help: string, read: 'totalSeconds' | 'longestSeconds'): void => {
    new HeldGauge(
      {
        name,
        help,
        labels,
        collect(gauge) {
          for (const queue of queues) gauge.set(queue.unfinished()[read], queue.name)
        },
      },
      registry,
    )
  }
  underWay(
    'workqueue_unfinished_work_seconds',
    "How many seconds of work has done that is in progress and hasn't been observed by work_duration. Large values indicate stuck threads. One can deduce the number of stuck threads by observing the rate at which this increases.",
    'totalSeconds',
  )
  underWay(
    'workqueue_longest_running_processor_seconds',
    'How many seconds has the longest running processor for workqueue been running.',
    'longestSeconds',
  )
  const held = new Map<string, Series>()
  const of = (name: string): Series => {
    let series = held.get(name)
    if (series === undefined) {
      series = {
        depth: depth.child(name),
        adds: adds.child(name),
        waited: waited.child(name),
        worked: worked.child(name),
        retries: retries.child(name),
      }
      held.set(name, series)
    }
    return series
  }
  return {
    depth(queue, length) {
      of(queue).depth.value = length
    },
    added: (queue) => of(queue).adds.add(1),
    started: (queue, seconds) => of(queue).waited.observe(seconds),
    finished: (queue, seconds) => of(queue).worked.observe(seconds),
    retried: (queue) => of(queue).retries.add(1),
    follow(queue) {
      of(queue.name)
      queues.add(queue)
    },
  }
}
