/**
 * Checks service account tokens: signature, issuer, audience, times, and that everything the token is bound to is still there.
 * In: a token, and the server's view of service accounts, pods, nodes and secrets. Out: the service account as a user.
 * Always: a signature is checked once per token and remembered until it expires; what the token is bound to is looked up each time,
 * so deleting the pod ends its tokens at once.
 */
import { createHash } from 'node:crypto'
import type { Node, Pod, Secret, ServiceAccount } from '@elli/api/core/v1'
import { nodes, pods, secrets, serviceaccounts } from '@elli/api/core/v1.resources'
import type { Clock, Instant } from '@elli/host/clock'
import { notFound } from '@elli/machinery/errors'
import { aggregate } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose'
import type { AdmissionReads } from '../admission/plugin.ts'
import type { AuthenticationAnswer, AuthenticationNotes, UserInfo } from './authenticator.ts'
import type { TokenAuthenticator } from './bearer-token.ts'
import { sameText } from './same-text.ts'
import type { VerificationKey } from './service-account-keys.ts'
import type { TokenUse } from './service-account-metrics.ts'
import { legacyClaim, legacyIssuer, type KubernetesClaims, type TokenReference } from './service-account-tokens.ts'
import { extraKeys, serviceAccountGroups, serviceAccountUsername, splitServiceAccountUsername } from './well-known.ts'

/** The objects a token may be bound to; undefined when there is none of that name. */
export interface TokenObjects {
  serviceAccount(namespace: string, name: string): Promise<ServiceAccount | undefined>
  pod(namespace: string, name: string): Promise<Pod | undefined>
  secret(namespace: string, name: string): Promise<Secret | undefined>
  node(name: string): Promise<Node | undefined>
}

/** From the caches, and from storage what they do not have (yet). */
export function tokenObjects(reads: Pick<AdmissionReads, 'get' | 'getFresh'>): TokenObjects {
  return {
    serviceAccount: async (namespace, name) =>
      reads.get(serviceaccounts, namespace, name) ?? (await reads.getFresh(serviceaccounts, namespace, name)),
    pod: async (namespace, name) => reads.get(pods, namespace, name) ?? (await reads.getFresh(pods, namespace, name)),
    secret: async (namespace, name) =>
      reads.get(secrets, namespace, name) ?? (await reads.getFresh(secrets, namespace, name)),
    node: async (name) => reads.get(nodes, undefined, name) ?? (await reads.getFresh(nodes, undefined, name)),
  }
}

export interface ServiceAccountAuthenticatorOptions {
  clock: Clock
  /** The first issues tokens; tokens of the others are still taken. */
  issuers: readonly string[]
  keys: readonly VerificationKey[]
  apiAudiences: readonly string[]
  objects: TokenObjects
  /** What sort of token was used, and whose: for metrics. */
  onUse?(use: TokenUse, subject: string): void
  /** Remembers the day on which the token of a secret was used; see legacy token tracking. */
  noteLegacyUse?(secret: Secret): void
  /** `--service-account-lookup`, on by default: without it the tokens of secrets are good by their signature alone. */
  lookup?: boolean
  /** Gates of service account tokens; unset: all on, as 1.31 ships them. */
  featureEnabled?(gate: string): boolean
}

/** A token that is good, and what the audit event and the answer say about it. */
interface Accepted extends AuthenticationNotes {
  user: UserInfo
}

/** A refusal on the way; its message is the reason. */
class Refusal extends Error {
  readonly notes: AuthenticationNotes
  constructor(message: string, notes: AuthenticationNotes = {}) {
    super(message)
    this.notes = notes
  }
}

const leewayMs = 60_000
/** Put on a secret by the cleaner of unused tokens: its token is not taken any more. */
const invalidSinceLabel = 'kubernetes.io/legacy-token-invalid-since'
const rememberedTokens = 10_000

interface Remembered {
  payload: JWTPayload
  until: Instant
}

