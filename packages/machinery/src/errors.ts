/**
 * Errors of the API: a Status that can be thrown. Constructors give upstream's texts, reasons, codes and details.
 * In: a resource or kind, a name, what went wrong. Out: an ApiError, whose `status` goes onto the wire as it is.
 * Always: `message` is the Status's message; predicates follow `cause`, so an error may be wrapped with more context.
 * Elsewhere: field errors (./field.ts).
 * @see apimachinery pkg/api/errors
 */
import type { Status, StatusCause, StatusDetails } from '@elli/api/meta/v1'
import { aggregateErrors, errorBody, type FieldError } from './field.ts'
import { goQuote } from './go-quote.ts'

export type { Status, StatusCause, StatusDetails } from '@elli/api/meta/v1'

export interface GroupResource {
  readonly group: string
  readonly resource: string
}

export interface GroupKind {
  readonly group: string
  readonly kind: string
}

export class ApiError extends Error {
  readonly status: Status
  constructor(status: Status, options?: ErrorOptions) {
    super(status.message ?? '', options)
    this.name = 'ApiError'
    this.status = status
  }
  get code(): number {
    return this.status.code ?? 0
  }
  get reason(): string {
    return this.status.reason ?? ''
  }
  get details(): StatusDetails | undefined {
    return this.status.details
  }
}

/** `deployments.apps`, or `pods` in the group without a name. */
export function groupResourceText(gr: GroupResource): string {
  return gr.group === '' ? gr.resource : `${gr.resource}.${gr.group}`
}

/** `Deployment.apps`, or `Pod` in the group without a name. */
export function groupKindText(gk: GroupKind): string {
  return gk.group === '' ? gk.kind : `${gk.kind}.${gk.group}`
}

function failure(
  code: number,
  reason: string,
  message: string,
  details?: StatusDetails,
  options?: ErrorOptions,
): ApiError {
  const status: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason }
  if (reason === '') delete status.reason
  if (details !== undefined) status.details = dropEmpty(details)
  status.code = code
  return new ApiError(status, options)
}

/** Details leave out what is empty, as `omitempty` does. */
function dropEmpty(details: StatusDetails): StatusDetails {
  const out: StatusDetails = {}
  if (details.name) out.name = details.name
  if (details.group) out.group = details.group
  if (details.kind) out.kind = details.kind
  if (details.uid) out.uid = details.uid
  if (details.causes !== undefined && details.causes.length > 0) out.causes = details.causes
  if (details.retryAfterSeconds) out.retryAfterSeconds = details.retryAfterSeconds
  return out
}

function naming(gr: GroupResource, name = ''): StatusDetails {
  return { name, group: gr.group, kind: gr.resource }
}

export function notFound(gr: GroupResource, name: string): ApiError {
  return failure(404, 'NotFound', `${groupResourceText(gr)} ${goQuote(name)} not found`, naming(gr, name))
}

export function alreadyExists(gr: GroupResource, name: string): ApiError {
  return failure(409, 'AlreadyExists', `${groupResourceText(gr)} ${goQuote(name)} already exists`, naming(gr, name))
}

/** Every name drawn for a generateName was taken. */
export function generateNameConflict(gr: GroupResource, name: string, retryAfterSeconds: number): ApiError {
  const message = `${groupResourceText(gr)} ${goQuote(name)} already exists, the server was not able to generate a unique name for the object`
  return failure(409, 'AlreadyExists', message, { ...naming(gr, name), retryAfterSeconds })
}

export function unauthorized(reason = ''): ApiError {
  return failure(401, 'Unauthorized', reason === '' ? 'not authorized' : reason)
}

/** What a request without usable credentials is answered: the bare word and code. */
export function unauthenticated(): ApiError {
  return unauthorized('Unauthorized')
}

