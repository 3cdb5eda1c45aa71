/**
 * Audit policy: how much of a request is written down. The first rule that fits decides.
 * In: the text of a policy file. Out: an AuditPolicy that says level, omitted stages and managed fields for a request.
 * Always: unknown fields are overlooked with a warning, as upstream does; anything else that is wrong is an Error.
 * @see kubernetes v1.31 staging/src/k8s.io/apiserver/pkg/audit/policy
 */
import { Policy } from '@elli/api/config/audit/v1'
import type { PolicyRule } from '@elli/api/config/audit/v1'
import { at, aggregateErrors, invalid, notSupported, required, type FieldError } from '@elli/machinery/field'
import { nameIsDnsSubdomain } from '@elli/machinery/names'
import type { UserInfo } from '../authentication/authenticator.ts'
import { ConfigurationError, readConfiguration } from '../configuration/configuration-text.ts'
import type { RequestInfo } from '../request-info.ts'
import { levels, stages, type Level, type Stage } from './event.ts'

export interface RequestAuditConfig {
  readonly level: Level
  readonly omitStages: ReadonlySet<Stage>
  readonly omitManagedFields: boolean
}

export class AuditPolicy {
  readonly #rules: readonly { rule: PolicyRule; config: RequestAuditConfig }[]
  readonly #otherwise: RequestAuditConfig
  /** What was overlooked in the file. */
  readonly warnings: readonly string[]

  constructor(policy: Policy, warnings: readonly string[] = []) {
    this.warnings = warnings
    const omitted = (policy.omitStages ?? []) as Stage[]
    const omitManagedFields = policy.omitManagedFields === true
    this.#rules = policy.rules.map((rule) => ({
      rule,
      config: {
        level: rule.level as Level,
        omitStages: new Set([...omitted, ...((rule.omitStages ?? []) as Stage[])]),
        omitManagedFields: rule.omitManagedFields ?? omitManagedFields,
      },
    }))
    this.#otherwise = { level: 'None', omitStages: new Set(omitted), omitManagedFields }
  }

  /** @param user undefined when nobody could be made out */
  of(user: UserInfo | undefined, info: RequestInfo): RequestAuditConfig {
    return this.#rules.find(({ rule }) => ruleFits(rule, user, info))?.config ?? this.#otherwise
  }
}

/** @throws Error with upstream's words */
export function parseAuditPolicy(text: string): AuditPolicy {
  const { policy, warnings } = decode(text)
  const problems = aggregateErrors(validatePolicy(policy))
  if (problems !== undefined) throw new Error(problems)
  if (policy.rules.length === 0) throw new Error('loaded illegal policy with 0 rules')
  return new AuditPolicy(policy, warnings)
}

