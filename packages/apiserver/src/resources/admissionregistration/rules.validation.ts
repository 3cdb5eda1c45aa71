/**
 * What webhooks and policies have in common: rules, match conditions, selectors.
 * Elsewhere: expressions themselves (./expressions.validation.ts).
 */
import type * as registration from '@elli/api/admissionregistration/v1'
import { duplicate, invalid, required, tooMany } from '@elli/machinery/field'
import { checkPathSegmentName } from '@elli/machinery/names'
import { type Errors, type FieldPath, list, oneOf, qualifiedName, say } from '../checks.ts'
import { validateLabelSelector } from '../label-selector.validation.ts'
import { type ConditionScope, validateMatchCondition } from './expressions.validation.ts'

export const failurePolicies = ['Fail', 'Ignore']
export const matchPolicies = ['Equivalent', 'Exact']

function onlyWildcard(errors: Errors, path: FieldPath, values: readonly string[], others: string): void {
  if (values.length > 1 && values.includes('*')) {
    errors.push(invalid(path, values, `if '*' is present, must not specify other ${others}`))
  }
}

export function validateRule(errors: Errors, path: FieldPath, rule: registration.RuleWithOperations): void {
  const operations = list(rule.operations)
  if (operations.length === 0) errors.push(required(path.child('operations'), ''))
  onlyWildcard(errors, path.child('operations'), operations, 'operations')
  for (const [i, operation] of operations.entries()) {
    const known = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE']
    oneOf(errors, path.child('operations').index(i), operation, known)
  }
  const groups = list(rule.apiGroups)
  const versions = list(rule.apiVersions)
  if (groups.length === 0) errors.push(required(path.child('apiGroups'), ''))
  onlyWildcard(errors, path.child('apiGroups'), groups, 'API groups')
  if (versions.length === 0) errors.push(required(path.child('apiVersions'), ''))
  onlyWildcard(errors, path.child('apiVersions'), versions, 'API versions')
  for (const [i, version] of versions.entries()) {
    if (version === '') errors.push(required(path.child('apiVersions').index(i), ''))
  }
  validateResources(errors, path.child('resources'), list(rule.resources))
  if (rule.scope !== undefined) oneOf(errors, path.child('scope'), rule.scope, ['*', 'Cluster', 'Namespaced'])
}

function validateResources(errors: Errors, path: FieldPath, resources: readonly string[]): void {
  if (resources.length === 0) errors.push(required(path, ''))
  const wholeResources = new Set<string>()
  const wholeSubresources = new Set<string>()
  let hasPlainResource = false
  for (const [i, text] of resources.entries()) {
    const where = path.index(i)
    if (text === '') {
      errors.push(required(where, ''))
      continue
    }
    const slash = text.indexOf('/')
    if (slash < 0) {
      hasPlainResource = text !== '*'
      continue
    }
    const [resource, subresource] = [text.slice(0, slash), text.slice(slash + 1)]
    if (wholeResources.has(resource)) {
      errors.push(invalid(where, text, `if '${resource}/*' is present, must not specify ${text}`))
    }
    if (wholeSubresources.has(subresource)) {
      errors.push(invalid(where, text, `if '*/${subresource}' is present, must not specify ${text}`))
    }
    if (subresource === '*') wholeResources.add(resource)
    if (resource === '*') wholeSubresources.add(subresource)
  }
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.push(invalid(path, resources, "if '*/*' is present, must not specify other resources"))
  }
  if (resources.includes('*') && hasPlainResource) {
    const detail = "if '*' is present, must not specify other resources without subresources"
    errors.push(invalid(path, resources, detail))
  }
}

function validateNamedRule(errors: Errors, path: FieldPath, rule: registration.NamedRuleWithOperations): void {
  const names = list(rule.resourceNames)
  for (const [i, name] of names.entries()) {
    const where = path.child('resourceNames').index(i)
    say(errors, where, name, checkPathSegmentName(name))
    if (names.indexOf(name) < i) errors.push(duplicate(where, name))
  }
  validateRule(errors, path, rule)
}

export function validateMatchResources(
  errors: Errors,
  path: FieldPath,
  match: registration.MatchResources | undefined,
): void {
  if (match === undefined) return
  if (match.matchPolicy === undefined) errors.push(required(path.child('matchPolicy'), ''))
  else oneOf(errors, path.child('matchPolicy'), match.matchPolicy, matchPolicies)
  for (const name of ['namespaceSelector', 'objectSelector'] as const) {
    if (match[name] === undefined) errors.push(required(path.child(name), ''))
    else validateLabelSelector(errors, path.child(name), match[name])
  }
  for (const name of ['resourceRules', 'excludeResourceRules'] as const) {
    for (const [i, rule] of list(match[name]).entries()) validateNamedRule(errors, path.child(name).index(i), rule)
  }
}

export function validateMatchConditions(
  errors: Errors,
  path: FieldPath,
  conditions: readonly registration.MatchCondition[] | undefined,
  scope: ConditionScope,
): void {
  const all = list(conditions)
  if (all.length > 64) errors.push(tooMany(path, all.length, 64))
  const names = new Set<string>()
  for (const [i, { name, expression }] of all.entries()) {
    const where = path.index(i)
    const source = (expression ?? '').trim()
    if (source === '') errors.push(required(where.child('expression'), ''))
    else validateMatchCondition(errors, where.child('expression'), source, scope)
    if (!name) {
      errors.push(required(where.child('name'), ''))
      continue
    }
    qualifiedName(errors, where.child('name'), name)
    if (names.has(name)) errors.push(duplicate(where.child('name'), name))
    names.add(name)
  }
}
