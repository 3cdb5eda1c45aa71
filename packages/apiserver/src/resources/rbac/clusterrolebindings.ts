/** ClusterRoleBindings on the server. */
import { clusterrolebindings } from '@elli/api/rbac/v1.resources'
import type { ClusterRoleBinding } from '@elli/api/rbac/v1'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors } from '../checks.ts'
import { bindingTable } from './binding-printing.ts'
import { checkRbacName, roleRefUnchanged, validateBinding } from './rules.validation.ts'

function validate(errors: Errors, binding: ClusterRoleBinding): void {
  validateBinding(errors, binding, ['ClusterRole'], false)
}

export const clusterrolebindingsStrategy: Strategy<ClusterRoleBinding> = {
  resource: clusterrolebindings,
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
  table: bindingTable<ClusterRoleBinding>(),
}
