/** RoleBindings on the server. */
import { rolebindings } from '@elli/api/rbac/v1.resources'
import type { RoleBinding } from '@elli/api/rbac/v1'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors } from '../checks.ts'
import { bindingTable } from './binding-printing.ts'
import { checkRbacName, roleRefUnchanged, validateBinding } from './rules.validation.ts'

function validate(errors: Errors, binding: RoleBinding): void {
  validateBinding(errors, binding, ['Role', 'ClusterRole'], true)
}

export const rolebindingsStrategy: Strategy<RoleBinding> = {
  resource: rolebindings,
  allowCreateOnUpdate: true,
  validateName: checkRbacName,
  validate: (binding) => collect((errors) => validate(errors, binding)),
  validateUpdate: (binding, old) =>
    collect((errors) => {
      // Alone, and again beside the stored one: upstream tells what is wrong twice.
      validate(errors, binding)
      validate(errors, binding)
      roleRefUnchanged(errors, binding.roleRef, old.roleRef)
    }),
  table: bindingTable<RoleBinding>(),
}
