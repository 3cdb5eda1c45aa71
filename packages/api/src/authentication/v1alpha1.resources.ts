/** Resources served in authentication.k8s.io/v1alpha1: how each is named, scoped and spoken to. */
import { SelfSubjectReview } from './v1alpha1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const selfsubjectreviews: ResourceInfo<SelfSubjectReview> = resource({
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  singular: 'selfsubjectreview',
  namespaced: false,
  verbs: ['create'],
  enabledByDefault: false,
  schema: SelfSubjectReview,
})
