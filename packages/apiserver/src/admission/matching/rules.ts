/**
 * Whether rules of webhooks and policies are about a request.
 * In: rules as configured, a request, the version it is looked at in. Out: yes or no; with matchPolicy Equivalent, the version that matched.
 * @see apiserver pkg/admission/plugin/webhook/predicates/rules
 */
import type { RuleWithOperations } from '@elli/api/admissionregistration/v1'
import type { GroupVersionKind } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { internalError } from '@elli/machinery/errors'
import { kindOnTheWire } from '../operation-options.ts'
import type { AdmissionRequest, RequestedVersion } from '../plugin.ts'
import type { ServedVersions } from '../served-versions.ts'

/** The version and kind in which somebody wants to see a request. */
export interface MatchedVersion {
  readonly resource: ResourceInfo
  readonly kind: GroupVersionKind
}

/** What the client asked for. */
export function requestedOf(request: AdmissionRequest): RequestedVersion {
  return request.requested ?? { resource: request.resource, kind: kindOnTheWire(request.resource, request.subresource) }
}

type Named = Pick<ResourceInfo, 'group' | 'version' | 'resource'>

export function ruleMatches(rule: RuleWithOperations, request: AdmissionRequest, resource: Named): boolean {
  return (
    scopeMatches(rule.scope, request, resource) &&
    includes(rule.operations, request.operation) &&
    includes(rule.apiGroups, resource.group) &&
    includes(rule.apiVersions, resource.version) &&
    (rule.resources ?? []).some((text) => resourceMatches(text, resource.resource, request.subresource))
  )
}

function includes(items: readonly string[] | undefined, wanted: string): boolean {
  return items !== undefined && (items.includes('*') || items.includes(wanted))
}

function resourceMatches(text: string, resource: string, subresource: string): boolean {
  const slash = text.indexOf('/')
  const [name, sub] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash + 1)]
  return (name === '*' || name === resource) && (sub === '*' || sub === subresource)
}

function scopeMatches(scope: string | undefined, { namespace }: AdmissionRequest, resource: Named): boolean {
  // A namespace is admitted as if it lay in itself, yet it is an object of the cluster.
  const inCluster =
    namespace === '' || (resource.resource === 'namespaces' && resource.group === '' && resource.version === 'v1')
  switch (scope) {
    case undefined:
    case '*':
      return true
    case 'Namespaced':
      return !inCluster
    case 'Cluster':
      return inCluster
    default:
      return false
  }
}

/** A rule that may also ask for names. */
export interface MatchingRule extends RuleWithOperations {
  readonly resourceNames?: string[]
}

/**
 * The version in which the first matching rule sees the request: the requested one before all others.
 * @throws ApiError 500 when a rule matches a version whose kind nobody knows
 */
export function matchedVersion(
  rules: readonly MatchingRule[],
  matchPolicy: string | undefined,
  request: AdmissionRequest,
  versions: ServedVersions,
): MatchedVersion | undefined {
  const requested = requestedOf(request)
  for (const rule of rules) {
    if (ruleMatches(rule, request, requested.resource) && nameMatches(rule, request)) return requested
  }
  if (matchPolicy !== 'Equivalent') return undefined
  const { subresource } = request
  const others = versions.equivalents(requested.resource).filter((other) => {
    if (other.apiVersion === requested.resource.apiVersion && other.resource === requested.resource.resource)
      return false
    return subresource === '' || other.subresources.some(({ name }) => name === subresource)
  })
  for (const rule of rules) {
    for (const other of others) {
      if (!ruleMatches(rule, request, other) || !nameMatches(rule, request)) continue
      const kind = kindOnTheWire(other, subresource)
      if (kind.kind === '') throw internalError(new Error(`unable to convert to ${gvrText(other)}: unknown kind`))
      return { resource: other, kind }
    }
  }
  return undefined
}

function nameMatches({ resourceNames }: MatchingRule, { name }: AdmissionRequest): boolean {
  return resourceNames === undefined || resourceNames.length === 0 || resourceNames.includes(name)
}

/** Go's way of writing a GroupVersionResource. */
function gvrText({ group, version, resource }: Named): string {
  return `${group === '' ? version : `${group}/${version}`}, Resource=${resource}`
}

const exempt: ReadonlySet<string> = new Set([
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
])

/** What configures admission is never admitted by what it configures: a mistake in it can always be undone. */
export function isExempt(request: AdmissionRequest): boolean {
  const { kind } = requestedOf(request)
  return kind.group === 'admissionregistration.k8s.io' && exempt.has(kind.kind)
}
