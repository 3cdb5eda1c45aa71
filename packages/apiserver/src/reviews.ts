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
import { writeOptions, type WriteParts, Writes } from './endpoints/writes.ts'
import type { Route } from './router.ts'
import { objectResponse, readObject } from './subresources/objects.ts'

export interface ReviewParts {
  readonly host: Host
  readonly authenticator: Authenticator
  readonly authorizer: Authorizer
  readonly apiAudiences: readonly string[]
  readonly featureEnabled: (gate: string) => boolean
  /** Questions are admitted like objects, though nothing is stored. */
  readonly writes: WriteParts
}

/** @param admitted validating admission, which runs once the question itself is found to be in order */
type Answer = (object: ApiObject, call: Call, admitted: () => Promise<void>) => Promise<object>

/** The route of a virtual resource; undefined for those that are no review. */
export function reviewRoute(info: ResourceInfo<ApiObject>, parts: ReviewParts): Route | undefined {
  const answer = answerOf(info.resource, parts)
  if (answer === undefined) return undefined
  const writes = new Writes(parts.writes, info, info, undefined)
  const create = async (call: Call): Promise<WireResponse> => {
    negotiate(call.request.headers['accept'], 'none')
    const options = writeOptions(call, 'CreateOptions')
    const object = readObject(call, info, parts.featureEnabled)
    if (info.namespaced) object.metadata.namespace ??= call.info.namespace
    const context = writes.context(call, options.dryRun, options)
    await context.admit('CREATE', '', object, undefined)
    const made = await answer(object, call, () => context.validate('CREATE', '', object, undefined))
    return objectResponse(call, 201, info as ResourceInfo<object>, made)
  }
  return {
    resource: `${info.group}/${info.version}/${info.resource}`,
    handlers: new Map([['create', create]]),
    subresources: new Set(),
  }
}

function answerOf(resource: string, parts: ReviewParts): Answer | undefined {
  const { authenticator, host, apiAudiences } = parts
  switch (resource) {
    case 'tokenreviews':
      return (object, _, admitted) => reviewToken({ authenticator, apiAudiences, admitted }, object as TokenReview)
    case 'selfsubjectreviews':
      return async (object, call, admitted) => {
        await admitted()
        return reviewSelf(call.user, object as SelfSubjectReview, host.clock)
      }
    case 'subjectaccessreviews':
      return (object, _, admitted) => reviewSubjectAccess({ ...parts, admitted }, object as SubjectAccessReview)
    case 'localsubjectaccessreviews':
      return (object, call, admitted) =>
        reviewLocalSubjectAccess({ ...parts, admitted }, object as LocalSubjectAccessReview, call.info.namespace)
    case 'selfsubjectaccessreviews':
      return (object, call, admitted) =>
        reviewSelfSubjectAccess({ ...parts, admitted }, object as SelfSubjectAccessReview, call.user)
    case 'selfsubjectrulesreviews':
      return (object, call, admitted) =>
        reviewSelfSubjectRules({ ...parts, admitted }, object as SelfSubjectRulesReview, call.user)
    default:
      return undefined
  }
}
