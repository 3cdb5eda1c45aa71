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
  /** RFC 3339 time with microseconds. */
  eventTime: string
  series?: EventSeries
  reportingController?: string
  reportingInstance?: string
  action?: string
  /** One CamelCase word for programs. */
  reason?: string
  regarding?: ObjectReference
  related?: ObjectReference
  note?: string
  type?: string
  deprecatedSource?: EventSource
  /** RFC 3339 time. */
  deprecatedFirstTimestamp?: string
  /** RFC 3339 time. */
  deprecatedLastTimestamp?: string
  deprecatedCount?: number
}

/** How often and until when an event happened again. */
export interface EventSeries {
  count: number
  /** RFC 3339 time with microseconds. */
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
