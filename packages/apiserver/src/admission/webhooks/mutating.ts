/**
 * MutatingAdmissionWebhook: webhooks that may change the object, one after the other, each seeing what those before it made of it.
 * Always: what comes back is defaulted; a change calls for a second round, in which only webhooks with reinvocationPolicy IfNeeded
 * are asked again, and only those that were asked before the change.
 * @see apiserver pkg/admission/plugin/webhook/mutating
 */
import { mutatingwebhookconfigurations } from '@elli/api/admissionregistration/v1.resources'
import { decodeAnyJson } from '@elli/api/schema/decodeJson'
import { encodeAnyJson } from '@elli/api/schema/encodeJson'
import { internalError } from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'
import { deepEqual, isJsonObject, type JsonObject } from '@elli/machinery/json'
import { applyJsonPatch, decodeJsonPatch, type JsonPatchOperation } from '@elli/machinery/patch/json-patch'
import type { Random } from '@elli/host/random'
import { copyOf, sameShape } from '../../registry/copy.ts'
import { isExempt, type MatchedVersion } from '../matching/rules.ts'
import { Versioned } from '../matching/versioned-objects.ts'
import type { AdmissionContext, AdmissionPluginFactory, AdmissionRequest } from '../plugin.ts'
import { Reinvocation } from '../reinvocation.ts'
import { callWebhook } from './call.ts'
import type { WebhookCredentials } from './credentials.ts'
import type { Hook } from './hook.ts'
import { hookSource } from './hook-source.ts'
import { runWebhook } from './outcome.ts'
import type { ReviewAnswer } from './review.ts'
import { type Candidate, candidates, shouldCall } from './should-call.ts'
import { CallingWebhookError } from './webhook-error.ts'

const pluginName = 'MutatingAdmissionWebhook'

/** What is remembered between the two rounds of one request. */
interface Memory {
  /** Reinvocable ones that nobody has changed anything after. */
  readonly asked: Set<string>
  readonly again: Set<string>
  /** The object as the webhooks left it. */
  left: unknown
}

export const mutatingAdmissionWebhook =
  (credentials?: WebhookCredentials): AdmissionPluginFactory =>
  (context) => {
    const source = hookSource(context, mutatingwebhookconfigurations, 'admit', credentials)
    const random = context.host.random.stream('apiserver/mutating-webhooks')
    return {
      name: pluginName,
      handles: () => true,
      admit(request) {
        const hooks = source.hooks()
        if (hooks.length === 0 || isExempt(request)) return undefined
        const asked = candidates(hooks, request, context)
        return asked.length === 0 ? undefined : new Dispatch(context, random, request).run(asked)
      },
    }
  }

class Dispatch {
  readonly #context: AdmissionContext
  readonly #random: Random
  readonly #request: AdmissionRequest
  readonly #versioned: Versioned
  readonly #reinvocation: Reinvocation
  readonly #memory: Memory

  constructor(context: AdmissionContext, random: Random, request: AdmissionRequest) {
    this.#context = context
    this.#random = random
    this.#request = request
    this.#versioned = new Versioned(request, context.versions)
    this.#reinvocation = request.reinvocation ?? new Reinvocation()
    this.#memory = this.#reinvocation.memory(pluginName, () => ({
      asked: new Set<string>(),
      again: new Set<string>(),
      left: undefined,
    }))
  }

  async run(asked: readonly Candidate[]): Promise<void> {
    const second = this.#reinvocation.isSecond
    // Other plugins have changed something in the second round.
    if (second && !sameShape(this.#memory.left, this.#request.object)) this.#callAskedAgain()
    try {
      for (const candidate of asked) await this.#ask(candidate)
    } finally {
      this.#memory.left = copyOf(this.#request.object)
    }
  }

  #callAskedAgain(): void {
    const { asked, again } = this.#memory
    for (const uid of asked) again.add(uid)
    asked.clear()
  }

  async #ask(candidate: Candidate): Promise<void> {
    const { hook, index, matched } = candidate
    if (!(await shouldCall(candidate, this.#request, this.#versioned, this.#context))) return
    const second = this.#reinvocation.isSecond
    // Nobody is asked for the first time in the second round.
    if (second && !this.#memory.again.has(hook.uid)) return
    const place = `round_${second ? 1 : 0}_index_${index}`
    const { value: changed = false, failedOpen } = await runWebhook(hook, 'admit', this.#request, this.#context, () =>
      this.#call(hook, matched, place),
    )
    if (failedOpen) this.#request.annotate?.(`failed-open.mutation.webhook.admission.k8s.io/${place}`, hook.name)
    if (changed) {
      this.#callAskedAgain()
      this.#reinvocation.want()
    }
    if (hook.reinvocable) this.#memory.asked.add(hook.uid)
  }

  /** @returns whether the object is another one now */
  async #call(hook: Hook, matched: MatchedVersion, place: string): Promise<boolean> {
    const request = this.#request
    let mutated = false
    try {
      const objects = await this.#versioned.in(matched)
      const call = { hook, request, matched, objects, mutating: true }
      const answer = await callWebhook(call, this.#context, this.#random)
      const operations = operationsOf(answer)
      if (operations.length === 0) return false
      const before = objects.object
      if (before === null) {
        const text = `admission webhook ${goQuote(hook.name)} attempted to modify the object, which is not supported for this operation`
        throw internalError(new Error(text))
      }
      if (answer.patchType !== 'JSONPatch')
        throw new CallingWebhookError(hook.name, `unsupported patch type ${goQuote(answer.patchType)}`, 400)
      const after = await this.#patched(before, operations, matched)
      mutated = !deepEqual(before, after)
      const note = { configuration: hook.configuration, webhook: hook.name, patch: operations, patchType: 'JSONPatch' }
      request.annotate?.(`patch.webhook.admission.k8s.io/${place}`, encodeAnyJson(note), 'Request')
      return mutated
    } finally {
      const note = { configuration: hook.configuration, webhook: hook.name, mutated }
      request.annotate?.(`mutation.webhook.admission.k8s.io/${place}`, JSON.stringify(note))
    }
  }

  /** The object as it is after the patch, in the version of the webhook; the request then has it too. */
  async #patched(
    before: JsonObject,
    operations: readonly JsonPatchOperation[],
    matched: MatchedVersion,
  ): Promise<JsonObject> {
    try {
      const changed = applyJsonPatch(before, operations)
      if (!isJsonObject(changed)) throw new Error('the patched object is no JSON object')
      await this.#versioned.replace(changed, matched)
      const { object } = await this.#versioned.in(matched)
      return object ?? {}
    } catch (error) {
      throw internalError(error)
    }
  }
}

function operationsOf({ patch }: ReviewAnswer): readonly JsonPatchOperation[] {
  if (patch === undefined) return []
  try {
    return decodeJsonPatch(decodeAnyJson(patch))
  } catch (error) {
    throw internalError(error)
  }
}
