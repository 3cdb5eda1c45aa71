/** Rules, role references and subjects, shared by the four kinds of RBAC. */
import type { PolicyRule, RoleRef, Subject } from '@elli/api/rbac/v1'
import { at, invalid, notSupported, required } from '@elli/machinery/field'
import { checkPathSegmentName, type NameCheck } from '@elli/machinery/names'
import { dns1123Subdomain, type Errors, type FieldPath, list, oneOf, say, text } from '../checks.ts'
import { plainEqual } from '../equality.ts'
import { goRoleRef } from '../go-structs.ts'

const groupName = 'rbac.authorization.k8s.io'

/** Names such as `system:node` are what RBAC is made of, so nearly anything goes. */
export const checkRbacName: NameCheck = checkPathSegmentName

export function validateRules(errors: Errors, rules: readonly PolicyRule[] | undefined, namespaced: boolean): void {
  for (const [i, rule] of list(rules).entries()) validateRule(errors, at('rules').index(i), rule, namespaced)
}

function validateRule(errors: Errors, path: FieldPath, rule: PolicyRule, namespaced: boolean): void {
  if (list(rule.verbs).length === 0) {
    errors.push(required(path.child('verbs'), 'verbs must contain at least one value'))
  }
  const urls = list(rule.nonResourceURLs)
  const groups = list(rule.apiGroups).length
  const resources = list(rule.resources).length
  if (urls.length > 0) {
    const where = path.child('nonResourceURLs')
    if (namespaced) errors.push(invalid(where, urls, 'namespaced rules cannot apply to non-resource URLs'))
    if (groups > 0 || resources > 0 || list(rule.resourceNames).length > 0) {
      errors.push(invalid(where, urls, 'rules cannot apply to both regular resources and non-resource URLs'))
    }
    return
  }
  if (groups === 0) errors.push(required(path.child('apiGroups'), 'resource rules must supply at least one api group'))
  if (resources === 0) {
    errors.push(required(path.child('resources'), 'resource rules must supply at least one resource'))
  }
}

export function validateBinding(
  errors: Errors,
  binding: { roleRef: RoleRef; subjects?: Subject[] },
  roleKinds: readonly string[],
  namespaced: boolean,
): void {
  const [apiGroup, kind, name] = [
    text(binding.roleRef?.apiGroup),
    text(binding.roleRef?.kind),
    text(binding.roleRef?.name),
  ]
  const ref = at('roleRef')
  if (apiGroup !== groupName) errors.push(notSupported(ref.child('apiGroup'), apiGroup, [groupName]))
  oneOf(errors, ref.child('kind'), kind, roleKinds)
  if (name === '') errors.push(required(ref.child('name'), ''))
  else say(errors, ref.child('name'), name, checkPathSegmentName(name))
  for (const [i, subject] of list(binding.subjects).entries()) {
    validateSubject(errors, at('subjects').index(i), subject, namespaced)
  }
}

function validateSubject(errors: Errors, path: FieldPath, subject: Subject, namespaced: boolean): void {
  const { apiGroup = '' } = subject
  const [name, kind] = [text(subject.name), text(subject.kind)]
  if (name === '') errors.push(required(path.child('name'), ''))
  switch (kind) {
    case 'ServiceAccount':
      if (name !== '') dns1123Subdomain(errors, path.child('name'), name)
      if (apiGroup !== '') errors.push(notSupported(path.child('apiGroup'), apiGroup, ['']))
      if (!namespaced && !subject.namespace) errors.push(required(path.child('namespace'), ''))
      break
    case 'User':
    case 'Group':
      if (apiGroup !== groupName) errors.push(notSupported(path.child('apiGroup'), apiGroup, [groupName]))
      break
    default:
      errors.push(notSupported(path.child('kind'), kind, ['ServiceAccount', 'User', 'Group']))
  }
}

/** Another role would silently give all subjects other rights; so bindings are made anew instead. */
export function roleRefUnchanged(errors: Errors, now: RoleRef, old: RoleRef): void {
  if (!plainEqual(now, old)) errors.push(invalid(at('roleRef'), goRoleRef(now), 'cannot change roleRef'))
}
