/**
 * Answers to calls that the API server makes, as upstream's client understands them.
 * In: a response and its body. Out: JSON of a success; an ApiError or a sentence otherwise; how long the other side asks to wait.
 * @see client-go rest/request.go
 */
import { decodeAnyJson } from '@elli/api/schema/decodeJson'
import type { WireResponse } from '@elli/host/wire'
import { type ApiError, fromStatus, genericResponse, isStatus } from '@elli/machinery/errors'

/** Carries what the other side answered past the place where broken connections get their words. */
export class AnswerError extends Error {
  readonly answer: Error
  constructor(answer: Error) {
    super(answer.message)
    this.answer = answer
  }
}

/** The JSON of a success. @throws AnswerError */
export function answerOf(response: WireResponse, body: Buffer): unknown {
  const { status } = response
  const type = response.headers['content-type'] ?? ''
  if (status < 200 || status > 206) throw new AnswerError(refusal(response, body, type))
  if (body.length === 0)
    throw new AnswerError(new Error(`0-length response with status code: ${status} and content type: ${type}`))
  try {
    return decodeAnyJson(body)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw new AnswerError(new Error(`couldn't get version/kind; json parse error: ${text}`, { cause: error }))
  }
}

/** Undefined: the answer stands. */
export function retryAfterSeconds({ status, headers }: WireResponse): number | undefined {
  if (status !== 429 && (status < 500 || status > 599)) return undefined
  const text = headers['retry-after'] ?? ''
  return /^\d+$/.test(text) ? Number(text) : undefined
}

function refusal({ status, headers }: WireResponse, body: Buffer, type: string): ApiError {
  const text = body.toString('utf8')
  try {
    const parsed: unknown = JSON.parse(text)
    if (isStatus(parsed)) return fromStatus(parsed)
  } catch {
    // No Status: the text itself is what there is to tell.
  }
  const isText = type === '' || type.startsWith('text/')
  const retryAfter = headers['retry-after'] ?? ''
  return genericResponse({
    code: status,
    verb: 'POST',
    serverMessage: isText ? text.trim() : 'unknown',
    unexpected: true,
    ...(/^\d+$/.test(retryAfter) ? { retryAfterSeconds: Number(retryAfter) } : {}),
  })
}
