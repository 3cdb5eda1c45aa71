/** A request that ends here with an answer of its own making, where a Status would not be what upstream says. */
import type { WireResponse } from '@elli/host/wire'
import { textResponse } from './responses.ts'

export class Refusal extends Error {
  readonly response: WireResponse

  constructor(response: WireResponse, message: string) {
    super(message)
    this.name = 'Refusal'
    this.response = response
  }
}

/** Plain text, as Go's http.Error writes it. */
export function plainRefusal(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Refusal {
  const response = textResponse(status, `${text}\n`)
  Object.assign(response.headers, { 'x-content-type-options': 'nosniff' }, headers)
  return new Refusal(response, text)
}

export function tooManyRequests(retryAfterSeconds: number, headers: Readonly<Record<string, string>> = {}): Refusal {
  return plainRefusal(429, 'Too many requests, please try again later.', {
    'retry-after': String(retryAfterSeconds),
    ...headers,
  })
}
