/**
 * events.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { EventSource, ObjectReference } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, int32, list, microtime, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({ path: 'events/v1', group: 'events.k8s.io', version: 'v1', goPackage: 'k8s.io/api/events/v1' })
export const packageInfo = pkg.package

export type Event = T.Event
export const Event: MessageSchema<Event> = pkg.message(
  'Event',
  {
    metadata: ref(1, () => ObjectMeta, {
      keepEmpty: true,
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    eventTime: microtime(2, { required: true, description: 'When the event was first seen.' }),
    series: ref(3, () => EventSeries, {
      pointer: true,
      description: 'How often and until when it was seen again; absent if it was seen once.',
    }),
    reportingController: string(4, { description: 'Controller that reports, such as kubernetes.io/kubelet.' }),
    reportingInstance: string(5, { description: 'Which running copy of the controller reports.' }),
    action: string(6, { description: 'What was done, or what failed; 128 characters at most.' }),
    reason: string(7, { description: 'One CamelCase word for programs.' }),
    regarding: ref(8, () => ObjectReference, {
      description: 'Object the event is about, mostly the one the controller looks after.',
    }),
    related: ref(9, () => ObjectReference, { pointer: true, description: 'Second object that took part.' }),
    note: string(10, { description: 'Text for people about what happened; 1 kB at most.' }),
    type: string(11, { description: 'Normal or Warning, others may come.' }),
    deprecatedSource: ref(12, () => EventSource, { description: 'Reporter, from events of the core group.' }),
    deprecatedFirstTimestamp: time(13, { description: 'When it was first seen, from events of the core group.' }),
    deprecatedLastTimestamp: time(14, { description: 'When it was last seen, from events of the core group.' }),
    deprecatedCount: int32(15, { description: 'How often it was seen, from events of the core group.' }),
  },
  { kind: true, description: 'Something that happened to an object; kept for a while only.' },
)

export type EventSeries = T.EventSeries
export const EventSeries: MessageSchema<EventSeries> = pkg.message(
  'EventSeries',
  {
    count: int32(1, { required: true, description: 'How often it was seen so far.' }),
    lastObservedTime: microtime(2, { required: true, description: 'When it was last seen.' }),
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
  { kind: true, description: 'A list of Event objects.' },
)
