/** Roles on the server; whether the writer may grant what they say is for authorization. */
import { roles } from '@elli/api/rbac/v1.resources'
import type { Role } from '@elli/api/rbac/v1'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors } from '../checks.ts'
import { defaultTable } from '../printing.ts'
import { checkRbacName, validateRules } from './rules.validation.ts'

const validate = (role: Role): Errors => collect((errors) => validateRules(errors, role.rules, true))

export const rolesStrategy: Strategy<Role> = {
  resource: roles,
  allowCreateOnUpdate: true,
  validateName: checkRbacName,
  validate,
  // Alone, and again beside the stored one: upstream tells what is wrong twice.
  validateUpdate: (role) => [...validate(role), ...validate(role)],
  table: defaultTable(),
}
