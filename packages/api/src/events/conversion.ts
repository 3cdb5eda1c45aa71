/**
 * One event, as v1 and as events.k8s.io/v1 tell it.
 * In: an event of one group. Out: a fresh event of the other; parts are shared with the first.
 * Elsewhere: which of the two is stored (../conversion.ts).
 */
import type { Event as CoreEvent } from '../core/v1.ts'
import type { Event } from './v1.ts'

/** Fields of the core event by the name they have in events.k8s.io. */
const coreNames = {
  metadata: 'metadata',
  eventTime: 'eventTime',
  series: 'series',
  reportingController: 'reportingComponent',
  reportingInstance: 'reportingInstance',
  action: 'action',
  reason: 'reason',
  regarding: 'involvedObject',
  related: 'related',
  note: 'message',
  type: 'type',
  deprecatedSource: 'source',
  deprecatedFirstTimestamp: 'firstTimestamp',
  deprecatedLastTimestamp: 'lastTimestamp',
  deprecatedCount: 'count',
} as const satisfies Record<Exclude<keyof Event, 'kind' | 'apiVersion'>, keyof CoreEvent>

export function eventToCore(from: Event): CoreEvent {
  const fields = Object.entries(coreNames).map(([own, core]) => [core, from[own as keyof typeof coreNames]] as const)
  return {
    kind: 'Event',
    apiVersion: 'v1',
    involvedObject: {},
    ...(Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Partial<CoreEvent>),
    metadata: from.metadata,
  }
}

export function eventFromCore(from: CoreEvent): Event {
  const fields = Object.entries(coreNames).map(([own, core]) => [own, from[core]] as const)
  return {
    kind: 'Event',
    apiVersion: 'events.k8s.io/v1',
    ...(Object.fromEntries(fields.filter(([, value]) => value !== undefined)) as Omit<Event, 'kind' | 'apiVersion'>),
  }
}

/** Label of a field selector on events.k8s.io, as the stored event has it; undefined when it cannot be selected by. */
export function coreEventField(label: string): string | undefined {
  const known: Readonly<Record<string, string>> = {
    reason: 'reason',
    reportingController: 'reportingComponent',
    type: 'type',
    'metadata.namespace': 'metadata.namespace',
    'metadata.name': 'metadata.name',
  }
  const part = /^regarding\.(kind|namespace|name|uid|apiVersion|resourceVersion|fieldPath)$/.exec(label)
  return part === null ? known[label] : `involvedObject.${part[1]}`
}
