/**
 * Who calls the kubelet, and whether they may: client certificate or bearer token, then SubjectAccessReview.
 * Always: answers of the API server are kept (tokens 2 min, yes 5 min, no 30 s). Elsewhere: what is asked for (../../server/attributes.ts).
 */
import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { createHash } from 'node:crypto'
import type { Client } from '@elli/client/client'
import type { Host } from '@elli/host/host'
import { readAll } from '@elli/host/wire'
import type { RequestAttributes } from '../../server/attributes.ts'

export interface Caller {
  readonly name: string
  readonly uid?: string
  readonly groups: readonly string[]
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

export interface GuardOptions {
  readonly host: Host
  readonly client: Client | undefined
  readonly nodeName: string
  readonly anonymous: boolean
  readonly webhook: boolean
  readonly authorization: 'Webhook' | 'AlwaysAllow'
}

export interface Guard {
  /** undefined: nobody we know. */
  authenticate(request: IncomingMessage): Promise<Caller | undefined>
  authorize(caller: Caller, attributes: RequestAttributes): Promise<boolean>
}

const tokenMs = 120_000
const allowedMs = 300_000
const deniedMs = 30_000

interface TokenReviewAnswer {
  status?: {
    authenticated?: boolean
    user?: { username?: string; uid?: string; groups?: string[]; extra?: Record<string, string[]> }
  }
}

export function guard(options: GuardOptions): Guard {
  const { host, client } = options
  const tokens = new Map<string, { until: number; caller: Caller | undefined }>()
  const decisions = new Map<string, { until: number; allowed: boolean }>()

  const post = async <T>(path: string, body: object): Promise<T> => {
    if (!client) throw new Error('there is no API server to ask')
    const response = await client.raw('POST', path, { body })
    const text = (await readAll(response.body)).toString('utf8')
    if (response.status >= 300) throw new Error(`the API server answered ${response.status}: ${text}`)
    return JSON.parse(text) as T
  }

  const review = async (token: string): Promise<Caller | undefined> => {
    const key = createHash('sha256').update(token).digest('hex')
    const known = tokens.get(key)
    if (known && known.until > host.clock.monotonicMs()) return known.caller
    const { status } = await post<TokenReviewAnswer>('/apis/authentication.k8s.io/v1/tokenreviews', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec: { token },
    })
    const user = status?.authenticated === true ? status.user : undefined
    const caller = user && {
      name: user.username ?? '',
      groups: user.groups ?? [],
      ...(user.uid !== undefined && { uid: user.uid }),
      ...(user.extra && { extra: user.extra }),
    }
    sweep(tokens)
    tokens.set(key, { until: host.clock.monotonicMs() + tokenMs, caller })
    return caller
  }

  const sweep = (cache: Map<string, { until: number }>): void => {
    for (const [key, { until }] of cache) if (until <= host.clock.monotonicMs()) cache.delete(key)
  }

  return {
    async authenticate(request) {
      const fromCertificate = certificateCaller(request)
      if (fromCertificate) return fromCertificate
      const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
      if (token !== undefined && options.webhook && client) return review(token)
      if (token !== undefined || !options.anonymous) return undefined
      return { name: 'system:anonymous', groups: ['system:unauthenticated'] }
    },
    async authorize(caller, attributes) {
      if (options.authorization === 'AlwaysAllow') return true
      const key = JSON.stringify([caller, attributes])
      const known = decisions.get(key)
      if (known && known.until > host.clock.monotonicMs()) return known.allowed
      const { status } = await post<{ status?: { allowed?: boolean } }>(
        '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SubjectAccessReview',
          spec: {
            user: caller.name,
            groups: caller.groups,
            ...(caller.uid !== undefined && { uid: caller.uid }),
            ...(caller.extra && { extra: caller.extra }),
            resourceAttributes: {
              verb: attributes.verb,
              version: 'v1',
              resource: 'nodes',
              subresource: attributes.subresource,
              name: options.nodeName,
            },
          },
        },
      )
      const allowed = status?.allowed === true
      sweep(decisions)
      decisions.set(key, { until: host.clock.monotonicMs() + (allowed ? allowedMs : deniedMs), allowed })
      return allowed
    },
  }
}

/** A certificate that our client CA has signed: common name and organizations. */
function certificateCaller({ socket }: IncomingMessage): Caller | undefined {
  const tls = socket as Partial<TLSSocket>
  if (tls.authorized !== true || !tls.getPeerCertificate) return undefined
  const { subject } = tls.getPeerCertificate()
  if (!subject?.CN) return undefined
  // Several values of one attribute arrive as a list, which the declared types do not tell.
  const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : value ? [String(value)] : [])
  return { name: listOf(subject.CN)[0] ?? '', groups: [...listOf(subject.O), 'system:authenticated'] }
}
