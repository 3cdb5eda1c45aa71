/**
 * Questions about who somebody is: TokenReview (of a token) and SelfSubjectReview (of the asker).
 * In: the posted object. Out: the same with a status; nothing is stored.
 */
import type {
  SelfSubjectReview,
  TokenReview,
  TokenReviewStatus,
  UserInfo as ApiUserInfo,
} from '@elli/api/authentication/v1'
import type { Clock } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import { badRequest, internalError } from '@elli/machinery/errors'
import type { Authenticator, UserInfo } from './authenticator.ts'

export interface TokenReviewParts {
  readonly authenticator: Authenticator
  readonly apiAudiences: readonly string[]
  /** Validating admission; runs when the question is in order. */
  admitted?(): Promise<void>
}

/** @throws ApiError 400 without a token */
export async function reviewToken(
  { authenticator, apiAudiences, admitted }: TokenReviewParts,
  review: TokenReview,
): Promise<TokenReview> {
  const { token = '', audiences: asked = [] } = review.spec ?? {}
  if (token === '') throw badRequest('token is required for TokenReview in authentication')
  await admitted?.()
  const audiences = asked.length > 0 ? asked : apiAudiences
  const answer = await authenticator.authenticate({
    headers: { authorization: `Bearer ${token}` },
    clientCertificates: [],
    path: '',
    ...(audiences.length > 0 ? { audiences } : {}),
  })
  const status: TokenReviewStatus = {}
  if (answer.kind === 'refused') status.error = answer.reason
  if (answer.kind === 'user') {
    const met = answer.audiences ?? []
    if (audiences.length > 0 && !met.some((audience) => audiences.includes(audience))) {
      throw internalError(new Error('error validating audiences'))
    }
    status.authenticated = true
    status.user = apiUser(answer.user)
    if (met.length > 0) status.audiences = [...met]
  }
  return { ...review, status }
}

export function reviewSelf(user: UserInfo, review: SelfSubjectReview, clock: Clock): SelfSubjectReview {
  return {
    ...review,
    metadata: { creationTimestamp: toTime(clock.now()) },
    status: { userInfo: apiUser(user) },
  }
}

function apiUser({ name, uid, groups, extra = {} }: UserInfo): ApiUserInfo {
  const user: ApiUserInfo = { username: name }
  if (uid !== undefined && uid !== '') user.uid = uid
  if (groups.length > 0) user.groups = [...groups]
  const entries = Object.entries(extra)
  if (entries.length > 0) user.extra = Object.fromEntries(entries.map(([key, values]) => [key, [...values]]))
  return user
}
