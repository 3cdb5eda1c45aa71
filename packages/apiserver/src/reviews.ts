/**
 * Questions posted as objects: who is this token, may this user, who am I. Answered at once, never stored.
 * Elsewhere: the answers themselves (./authentication/reviews.ts, ./authorization/access-reviews.ts).
 */
import type { SelfSubjectReview, TokenReview } from '@elli/api/authentication/v1'
import type {
  LocalSubjectAccessReview,
  SelfSubjectAccessReview,
  SelfSubjectRulesReview,
  SubjectAccessReview,
} from '@elli/api/authorization/v1'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Host } from '@elli/host/host'
import type { WireResponse } from '@elli/host/wire'
import { negotiate } from './http/negotiation.ts'
import type { Authenticator } from './authentication/authenticator.ts'
import { reviewSelf, reviewToken } from './authentication/reviews.ts'
import {
  reviewLocalSubjectAccess,
  reviewSelfSubjectAccess,
  reviewSelfSubjectRules,
  reviewSubjectAccess,
} from './authorization/access-reviews.ts'
import type { Authorizer } from './authorization/authorizer.ts'
import type { Call } from './endpoints/call.ts'
import { writeOptions } from './endpoints/writes.ts'
import type { Route } from './router.ts'
import { objectResponse, readObject } from './subresources/objects.ts'

export interface ReviewParts {
  readonly host: Host
  readonly authenticator: Authenticator
  readonly authorizer: Authorizer
  readonly apiAudiences: readonly string[]
  readonly featureEnabled: (gate: string) => boolean
}

type Answer = (object: ApiObject, call: Call) => Promise<object> | object

/** The route of a virtual resource; undefined for those that are no review. */
export function reviewRoute(info: ResourceInfo<ApiObject>, parts: ReviewParts): Route | undefined {
  const answer = answerOf(info.resource, parts)
  if (answer === undefined) return undefined
  const create = async (call: Call): Promise<WireResponse> => {
    negotiate(call.request.headers['accept'], 'none')
    writeOptions(call, 'CreateOptions')
    const object = readObject(call, info, parts.featureEnabled)
    if (info.namespaced) object.metadata.namespace ??= call.info.namespace
    const made = await answer(object, call)
    return objectResponse(call, 201, info as ResourceInfo<object>, made)
  }
  return {
    resource: `${info.group}/${info.version}/${info.resource}`,
    handlers: new Map([['create', create]]),
    subresources: new Set(),
  }
}

function answerOf(resource: string, parts: ReviewParts): Answer | undefined {
  const { authorizer, authenticator, host, apiAudiences } = parts
  switch (resource) {
    case 'tokenreviews':
      return (object) => reviewToken(authenticator, object as TokenReview, apiAudiences)
    case 'selfsubjectreviews':
      return (object, call) => reviewSelf(call.user, object as SelfSubjectReview, host.clock)
    case 'subjectaccessreviews':
      return (object) => reviewSubjectAccess(parts, object as SubjectAccessReview)
    case 'localsubjectaccessreviews':
      return (object, call) =>
        reviewLocalSubjectAccess(parts, object as LocalSubjectAccessReview, call.info.namespace)
    case 'selfsubjectaccessreviews':
      return (object, call) => reviewSelfSubjectAccess(parts, object as SelfSubjectAccessReview, call.user)
    case 'selfsubjectrulesreviews':
      return (object, call) => reviewSelfSubjectRules(authorizer, object as SelfSubjectRulesReview, call.user)
    default:
      return undefined
  }
}
