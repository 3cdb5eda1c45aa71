/**
 * A webhook that the server was started with (its address and credentials come from a kubeconfig): posts a review, reads the answer.
 * In: the object to post. Out: the object that came back, of the same kind. @throws Error in the words of upstream's client
 * Always: what may pass by itself (overload, a broken connection, an error of the server) is tried again, a few times.
 * Elsewhere: webhooks that objects of the cluster name (./outbound/outbound.ts).
 */
import { type Clock, withTimeout } from '@elli/host/clock'
import type { Random } from '@elli/host/random'
import { readAll, type Transport } from '@elli/host/wire'
import {
  ApiError,
  fromStatus,
  genericResponse,
  isInternalError,
  isStatus,
  isTimeout,
  isTooManyRequests,
  suggestsDelaySeconds,
} from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'
import { networkErrorText } from './outbound/network-errors.ts'

export interface WebhookBackend {
  /** To the server of the kubeconfig, with its credentials and CA. */
  readonly transport: Transport
  /** `clusters[].cluster.server`: its path is posted to as it is. */
  readonly url: string
}

export interface RetryBackoff {
  readonly initialMs: number
  readonly factor: number
  readonly jitter: number
  /** How often it is tried in all. */
  readonly steps: number
}

export const defaultRetryBackoff: RetryBackoff = { initialMs: 500, factor: 1.5, jitter: 0.2, steps: 5 }
export const defaultTimeoutMs = 30_000

export interface BackendCall {
  readonly backend: WebhookBackend
  readonly clock: Clock
  readonly random: Random
  readonly timeoutMs: number
  readonly backoff: RetryBackoff
}

export interface Review {
  readonly apiVersion: string
  readonly kind: string
}

export async function postReview<T extends Review>(call: BackendCall, review: T): Promise<T> {
  const { backoff, clock, random } = call
  let delayMs = backoff.initialMs
  for (let step = 1; ; step++) {
    try {
      return await postOnce(call, review)
    } catch (error) {
      if (step >= backoff.steps || !mayPass(error)) throw error
    }
    await clock.sleep(delayMs * (1 + backoff.jitter * random.next()), new AbortController().signal)
    delayMs *= backoff.factor
  }
}

/** A connection that broke, rather than one that was refused. */
class ConnectionLost extends Error {
  override name = 'ConnectionLost'
}

function mayPass(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true
  if (isInternalError(error) || isTimeout(error) || isTooManyRequests(error)) return true
  return suggestsDelaySeconds(error) !== undefined
}

async function postOnce<T extends Review>({ backend, clock, timeoutMs }: BackendCall, review: T): Promise<T> {
  const { pathname, search, host } = new URL(backend.url)
  const limit = withTimeout(clock, timeoutMs)
  let status: number
  let headers: Readonly<Record<string, string>>
  let text: string
  try {
    const response = await backend.transport.send({
      method: 'POST',
      path: `${pathname}${search}`,
      headers: { 'content-type': 'application/json', accept: 'application/json, */*' },
      body: Buffer.from(JSON.stringify(review)),
      signal: limit.signal,
    })
    ;({ status, headers } = response)
    text = (await readAll(response.body)).toString('utf8')
  } catch (error) {
    if (error instanceof ApiError) throw error
    const why = `Post ${goQuote(backend.url)}: ${networkErrorText(error, host, limit.signal)}`
    throw why.includes('connection reset')
      ? new ConnectionLost(why, { cause: error })
      : new Error(why, { cause: error })
  } finally {
    limit.done()
  }
  return answerOf(review, status, headers, text)
}

function answerOf<T extends Review>(
  review: T,
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string,
): T {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    body = undefined
  }
  if (status < 200 || status > 206) {
    if (isStatus(body)) throw fromStatus(body)
    const retryAfter = Number(headers['retry-after'] ?? '0')
    throw genericResponse({
      code: status,
      verb: 'POST',
      serverMessage: text.trim() === '' ? 'unknown' : text.trim(),
      retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : 0,
      unexpected: true,
    })
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Error(`couldn't get version/kind; json parse error: the answer is no object`)
  }
  const { apiVersion = review.apiVersion, kind = review.kind } = body as Partial<Review>
  if (apiVersion !== review.apiVersion || kind !== review.kind) {
    throw new Error(`expected ${review.apiVersion}, Kind=${review.kind}, got ${apiVersion}, Kind=${kind}`)
  }
  return body as T
}