export function forbidden(gr: GroupResource, name: string, message: string): ApiError {
  const resource = groupResourceText(gr)
  const text =
    gr.group === '' && gr.resource === ''
      ? `forbidden: ${message}`
      : name === ''
        ? `${resource} is forbidden: ${message}`
        : `${resource} ${goQuote(name)} is forbidden: ${message}`
  return failure(403, 'Forbidden', text, naming(gr, name))
}

export function conflict(gr: GroupResource, name: string, message: string): ApiError {
  const text = `Operation cannot be fulfilled on ${groupResourceText(gr)} ${goQuote(name)}: ${message}`
  return failure(409, 'Conflict', text, naming(gr, name))
}

/** The message of a conflict over resourceVersion, as the generic registry words it. */
export const optimisticLockMessage =
  'the object has been modified; please apply your changes to the latest version and try again'

/** Fields owned by another manager stood in the way of an apply. */
export function applyConflict(causes: readonly StatusCause[], message: string): ApiError {
  return failure(409, 'Conflict', message, { causes: [...causes] })
}

/** No longer there, for good. Watches and lists that are too old say {@link resourceExpired} instead. */
export function gone(message: string): ApiError {
  return failure(410, 'Gone', message)
}

/** The revision asked for has been compacted: list again. */
export function resourceExpired(message: string): ApiError {
  return failure(410, 'Expired', message)
}

export function invalid(gk: GroupKind, name: string, errors: readonly FieldError[]): ApiError {
  const subject = `${groupKindText(gk)} ${goQuote(name)} is invalid`
  const all = aggregateErrors(errors)
  const causes = errors.map((error) => cause(error.type, errorBody(error), error.field))
  const message = all === undefined ? subject : `${subject}: ${all}`
  return failure(422, 'Invalid', message, { name, group: gk.group, kind: gk.kind, causes })
}

function cause(reason: string, message: string, field: string): StatusCause {
  const out: StatusCause = { reason, message }
  if (field !== '') out.field = field
  return out
}

export function badRequest(message: string): ApiError {
  return failure(400, 'BadRequest', message)
}

/** 429 whose `Retry-After` is part of the answer. */
export function tooManyRequests(message: string, retryAfterSeconds: number): ApiError {
  return failure(429, 'TooManyRequests', message, { retryAfterSeconds })
}

/** 429 of the overload filter, without details. */
export function overloaded(message: string): ApiError {
  return failure(429, 'TooManyRequests', `Too many requests: ${message}`)
}

export function serviceUnavailable(message: string): ApiError {
  return failure(503, 'ServiceUnavailable', message)
}

export function methodNotSupported(gr: GroupResource, action: string): ApiError {
  const message = `${action} is not supported on resources of kind ${goQuote(groupResourceText(gr))}`
  return failure(405, 'MethodNotAllowed', message, naming(gr))
}

/** @param accepted the media types that would have done, in order */
export function notAcceptable(accepted: readonly string[]): ApiError {
  const list = accepted.join(', ')
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${list}`)
}

/** @param accepted the content types that would have done, in order */
export function unsupportedMediaType(accepted: readonly string[]): ApiError {
  const list = accepted.join(', ')
  const message = `the body of the request was in an unknown format - accepted media types include: ${list}`
  return failure(415, 'UnsupportedMediaType', message)
}

export function requestEntityTooLarge(message: string): ApiError {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: ${message}`)
}

export function timeout(message: string, retryAfterSeconds: number): ApiError {
  return failure(504, 'Timeout', `Timeout: ${message}`, { retryAfterSeconds })
}

/** The operation could not be done now, and trying again is right. */
export function serverTimeout(gr: GroupResource, operation: string, retryAfterSeconds: number): ApiError {
  const message = `The ${operation} operation against ${groupResourceText(gr)} could not be completed at this time, please try again.`
  return failure(500, 'ServerTimeout', message, { ...naming(gr, operation), retryAfterSeconds })
}

