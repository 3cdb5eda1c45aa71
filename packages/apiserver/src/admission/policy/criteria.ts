/**
 * Whether a policy, or a binding of one, is about a request.
 * @throws ApiError when that cannot be told
 * @see apiserver pkg/admission/plugin/policy/matching
 */
import { matchedVersion, type MatchedVersion, requestedOf } from '../matching/rules.ts'
import { namespaceMatches, objectMatches } from '../matching/selectors.ts'
import type { AdmissionContext, AdmissionRequest } from '../plugin.ts'
import type { Criteria } from './policy-source.ts'

export async function criteriaMatch(
  criteria: Criteria,
  request: AdmissionRequest,
  context: AdmissionContext,
): Promise<MatchedVersion | undefined> {
  const { resourceRules = [], excludeResourceRules = [], matchPolicy } = criteria.match
  // Rules are asked first because they mostly decide; a selector's trouble only counts when they match.
  const matched =
    resourceRules.length === 0
      ? requestedOf(request)
      : matchedVersion(resourceRules, matchPolicy, request, context.versions)
  if (matched === undefined) return undefined
  if (matchedVersion(excludeResourceRules, matchPolicy, request, context.versions) !== undefined) return undefined
  const inNamespace = await namespaceMatches(criteria, request, context.reads)
  if ('matches' in inNamespace && !inNamespace.matches) return undefined
  const object = objectMatches(criteria, request)
  if ('matches' in object && !object.matches) return undefined
  if ('problem' in inNamespace) throw inNamespace.problem
  if ('problem' in object) throw object.problem
  return matched
}