export function serviceAccountAuthenticator(options: ServiceAccountAuthenticatorOptions): TokenAuthenticator {
  const { clock, issuers, keys, apiAudiences, objects } = options
  const remembered = new Map<string, Remembered>()
  const enabled = (gate: string): boolean => options.featureEnabled?.(gate) ?? true

  /** Claims of a token whose signature is good; undefined when it is none of ours, which other authenticators may know. */
  async function verified(token: string): Promise<JWTPayload | undefined> {
    const hash = createHash('sha256').update(token).digest('base64')
    const known = remembered.get(hash)
    if (known !== undefined && known.until > clock.now()) return known.payload
    remembered.delete(hash)
    // Before any cryptography: is this one of ours at all?
    const issuer = unverifiedIssuer(token)
    if (issuer === undefined || (issuer !== legacyIssuer && !issuers.includes(issuer))) return undefined
    const payload = await verifySignature(token)
    if (remembered.size >= rememberedTokens) {
      const oldest = remembered.keys().next()
      if (!oldest.done) remembered.delete(oldest.value)
    }
    remembered.set(hash, { payload, until: payload.exp === undefined ? Number.POSITIVE_INFINITY : payload.exp * 1000 })
    return payload
  }

  async function verifySignature(token: string): Promise<JWTPayload> {
    const { kid } = decodeProtectedHeader(token)
    const candidates = kid === undefined ? keys : keys.filter(({ keyId }) => keyId === kid)
    if (candidates.length === 0) throw new Refusal('invalid signature, no keys found')
    const reasons: string[] = []
    for (const { publicKey, algorithm } of candidates) {
      try {
        await compactVerify(token, publicKey, { algorithms: [algorithm] })
        return decodeJwt(token)
      } catch (error) {
        reasons.push(error instanceof Error ? error.message : String(error))
      }
    }
    throw new Refusal(aggregate(reasons) ?? '')
  }

  function checkAudiences(payload: JWTPayload, requested: readonly string[] | undefined): readonly string[] {
    const claimed = payload.aud === undefined ? [] : [payload.aud].flat()
    const own = claimed.length === 0 ? apiAudiences : claimed
    const wanted = requested ?? apiAudiences
    const met = own.filter((audience) => wanted.includes(audience))
    if (met.length > 0 || apiAudiences.length === 0) return met
    const list = (audiences: readonly string[]): string => `[${audiences.map((item) => goQuote(item)).join(' ')}]`
    throw new Refusal(`token audiences ${list(own)} is invalid for the target audiences ${list(wanted)}`)
  }

  function checkTimes({ exp, nbf, iat }: JWTPayload): void {
    const now = clock.now()
    if (nbf !== undefined && now + leewayMs < nbf * 1000) throw new Refusal('service account token is not valid yet')
    if (exp !== undefined && now - leewayMs > exp * 1000) throw new Refusal('service account token has expired')
    if (iat !== undefined && now + leewayMs < iat * 1000) {
      throw new Refusal('service account token is issued in the future')
    }
  }

  async function bound(payload: JWTPayload): Promise<Accepted> {
    checkTimes(payload)
    const claims = kubernetesClaims(payload)
    const { namespace, serviceaccount, pod, secret, node, warnafter } = claims
    const deletedBefore = clock.now() - leewayMs
    const isGone = (object: { metadata: { deletionTimestamp?: string } }): boolean =>
      object.metadata.deletionTimestamp !== undefined && Date.parse(object.metadata.deletionTimestamp) < deletedBefore

    const account = await objects.serviceAccount(namespace, serviceaccount.name)
    if (account === undefined) {
      throw new Refusal(notFound({ group: '', resource: 'serviceaccounts' }, serviceaccount.name).message)
    }
    const uid = account.metadata.uid ?? ''
    if (uid !== (serviceaccount.uid ?? '')) {
      throw new Refusal(`service account UID (${uid}) does not match claim (${serviceaccount.uid ?? ''})`)
    }
    if (isGone(account)) throw new Refusal(`service account ${namespace}/${serviceaccount.name} has been deleted`)

    const check = (
      what: string,
      object: { metadata: { uid?: string; deletionTimestamp?: string } } | undefined,
      ref: TokenReference,
    ): void => {
      if (object === undefined) throw new Refusal('service account token has been invalidated')
      const found = object.metadata.uid ?? ''
      if (found !== (ref.uid ?? '')) {
        const name = what.toLowerCase()
        throw new Refusal(`${what} UID (${found}) does not match service account ${name} ref claim (${ref.uid ?? ''})`)
      }
      if (isGone(object)) throw new Refusal('service account token has been invalidated')
    }
    if (secret !== undefined) check('secret', await objects.secret(namespace, secret.name), secret)
    if (pod !== undefined) check('pod', await objects.pod(namespace, pod.name), pod)
    // Beside a pod the node only says where the pod ran when the token was made.
    else if (node !== undefined) {
      const gate = 'ServiceAccountTokenNodeBindingValidation'
      if (!enabled(gate)) throw new Refusal(`token is bound to a Node object but the ${gate} feature gate is disabled`)
      check('node', await objects.node(node.name), node)
    }

    const subject = payload.sub ?? ''
    const annotations: Record<string, string> = {}
    if (warnafter) {
      const late = clock.now() > warnafter * 1000
      options.onUse?.(late ? 'stale' : 'valid', subject)
      const seconds = Math.floor(clock.now() / 1000) - warnafter
      if (late) {
        annotations['authentication.k8s.io/stale-token'] =
          `subject: ${subject}, seconds after warning threshold: ${seconds}`
      }
    }
    const told = pod === undefined || enabled('ServiceAccountTokenPodNodeInfo') ? claims : withoutNode(claims)
    return {
      user: serviceAccountUser(told, enabled('ServiceAccountTokenJTI') ? payload.jti : undefined),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    }
  }

  async function legacy(payload: JWTPayload, token: string): Promise<Accepted> {
    const claim = (key: keyof typeof legacyClaim): string => {
      const value = payload[legacyClaim[key]]
      return typeof value === 'string' ? value : ''
    }
    const [namespace, secretName, name, uid] = [claim('namespace'), claim('secretName'), claim('name'), claim('uid')]
    const required = [
      ['sub', payload.sub ?? ''],
      ['namespace', namespace],
      ['secretName', secretName],
      ['serviceAccountName', name],
      ['serviceAccountUID', uid],
    ] as const
    for (const [what, value] of required) if (value === '') throw new Refusal(`${what} claim is missing`)
    const named = splitServiceAccountUsername(payload.sub ?? '')
    if (named?.namespace !== namespace || named.name !== name) throw new Refusal('sub claim is invalid')

    const user = { name: serviceAccountUsername(namespace, name), uid, groups: serviceAccountGroups(namespace) }
    if (options.lookup === false) return { user }
    const secret = await objects.secret(namespace, secretName)
    if (secret === undefined || secret.metadata.deletionTimestamp !== undefined) {
      throw new Refusal('Token has been invalidated')
    }
    const stored = Buffer.from(secret.data?.['token'] ?? '', 'base64').toString('utf8')
    if (!sameText(stored, token)) throw new Refusal("Token does not match server's copy")
    const account = await objects.serviceAccount(namespace, name)
    if (account === undefined) throw new Refusal(notFound({ group: '', resource: 'serviceaccounts' }, name).message)
    if (account.metadata.deletionTimestamp !== undefined) {
      throw new Refusal(`ServiceAccount ${namespace}/${name} has been deleted`)
    }
    if ((account.metadata.uid ?? '') !== uid) {
      throw new Refusal(`ServiceAccount UID (${account.metadata.uid ?? ''}) does not match claim (${uid})`)
    }
    options.noteLegacyUse?.(secret)
    const subject = payload.sub ?? ''
    if (secret.metadata.labels?.[invalidSinceLabel]) {
      options.onUse?.('invalid', subject)
      throw new Refusal(
        `the token in secret ${namespace}/${secretName} for service account ${namespace}/${name} has been marked invalid. ` +
          'Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the ' +
          `'${invalidSinceLabel}' label from the secret to temporarily allow use of this token`,
        { annotations: { 'authentication.k8s.io/legacy-token-invalidated': `${secretName}/${namespace}` } },
      )
    }
    if (account.secrets?.some((ref) => ref.name === secretName) !== true) {
      options.onUse?.('manual', subject)
      return { user, annotations: { 'authentication.k8s.io/legacy-token-manual-secret': secretName } }
    }
    options.onUse?.('auto', subject)
    const warning =
      'Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens.'
    const annotations = { 'authentication.k8s.io/legacy-token-autogenerated-secret': secretName }
    return { user, annotations, warnings: [warning] }
  }

  return {
    name: 'service-account',
    async authenticate(token, requested): Promise<AuthenticationAnswer> {
      let own: Record<string, string> = {}
      try {
        const payload = await verified(token)
        if (payload === undefined) return { kind: 'unknown' }
        if (payload.aud === undefined || payload.aud.length === 0) {
          const subject = payload.sub ?? ''
          own = { 'authentication.k8s.io/legacy-token': subject }
          options.onUse?.('legacy', subject)
        }
        const audiences = checkAudiences(payload, requested)
        const accepted = payload.iss === legacyIssuer ? await legacy(payload, token) : await bound(payload)
        return { kind: 'user', ...accepted, ...merged(own, accepted), audiences }
      } catch (error) {
        if (error instanceof Refusal) {
          return { kind: 'refused', reason: error.message, ...error.notes, ...merged(own, error.notes) }
        }
        throw error
      }
    },
  }
}

