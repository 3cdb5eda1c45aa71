/**
 * Field and label selectors as authorizers see them: the requirements that could be read, and what was wrong with the rest.
 * In: texts of a query or the selectors of an access review. Out: requirements; an empty selector is none at all.
 * Always: nothing here refuses a request. Selectors only narrow, so leaving one out can only make the question broader.
 * @see kubernetes v1.31 pkg/registry/authorization/util/helpers.go
 */
import type { FieldSelectorAttributes, LabelSelectorAttributes } from '@elli/api/authorization/v1'
import { aggregate } from '@elli/machinery/field'
import { type FieldRequirement, parseFieldSelector } from '@elli/machinery/fields'
import { goQuote } from '@elli/machinery/go-quote'
import { type LabelOperator, parseSelector, type Requirement, requirement, SelectorError } from '@elli/machinery/labels'

export interface ParsedSelector<R> {
  readonly requirements: readonly R[]
  /** Why some or all of it was left out. */
  readonly error?: string
}

/** The two selectors of a request, each absent when nothing was asked for. */
export interface SelectorAttributes {
  readonly fieldSelector?: ParsedSelector<FieldRequirement>
  readonly labelSelector?: ParsedSelector<Requirement>
}

/** Selectors given as text, as in a query; the empty text is none. */
export function parsedSelectors(raw: { fieldSelector?: string; labelSelector?: string }): SelectorAttributes {
  const fieldSelector = parsed(raw.fieldSelector, (text) => parseFieldSelector(text).requirements)
  const labelSelector = parsed(raw.labelSelector, (text) => parseSelector(text).requirements)
  return together(fieldSelector, labelSelector)
}

/** Selectors of an access review: either text or requirements. */
export function reviewedSelectors(attributes: {
  fieldSelector?: FieldSelectorAttributes
  labelSelector?: LabelSelectorAttributes
}): SelectorAttributes {
  const fields = attributes.fieldSelector
  const labels = attributes.labelSelector
  const raw = parsedSelectors({
    ...(fields?.rawSelector === undefined ? {} : { fieldSelector: fields.rawSelector }),
    ...(labels?.rawSelector === undefined ? {} : { labelSelector: labels.rawSelector }),
  })
  return together(
    (fields?.requirements ?? []).length > 0 ? fieldRequirements(fields?.requirements ?? []) : raw.fieldSelector,
    (labels?.requirements ?? []).length > 0 ? labelRequirements(labels?.requirements ?? []) : raw.labelSelector,
  )
}

/** What the status of a review says about selectors that could not be read. */
export function selectorProblems({ fieldSelector, labelSelector }: SelectorAttributes): string[] {
  const problem = (name: string, selector: ParsedSelector<unknown> | undefined): string[] => {
    if (selector?.error === undefined) return []
    const how = selector.requirements.length > 0 ? 'partially ignored' : 'ignored'
    return [`spec.resourceAttributes.${name} ${how} due to parse error`]
  }
  return [...problem('fieldSelector', fieldSelector), ...problem('labelSelector', labelSelector)]
}

function together(
  fieldSelector: ParsedSelector<FieldRequirement> | undefined,
  labelSelector: ParsedSelector<Requirement> | undefined,
): SelectorAttributes {
  return {
    ...(fieldSelector === undefined ? {} : { fieldSelector }),
    ...(labelSelector === undefined ? {} : { labelSelector }),
  }
}

function parsed<R>(text: string | undefined, parse: (text: string) => readonly R[]): ParsedSelector<R> | undefined {
  if (text === undefined || text === '') return undefined
  try {
    const requirements = parse(text)
    return requirements.length === 0 ? undefined : { requirements }
  } catch (error) {
    if (error instanceof SelectorError) return { requirements: [], error: error.message }
    throw error
  }
}

interface LooseRequirement {
  key: string
  operator: string
  values?: string[]
}

function gather<R>(wanted: readonly LooseRequirement[], read: (one: LooseRequirement) => R): ParsedSelector<R> {
  const requirements: R[] = []
  const errors: string[] = []
  for (const one of wanted) {
    try {
      requirements.push(read(one))
    } catch (error) {
      if (!(error instanceof SelectorError)) throw error
      errors.push(error.message)
    }
  }
  const error = aggregate(errors)
  return { requirements, ...(error === undefined ? {} : { error }) }
}

/** Of the operators only those are taken that a text could say as well. */
function fieldRequirements(wanted: readonly LooseRequirement[]): ParsedSelector<FieldRequirement> {
  return gather(wanted, ({ key, operator, values = [] }) => {
    if (values.length > 1) throw new SelectorError('fieldSelectors do not yet support multiple values')
    const [value] = values
    switch (operator) {
      case 'In':
        if (value === undefined) throw new SelectorError('fieldSelectors in must have one value')
        return { field: key, operator: '=', value }
      case 'NotIn':
        if (value === undefined) throw new SelectorError('fieldSelectors not in must have one value')
        return { field: key, operator: '!=', value }
      case 'Exists':
      case 'DoesNotExist':
        throw new SelectorError(`fieldSelectors do not yet support ${operator}`)
      default:
        throw new SelectorError(`${goQuote(operator)} is not a valid field selector operator`)
    }
  })
}

const labelOperators: ReadonlyMap<string, LabelOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
])

function labelRequirements(wanted: readonly LooseRequirement[]): ParsedSelector<Requirement> {
  return gather(wanted, ({ key, operator, values = [] }) => {
    const known = labelOperators.get(operator)
    if (known === undefined) throw new SelectorError(`${goQuote(operator)} is not a valid label selector operator`)
    return requirement(key, known, values)
  })
}

/** A requirement as access reviews send it to webhooks. */
export interface SelectorRequirement {
  key: string
  operator: string
  values?: string[]
}

/** Requirements in the words of an access review; operators that it has no word for are left out. */
export function reviewRequirements(selectors: SelectorAttributes): {
  fieldSelector?: { requirements: SelectorRequirement[] }
  labelSelector?: { requirements: SelectorRequirement[] }
} {
  const fields = (selectors.fieldSelector?.requirements ?? []).map(({ field, operator, value }) => ({
    key: field,
    operator: operator === '=' ? 'In' : 'NotIn',
    values: [value],
  }))
  const labels = (selectors.labelSelector?.requirements ?? []).flatMap(({ key, operator, values }) => {
    const word = reviewWords[operator]
    return word === undefined
      ? []
      : [{ key, operator: word, ...(values.length > 0 ? { values: values.toSorted() } : {}) }]
  })
  return {
    ...(fields.length > 0 ? { fieldSelector: { requirements: fields } } : {}),
    ...(labels.length > 0 ? { labelSelector: { requirements: labels } } : {}),
  }
}

const reviewWords: Readonly<Partial<Record<LabelOperator, string>>> = {
  in: 'In',
  '=': 'In',
  '==': 'In',
  notin: 'NotIn',
  '!=': 'NotIn',
  exists: 'Exists',
  '!': 'DoesNotExist',
}
