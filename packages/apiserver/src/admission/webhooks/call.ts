/**
 * One call of a webhook: question, answer, and what the answer brings along (warnings, audit annotations).
 * Out: the answer of a webhook that lets the request through.
 * @throws CallingWebhookError, WebhookRejection; ApiError 400 when the webhook cannot be asked in a dry run
 */
import { uuid, type Random } from '@elli/host/random'
import { ApiError } from '@elli/machinery/errors'
import type { MatchedVersion } from '../matching/rules.ts'
import type { VersionedObjects } from '../matching/versioned-objects.ts'
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts'
import type { Hook } from './hook.ts'
import { readAnswer, type ReviewAnswer, reviewOf } from './review.ts'
import { CallingWebhookError, denial, dryRunUnsupported, WebhookRejection } from './webhook-error.ts'

export interface WebhookCall {
  readonly hook: Hook
  readonly request: AdmissionRequest
  readonly matched: MatchedVersion
  readonly objects: VersionedObjects
  readonly mutating: boolean
}

export async function callWebhook(call: WebhookCall, context: AdmissionContext, random: Random): Promise<ReviewAnswer> {
  const { hook, request, matched, objects, mutating } = call
  if (request.dryRun) {
    if (hook.sideEffects === undefined) throw new CallingWebhookError(hook.name, 'Webhook SideEffects is nil', 400)
    if (hook.sideEffects !== 'None' && hook.sideEffects !== 'NoneOnDryRun') throw dryRunUnsupported(hook.name)
  }
  const version = hook.reviewVersion
  if (version === undefined) {
    const reason =
      'could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)'
    throw new CallingWebhookError(hook.name, reason, 400)
  }
  const uid = uuid(random)
  let body: unknown
  try {
    body = await context.outbound.post(hook.target, reviewOf(version, uid, request, matched, objects), request.signal)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    const code = error instanceof ApiError ? error.code : 400
    throw new CallingWebhookError(hook.name, `failed to call webhook: ${text}`, code, { cause: error })
  }
  let answer: ReviewAnswer
  try {
    answer = readAnswer(body, version, uid, mutating)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw new CallingWebhookError(hook.name, `received invalid webhook response: ${text}`, 503, { cause: error })
  }
  for (const [key, value] of Object.entries(answer.auditAnnotations)) request.annotate?.(`${hook.name}/${key}`, value)
  for (const text of answer.warnings) request.warn(text)
  if (!answer.allowed) throw new WebhookRejection(denial(hook.name, answer.result))
  return answer
}