export function internalError(error: unknown): ApiError {
  const message = error instanceof Error ? error.message : String(error)
  return failure(
    500,
    'InternalError',
    `Internal error occurred: ${message}`,
    { causes: [{ message }] },
    { cause: error },
  )
}

/** The answer to a path that no API serves, as the generic API server words it. */
export function noSuchPath(): ApiError {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {})
}

const genericAnswers: ReadonlyMap<number, readonly [reason: string, message: string]> = new Map([
  [400, ['BadRequest', 'the server rejected our request for an unknown reason']],
  [401, ['Unauthorized', 'the server has asked for the client to provide credentials']],
  [404, ['NotFound', 'the server could not find the requested resource']],
  [405, ['MethodNotAllowed', 'the server does not allow this method on the requested resource']],
  [409, ['Conflict', 'the server reported a conflict']],
  [422, ['Invalid', 'the server rejected our request due to an error in our request']],
  [429, ['TooManyRequests', 'the server has received too many requests and has asked us to try again later']],
  [503, ['ServiceUnavailable', 'the server is currently unable to handle the request']],
  [
    504,
    [
      'Timeout',
      'the server was unable to return a response in the time allotted, but may still be processing the request',
    ],
  ],
])

export interface GenericResponse {
  readonly code: number
  /** HTTP method. */
  readonly verb: string
  readonly resource?: GroupResource
  readonly name?: string
  /** What the body said, when it was no Status. */
  readonly serverMessage: string
  readonly retryAfterSeconds?: number
  /** The body was not what the API promises, e.g. a proxy answered. */
  readonly unexpected: boolean
}

/** What a client makes of an answer that holds no Status. */
export function genericResponse(response: GenericResponse): ApiError {
  const [reason, base] = genericReason(response)
  const { resource, name = '', verb, serverMessage } = response
  let message = base
  if (resource !== undefined && (resource.group !== '' || resource.resource !== '')) {
    const target = name === '' ? groupResourceText(resource) : `${groupResourceText(resource)} ${name}`
    message = `${base} (${verb.toLowerCase()} ${target})`
  }
  return failure(response.code, reason, message, {
    ...naming(resource ?? { group: '', resource: '' }, name),
    causes: response.unexpected ? [{ reason: 'UnexpectedServerResponse', message: serverMessage }] : [],
    retryAfterSeconds: response.retryAfterSeconds ?? 0,
  })
}

function genericReason({ code, verb, serverMessage }: GenericResponse): readonly [string, string] {
  if (code === 409 && verb === 'POST') return ['AlreadyExists', 'the server reported a conflict']
  if (code === 403) return ['Forbidden', serverMessage]
  if (code === 415) return ['UnsupportedMediaType', serverMessage]
  if (code === 406) {
    const known = serverMessage !== '' && serverMessage !== 'unknown'
    const fallback = 'the server was unable to respond with a content type that the client supports'
    return ['NotAcceptable', known ? serverMessage : fallback]
  }
  const known = genericAnswers.get(code)
  if (known !== undefined) return known
  if (code >= 500) {
    const message = `an error on the server (${goQuote(serverMessage)}) has prevented the request from succeeding`
    return ['InternalError', message]
  }
  return ['', `the server responded with the status code ${code} but did not return more information`]
}

/** The error that a Status from the wire is. */
export function fromStatus(status: Status, options?: ErrorOptions): ApiError {
  return new ApiError(status, options)
}

/** Whether a decoded body is a Status. */
export function isStatus(value: unknown): value is Status {
  if (typeof value !== 'object' || value === null) return false
  const { kind, apiVersion } = value as { kind?: unknown; apiVersion?: unknown }
  return kind === 'Status' && (apiVersion === 'v1' || apiVersion === 'meta.k8s.io/v1')
}

/** The Status to answer with, whatever was thrown: what is no ApiError is a 500 without a reason, as upstream has it. */
export function toStatus(error: unknown): Status {
  const found = apiErrorIn(error) ?? failure(500, '', error instanceof Error ? error.message : String(error))
  return found.status
}