function decode(text: string): { policy: Policy; warnings: string[] } {
  const kinds = [{ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', schema: Policy }]
  const scheme = 'pkg/audit/scheme.go:30'
  try {
    return { policy: withRules(readConfiguration(text, kinds, { scheme }).object), warnings: [] }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    if (!error.message.startsWith('strict decoding error')) {
      throw new Error(`failed decoding: ${error.message}`, { cause: error })
    }
    const { object } = readConfiguration(text, kinds, { scheme, lenient: true })
    const warning = `Audit policy contains errors, falling back to lenient decoding: ${error.message}`
    return { policy: withRules(object), warnings: [warning] }
  }
}

/** A file without rules has none, rather than no list. */
function withRules(policy: Policy): Policy {
  const { rules } = policy as Partial<Policy>
  return rules === undefined ? { ...policy, rules: [] } : policy
}

export function validatePolicy(policy: Policy): FieldError[] {
  const errors = validateStages(policy.omitStages ?? [], ['omitStages'])
  for (const [i, rule] of policy.rules.entries()) errors.push(...validateRule(rule, `rules[${i}]`))
  return errors
}

function validateRule(rule: PolicyRule, path: string): FieldError[] {
  const errors: FieldError[] = []
  // A file may say nothing at all where the schema demands something.
  const level = (rule.level as string | undefined) ?? ''
  if (level === '') errors.push(required(at(path, 'level')))
  else if (!levels.includes(level as Level)) errors.push(notSupported(at(path, 'level'), level, levels))
  for (const [i, url] of (rule.nonResourceURLs ?? []).entries()) {
    if (url === '*') continue
    const place = at(path, `nonResourceURLs[${i}]`)
    if (!url.startsWith('/')) errors.push(invalid(place, url, "non-resource URL rules must begin with a '/' character"))
    if (url.slice(0, -1).includes('*'))
      errors.push(invalid(place, url, "non-resource URL wildcards '*' must be the final character of the rule"))
  }
  for (const { group = '', resources = [], resourceNames = [] } of rule.resources ?? []) {
    const problems = group === '' ? [] : nameIsDnsSubdomain(group, false)
    if (problems.length > 0) errors.push(invalid(at(path, 'resources', 'group'), group, problems.join(',')))
    if (resourceNames.length > 0 && resources.length === 0)
      errors.push(
        invalid(
          at(path, 'resources', 'resourceNames'),
          resourceNames,
          'using resourceNames requires at least one resource',
        ),
      )
  }
  errors.push(...validateStages(rule.omitStages ?? [], [path, 'omitStages']))
  const { nonResourceURLs = [], resources = [], namespaces = [] } = rule
  if (nonResourceURLs.length > 0 && (resources.length > 0 || namespaces.length > 0)) {
    const detail = 'rules cannot apply to both regular resources and non-resource URLs'
    errors.push(invalid(at(path, 'nonResourceURLs'), nonResourceURLs, detail))
  }
  return errors
}

function validateStages(omitted: readonly string[], path: readonly [string] | readonly [string, string]): FieldError[] {
  const [first, ...more] = path
  return omitted.flatMap((stage, i) => {
    if (stages.includes(stage as Stage)) return []
    const last = more.length === 0 ? at(`${first}[${i}]`) : at(first, `${more[0]}[${i}]`)
    return [invalid(last, stage, `allowed stages are ${stages.join(',')}`)]
  })
}

function ruleFits(rule: PolicyRule, user: UserInfo | undefined, info: RequestInfo): boolean {
  const { users = [], userGroups = [], verbs = [], namespaces = [], resources = [], nonResourceURLs = [] } = rule
  if (users.length > 0 && (user === undefined || !users.includes(user.name))) return false
  if (userGroups.length > 0 && user?.groups.some((group) => userGroups.includes(group)) !== true) return false
  if (verbs.length > 0 && !verbs.includes(info.verb)) return false
  if (namespaces.length > 0 || resources.length > 0) return resourceFits(rule, info)
  if (nonResourceURLs.length > 0) {
    return !info.isResource && nonResourceURLs.some((spec) => pathFits(info.path, spec))
  }
  return true
}

function resourceFits({ namespaces = [], resources = [] }: PolicyRule, info: RequestInfo): boolean {
  if (!info.isResource) return false
  if (namespaces.length > 0 && !namespaces.includes(info.namespace)) return false
  if (resources.length === 0) return true
  const { resource, subresource, name } = info
  const whole = subresource === '' ? resource : `${resource}/${subresource}`
  return resources.some(({ group = '', resources: listed = [], resourceNames = [] }) => {
    if (group !== info.apiGroup) return false
    if (listed.length === 0) return true
    if (resourceNames.length > 0 && !resourceNames.includes(name)) return false
    return listed.some(
      (each) =>
        each === whole ||
        each === '*' ||
        (subresource !== '' && each === `*/${subresource}`) ||
        each === `${resource}/*`,
    )
  })
}

function pathFits(path: string, spec: string): boolean {
  if (spec === '*' || spec === path) return true
  return spec.endsWith('*') && path.startsWith(spec.replace(/\*+$/, ''))
}
