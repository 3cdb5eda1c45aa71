/**
 * Cross-origin requests: origins that an administrator allowed may use the API from browsers.
 * In: patterns as Go's regular expressions, an Origin. Out: headers for the answer; a preflight is answered at once with 204.
 */
import type { WireRequest, WireResponse } from '@elli/host/wire'
import { compilePattern, type Pattern } from '@elli/machinery/re2-pattern'
import { emptyBody } from '../http/body.ts'

const methods = 'POST, GET, OPTIONS, PUT, DELETE, PATCH'
const requestHeaders =
  'Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, X-Requested-With, If-Modified-Since'

export class Cors {
  readonly #origins: readonly Pattern[]

  /**
   * @param origins `--cors-allowed-origins`
   * @throws Error for what is no regular expression
   */
  constructor(origins: readonly string[]) {
    this.#origins = origins.map((origin) => {
      const pattern = compilePattern(origin)
      if ('problem' in pattern) throw new Error(`Invalid CORS allowed origin ${origin}: ${pattern.problem}`)
      return pattern
    })
  }

  /** Undefined when the request has no origin, or one that is not allowed. */
  headers(request: WireRequest): Readonly<Record<string, string>> | undefined {
    const { origin = '' } = request.headers
    if (origin === '' || !this.#origins.some((allowed) => allowed.matches(origin))) return undefined
    return {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': methods,
      'access-control-allow-headers': requestHeaders,
      'access-control-expose-headers': 'Date',
      'access-control-allow-credentials': 'true',
    }
  }
}

export function preflightAnswer(): WireResponse {
  return { status: 204, headers: {}, body: emptyBody }
}
