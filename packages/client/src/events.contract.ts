/**
 * Event recorder: says in the API what happened to an object. Aggregates and rate-limits like client-go's correlator.
 * Made by ./event-recorder.ts `eventRecorder(client, host, { component, host? })`; writes core/v1 Events in the background.
 */
import type { ApiObject } from '@elli/api/object'

/** What an event is about: an object (kind and apiVersion set), or a reference to one. */
export type EventSubject =
  | ApiObject
  | {
      kind: string
      apiVersion: string
      name: string
      namespace?: string
      uid?: string
      fieldPath?: string
      resourceVersion?: string
    }

export interface EventRecorder {
  /** `fieldPath` names a part, e.g. `spec.containers{web}`. Never throws, never blocks. */
  event(subject: EventSubject, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void
  /** Resolves when everything recorded so far was written or given up. */
  flush(): Promise<void>
}