function merged(own: Record<string, string>, { annotations }: AuthenticationNotes): AuthenticationNotes {
  const all = { ...own, ...annotations }
  return Object.keys(all).length > 0 ? { annotations: all } : {}
}

function unverifiedIssuer(token: string): string | undefined {
  if (token.split('.').length !== 3) return undefined
  try {
    decodeProtectedHeader(token)
    return decodeJwt(token).iss
  } catch {
    return undefined
  }
}

function kubernetesClaims(payload: JWTPayload): KubernetesClaims {
  const claims = payload['kubernetes.io']
  if (claims === null || typeof claims !== 'object')
    throw new Refusal('service account token claims could not be validated')
  const { namespace, serviceaccount } = claims as Partial<KubernetesClaims>
  if (typeof namespace !== 'string' || typeof serviceaccount?.name !== 'string') {
    throw new Refusal('service account token claims could not be validated')
  }
  return claims as KubernetesClaims
}

function withoutNode({ node: _node, ...claims }: KubernetesClaims): KubernetesClaims {
  return claims
}

function serviceAccountUser(
  { namespace, serviceaccount, pod, node }: KubernetesClaims,
  jti: string | undefined,
): UserInfo {
  const extra: Record<string, string[]> = {}
  if (pod?.name && pod.uid) {
    extra[extraKeys.podName] = [pod.name]
    extra[extraKeys.podUid] = [pod.uid]
  }
  if (jti) extra[extraKeys.credentialId] = [`JTI=${jti}`]
  if (node?.name) {
    extra[extraKeys.nodeName] = [node.name]
    if (node.uid) extra[extraKeys.nodeUid] = [node.uid]
  }
  return {
    name: serviceAccountUsername(namespace, serviceaccount.name),
    uid: serviceaccount.uid ?? '',
    groups: serviceAccountGroups(namespace),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  }
}
