/**
 * The ABAC authorizer: policies from a file (`--authorization-policy-file`), one JSON object per line.
 * In: the text of the file. Out: an authorizer that allows what one policy matches and has no opinion otherwise.
 * Policies without apiVersion are of the oldest form, in which what is left out matches everything.
 * @see kubernetes v1.31 pkg/auth/authorizer/abac
 */
import { ConfigurationError } from '../configuration/configuration-text.ts'
import { authenticatedGroup } from '../authentication/well-known.ts'
import type { Attributes, Authorizer, NonResourceRule, ResourceRule } from './authorizer.ts'

export interface AbacPolicy {
  user: string
  group: string
  readonly: boolean
  apiGroup: string
  resource: string
  namespace: string
  nonResourcePath: string
}

const apiVersion = 'abac.authorization.kubernetes.io/v1beta1'

/** @param path only for messages @throws ConfigurationError naming the line that is no policy */
export function parseAbacPolicies(text: string, path = ''): AbacPolicy[] {
  const policies: AbacPolicy[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    try {
      policies.push(policyOf(JSON.parse(trimmed)))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new ConfigurationError(`error reading policy file ${path}, line ${index + 1}: ${line}: ${why}`, {
        cause: error,
      })
    }
  }
  return policies
}

function policyOf(value: unknown): AbacPolicy {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('a policy must be an object')
  const { kind, apiVersion: version, spec } = value as { kind?: unknown; apiVersion?: unknown; spec?: unknown }
  const text = (from: object, key: string): string => {
    const found = (from as Record<string, unknown>)[key]
    if (found === undefined || found === null) return ''
    if (typeof found !== 'string') throw new Error(`json: cannot unmarshal field ${key} into Go value of type string`)
    return found
  }
  if (version !== apiVersion || kind !== 'Policy') return oldPolicy(value, text)
  const own = (spec ?? {}) as object
  const policy = {
    user: text(own, 'user'),
    group: text(own, 'group'),
    readonly: (own as { readonly?: unknown }).readonly === true,
    apiGroup: text(own, 'apiGroup'),
    resource: text(own, 'resource'),
    namespace: text(own, 'namespace'),
    nonResourcePath: text(own, 'nonResourcePath'),
  }
  return { ...policy, ...everybody(policy) }
}

/** A star for user or group means everybody who has logged in. */
function everybody({ user, group }: Pick<AbacPolicy, 'user' | 'group'>): Pick<AbacPolicy, 'user' | 'group'> {
  return user === '*' || group === '*' ? { user: '', group: authenticatedGroup } : { user, group }
}

function oldPolicy(value: object, text: (from: object, key: string) => string): AbacPolicy {
  const [user, group] = [text(value, 'user'), text(value, 'group')]
  const [namespace, resource] = [text(value, 'namespace'), text(value, 'resource')]
  const subject = user === '' && group === '' ? { user: '', group: authenticatedGroup } : everybody({ user, group })
  return {
    ...subject,
    readonly: (value as { readonly?: unknown }).readonly === true,
    apiGroup: '*',
    resource: resource === '' ? '*' : resource,
    namespace: namespace === '' ? '*' : namespace,
    nonResourcePath: namespace === '' && resource === '' ? '*' : '',
  }
}

export function abacAuthorizer(policies: readonly AbacPolicy[]): Authorizer {
  return {
    name: 'ABAC',
    authorize: (attributes) =>
      policies.some((policy) => matches(policy, attributes))
        ? { decision: 'allow', reason: '' }
        : { decision: 'no-opinion', reason: 'No policy matched.' },
    async rulesFor(user, namespace) {
      const resource: ResourceRule[] = []
      const nonResource: NonResourceRule[] = []
      for (const policy of policies) {
        if (!subjectMatches(policy, user)) continue
        if (!isOrStar(policy.namespace, namespace)) continue
        const verbs = policy.readonly ? ['get', 'list', 'watch'] : ['*']
        const { apiGroup, resource: plural, nonResourcePath } = policy
        if (plural !== '') resource.push({ verbs, apiGroups: [apiGroup], resources: [plural] })
        if (nonResourcePath !== '') nonResource.push({ verbs, nonResourceURLs: [nonResourcePath] })
      }
      return { resource, nonResource, incomplete: false }
    },
  }
}

function matches(policy: AbacPolicy, attributes: Attributes): boolean {
  if (!subjectMatches(policy, attributes.user)) return false
  if (policy.readonly && !['get', 'list', 'watch'].includes(attributes.verb)) return false
  if (!attributes.isResource) return pathMatches(policy.nonResourcePath, attributes.path)
  return (
    isOrStar(policy.namespace, attributes.namespace) &&
    isOrStar(policy.resource, attributes.resource) &&
    isOrStar(policy.apiGroup, attributes.apiGroup)
  )
}

function subjectMatches({ user, group }: AbacPolicy, asker: Attributes['user']): boolean {
  if (user === '' && group === '') return false
  if (user !== '' && user !== '*' && user !== asker.name) return false
  return group === '' || group === '*' || asker.groups.includes(group)
}

const isOrStar = (wanted: string, value: string): boolean => wanted === '*' || wanted === value

function pathMatches(wanted: string, path: string): boolean {
  if (wanted === '*' || wanted === path) return true
  return wanted.endsWith('*') && path.startsWith(wanted.replace(/\*+$/, ''))
}
