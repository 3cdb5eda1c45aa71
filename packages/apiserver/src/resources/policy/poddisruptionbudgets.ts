/** PodDisruptionBudgets on the server. */
import { poddisruptionbudgets } from '@elli/api/policy/v1.resources'
import { type PodDisruptionBudget, PodDisruptionBudgetSpec } from '@elli/api/policy/v1'
import { at, invalid } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, oneOf } from '../checks.ts'
import { validateConditions } from '../conditions.validation.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { isInvalidSelector, validateLabelSelector } from '../label-selector.validation.ts'
import { ageColumn, ageOf, column, integer, table } from '../printing.ts'
import { countersNotNegative, intOrPercent, notMoreThan100Percent } from '../workload.validation.ts'

const spec = at('spec')

export const poddisruptionbudgetsStrategy: Strategy<PodDisruptionBudget> = {
  resource: poddisruptionbudgets,
  allowUnconditionalUpdate: false,
  prepareForCreate(budget) {
    budget.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }
    firstGeneration(budget)
  },
  validate: (budget) => collect((errors) => validateSpec(errors, budget, false)),
  prepareForUpdate(budget, old) {
    if (!semanticEqual(PodDisruptionBudgetSpec, budget.spec, old.spec)) nextGeneration(budget, old)
  },
  validateUpdate: (budget, old) =>
    collect((errors) => {
      validateSpec(errors, budget, isInvalidSelector(spec.child('selector'), old.spec?.selector))
    }),
  status: {
    validateUpdate: (budget) =>
      collect((errors) => {
        const path = at('status')
        const { status } = budget
        if (status === undefined) return
        validateConditions(errors, path.child('conditions'), status.conditions)
        countersNotNegative(errors, path, status, [
          'disruptionsAllowed',
          'currentHealthy',
          'desiredHealthy',
          'expectedPods',
        ])
      }),
  },
  table: table<PodDisruptionBudget>(
    [
      column('Min Available', 'How many pods, or which share of them, must stay available.'),
      column('Max Unavailable', 'How many pods, or which share of them, may be unavailable.'),
      column('Allowed Disruptions', 'How many pods may be disrupted right now.', integer),
      ageColumn,
    ],
    (budget, now) => [
      String(budget.spec?.minAvailable ?? 'N/A'),
      String(budget.spec?.maxUnavailable ?? 'N/A'),
      budget.status?.disruptionsAllowed ?? 0,
      ageOf(budget, now),
    ],
  ),
}

function validateSpec(errors: Errors, budget: PodDisruptionBudget, allowInvalidValues: boolean): void {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy } = budget.spec ?? {}
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    errors.push(invalid(spec, budget.spec, 'minAvailable and maxUnavailable cannot be both set'))
  }
  for (const [name, value] of [
    ['minAvailable', minAvailable],
    ['maxUnavailable', maxUnavailable],
  ] as const) {
    if (value === undefined) continue
    intOrPercent(errors, spec.child(name), value)
    notMoreThan100Percent(errors, spec.child(name), value)
  }
  validateLabelSelector(errors, spec.child('selector'), selector, { allowInvalidValues })
  if (unhealthyPodEvictionPolicy !== undefined) {
    const path = spec.child('unhealthyPodEvictionPolicy')
    oneOf(errors, path, unhealthyPodEvictionPolicy, ['AlwaysAllow', 'IfHealthyBudget'])
  }
}
