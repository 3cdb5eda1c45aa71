/** Whether the user may. Authorizers are asked in order; the first that allows or denies decides, `no-opinion` passes on. */
import type { FieldRequirement } from '@elli/machinery/fields'
import type { Requirement } from '@elli/machinery/labels'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { ParsedSelector } from './selectors.ts'

export interface Attributes {
  user: UserInfo
  /** get list watch create update patch delete deletecollection; for non-resource paths the lower-case HTTP method. */
  verb: string
  isResource: boolean
  apiGroup: string
  apiVersion: string
  resource: string
  subresource: string
  namespace: string
  name: string
  path: string
  /**
   * Selectors of list, watch and deletecollection, and of access reviews; only with the gate AuthorizeWithSelectors.
   * Made of texts by `parsedSelectors` (selectors.ts). They narrow what is asked for; an authorizer may ignore them.
   */
  fieldSelector?: ParsedSelector<FieldRequirement>
  labelSelector?: ParsedSelector<Requirement>
}

export interface Decision {
  decision: 'allow' | 'deny' | 'no-opinion'
  reason: string
  /** What went wrong on the way to the decision, which stands all the same. */
  error?: string
}

export interface ResourceRule {
  verbs: string[]
  apiGroups: string[]
  resources: string[]
  resourceNames?: string[]
}

export interface NonResourceRule {
  verbs: string[]
  nonResourceURLs: string[]
}

export interface Authorizer {
  readonly name: string
  authorize(attributes: Attributes): Decision | Promise<Decision>
  /** What the user may do in a namespace, for SelfSubjectRulesReview. */
  rulesFor?(
    user: UserInfo,
    namespace: string,
  ): Promise<{ resource: ResourceRule[]; nonResource: NonResourceRule[]; incomplete: boolean; error?: string }>
}
