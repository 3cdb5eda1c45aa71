/**
 * What happens in the scheduler, for metrics. Upstream's names stand beside each call.
 * @see kubernetes v1.31 pkg/scheduler/metrics/metrics.go
 */
export type QueueName = 'active' | 'backoff' | 'unschedulable' | 'gated'

export interface SchedulerObserver {
  /** scheduler_schedule_attempts_total, scheduler_scheduling_attempt_duration_seconds */
  scheduleAttempt(result: 'scheduled' | 'unschedulable' | 'error', profile: string, seconds: number): void
  /** scheduler_scheduling_algorithm_duration_seconds */
  schedulingAlgorithm(seconds: number): void
  /** scheduler_pod_scheduling_attempts, scheduler_pod_scheduling_sli_duration_seconds */
  podScheduled(attempts: number, secondsSinceFirstAttempt: number): void
  /** scheduler_pending_pods: called once, with how to count them whenever metrics are read. */
  pendingPods(count: () => Record<QueueName, number>): void
  /** scheduler_queue_incoming_pods_total */
  queueIncomingPods(queue: QueueName, event: string): void
  /** scheduler_preemption_attempts_total */
  preemptionAttempt(): void
  /** scheduler_preemption_victims */
  preemptionVictims(count: number): void
}
