/** Resources served in authorization.k8s.io/v1: how each is named, scoped and spoken to. */
import { LocalSubjectAccessReview, SelfSubjectAccessReview, SelfSubjectRulesReview, SubjectAccessReview } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const localsubjectaccessreviews: ResourceInfo<LocalSubjectAccessReview> = resource({
  kind: 'LocalSubjectAccessReview',
  plural: 'localsubjectaccessreviews',
  singular: 'localsubjectaccessreview',
  namespaced: true,
  verbs: ['create'],
  schema: LocalSubjectAccessReview,
})

export const selfsubjectaccessreviews: ResourceInfo<SelfSubjectAccessReview> = resource({
  kind: 'SelfSubjectAccessReview',
  plural: 'selfsubjectaccessreviews',
  singular: 'selfsubjectaccessreview',
  namespaced: false,
  verbs: ['create'],
  schema: SelfSubjectAccessReview,
})

export const selfsubjectrulesreviews: ResourceInfo<SelfSubjectRulesReview> = resource({
  kind: 'SelfSubjectRulesReview',
  plural: 'selfsubjectrulesreviews',
  singular: 'selfsubjectrulesreview',
  namespaced: false,
  verbs: ['create'],
  schema: SelfSubjectRulesReview,
})

export const subjectaccessreviews: ResourceInfo<SubjectAccessReview> = resource({
  kind: 'SubjectAccessReview',
  plural: 'subjectaccessreviews',
  singular: 'subjectaccessreview',
  namespaced: false,
  verbs: ['create'],
  schema: SubjectAccessReview,
})
