/** Resources served in authentication.k8s.io/v1: how each is named, scoped and spoken to. */
import { SelfSubjectReview, TokenReview } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const selfsubjectreviews: ResourceInfo<SelfSubjectReview> = resource({
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  singular: 'selfsubjectreview',
  namespaced: false,
  verbs: ['create'],
  schema: SelfSubjectReview,
})

export const tokenreviews: ResourceInfo<TokenReview> = resource({
  kind: 'TokenReview',
  plural: 'tokenreviews',
  singular: 'tokenreview',
  namespaced: false,
  verbs: ['create'],
  schema: TokenReview,
})
