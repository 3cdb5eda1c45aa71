/** FlowSchemas on the server. */
import { goQuote, verbatim } from '@elli/machinery/go-quote'
import type { FlowDistinguisherMethod } from '@elli/api/flowcontrol/v1'
import { flowschemas } from '@elli/api/flowcontrol/v1.resources'
import {
  type FlowSchema,
  FlowSchemaSpec,
  type NonResourcePolicyRule,
  type PolicyRulesWithSubjects,
  type ResourcePolicyRule,
  type Subject,
} from '@elli/api/flowcontrol/v1'
import { at, forbidden, invalid, notSupported, required } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { checkNamespaceName, collect, dns1123Subdomain, type Errors, type FieldPath, list, say } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { validateConditionTypes } from './conditions.validation.ts'
import { mandatoryFlowSchemas } from './mandatory.ts'

const spec = at('spec')
const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch']
const validate = (schema: FlowSchema): Errors => collect((errors) => validateSchema(errors, schema))

export const flowschemasStrategy: Strategy<FlowSchema> = {
  resource: flowschemas,
  prepareForCreate(schema) {
    schema.status = {}
    firstGeneration(schema)
  },
  validate,
  prepareForUpdate(schema, old) {
    if (!semanticEqual(FlowSchemaSpec, schema.spec, old.spec)) nextGeneration(schema, old)
  },
  validateUpdate: validate,
  status: {
    validateUpdate: (schema) => collect((errors) => validateConditionTypes(errors, schema.status?.conditions)),
  },
  table: table<FlowSchema>(
    [
      column('PriorityLevel', 'Priority level of the requests.'),
      column('MatchingPrecedence', 'The lowest of all that match wins.'),
      column('DistinguisherMethod', 'What tells flows apart.'),
      ageColumn,
      column('MissingPL', 'Whether the priority level does not exist.'),
    ],
    (schema, now) => [
      schema.spec.priorityLevelConfiguration.name,
      schema.spec.matchingPrecedence ?? 0,
      schema.spec.distinguisherMethod?.type ?? '<none>',
      ageOf(schema, now),
      list(schema.status?.conditions).find((condition) => condition.type === 'Dangling')?.status ?? '?',
    ],
  ),
}

/** Upstream shows the method, not its type. */
function goDistinguisher({ type }: FlowDistinguisherMethod): unknown {
  return verbatim(`flowcontrol.FlowDistinguisherMethod{Type:${goQuote(type)}}`)
}

function validateSchema(errors: Errors, schema: FlowSchema): void {
  const name = schema.metadata.name ?? ''
  const { matchingPrecedence: precedence = 0, distinguisherMethod, priorityLevelConfiguration } = schema.spec
  const path = spec.child('matchingPrecedence')
  if (precedence <= 0) errors.push(invalid(path, precedence, 'must be a positive value'))
  if (precedence > 10000) errors.push(invalid(path, precedence, 'must not be greater than 10000'))
  if (precedence === 1 && name !== 'exempt') {
    errors.push(invalid(path, precedence, "only the schema named 'exempt' may have matchingPrecedence 1"))
  }
  if (distinguisherMethod !== undefined && !['ByNamespace', 'ByUser'].includes(distinguisherMethod.type)) {
    const where = spec.child('distinguisherMethod', 'type')
    errors.push(notSupported(where, goDistinguisher(distinguisherMethod), ['ByNamespace', 'ByUser']))
  }
  const level = spec.child('priorityLevelConfiguration', 'name')
  if (!priorityLevelConfiguration?.name) errors.push(required(level, 'must reference a priority level'))
  else dns1123Subdomain(errors, level, priorityLevelConfiguration.name)
  for (const [i, rule] of list(schema.spec.rules).entries()) validateRule(errors, spec.child('rules').index(i), rule)
  const fixed = mandatoryFlowSchemas[name]
  if (fixed !== undefined && !semanticEqual(FlowSchemaSpec, schema.spec, fixed)) {
    errors.push(invalid(spec, schema.spec, `spec of '${name}' must equal the fixed value`))
  }
  validateConditionTypes(errors, schema.status?.conditions)
}

