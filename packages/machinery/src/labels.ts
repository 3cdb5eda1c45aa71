/**
 * Label selectors, compiled: from text, from LabelSelector objects, from plain maps.
 * In: a selector in any of its forms. Out: something that matches labels, prints itself, and tells its requirements.
 * Always: immutable; requirements are sorted by key; an absent LabelSelector selects nothing, an empty one everything.
 * Elsewhere: the text grammar (./label-parser.ts); field selectors (./fields.ts); checks for validation (./label-validation.ts).
 */
import { parseRequirements } from './label-parser.ts'
import {
  compileRequirement,
  type LabelOperator,
  type Labels,
  makeRequirement,
  type Requirement,
  requirementText,
  SelectorError,
} from './label-requirement.ts'
import { goQuote } from './go-quote.ts'

export type { LabelOperator, Labels, Requirement } from './label-requirement.ts'
export { SelectorError } from './label-requirement.ts'

/** metav1.LabelSelector, structurally. */
export interface LabelSelectorLike {
  readonly matchLabels?: Readonly<Record<string, string>> | undefined
  readonly matchExpressions?: readonly LabelExpression[] | undefined
}

export interface LabelExpression {
  readonly key: string
  readonly operator: string
  readonly values?: readonly string[] | undefined
}

export class LabelSelector {
  readonly requirements: readonly Requirement[]
  /** False of the selector that matches nothing, whatever the labels. */
  readonly selectable: boolean
  private readonly checks: readonly ((labels: Labels) => boolean)[]

  constructor(requirements: readonly Requirement[], selectable = true) {
    this.requirements = [...requirements].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    this.selectable = selectable
    this.checks = this.requirements.map(compileRequirement)
  }

  matches(labels: Labels): boolean {
    if (!this.selectable) return false
    for (const check of this.checks) if (!check(labels)) return false
    return true
  }

  /** Matches everything. */
  get empty(): boolean {
    return this.selectable && this.requirements.length === 0
  }

  /** This selector and more requirements. */
  and(...more: readonly Requirement[]): LabelSelector {
    return this.selectable ? new LabelSelector([...this.requirements, ...more]) : this
  }

  /** The one value that `label` must have, or undefined when several or none would do. */
  requiresExactMatch(label: string): string | undefined {
    const found = this.requirements.find(({ key }) => key === label)
    if (found === undefined || !['=', '==', 'in'].includes(found.operator) || found.values.length !== 1)
      return undefined
    return found.values[0]
  }

  toString(): string {
    return this.requirements.map(requirementText).join(',')
  }
}

export const everything: LabelSelector = new LabelSelector([])
export const nothing: LabelSelector = new LabelSelector([], false)

/** @throws SelectorError */
export function parseSelector(text: string): LabelSelector {
  return text === '' ? everything : new LabelSelector(parseRequirements(text))
}

/** A requirement from its parts. @throws SelectorError */
export function requirement(key: string, operator: LabelOperator, values: readonly string[] = []): Requirement {
  return makeRequirement(key, operator, values)
}

/** All of these labels, unchecked: for maps that validation has seen. */
export function selectorFromSet(set: Labels): LabelSelector {
  return new LabelSelector(Object.entries(set ?? {}).map(([key, value]) => ({ key, operator: '=', values: [value] })))
}

const objectOperators: Readonly<Record<string, LabelOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
}

/** @throws SelectorError */
export function selectorFromObject(selector: LabelSelectorLike | undefined | null): LabelSelector {
  if (selector === undefined || selector === null) return nothing
  const requirements = Object.entries(selector.matchLabels ?? {}).map(([key, value]) =>
    makeRequirement(key, '=', [value]),
  )
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const known = Object.hasOwn(objectOperators, operator) ? objectOperators[operator] : undefined
    if (known === undefined) throw new SelectorError(`${goQuote(operator)} is not a valid label selector operator`)
    requirements.push(makeRequirement(key, known, values ?? []))
  }
  return requirements.length === 0 ? everything : new LabelSelector(requirements)
}

/** How a LabelSelector object reads: `<none>` when empty, `<error>` when it cannot be read. */
export function formatLabelSelector(selector: LabelSelectorLike | undefined): string {
  try {
    const text = selectorFromObject(selector).toString()
    return text === '' ? '<none>' : text
  } catch (error) {
    if (error instanceof SelectorError) return '<error>'
    throw error
  }
}

/** The LabelSelector object that a text means. @throws SelectorError */
export function labelSelectorObject(text: string): {
  matchLabels: Record<string, string>
  matchExpressions: LabelExpression[]
} {
  const out = { matchLabels: {} as Record<string, string>, matchExpressions: [] as LabelExpression[] }
  for (const { key, operator, values } of readRequirements(text)) {
    if (operator === '=' || operator === '==') out.matchLabels[key] = values[0] ?? ''
    else {
      const name = Object.keys(objectOperators).find((candidate) => objectOperators[candidate] === operator)
      if (name === undefined) throw new SelectorError(`${goQuote(operator)} isn't supported in label selectors`)
      out.matchExpressions.push({ key, operator: name, values })
    }
  }
  return out
}

function readRequirements(text: string): Requirement[] {
  try {
    return parseRequirements(text)
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error
    throw new SelectorError(`couldn't parse the selector string "${text}": ${error.message}`)
  }
}

/** The selector as a plain map. @throws SelectorError when it says more than equality */
export function labelSelectorAsMap(selector: LabelSelectorLike | undefined): Record<string, string> {
  const out: Record<string, string> = { ...selector?.matchLabels }
  for (const { key, operator, values } of selector?.matchExpressions ?? []) {
    const quoted = goQuote(operator)
    if (operator === 'In') {
      if (values?.length !== 1) {
        throw new SelectorError(
          `operator ${quoted} without a single value cannot be converted into the old label selector format`,
        )
      }
      out[key] = values[0] ?? ''
    } else if (Object.hasOwn(objectOperators, operator)) {
      throw new SelectorError(`operator ${quoted} cannot be converted into the old label selector format`)
    } else throw new SelectorError(`${quoted} is not a valid selector operator`)
  }
  return out
}

/** `a=1,b=2`, sorted, as a set of labels prints; `<none>` when there are none. */
export function formatLabels(labels: Labels): string {
  const text = Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')
  return text === '' ? '<none>' : text
}
