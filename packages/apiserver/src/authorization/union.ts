/**
 * Authorizers in order: the first that allows or denies decides; reasons of those without opinion are kept for the refusal.
 * Also here: the group that may do everything, asked before all others.
 */
import { aggregate } from '@elli/machinery/field'
import type { Authorizer, NonResourceRule, ResourceRule } from './authorizer.ts'

export function unionAuthorizer(authorizers: readonly Authorizer[]): Authorizer {
  return {
    name: 'union',
    async authorize(attributes) {
      const reasons: string[] = []
      const errors: string[] = []
      for (const authorizer of authorizers) {
        const answer = await authorizer.authorize(attributes)
        if (answer.decision !== 'no-opinion') return answer
        if (answer.reason !== '') reasons.push(answer.reason)
        if (answer.error !== undefined) errors.push(answer.error)
      }
      const error = aggregate(errors)
      return { decision: 'no-opinion', reason: reasons.join('\n'), ...(error === undefined ? {} : { error }) }
    },
    async rulesFor(user, namespace) {
      const resource: ResourceRule[] = []
      const nonResource: NonResourceRule[] = []
      const errors: string[] = []
      let incomplete = false
      for (const authorizer of authorizers) {
        const rules = await authorizer.rulesFor?.(user, namespace)
        if (rules === undefined) continue
        resource.push(...rules.resource)
        nonResource.push(...rules.nonResource)
        incomplete ||= rules.incomplete
        if (rules.error !== undefined) errors.push(rules.error)
      }
      const error = aggregate(errors)
      return { resource, nonResource, incomplete, ...(error === undefined ? {} : { error }) }
    },
  }
}

/** Members of these groups may do anything; `system:masters` is how the server itself and its admin come in. */
export function privilegedGroups(...groups: readonly string[]): Authorizer {
  return {
    name: 'privilegedGroup',
    authorize: ({ user }) =>
      user.groups.some((group) => groups.includes(group))
        ? { decision: 'allow', reason: '' }
        : { decision: 'no-opinion', reason: '' },
  }
}

export const alwaysAllow: Authorizer = {
  name: 'AlwaysAllow',
  authorize: () => ({ decision: 'allow', reason: '' }),
  rulesFor: async () => ({
    resource: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
    nonResource: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
    incomplete: false,
  }),
}

export const alwaysDeny: Authorizer = {
  name: 'AlwaysDeny',
  authorize: () => ({ decision: 'no-opinion', reason: 'Everything is forbidden.' }),
  rulesFor: async () => ({ resource: [], nonResource: [], incomplete: false }),
}
