/**
 * Which webhooks are to be asked about a request, and in which version.
 * Always: rules are looked at first and at once, since they spare most requests everything else; what does not apply for another reason
 * never fails because of a selector that cannot be judged.
 * @see apiserver pkg/admission/plugin/webhook/generic/webhook.go
 */
import { forbidden } from '@elli/machinery/errors'
import { matchedVersion, type MatchedVersion, requestedOf } from '../matching/rules.ts'
import { namespaceMatches, objectMatches } from '../matching/selectors.ts'
import type { Versioned } from '../matching/versioned-objects.ts'
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts'
import type { Hook } from './hook.ts'

/** A webhook with a rule about the request. */
export interface Candidate {
  readonly hook: Hook
  /** Its place among all webhooks. */
  readonly index: number
  readonly matched: MatchedVersion
}

export function candidates(
  hooks: readonly Hook[],
  request: AdmissionRequest,
  { versions }: AdmissionContext,
): Candidate[] {
  const found: Candidate[] = []
  for (const [index, hook] of hooks.entries()) {
    const matched = matchedVersion(hook.rules, hook.matchPolicy, request, versions)
    if (matched !== undefined) found.push({ hook, index, matched })
  }
  return found
}

/** Whether selectors and conditions agree. @throws ApiError when that cannot be told */
export async function shouldCall(
  { hook, matched }: Candidate,
  request: AdmissionRequest,
  versioned: Versioned,
  context: AdmissionContext,
): Promise<boolean> {
  const inNamespace = await namespaceMatches(hook, request, context.reads)
  if ('matches' in inNamespace && !inNamespace.matches) return false
  const object = objectMatches(hook, request)
  if ('matches' in object && !object.matches) return false
  if ('problem' in inNamespace) throw inNamespace.problem
  if ('problem' in object) throw object.problem
  if (hook.conditions === undefined) return true
  const answer = await hook.conditions.match({ request, matched, versioned })
  if ('matches' in answer) return answer.matches
  const { group, resource } = requestedOf(request).resource
  throw forbidden({ group, resource }, request.name, answer.error)
}
