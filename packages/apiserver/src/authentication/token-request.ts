/**
 * `POST …/serviceaccounts/<name>/token`: checks what the token shall be bound to, decides how long it lives, and issues it.
 * In: a defaulted and admitted TokenRequest. Out: the same with a token in its status.
 * @throws ApiError as upstream: 400, 404, 409 for the bound object, 422 for the spec
 */
import type { TokenRequest } from '@elli/api/authentication/v1'
import type { ServiceAccount } from '@elli/api/core/v1'
import type { Clock } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import { badRequest, conflict, invalid as invalidObject, notFound } from '@elli/machinery/errors'
import { at, invalid, type FieldError } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { parseApiVersion } from '@elli/api/object'
import type { TokenObjects } from './service-account-authenticator.ts'
import type { IssueOptions, TokenIssuer, TokenReference } from './service-account-tokens.ts'

/** What the token projection of the ServiceAccount admission plugin asks for: an hour and seven seconds. */
export const projectedTokenSeconds = 3607
const extendedSeconds = 365 * 24 * 60 * 60

export interface TokenRequestOptions {
  clock: Clock
  issuer: TokenIssuer
  objects: TokenObjects
  apiAudiences: readonly string[]
  /** `--service-account-max-token-expiration`; 0 is unlimited. */
  maxExpirationSeconds: number
  /** `--service-account-extend-token-expiration`, on by default: projected tokens live a year, so that old clients notice. */
  extendExpiration: boolean
  /** Gates of service account tokens; unset: all on, as 1.31 ships them. */
  featureEnabled?(gate: string): boolean
}

export interface TokenRequestResult {
  request: TokenRequest
  warnings: string[]
  /** For the audit annotation `authentication.kubernetes.io/issued-credential-id`. */
  credentialId?: string
}

type Bound = Pick<IssueOptions, 'pod' | 'node' | 'secret'>

export async function requestToken(
  options: TokenRequestOptions,
  serviceAccount: ServiceAccount,
  posted: TokenRequest,
): Promise<TokenRequestResult> {
  const { clock, issuer, apiAudiences } = options
  const { namespace = '', name = '', uid } = serviceAccount.metadata
  const asked = posted.spec.audiences ?? []
  const audiences = asked.length > 0 ? asked : [...apiAudiences]
  let expirationSeconds = posted.spec.expirationSeconds ?? 3600
  const enabled = (gate: string): boolean => options.featureEnabled?.(gate) ?? true
  validateTokenRequest(posted, namespace, name)
  const bound = await bind(options.objects, posted, namespace, name, enabled)

  const warnings: string[] = []
  const { maxExpirationSeconds } = options
  if (maxExpirationSeconds > 0 && expirationSeconds > maxExpirationSeconds) {
    warnings.push(`requested expiration of ${expirationSeconds} seconds shortened to ${maxExpirationSeconds} seconds`)
    expirationSeconds = maxExpirationSeconds
  }
  const extended =
    options.extendExpiration &&
    bound.pod !== undefined &&
    expirationSeconds === projectedTokenSeconds &&
    audiences.every((audience) => apiAudiences.includes(audience))
  const issued = await issuer.issue({
    namespace,
    serviceAccount: reference(name, uid),
    ...bound,
    audiences,
    expirationSeconds: extended ? extendedSeconds : expirationSeconds,
    ...(extended ? { warnAfterSeconds: expirationSeconds } : {}),
    withoutId: !enabled('ServiceAccountTokenJTI'),
  })
  const now = clock.now()
  return {
    request: {
      ...posted,
      metadata: { ...posted.metadata, name, namespace, creationTimestamp: toTime(now) },
      spec: { ...posted.spec, audiences, expirationSeconds },
      status: { token: issued.token, expirationTimestamp: toTime(now + expirationSeconds * 1000) },
    },
    warnings,
    ...(issued.credentialId === undefined ? {} : { credentialId: issued.credentialId }),
  }
}

/** What can be said without looking anything up. @throws ApiError 422 */
export function validateTokenRequest(posted: TokenRequest, namespace: string, name: string): void {
  const { expirationSeconds = 3600 } = posted.spec
  const kind = { group: 'authentication.k8s.io', kind: 'TokenRequest' }
  const own = posted.metadata ?? {}
  if (own.name && own.name !== name) {
    const path = at('metadata', 'name')
    throw invalidObject(kind, name, [invalid(path, own.name, 'must match the service account name if specified')])
  }
  if (own.namespace && own.namespace !== namespace) {
    const detail = 'must match the service account namespace if specified'
    throw invalidObject(kind, name, [invalid(at('metadata', 'namespace'), own.namespace, detail)])
  }
  const errors: FieldError[] = []
  const path = at('spec', 'expirationSeconds')
  if (expirationSeconds < 600) {
    errors.push(invalid(path, expirationSeconds, 'may not specify a duration less than 10 minutes'))
  }
  if (expirationSeconds > 2 ** 32) {
    errors.push(invalid(path, expirationSeconds, 'may not specify a duration larger than 2^32 seconds'))
  }
  if (errors.length > 0) throw invalidObject(kind, '', errors)
}

async function bind(
  objects: TokenObjects,
  posted: TokenRequest,
  namespace: string,
  name: string,
  enabled: (gate: string) => boolean,
): Promise<Bound> {
  const ref = posted.spec.boundObjectRef
  if (ref === undefined) return {}
  const { kind = '', apiVersion = '', name: refName = '', uid } = ref
  const { group, version } = parseApiVersion(apiVersion)
  const check = (found: string | undefined): void => {
    if (!uid || found === uid) return
    const message = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`
    throw conflict({ group, resource: kind }, refName, message)
  }
  switch (group === '' ? kind : '') {
    case 'Pod': {
      const pod = await objects.pod(namespace, refName)
      if (pod === undefined) throw notFound({ group: '', resource: 'pods' }, refName)
      if (pod.spec.serviceAccountName !== name) {
        throw badRequest(
          `cannot bind token for serviceaccount ${goQuote(name)} to pod running with different serviceaccount name.`,
        )
      }
      check(pod.metadata.uid)
      const bound: Bound = { pod: reference(refName, pod.metadata.uid) }
      const { nodeName } = pod.spec
      if (!nodeName || !enabled('ServiceAccountTokenPodNodeInfo')) return bound
      // A pod may be bound to a node that is not there (yet): then the token names it without a uid.
      const node = await objects.node(nodeName)
      return { ...bound, node: reference(nodeName, node?.metadata.uid) }
    }
    case 'Node': {
      if (!enabled('ServiceAccountTokenNodeBinding')) {
        throw badRequest(
          'cannot bind token to a Node object as the "ServiceAccountTokenNodeBinding" feature-gate is disabled',
        )
      }
      const node = await objects.node(refName)
      if (node === undefined) throw notFound({ group: '', resource: 'nodes' }, refName)
      check(node.metadata.uid)
      return { node: reference(refName, node.metadata.uid) }
    }
    case 'Secret': {
      const secret = await objects.secret(namespace, refName)
      if (secret === undefined) throw notFound({ group: '', resource: 'secrets' }, refName)
      check(secret.metadata.uid)
      return { secret: reference(refName, secret.metadata.uid) }
    }
    default:
      throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`)
  }
}

function reference(name: string, uid: string | undefined): TokenReference {
  return uid === undefined ? { name } : { name, uid }
}
