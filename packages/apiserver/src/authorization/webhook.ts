/**
 * An authorizer that asks a webhook: a SubjectAccessReview is posted, its status decides.
 * In: attributes. Out: allow, deny, no opinion; when the webhook cannot be asked, what its failure policy says.
 * Always: equal questions are asked once per TTL; questions whose text is very long are not kept.
 * @see kubernetes v1.31 apiserver/plugin/pkg/authorizer/webhook
 */
import type {
  SubjectAccessReview,
  SubjectAccessReviewSpec,
  SubjectAccessReviewStatus,
} from '@elli/api/authorization/v1'
import type { Host } from '@elli/host/host'
import { goQuote } from '@elli/machinery/go-quote'
import { ExpiringCache } from '../expiring-cache.ts'
import {
  type BackendCall,
  postReview,
  type Review,
  type RetryBackoff,
  type WebhookBackend,
} from '../webhook-backend.ts'
import type { Attributes, Authorizer, Decision } from './authorizer.ts'
import type { Matcher } from './match-conditions.ts'
import { reviewRequirements } from './selectors.ts'

export interface WebhookAuthorizerOptions {
  readonly host: Host
  readonly name: string
  readonly backend: WebhookBackend
  /** Version of the SubjectAccessReview that is posted. */
  readonly version: string
  readonly authorizedTtlMs: number
  readonly unauthorizedTtlMs: number
  readonly timeoutMs: number
  readonly backoff: RetryBackoff
  readonly decisionOnError: 'no-opinion' | 'deny'
  readonly matcher?: Matcher
}

type PostedReview = Review & Pick<SubjectAccessReview, 'spec' | 'status'> & { metadata: object }

const remembered = 8192
/** Characters of what a requester can choose; longer questions would fill the memory. */
const maxControlledSize = 10_000

/** @throws Error for a version that is none */
export function webhookAuthorizer(options: WebhookAuthorizerOptions): Authorizer {
  const { host, backend, version, timeoutMs, backoff, decisionOnError } = options
  if (version !== 'v1' && version !== 'v1beta1') {
    throw new Error(
      `unsupported webhook authorizer version ${goQuote(version)}, supported versions are "v1", "v1beta1"`,
    )
  }
  const answers = new ExpiringCache<SubjectAccessReviewStatus>(host.clock, remembered)
  const random = host.random.stream('apiserver/authorization-webhook')
  const call: BackendCall = { backend, clock: host.clock, random, timeoutMs, backoff }
  const failed = (error: string): Decision => ({ decision: decisionOnError, reason: '', error })

  return {
    name: options.name,
    async authorize(attributes): Promise<Decision> {
      const spec = reviewSpec(attributes)
      const match = options.matcher?.(spec)
      if (match !== undefined && 'error' in match) return failed(match.error)
      if (match?.matches === false) return { decision: 'no-opinion', reason: '' }
      const key = JSON.stringify(spec)
      let status = answers.get(key)
      if (status === undefined) {
        try {
          const review: PostedReview = {
            apiVersion: `authorization.k8s.io/${version}`,
            kind: 'SubjectAccessReview',
            metadata: {},
            spec: version === 'v1' ? spec : oldSpec(spec),
            status: { allowed: false },
          }
          const answer = await postReview(call, review)
          status = answer.status ?? { allowed: false }
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error)
          host.log.error('Failed to make webhook authorizer request', { webhook: options.name, error: why })
          return failed(why)
        }
        const ttlMs = status.allowed ? options.authorizedTtlMs : options.unauthorizedTtlMs
        if (controlledSize(attributes) < maxControlledSize) answers.set(key, status, ttlMs)
      }
      return decisionOf(status)
    },
    async rulesFor() {
      const error = 'webhook authorizer does not support user rule resolution'
      return { resource: [], nonResource: [], incomplete: true, error }
    },
  }
}

function decisionOf({ allowed, denied = false, reason = '' }: SubjectAccessReviewStatus): Decision {
  if (denied && allowed) {
    const error = 'webhook subject access review returned both allow and deny response'
    return { decision: 'deny', reason, error }
  }
  return { decision: denied ? 'deny' : allowed ? 'allow' : 'no-opinion', reason }
}

/** The question of v1; empty texts are left out, as Go does. */
export function reviewSpec(attributes: Attributes): SubjectAccessReviewSpec {
  const { user, verb, isResource, path } = attributes
  const own: SubjectAccessReviewSpec = {
    ...nonEmpty({ user: user.name }),
    ...(user.groups.length > 0 ? { groups: [...user.groups] } : {}),
    ...(user.extra === undefined || Object.keys(user.extra).length === 0
      ? {}
      : { extra: Object.fromEntries(Object.entries(user.extra).map(([key, values]) => [key, [...values]])) }),
    ...nonEmpty({ uid: user.uid ?? '' }),
  }
  if (!isResource) return { nonResourceAttributes: nonEmpty({ path, verb }), ...own }
  const { namespace, apiGroup, apiVersion, resource, subresource, name } = attributes
  const told = nonEmpty({ namespace, verb, group: apiGroup, version: apiVersion, resource, subresource, name })
  return { resourceAttributes: { ...told, ...reviewRequirements(attributes) }, ...own }
}

/** v1beta1 calls the groups `group`. */
function oldSpec({ groups, ...spec }: SubjectAccessReviewSpec): SubjectAccessReviewSpec {
  return { ...spec, ...(groups === undefined ? {} : { group: groups }) }
}

function nonEmpty<K extends string>(fields: Readonly<Record<K, string>>): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')) as Partial<Record<K, string>>
}

function controlledSize(attributes: Attributes): number {
  const { namespace, verb, apiGroup, apiVersion, resource, subresource, name, path } = attributes
  return [namespace, verb, apiGroup, apiVersion, resource, subresource, name, path].join('').length
}