function validateRule(errors: Errors, path: FieldPath, rule: PolicyRulesWithSubjects): void {
  const subjects = list(rule.subjects)
  if (subjects.length === 0) {
    errors.push(required(path.child('subjects'), 'subjects must contain at least one value'))
  }
  for (const [i, subject] of subjects.entries()) validateSubject(errors, path.child('subjects').index(i), subject)
  const resources = list(rule.resourceRules)
  const urls = list(rule.nonResourceRules)
  if (resources.length === 0 && urls.length === 0) {
    errors.push(required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty'))
  }
  for (const [i, item] of resources.entries()) validateResourceRule(errors, path.child('resourceRules').index(i), item)
  for (const [i, item] of urls.entries()) validateUrlRule(errors, path.child('nonResourceRules').index(i), item)
}

const subjectFields = { ServiceAccount: 'serviceAccount', User: 'user', Group: 'group' } as const

function validateSubject(errors: Errors, path: FieldPath, subject: Subject): void {
  const kind: string = subject.kind ?? ''
  if (!(kind in subjectFields)) {
    errors.push(notSupported(path.child('kind'), kind, ['Group', 'ServiceAccount', 'User']))
    return
  }
  const own = subjectFields[kind as keyof typeof subjectFields]
  const where = path.child(own)
  const value = subject[own]
  if (value === undefined) errors.push(required(where, `${own} is required when subject kind is '${kind}'`))
  else if (!value.name) errors.push(required(where.child('name'), ''))
  if (subject.kind === 'ServiceAccount' && subject.serviceAccount !== undefined) {
    const { name, namespace } = subject.serviceAccount
    if (name && name !== '*') dns1123Subdomain(errors, where.child('name'), name)
    if (namespace) say(errors, where.child('namespace'), namespace, checkNamespaceName(namespace))
    else errors.push(required(where.child('namespace'), 'must specify namespace for service account'))
  }
  for (const [otherKind, other] of Object.entries(subjectFields)) {
    if (other !== own && subject[other] !== undefined) {
      errors.push(forbidden(path.child(other), `${other} is forbidden when subject kind is not '${otherKind}'`))
    }
  }
}

function validateVerbs(errors: Errors, path: FieldPath, given: readonly string[]): void {
  if (given.length === 0) errors.push(required(path, 'verbs must contain at least one value'))
  else if (given.includes('*')) {
    if (given.length > 1) errors.push(invalid(path, given, "if '*' is present, must not specify other verbs"))
  } else if (given.some((verb) => !verbs.includes(verb))) errors.push(notSupported(path, given, verbs))
}

function validateResourceRule(errors: Errors, path: FieldPath, rule: ResourcePolicyRule): void {
  validateVerbs(errors, path.child('verbs'), list(rule.verbs))
  const some = (field: 'apiGroups' | 'resources', one: string, others: string): void => {
    const values = list(rule[field])
    if (values.length === 0) {
      errors.push(required(path.child(field), `resource rules must supply at least one ${one}`))
    } else if (values.length > 1 && values.includes('*')) {
      errors.push(invalid(path.child(field), values, `if '*' is present, must not specify other ${others}`))
    }
  }
  some('apiGroups', 'api group', 'api groups')
  some('resources', 'resource', 'resources')
  const namespaces = list(rule.namespaces)
  const where = path.child('namespaces')
  if (namespaces.length === 0 && rule.clusterScope !== true) {
    const detail = 'resource rules that are not cluster scoped must supply at least one namespace'
    errors.push(required(where, detail))
  } else if (namespaces.includes('*')) {
    if (namespaces.length > 1) {
      errors.push(invalid(where, namespaces, "if '*' is present, must not specify other namespaces"))
    }
  } else {
    for (const [i, name] of namespaces.entries()) {
      for (const message of checkNamespaceName(name)) {
        const detail = `each member of this list must be '*' or a DNS-1123 label; ${message}`
        errors.push(invalid(where.index(i), name, detail))
      }
    }
  }
}

function validateUrlRule(errors: Errors, path: FieldPath, rule: NonResourcePolicyRule): void {
  validateVerbs(errors, path.child('verbs'), list(rule.verbs))
  const urls = list(rule.nonResourceURLs)
  const where = path.child('nonResourceURLs')
  if (urls.length === 0) errors.push(required(where, 'nonResourceURLs must contain at least one value'))
  else if (urls.includes('*')) {
    if (urls.length > 1) {
      errors.push(invalid(where, urls, "if '*' is present, must not specify other non-resource URLs"))
    }
  } else {
    for (const [i, url] of urls.entries()) {
      const problem = urlProblem(url)
      if (problem !== undefined) errors.push(invalid(where.index(i), url, problem))
    }
  }
}

function urlProblem(url: string): string | undefined {
  if (url === '') return 'must not be empty'
  if (url === '/') return undefined
  if (!url.startsWith('/')) return 'must start with slash'
  if (url.includes(' ')) return 'must not contain white-space'
  if (url.includes('//')) return 'must not contain double slash'
  const stars = url.split('*').length - 1
  return stars > 1 || (stars === 1 && !url.endsWith('/*')) ? 'wildcard can only do suffix matching' : undefined
}
