/** Whether the user may. Authorizers are asked in order; the first that allows or denies decides, `no-opinion` passes on. */
import type { UserInfo } from '../authentication/authenticator.ts'

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
  fieldSelector?: string
  labelSelector?: string
}

export type Decision = { decision: 'allow' | 'deny' | 'no-opinion'; reason: string }

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
