/**
 * The RBAC authorizer: allows what some binding of the user grants, and has no opinion otherwise.
 * In: the index kept by watch events. Out: decisions with upstream's reasons.
 */
import { aggregate } from '@elli/machinery/field'
import type { Authorizer, Decision, NonResourceRule, ResourceRule } from './authorizer.ts'
import type { RbacIndex } from './rbac-index.ts'
import { ruleAllows } from './rules.ts'

export function rbacAuthorizer(index: RbacIndex): Authorizer {
  return {
    name: 'RBAC',
    authorize(attributes): Decision {
      let allowedBy: string | undefined
      const errors: string[] = []
      index.visitGrants(attributes.user, attributes.namespace, (grant) => {
        if (grant.kind === 'missing') {
          errors.push(grant.error)
          return true
        }
        const { byVerb } = grant.role
        const candidates = [byVerb.get(attributes.verb), byVerb.get('*')]
        if (!candidates.some((rules) => rules?.some((rule) => ruleAllows(rule, attributes)))) return true
        allowedBy = grant.describe()
        return false
      })
      if (allowedBy !== undefined) return { decision: 'allow', reason: `RBAC: allowed by ${allowedBy}` }
      const problems = aggregate(errors)
      return { decision: 'no-opinion', reason: problems === undefined ? '' : `RBAC: ${problems}` }
    },
    async rulesFor(user, namespace) {
      const { rules, errors } = index.rulesFor(user, namespace)
      const resource: ResourceRule[] = []
      const nonResource: NonResourceRule[] = []
      for (const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } of rules) {
        if (resources.length > 0) {
          const rule: ResourceRule = { verbs, apiGroups, resources }
          if (resourceNames.length > 0) rule.resourceNames = resourceNames
          resource.push(rule)
        }
        if (nonResourceURLs.length > 0) nonResource.push({ verbs, nonResourceURLs })
      }
      const error = aggregate(errors)
      return { resource, nonResource, incomplete: false, ...(error === undefined ? {} : { error }) }
    },
  }
}
