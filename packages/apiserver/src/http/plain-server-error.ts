/**
 * A failure on the way to a decision, before any API is reached: answered in plain text, as upstream's filters do.
 * In: what went wrong. Out: 500 `Internal Server Error: "<request URI>": <what>`.
 */
import type { WireResponse } from '@elli/host/wire'
import { goQuote } from '@elli/machinery/go-quote'
import { textResponse } from './responses.ts'

export class PlainServerError extends Error {
  override name = 'PlainServerError'
}

export function plainServerErrorResponse(requestUri: string, error: PlainServerError): WireResponse {
  const text = `Internal Server Error: ${goQuote(requestUri)}: ${error.message}`
  // The path is the client's own text, so nothing in the answer may read as markup.
  return textResponse(500, `${text.replace(/[&<>]/g, (sign) => entities[sign] ?? sign)}\n`)
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
