/**
 * What a call of a webhook comes to: passed, failed open, or an error for the client; and what is counted of it.
 * Always: only a webhook that could not be asked may be passed over, and only when its failure policy says so.
 */
import { type ApiError, internalError, timeout } from '@elli/machinery/errors'
import type { WebhookType } from '../admission-metrics.ts'
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts'
import type { Hook } from './hook.ts'
import { CallingWebhookError, WebhookRejection } from './webhook-error.ts'

export interface WebhookRun<T> {
  readonly value?: T
  /** The webhook could not be asked and is passed over. */
  readonly failedOpen: boolean
}

/** @throws ApiError when the request is not to go on */
export async function runWebhook<T>(
  hook: Hook,
  type: WebhookType,
  request: AdmissionRequest,
  context: AdmissionContext,
  work: () => Promise<T>,
): Promise<WebhookRun<T>> {
  const { metrics, host } = context
  const { operation, signal, elsewhere } = request
  const started = host.clock.monotonicMs()
  const seconds = (): number => (host.clock.monotonicMs() - started) / 1000
  try {
    const value = await work()
    metrics.webhook(hook.name, type, operation, false, 200, seconds())
    return { value, failedOpen: false }
  } catch (error) {
    if (error instanceof CallingWebhookError) {
      if (!hook.failsOpen) {
        if (signal?.aborted !== true)
          metrics.webhookRejection(hook.name, type, operation, 'calling_webhook_error', error.code)
        metrics.webhook(hook.name, type, operation, true, error.code, seconds())
        host.log.warn('Failed calling webhook, failing closed', { webhook: hook.name, error: error.message })
        throw internalError(error)
      }
      metrics.webhook(hook.name, type, operation, false, error.code, seconds())
      host.log.warn('Failed calling webhook, failing open', { webhook: hook.name, error: error.message })
      // Nobody waits for the answer any more.
      if (signal?.aborted === true) throw outOfTime()
      metrics.webhookFailOpen(hook.name, type)
      return { failedOpen: true }
    }
    if (error instanceof WebhookRejection) {
      metrics.webhookRejection(hook.name, type, operation, 'no_error', error.refusal.code)
      metrics.webhook(hook.name, type, operation, true, error.refusal.code, seconds())
      throw error.refusal
    }
    metrics.webhookRejection(hook.name, type, operation, 'apiserver_internal_error', 0)
    metrics.webhook(hook.name, type, operation, true, 0, seconds())
    throw error
  } finally {
    elsewhere?.webhook(type, host.clock.monotonicMs() - started)
  }
}

export function outOfTime(): ApiError {
  return timeout('request did not complete within requested timeout', 0)
}
