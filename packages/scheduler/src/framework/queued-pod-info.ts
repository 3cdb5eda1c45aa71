/** A pod in line: the pod, how long it waits, how often it was tried, and which plugins turned it away last. */
import type { Instant } from '@elli/host/clock'
import type { PodInfo } from './pod-info.ts'

export interface QueuedPodInfo {
  info: PodInfo
  /** When it came into the queue, or came back. */
  timestamp: Instant
  attempts: number
  initialAttempt: Instant | undefined
  readonly unschedulablePlugins: Set<string>
  readonly pendingPlugins: Set<string>
  /** A pre-enqueue plugin keeps it out of the active queue. */
  gated: boolean
}
