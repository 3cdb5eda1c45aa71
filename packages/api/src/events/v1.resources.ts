/** Resources served in events.k8s.io/v1: how each is named, scoped and spoken to. */
import { Event } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const events: ResourceInfo<Event> = resource({
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  listKind: 'EventList',
  shortNames: ['ev'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: Event,
})
