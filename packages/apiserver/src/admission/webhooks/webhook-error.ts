/**
 * The ways in which a webhook does not let a request through.
 * In: what went wrong, or the webhook's refusal. Out: errors; refusals carry the webhook's Status with its name in front.
 * @see apiserver pkg/admission/plugin/webhook/errors, pkg/util/webhook/error.go
 */
import { ApiError, badRequest, type Status } from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'

/** The webhook could not be asked, or gave an answer that cannot be used: the failure policy decides. */
export class CallingWebhookError extends Error {
  /** For metrics. */
  readonly code: number
  constructor(webhook: string, reason: string, code: number, options?: ErrorOptions) {
    super(`failed calling webhook ${goQuote(webhook)}: ${reason}`, options)
    this.code = code
  }
}

/** The webhook said no. */
export class WebhookRejection extends Error {
  readonly refusal: ApiError
  constructor(refusal: ApiError) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** The webhook's answer as the client gets it: never a success, with the webhook's name before its words. */
export function denial(webhook: string, result: Partial<Status> | undefined): ApiError {
  const deniedBy = `admission webhook ${goQuote(webhook)} denied the request`
  const { code = 0, status = '', message = '', reason = '' } = result ?? {}
  const text = message !== '' ? `${deniedBy}: ${message}` : reason !== '' ? `${deniedBy}: ${reason}` : undefined
  return new ApiError({
    ...result,
    kind: 'Status',
    apiVersion: 'v1',
    metadata: result?.metadata ?? {},
    // A refusal must not look like a success.
    status: status === '' || status === 'Success' ? 'Failure' : status,
    message: text ?? `${deniedBy} without explanation`,
    code: code < 400 ? 400 : code,
  })
}

export function dryRunUnsupported(webhook: string): ApiError {
  return badRequest(`admission webhook ${goQuote(webhook)} does not support dry run`)
}
