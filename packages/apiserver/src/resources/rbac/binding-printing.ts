/** The table of RoleBindings and ClusterRoleBindings. */
import type { ObjectMeta } from '@elli/api/meta/v1'
import type { RoleRef, Subject } from '@elli/api/rbac/v1'
import type { TablePrinter } from '../../registry/strategy.ts'
import { list } from '../checks.ts'
import { ageColumn, ageOf, column, table, wide } from '../printing.ts'

interface Binding {
  metadata: ObjectMeta
  subjects?: Subject[]
  roleRef: RoleRef
}

export function bindingTable<T extends Binding>(): TablePrinter<T> {
  return table<T>(
    [
      column('Role', 'Kind and name of the role that is granted.'),
      ageColumn,
      column('Users', 'Users it is granted to.', wide),
      column('Groups', 'Groups it is granted to.', wide),
      column('ServiceAccounts', 'Service accounts it is granted to.', wide),
    ],
    (binding, now) => [
      `${binding.roleRef.kind}/${binding.roleRef.name}`,
      ageOf(binding, now),
      namesOf(binding, 'User'),
      namesOf(binding, 'Group'),
      namesOf(binding, 'ServiceAccount'),
    ],
  )
}

function namesOf(binding: Binding, kind: string): string {
  return list(binding.subjects)
    .filter((subject) => subject.kind === kind)
    .map((subject) => (kind === 'ServiceAccount' ? `${subject.namespace ?? ''}/${subject.name}` : subject.name))
    .join(', ')
}
