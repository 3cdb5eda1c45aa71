/**
 * Whether a webhook is to be asked about a request, and in which version.
 * Always: what does not apply for another reason never fails because of a selector that cannot be judged.
 * @see apiserver pkg/admission/plugin/webhook/generic/webhook.go
 */
import { forbidden } from '@elli/machinery/errors'
import { matchedVersion, type MatchedVersion, requestedOf } from '../matching/rules.ts'
import { namespaceMatches, objectMatches } from '../matching/selectors.ts'
import type { Versioned } from '../matching/versioned-objects.ts'
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts'
import type { Hook } from './hook.ts'

/** @returns undefined when it is not to be called @throws ApiError when that cannot be told */
export async function shouldCall(
  hook: Hook,
  request: AdmissionRequest,
  versioned: Versioned,
  context: AdmissionContext,
): Promise<MatchedVersion | undefined> {
  // The cheapest question first; none of them has an effect.
  const matched = matchedVersion(hook.rules, hook.matchPolicy, request, context.versions)
  if (matched === undefined) return undefined
  const inNamespace = await namespaceMatches(hook, request, context.reads)
  if ('matches' in inNamespace && !inNamespace.matches) return undefined
  const object = objectMatches(hook, request)
  if ('matches' in object && !object.matches) return undefined
  if ('problem' in inNamespace) throw inNamespace.problem
  if ('problem' in object) throw object.problem
  if (hook.conditions === undefined) return matched
  const answer = await hook.conditions.match({ request, matched, versioned })
  if ('error' in answer) {
    const { group, resource } = requestedOf(request).resource
    throw forbidden({ group, resource }, request.name, answer.error)
  }
  return answer.matches ? matched : undefined
}
