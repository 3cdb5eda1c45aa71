/**
 * All policies that are bound, with their bindings.
 * In: the server's caches. Out: a list that is made anew when a policy or binding has changed, and only then.
 * Always: a policy that nobody binds decides nothing; its expressions are compiled once per generation.
 */
import type {
  MatchResources,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from '@elli/api/admissionregistration/v1'
import {
  validatingadmissionpolicies,
  validatingadmissionpolicybindings,
} from '@elli/api/admissionregistration/v1.resources'
import { UnknownResourceError } from '../../reads.ts'
import { compileSelector, type Selectors } from '../matching/selectors.ts'
import type { AdmissionContext } from '../plugin.ts'
import { PolicyEvaluator } from './policy-evaluator.ts'

/** What a policy or binding is about, with its selectors compiled. */
export interface Criteria extends Selectors {
  readonly match: MatchResources
}

export interface BoundPolicy {
  readonly policy: ValidatingAdmissionPolicy
  /** Undefined: a policy without constraints, which validation does not let in. */
  readonly criteria: Criteria | undefined
  readonly evaluator: PolicyEvaluator
  readonly bindings: readonly PolicyBinding[]
}

export interface PolicyBinding {
  readonly binding: ValidatingAdmissionPolicyBinding
  /** Undefined: everything that the policy is about. */
  readonly criteria: Criteria | undefined
}

export interface PolicySource {
  policies(): readonly BoundPolicy[]
}

export function policySource(context: AdmissionContext): PolicySource {
  let current: readonly BoundPolicy[] = []
  let stale = false
  let known = new Map<string, { generation: string; evaluator: PolicyEvaluator }>()
  const markStale = (): void => {
    stale = true
  }
  try {
    context.reads.follow(validatingadmissionpolicies, markStale)
    context.reads.follow(validatingadmissionpolicybindings, markStale)
  } catch (error) {
    // Without the group there are no policies.
    if (!(error instanceof UnknownResourceError)) throw error
  }

  function rebuild(): readonly BoundPolicy[] {
    const bound = new Map<string, ValidatingAdmissionPolicyBinding[]>()
    for (const binding of [...context.reads.list(validatingadmissionpolicybindings)].sort(byName)) {
      const { policyName = '' } = binding.spec
      bound.set(policyName, [...(bound.get(policyName) ?? []), binding])
    }
    const next: typeof known = new Map()
    const policies = [...context.reads.list(validatingadmissionpolicies)].sort(byName).flatMap((policy) => {
      const { name = '', uid = '', generation = 0 } = policy.metadata
      const bindings = bound.get(name) ?? []
      if (bindings.length === 0) return []
      const stamp = `${uid}/${generation}`
      const before = known.get(name)
      const evaluator = before?.generation === stamp ? before.evaluator : new PolicyEvaluator(policy, context)
      next.set(name, { generation: stamp, evaluator })
      return [
        {
          policy,
          criteria: criteriaOf(policy.spec.matchConstraints),
          evaluator,
          bindings: bindings.map((binding) => ({ binding, criteria: criteriaOf(binding.spec.matchResources) })),
        },
      ]
    })
    known = next
    return policies
  }

  return {
    policies() {
      if (stale) {
        stale = false
        current = rebuild()
      }
      return current
    },
  }
}

function byName(a: { metadata: { name?: string } }, b: { metadata: { name?: string } }): number {
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1
}

function criteriaOf(match: MatchResources | undefined): Criteria | undefined {
  if (match === undefined) return undefined
  return {
    match,
    namespaceSelector: compileSelector(match.namespaceSelector),
    objectSelector: compileSelector(match.objectSelector),
  }
}
