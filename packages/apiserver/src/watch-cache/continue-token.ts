/**
 * Continue tokens of chunked lists, in upstream's form: base64url of `{"v":"meta.k8s.io/v1","rv":12,"start":"ns/name\u0000"}`.
 * Always: `start` is relative to what is listed (the namespace, or everything); revision -1 means "whatever is newest".
 */
import { decodeAnyJson } from '@elli/api/schema/decodeJson'
import { badRequest } from '@elli/machinery/errors'

export interface ContinueToken {
  readonly revision: number
  /** First key that may come, below the listed prefix. */
  readonly start: string
}

export function encodeContinue({ revision, start }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start })).toString('base64url')
}

export function decodeContinue(text: string): ContinueToken {
  const invalid = (detail: string): Error => badRequest(`invalid continue token: continue key is not valid${detail}`)
  const strange = /[^A-Za-z0-9_-]/.exec(text)
  if (strange !== null) throw invalid(`: illegal base64 data at input byte ${strange.index}`)
  let token: unknown
  try {
    token = decodeAnyJson(Buffer.from(text, 'base64url'))
  } catch (error) {
    throw invalid(`: ${error instanceof Error ? error.message : String(error)}`)
  }
  const { v, rv, start } = (token ?? {}) as { v?: unknown; rv?: unknown; start?: unknown }
  if (v !== 'meta.k8s.io/v1')
    throw invalid(`: server does not recognize this encoded version ${typeof v === 'string' ? v : ''}`)
  if (typeof rv !== 'number' || rv === 0)
    throw invalid(': incorrect encoded start resourceVersion (version meta.k8s.io/v1)')
  if (typeof start !== 'string' || start === '') throw invalid(': encoded start key empty (version meta.k8s.io/v1)')
  // A token may not reach outside of what the request is about.
  if (start.split('/').some((part) => part === '..' || part === '.')) throw invalid(`: ${start}`)
  return { revision: rv, start: start.startsWith('/') ? start.slice(1) : start }
}
