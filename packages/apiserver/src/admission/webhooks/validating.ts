/**
 * ValidatingAdmissionWebhook: webhooks that may refuse. All that apply are asked at once; the first no is the answer.
 * @see apiserver pkg/admission/plugin/webhook/validating
 */
import { validatingwebhookconfigurations } from '@elli/api/admissionregistration/v1.resources'
import { isExempt } from '../matching/rules.ts'
import { Versioned } from '../matching/versioned-objects.ts'
import type { AdmissionPluginFactory, AdmissionRequest } from '../plugin.ts'
import { callWebhook } from './call.ts'
import type { WebhookCredentials } from './credentials.ts'
import { hookSource } from './hook-source.ts'
import { outOfTime, runWebhook } from './outcome.ts'
import { type Candidate, candidates, shouldCall } from './should-call.ts'

export const validatingAdmissionWebhook =
  (credentials?: WebhookCredentials): AdmissionPluginFactory =>
  (context) => {
    const source = hookSource(context, validatingwebhookconfigurations, 'validating', credentials)
    const random = context.host.random.stream('apiserver/validating-webhooks')

    async function dispatch(request: AdmissionRequest, asked: readonly Candidate[]): Promise<void> {
      const versioned = new Versioned(request, context.versions)
      const relevant: Candidate[] = []
      for (const candidate of asked) {
        if (await shouldCall(candidate, request, versioned, context)) relevant.push(candidate)
      }
      if (relevant.length === 0) return
      if (request.signal?.aborted === true) throw outOfTime()
      const answers = await Promise.allSettled(
        relevant.map(async ({ hook, matched }, index) => {
          const objects = await versioned.in(matched)
          const run = await runWebhook(hook, 'validating', request, context, () =>
            callWebhook({ hook, request, matched, objects, mutating: false }, context, random),
          )
          if (run.failedOpen)
            request.annotate?.(`failed-open.validating.webhook.admission.k8s.io/round_0_index_${index}`, hook.name)
        }),
      )
      for (const answer of answers) if (answer.status === 'rejected') throw answer.reason
    }

    return {
      name: 'ValidatingAdmissionWebhook',
      handles: () => true,
      validate(request) {
        const hooks = source.hooks()
        if (hooks.length === 0 || isExempt(request)) return undefined
        const asked = candidates(hooks, request, context)
        return asked.length === 0 ? undefined : dispatch(request, asked)
      },
    }
  }
