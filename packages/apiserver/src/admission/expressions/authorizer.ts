/**
 * `authorizer` in expressions: asks the server's own authorizer about the user of the request, or about a service account.
 * Always: the same question is asked once per request. An answer that takes time is waited for outside of the evaluation, which is
 * then run again (`settle`).
 * @see apiserver pkg/cel/library/authz.go; pkg/admission/plugin/policy/validating/caching_authorizer.go
 */
import type { CelAuthorizationRequest, CelAuthorizer, CelDecision } from '@elli/machinery/cel/contract'
import { apiErrorIn } from '@elli/machinery/errors'
import { serviceAccountsGroup } from '../../authentication/well-known.ts'
import type { UserInfo } from '../../authentication/authenticator.ts'
import type { Attributes, Authorizer, Decision } from '../../authorization/authorizer.ts'
import { parsedSelectors } from '../../authorization/selectors.ts'

export interface ExpressionAuthorizer extends CelAuthorizer {
  /** Waits for answers on their way. @returns whether there were any, so that what was evaluated does not count */
  settle(): Promise<boolean>
}

const noAnswerYet: CelDecision = { decision: 'noOpinion', reason: '' }

export function expressionAuthorizer(authorizer: Authorizer, user: UserInfo): ExpressionAuthorizer {
  const known = new Map<string, CelDecision>()
  const pending = new Map<string, Promise<CelDecision>>()
  return {
    authorize(asked) {
      const key = JSON.stringify(asked)
      const decision = known.get(key)
      if (decision !== undefined) return decision
      if (pending.has(key)) return noAnswerYet
      try {
        const answer = authorizer.authorize(attributesOf(asked, user))
        if (!(answer instanceof Promise)) return remember(known, key, decided(answer))
        pending.set(key, answer.then(decided, failed))
        return noAnswerYet
      } catch (error) {
        return remember(known, key, failed(error))
      }
    },
    async settle() {
      if (pending.size === 0) return false
      const all = [...pending]
      for (const [key, answer] of all) {
        remember(known, key, await answer)
        pending.delete(key)
      }
      return true
    },
  }
}

function remember(known: Map<string, CelDecision>, key: string, decision: CelDecision): CelDecision {
  known.set(key, decision)
  return decision
}

function decided({ decision, reason, error }: Decision): CelDecision {
  return {
    decision: decision === 'no-opinion' ? 'noOpinion' : decision,
    reason,
    ...(error === undefined ? {} : { error }),
  }
}

function failed(error: unknown): CelDecision {
  const text = apiErrorIn(error)?.message ?? (error instanceof Error ? error.message : String(error))
  return { decision: 'noOpinion', reason: '', error: text }
}

function attributesOf(asked: CelAuthorizationRequest, user: UserInfo): Attributes {
  const isResource = asked.path === undefined
  return {
    user: asked.serviceAccount === undefined ? user : serviceAccountUser(asked.serviceAccount),
    verb: asked.verb,
    isResource,
    apiGroup: asked.group ?? '',
    apiVersion: isResource ? '*' : '',
    resource: asked.resource ?? '',
    subresource: asked.subresource ?? '',
    namespace: asked.namespace ?? '',
    name: asked.name ?? '',
    path: asked.path ?? '',
    ...(isResource ? parsedSelectors(asked) : {}),
  }
}

function serviceAccountUser({ namespace, name }: { namespace: string; name: string }): UserInfo {
  return {
    name: `system:serviceaccount:${namespace}:${name}`,
    groups: [serviceAccountsGroup, `${serviceAccountsGroup}:${namespace}`],
  }
}
