/**
 * Which FlowSchema a request belongs to: the first in order whose rules name its user and what it asks for.
 * In: FlowSchemas in order, a user and a RequestInfo. Out: the schema. Always: answers are remembered by user and shape of
 * the request (verb, resource, whether in a namespace), so that most requests cost two look-ups.
 */
import type {
  FlowSchema,
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  ResourcePolicyRule,
  Subject,
} from '@elli/api/flowcontrol/v1'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { RequestInfo } from '../request-info.ts'

/** Remembered answers; beyond that everything is forgotten and learnt anew. */
const mostRemembered = 20_000
const everything = '*'

export class Classifier {
  readonly #schemas: readonly FlowSchema[]
  /** Some rule names namespaces, so that they belong to the shape. */
  readonly #byNamespace: boolean
  readonly #remembered = new Map<string, FlowSchema | undefined>()

  /** @param schemas in the order in which they are asked */
  constructor(schemas: readonly FlowSchema[]) {
    this.#schemas = schemas
    this.#byNamespace = schemas.some(({ spec }) =>
      spec.rules?.some(({ resourceRules }) => resourceRules?.some(({ namespaces = [] }) => !all(namespaces))),
    )
  }

  /** Undefined when no schema matches. */
  find(user: UserInfo, info: RequestInfo): FlowSchema | undefined {
    const key = this.#key(user, info)
    const known = this.#remembered.get(key)
    if (known !== undefined || this.#remembered.has(key)) return known
    const found = this.#schemas.find(({ spec }) => spec.rules?.some((rule) => ruleMatches(rule, user, info)))
    if (this.#remembered.size >= mostRemembered) this.#remembered.clear()
    this.#remembered.set(key, found)
    return found
  }

  #key(user: UserInfo, info: RequestInfo): string {
    const who = `${user.name}\n${user.groups.join('\n')}`
    if (!info.isResource) return `${who}\n\n${info.verb} ${info.path}`
    const namespace = this.#byNamespace ? info.namespace : info.namespace === '' ? '' : everything
    return `${who}\n${info.verb} ${info.apiGroup} ${info.resource} ${info.subresource} ${namespace}`
  }
}

/** Schemas in the order of matching: by precedence, then by name. */
export function inMatchingOrder(schemas: readonly FlowSchema[]): FlowSchema[] {
  const precedence = ({ spec }: FlowSchema): number => spec.matchingPrecedence ?? 1000
  return [...schemas].sort(
    (a, b) => precedence(a) - precedence(b) || ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1),
  )
}

function ruleMatches(rule: PolicyRulesWithSubjects, user: UserInfo, info: RequestInfo): boolean {
  if (!rule.subjects.some((subject) => subjectMatches(subject, user))) return false
  if (info.isResource) return (rule.resourceRules ?? []).some((each) => resourceRuleMatches(each, info))
  return (rule.nonResourceRules ?? []).some((each) => nonResourceRuleMatches(each, info))
}

function subjectMatches(subject: Subject, user: UserInfo): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.user !== undefined && (subject.user.name === everything || subject.user.name === user.name)
    case 'Group':
      return (
        subject.group !== undefined && (subject.group.name === everything || user.groups.includes(subject.group.name))
      )
    case 'ServiceAccount': {
      if (subject.serviceAccount === undefined) return false
      const { namespace, name } = subject.serviceAccount
      const prefix = `system:serviceaccount:${namespace}:`
      return name === everything ? user.name.startsWith(prefix) : user.name === prefix + name
    }
    default:
      return false
  }
}

function resourceRuleMatches(rule: ResourcePolicyRule, info: RequestInfo): boolean {
  const resource = info.subresource === '' ? info.resource : `${info.resource}/${info.subresource}`
  if (!names(rule.verbs, info.verb) || !names(rule.resources, resource) || !names(rule.apiGroups, info.apiGroup))
    return false
  if (info.namespace === '') return rule.clusterScope === true
  return names(rule.namespaces ?? [], info.namespace)
}

function nonResourceRuleMatches(rule: NonResourcePolicyRule, info: RequestInfo): boolean {
  return (
    names(rule.verbs, info.verb) &&
    rule.nonResourceURLs.some((url) => {
      if (url === everything || url === info.path) return true
      const prefix = url.endsWith('*') ? url.slice(0, -1) : url
      return info.path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)
    })
  )
}

/** The wildcard stands alone in its list. */
function all(list: readonly string[]): boolean {
  return list.length === 1 && list[0] === everything
}

function names(list: readonly string[], wanted: string): boolean {
  return all(list) || list.includes(wanted)
}