/** The ApiError that `error` is, or wraps by `cause`. */
export function apiErrorIn(error: unknown): ApiError | undefined {
  let current = error
  for (let depth = 0; depth < 32 && current instanceof Error; depth++) {
    if (current instanceof ApiError) return current
    current = current.cause
  }
  return undefined
}

const knownReasons: ReadonlySet<string> = new Set([
  'Unauthorized',
  'Forbidden',
  'NotFound',
  'AlreadyExists',
  'Conflict',
  'Gone',
  'Invalid',
  'ServerTimeout',
  'Timeout',
  'TooManyRequests',
  'BadRequest',
  'MethodNotAllowed',
  'NotAcceptable',
  'RequestEntityTooLarge',
  'UnsupportedMediaType',
  'InternalError',
  'Expired',
  'ServiceUnavailable',
])

/** The reason of an error, '' when it has none. */
export function reasonFor(error: unknown): string {
  return apiErrorIn(error)?.reason ?? ''
}

/** By reason; by code only when the reason is none we know, so that an unknown server's answers are understood too. */
function is(error: unknown, reason: string, code: number): boolean {
  const found = apiErrorIn(error)
  if (found === undefined) return false
  return found.reason === reason || (!knownReasons.has(found.reason) && found.code === code)
}

export const isNotFound = (error: unknown): boolean => is(error, 'NotFound', 404)
export const isAlreadyExists = (error: unknown): boolean => reasonFor(error) === 'AlreadyExists'
export const isConflict = (error: unknown): boolean => is(error, 'Conflict', 409)
export const isInvalid = (error: unknown): boolean => is(error, 'Invalid', 422)
export const isGone = (error: unknown): boolean => is(error, 'Gone', 410)
export const isExpired = (error: unknown): boolean => reasonFor(error) === 'Expired'
export const isNotAcceptable = (error: unknown): boolean => is(error, 'NotAcceptable', 406)
export const isUnsupportedMediaType = (error: unknown): boolean => is(error, 'UnsupportedMediaType', 415)
export const isMethodNotSupported = (error: unknown): boolean => is(error, 'MethodNotAllowed', 405)
export const isServiceUnavailable = (error: unknown): boolean => is(error, 'ServiceUnavailable', 503)
export const isBadRequest = (error: unknown): boolean => is(error, 'BadRequest', 400)
export const isUnauthorized = (error: unknown): boolean => is(error, 'Unauthorized', 401)
export const isForbidden = (error: unknown): boolean => is(error, 'Forbidden', 403)
export const isTimeout = (error: unknown): boolean => is(error, 'Timeout', 504)
export const isServerTimeout = (error: unknown): boolean => reasonFor(error) === 'ServerTimeout'
export const isInternalError = (error: unknown): boolean => is(error, 'InternalError', 500)
export const isTooManyRequests = (error: unknown): boolean =>
  reasonFor(error) === 'TooManyRequests' || apiErrorIn(error)?.code === 429
export const isRequestEntityTooLarge = (error: unknown): boolean =>
  reasonFor(error) === 'RequestEntityTooLarge' || apiErrorIn(error)?.code === 413

/** Reason of a cause that says why an object cannot be made in a namespace that is going away. */
export const namespaceTerminatingCause = 'NamespaceTerminating'

/** The first cause with this reason. */
export function statusCause(error: unknown, reason: string): StatusCause | undefined {
  return apiErrorIn(error)?.details?.causes?.find((cause) => cause.reason === reason)
}

/** Seconds that the server asks to wait, or undefined when it does not ask. */
export function suggestsDelaySeconds(error: unknown): number | undefined {
  const found = apiErrorIn(error)
  if (found?.details === undefined) return undefined
  const seconds = found.details.retryAfterSeconds ?? 0
  return found.reason === 'ServerTimeout' || seconds > 0 ? seconds : undefined
}
