/** Types of events.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { EventSource, ObjectReference } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Something that happened to an object; kept for a while only. */
export interface Event {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** When the event was first seen. RFC 3339 time with microseconds. */
  eventTime: string
  /** How often and until when it was seen again; absent if it was seen once. */
  series?: EventSeries
  /** Controller that reports, such as kubernetes.io/kubelet. */
  reportingController?: string
  /** Which running copy of the controller reports. */
  reportingInstance?: string
  /** What was done, or what failed; 128 characters at most. */
  action?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Object the event is about, mostly the one the controller looks after. */
  regarding?: ObjectReference
  /** Second object that took part. */
  related?: ObjectReference
  /** Text for people about what happened; 1 kB at most. */
  note?: string
  /** Normal or Warning, others may come. */
  type?: string
  /** Reporter, from events of the core group. */
  deprecatedSource?: EventSource
  /** When it was first seen, from events of the core group. RFC 3339 time. */
  deprecatedFirstTimestamp?: string
  /** When it was last seen, from events of the core group. RFC 3339 time. */
  deprecatedLastTimestamp?: string
  /** How often it was seen, from events of the core group. */
  deprecatedCount?: number
}

/** How often and until when an event happened again. */
export interface EventSeries {
  /** How often it was seen so far. */
  count: number
  /** When it was last seen. RFC 3339 time with microseconds. */
  lastObservedTime: string
}

/** A list of Event objects. */
export interface EventList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Event[]
}
