/**
 * Defaults of rbac.authorization.k8s.io/v1 that are more than a field's own.
 * In: objects of the group. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { packageInfo, RoleRef, Subject } from './v1.ts'

export const rbacV1Defaults: readonly DefaultRule[] = [
  defaultRule(RoleRef, (reference) => {
    reference.apiGroup ||= packageInfo.group
  }),
  defaultRule(Subject, (subject) => {
    // Service accounts are objects of the core group, whose name is empty.
    if (subject.kind === 'User' || subject.kind === 'Group') subject.apiGroup ||= packageInfo.group
  }),
]
