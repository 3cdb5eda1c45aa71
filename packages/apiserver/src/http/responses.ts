/**
 * Answers that are one JSON document: Statuses, discovery, small objects.
 * In: a value. Out: WireResponse. Elsewhere: objects of the registry, whose bytes exist already (../endpoints/encode.ts).
 */
import type { WireResponse } from '@elli/host/wire'
import { toStatus, type Status } from '@elli/machinery/errors'
import { Bytes, utf8 } from './body.ts'

export function bytesResponse(
  status: number,
  contentType: string,
  chunks: readonly Uint8Array[],
  headers: Record<string, string> = {},
): WireResponse {
  const body = new Bytes(chunks)
  return { status, headers: { 'content-type': contentType, 'content-length': String(body.length), ...headers }, body }
}

export function textResponse(status: number, text: string, contentType = 'text/plain; charset=utf-8'): WireResponse {
  return bytesResponse(status, contentType, [utf8(text)])
}

export function jsonResponse(status: number, value: unknown, headers: Record<string, string> = {}): WireResponse {
  return bytesResponse(status, 'application/json', [utf8(`${JSON.stringify(value)}\n`)], headers)
}

export function statusResponse(status: Status): WireResponse {
  return jsonResponse(status.code ?? 500, status, statusHeaders(status))
}

/** When to come again, where a Status says so. */
export function statusHeaders(status: Status): Record<string, string> {
  const retry = status.details?.retryAfterSeconds
  if (retry !== undefined && retry > 0) return { 'retry-after': String(retry) }
  // The overload filter gives no details. Others that say nothing of a time, such as a refused eviction, are not to be tried again blindly.
  return status.code === 429 && status.details === undefined ? { 'retry-after': '1' } : {}
}

/** The answer to whatever was thrown. */
export function errorResponse(error: unknown): WireResponse {
  return statusResponse(toStatus(error))
}
