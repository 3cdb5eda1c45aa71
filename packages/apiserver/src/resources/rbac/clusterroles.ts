/** ClusterRoles on the server; whether the writer may grant what they say is for authorization. */
import { clusterroles } from '@elli/api/rbac/v1.resources'
import type { ClusterRole } from '@elli/api/rbac/v1'
import { at, invalid, required } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, list } from '../checks.ts'
import { isInvalidSelector, validateLabelSelector } from '../label-selector.validation.ts'
import { defaultTable } from '../printing.ts'
import { compileSelector } from '../workload.validation.ts'
import { checkRbacName, validateRules } from './rules.validation.ts'

const selectorsPath = at('aggregationRule', 'clusterRoleSelectors')

export const clusterrolesStrategy: Strategy<ClusterRole> = {
  resource: clusterroles,
  allowCreateOnUpdate: true,
  validateName: checkRbacName,
  validate: (role) => collect((errors) => validateRole(errors, role, false)),
  validateUpdate: (role, old) =>
    collect((errors) => {
      const stored = list(old.aggregationRule?.clusterRoleSelectors)
      const allowInvalidValues = stored.some((selector) => isInvalidSelector(selectorsPath, selector))
      // Alone, and again beside the stored one: upstream tells what is wrong twice.
      validateRole(errors, role, allowInvalidValues)
      validateRole(errors, role, allowInvalidValues)
    }),
  table: defaultTable(),
}

function validateRole(errors: Errors, role: ClusterRole, allowInvalidValues: boolean): void {
  validateRules(errors, role.rules, false)
  if (role.aggregationRule === undefined) return
  const selectors = list(role.aggregationRule.clusterRoleSelectors)
  if (selectors.length === 0) {
    const detail = 'at least one clusterRoleSelector required if aggregationRule is non-nil'
    errors.push(required(selectorsPath, detail))
  }
  for (const [i, selector] of selectors.entries()) {
    const path = selectorsPath.index(i)
    validateLabelSelector(errors, path, selector, { allowInvalidValues })
    if (compileSelector(selector) === undefined) errors.push(invalid(path, undefined, 'invalid label selector.'))
  }
}
