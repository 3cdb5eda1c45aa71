/**
 * One RBAC rule against one request, and one rule against another.
 * Pure: PolicyRules in, yes or no (or what is missing) out.
 * Elsewhere: which rules a user has (rbac-index.ts), what to do about missing ones (escalation.ts).
 */
import type { PolicyRule } from '@elli/api/rbac/v1'
import { goQuote } from '@elli/machinery/go-quote'
import type { Attributes } from './authorizer.ts'

/** What of a request the rules look at. */
export type RuleSubject = Pick<
  Attributes,
  'verb' | 'isResource' | 'apiGroup' | 'resource' | 'subresource' | 'name' | 'path'
>

export function ruleAllows(rule: PolicyRule, request: RuleSubject): boolean {
  if (!hasOrStar(rule.verbs, request.verb)) return false
  if (!request.isResource) return (rule.nonResourceURLs ?? []).some((url) => urlCovers(url, request.path))
  return (
    hasOrStar(rule.apiGroups, request.apiGroup) &&
    resourceMatches(rule.resources ?? [], request.resource, request.subresource) &&
    nameMatches(rule.resourceNames, request.name)
  )
}

export function rulesAllow(rules: readonly PolicyRule[], request: RuleSubject): boolean {
  return rules.some((rule) => ruleAllows(rule, request))
}

function hasOrStar(list: readonly string[] | undefined, item: string): boolean {
  return list !== undefined && (list.includes(item) || list.includes('*'))
}

function resourceMatches(resources: readonly string[], resource: string, subresource: string): boolean {
  const combined = subresource === '' ? resource : `${resource}/${subresource}`
  return resources.some(
    (candidate) =>
      candidate === '*' || candidate === combined || (subresource !== '' && candidate === `*/${subresource}`),
  )
}

function nameMatches(names: readonly string[] | undefined, name: string): boolean {
  return names === undefined || names.length === 0 || names.includes(name)
}

function urlCovers(owner: string, path: string): boolean {
  return owner === '*' || owner === path || (owner.endsWith('*') && path.startsWith(owner.replace(/\*+$/, '')))
}

/** The parts of `wanted` that `held` does not grant, each with one verb, one resource and at most one name. */
export function missingRules(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(breakDown).filter((part) => !held.some((rule) => covers(rule, part)))
}

/** A rule as an equal list of rules of one verb on one thing. */
export function breakDown(rule: PolicyRule): PolicyRule[] {
  const parts: PolicyRule[] = []
  for (const group of rule.apiGroups ?? []) {
    for (const resource of rule.resources ?? []) {
      for (const verb of rule.verbs) {
        const part: PolicyRule = { verbs: [verb], apiGroups: [group], resources: [resource] }
        const names = rule.resourceNames ?? []
        if (names.length === 0) parts.push(part)
        else parts.push(...names.map((name) => ({ ...part, resourceNames: [name] })))
      }
    }
  }
  for (const url of rule.nonResourceURLs ?? []) {
    for (const verb of rule.verbs) parts.push({ verbs: [verb], nonResourceURLs: [url] })
  }
  return parts
}

/** Whether `owner` grants all of `part`, which comes from {@link breakDown}. */
function covers(owner: PolicyRule, part: PolicyRule): boolean {
  const all = (list: readonly string[] | undefined, items: readonly string[] | undefined): boolean =>
    (list ?? []).includes('*') || (items ?? []).every((item) => (list ?? []).includes(item))
  const resourceCovered = (part.resources ?? []).every((path) => {
    const owned = owner.resources ?? []
    const slash = path.indexOf('/')
    return owned.includes('*') || owned.includes(path) || (slash >= 0 && owned.includes(`*${path.slice(slash)}`))
  })
  // A rule limited to names never covers one that is not.
  const ownerNames = owner.resourceNames ?? []
  const partNames = part.resourceNames ?? []
  const namesCovered =
    ownerNames.length === 0 || (partNames.length > 0 && partNames.every((name) => ownerNames.includes(name)))
  const urlsCovered = (part.nonResourceURLs ?? []).every((path) =>
    (owner.nonResourceURLs ?? []).some((url) => url === path || (url.endsWith('*') && urlCovers(url, path))),
  )
  return (
    all(owner.verbs, part.verbs) &&
    all(owner.apiGroups, part.apiGroups) &&
    resourceCovered &&
    namesCovered &&
    urlsCovered
  )
}

/** Joins the verbs of rules about the same single resource and name; the others stay as they are and come first. */
export function compactRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const others: PolicyRule[] = []
  const simple = new Map<string, PolicyRule>()
  for (const rule of rules) {
    const single =
      rule.apiGroups?.length === 1 &&
      rule.resources?.length === 1 &&
      (rule.resourceNames?.length ?? 0) <= 1 &&
      (rule.nonResourceURLs?.length ?? 0) === 0
    if (!single) {
      others.push(rule)
      continue
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames ?? []])
    const known = simple.get(key)
    simple.set(key, known === undefined ? rule : { ...known, verbs: [...known.verbs, ...rule.verbs] })
  }
  return [...others, ...simple.values()]
}

/** A rule on one line, as refusals show it: `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`. */
export function ruleText(rule: PolicyRule): string {
  const parts: string[] = []
  const add = (name: string, list: readonly string[] | undefined): void => {
    if (list !== undefined && list.length > 0) parts.push(`${name}:${quotedList(list)}`)
  }
  add('APIGroups', rule.apiGroups)
  add('Resources', rule.resources)
  add('NonResourceURLs', rule.nonResourceURLs)
  add('ResourceNames', rule.resourceNames)
  add('Verbs', rule.verbs)
  return `{${parts.join(', ')}}`
}

/** Go's %q of a list of strings: `["a" "b"]`. */
export function quotedList(list: readonly string[]): string {
  return `[${list.map((item) => goQuote(item)).join(' ')}]`
}
