/**
 * events.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { EventSource, ObjectReference } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int32, list, microtime, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'events/v1beta1',
  group: 'events.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/events/v1beta1',
})
export const packageInfo = pkg.package

export type Event = T.Event
export const Event: MessageSchema<Event> = pkg.message(
  'Event',
  {
    metadata: ref(1, () => ObjectMeta, {
      keepEmpty: true,
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    eventTime: microtime(2, { required: true }),
    series: ref(3, () => EventSeries, { pointer: true }),
    reportingController: string(4),
    reportingInstance: string(5),
    action: string(6),
    reason: string(7, { description: 'One CamelCase word for programs.' }),
    regarding: ref(8, () => ObjectReference),
    related: ref(9, () => ObjectReference, { pointer: true }),
    note: string(10),
    type: string(11),
    deprecatedSource: ref(12, () => EventSource),
    deprecatedFirstTimestamp: time(13),
    deprecatedLastTimestamp: time(14),
    deprecatedCount: int32(15),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.8', deprecated: '1.22', removed: '1.25' },
    description: 'Something that happened to an object; kept for a while only.',
  },
)

export type EventSeries = T.EventSeries
export const EventSeries: MessageSchema<EventSeries> = pkg.message(
  'EventSeries',
  {
    count: int32(1, { required: true }),
    lastObservedTime: microtime(2, { required: true }),
  },
  { description: 'How often and until when an event happened again.' },
)

export type EventList = T.EventList
export const EventList: MessageSchema<EventList> = pkg.message(
  'EventList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Event, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.8', deprecated: '1.22', removed: '1.25' },
    description: 'A list of Event objects.',
  },
)
