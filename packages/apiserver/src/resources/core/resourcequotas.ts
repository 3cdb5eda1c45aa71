/** ResourceQuotas on the server. */
import { goStrings } from '../go-structs.ts'
import { resourcequotas } from '@elli/api/core/v1.resources'
import type { ResourceQuota, ScopedResourceSelectorRequirement } from '@elli/api/core/v1'
import { at, invalid, required } from '@elli/machinery/field'
import { canonicalQuantity } from '@elli/machinery/quantity'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, type FieldPath, list } from '../checks.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { isStandardQuotaResource, validateQuotaResourceName, validateResourceQuantity } from './resources.validation.ts'

const spec = at('spec')
const scopes = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
]
const podCompute = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory']
const conflicting = [
  ['BestEffort', 'NotBestEffort'],
  ['NotTerminating', 'Terminating'],
] as const

export const resourcequotasStrategy: Strategy<ResourceQuota> = {
  resource: resourcequotas,
  prepareForCreate(quota) {
    quota.status = {}
  },
  validate: (quota) => collect((errors) => validateSpec(errors, quota)),
  validateUpdate: (quota, old) =>
    collect((errors) => {
      validateSpec(errors, quota)
      const [now, before] = [new Set(list(quota.spec?.scopes)), new Set(list(old.spec?.scopes))]
      if (now.size !== before.size || [...now].some((scope) => !before.has(scope))) {
        errors.push(invalid(spec.child('scopes'), goScopes(quota.spec?.scopes), 'field is immutable'))
      }
    }),
  status: {
    validateUpdate: (quota) =>
      collect((errors) => {
        if (!quota.metadata.resourceVersion) errors.push(required(at('resourceVersion'), ''))
        for (const name of ['hard', 'used'] as const) {
          validateAmounts(errors, at('status', name), quota.status?.[name])
        }
      }),
  },
  table: table<ResourceQuota>(
    [
      ageColumn,
      column('Request', 'What is used of what, of requests and objects.'),
      column('Limit', 'What is used of what, of limits.'),
    ],
    (quota, now) => {
      const { hard = {}, used = {} } = quota.status ?? {}
      const texts = Object.keys(hard)
        .sort()
        .map((name) => {
          const text = `${name}: ${canonicalQuantity(used[name] ?? '0')}/${canonicalQuantity(hard[name] ?? '0')}`
          return { isLimit: name.startsWith('limits.'), text }
        })
      const join = (limits: boolean): string =>
        texts.flatMap(({ isLimit, text }) => (isLimit === limits ? [text] : [])).join(', ')
      return [ageOf(quota, now), join(false), join(true)]
    },
  ),
}

function validateAmounts(errors: Errors, path: FieldPath, amounts: Readonly<Record<string, string>> | undefined): void {
  for (const [name, amount] of Object.entries(amounts ?? {})) {
    validateQuotaResourceName(errors, path.key(name), name)
    validateResourceQuantity(errors, path.key(name), name, amount)
  }
}

function isScopeFor(scope: string, resource: string): boolean {
  if (scope === 'BestEffort') return resource === 'pods'
  return !scopes.includes(scope) || resource === 'pods' || podCompute.includes(resource)
}

function validateSpec(errors: Errors, quota: ResourceQuota): void {
  const { hard = {}, scopeSelector } = quota.spec ?? {}
  const own = list(quota.spec?.scopes)
  validateAmounts(errors, spec.child('hard'), hard)
  const resources = Object.keys(hard).sort().filter(isStandardQuotaResource)
  const path = spec.child('scopes')
  for (const scope of own) {
    if (!scopes.includes(scope)) errors.push(invalid(path, goScopes(own), 'unsupported scope'))
    for (const resource of resources) {
      if (!isScopeFor(scope, resource))
        errors.push(invalid(path, goScopes(own), 'unsupported scope applied to resource'))
    }
  }
  refuseConflicts(errors, path, own, own)
  if (scopeSelector === undefined) return
  const expressions = spec.child('scopeSelector', 'matchExpressions')
  const selected = list(scopeSelector.matchExpressions)
  for (const requirement of selected) {
    if (!scopes.includes(requirement.scopeName)) {
      errors.push(invalid(expressions.child('scopeName'), requirement.scopeName, 'unsupported scope'))
    }
    for (const resource of resources) {
      if (!isScopeFor(requirement.scopeName, resource)) {
        errors.push(invalid(expressions, scopeSelector, 'unsupported scope applied to resource'))
      }
    }
    validateRequirement(errors, expressions, requirement)
  }
  const names = selected.map((requirement) => requirement.scopeName)
  refuseConflicts(errors, expressions, names, own)
}

const goScopes = (scopes: readonly string[] | undefined): unknown => goStrings('core.ResourceQuotaScope', scopes)

/** @param shown what the error repeats */
function refuseConflicts(errors: Errors, path: FieldPath, used: readonly string[], shown: readonly string[]): void {
  for (const pair of conflicting) {
    if (pair.every((scope) => used.includes(scope))) errors.push(invalid(path, goScopes(shown), 'conflicting scopes'))
  }
}

function validateRequirement(
  errors: Errors,
  path: FieldPath,
  { scopeName, operator, values }: ScopedResourceSelectorRequirement,
): void {
  if (scopeName !== 'PriorityClass' && scopes.includes(scopeName) && operator !== 'Exists') {
    const detail =
      "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"
    errors.push(invalid(path.child('operator'), operator, detail))
  }
  const all = list(values)
  if (operator === 'In' || operator === 'NotIn') {
    if (all.length === 0) {
      const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
      errors.push(required(path.child('values'), detail))
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (all.length > 0) {
      const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
      errors.push(invalid(path.child('values'), all, detail))
    }
  } else errors.push(invalid(path.child('operator'), operator, 'not a valid selector operator'))
}
