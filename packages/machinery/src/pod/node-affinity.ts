/**
 * Node selectors, compiled: which nodes a pod may run on, and which it would rather.
 * In: a pod's nodeSelector and node affinity. Out: matchers over nodes.
 * Always: terms are ORed, what is in a term is ANDed; an empty term matches nothing; a term that cannot be read counts
 * only when no other term matches, and then it throws a SelectorError.
 * @see kubernetes v1.31 component-helpers scheduling/corev1/nodeaffinity
 */
import type {
  Node,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  Pod,
  PreferredSchedulingTerm,
} from '@elli/api/core/v1'
import { aggregate, at, errorText, type FieldPath, invalid, notSupported } from '../field.ts'
import { requirementErrors } from '../label-requirement.ts'
import { type LabelOperator, LabelSelector, selectorFromSet, SelectorError } from '../labels.ts'
import { verbatim } from '../go-quote.ts'

/** Just what is looked at. */
export type NodeLike = Pick<Node, 'metadata'>

const operators: Readonly<Record<string, LabelOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
  Gt: 'gt',
  Lt: 'lt',
}

interface Term {
  readonly labels: LabelSelector
  readonly fields: readonly { readonly key: string; readonly value: string; readonly equal: boolean }[]
  readonly errors: readonly string[]
}

function compileTerm(term: NodeSelectorTerm, path: FieldPath): Term {
  const errors: string[] = []
  const requirements = (term.matchExpressions ?? []).flatMap((expression, i) => {
    const operator = Object.hasOwn(operators, expression.operator) ? operators[expression.operator] : undefined
    const here = path.child('matchExpressions').index(i)
    if (operator === undefined) {
      errors.push(errorText(notSupported(here.child('operator'), expression.operator, Object.keys(operators))))
      return []
    }
    const { key, values = [] } = expression
    const wrong = requirementErrors(key, operator, values, here)
    errors.push(...wrong.map(errorText))
    return wrong.length === 0 ? [{ key, operator, values }] : []
  })
  const fields = (term.matchFields ?? []).flatMap((expression, i) =>
    compileField(expression, path.child('matchFields').index(i), errors),
  )
  return { labels: new LabelSelector(requirements), fields, errors }
}

function compileField(expression: NodeSelectorRequirement, path: FieldPath, errors: string[]): Term['fields'] {
  const { key, operator, values = [] } = expression
  if (operator !== 'In' && operator !== 'NotIn') {
    errors.push(errorText(notSupported(path.child('operator'), operator, ['In', 'NotIn'])))
    return []
  }
  const [value] = values
  if (value === undefined || values.length !== 1) {
    const shown = verbatim(`[]string{${values.map((item) => JSON.stringify(item)).join(', ')}}`)
    errors.push(errorText(invalid(path.child('values'), shown, 'must have one element')))
    return []
  }
  return [{ key, value, equal: operator === 'In' }]
}

function termMatches(term: Term, node: NodeLike): boolean {
  if (!term.labels.matches(node.metadata.labels)) return false
  const name = node.metadata.name ?? ''
  // Upstream does not look at fields of a node without a name; the only field there is is the name.
  if (name === '') return true
  return term.fields.every(({ key, value, equal }) => ((key === 'metadata.name' ? name : '') === value) === equal)
}

function isEmptyTerm(term: NodeSelectorTerm): boolean {
  return (term.matchExpressions ?? []).length === 0 && (term.matchFields ?? []).length === 0
}

export class CompiledNodeSelector {
  private readonly terms: readonly Term[]

  constructor(selector: NodeSelector) {
    const path = at('nodeSelectorTerms')
    this.terms = selector.nodeSelectorTerms.flatMap((term, i) =>
      isEmptyTerm(term) ? [] : [compileTerm(term, path.index(i))],
    )
  }

  /** All that cannot be read, as one text; undefined when everything can. */
  get error(): string | undefined {
    return aggregate(this.terms.flatMap(({ errors }) => errors))
  }

  /** @throws SelectorError when nothing matches and some term cannot be read */
  matches(node: NodeLike): boolean {
    for (const term of this.terms) if (term.errors.length === 0 && termMatches(term, node)) return true
    if (this.error !== undefined) throw new SelectorError(this.error)
    return false
  }
}

/** What a pod demands of a node: its nodeSelector and required node affinity. */
export class RequiredNodeAffinity {
  private readonly labels: LabelSelector
  private readonly selector: CompiledNodeSelector | undefined

  constructor(pod: Pick<Pod, 'spec'>) {
    this.labels = selectorFromSet(pod.spec.nodeSelector)
    const required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
    this.selector = required === undefined ? undefined : new CompiledNodeSelector(required)
  }

  /** @throws SelectorError when the affinity cannot be read and nothing else matches */
  matches(node: NodeLike): boolean {
    return this.labels.matches(node.metadata.labels) && (this.selector === undefined || this.selector.matches(node))
  }
}

/** What a pod would rather have: weighted terms. */
export class PreferredNodeAffinity {
  private readonly terms: readonly (Term & { readonly weight: number })[]

  /** @throws SelectorError when a term cannot be read */
  constructor(terms: readonly PreferredSchedulingTerm[]) {
    this.terms = terms.flatMap((term, i) =>
      term.weight === 0 || isEmptyTerm(term.preference)
        ? []
        : [{ ...compileTerm(term.preference, at(`[${i}]`)), weight: term.weight }],
    )
    const message = aggregate(this.terms.flatMap(({ errors }) => errors))
    if (message !== undefined) throw new SelectorError(message)
  }

  /** The sum of the weights of the terms that match. */
  score(node: NodeLike): number {
    return this.terms.reduce((sum, term) => (termMatches(term, node) ? sum + term.weight : sum), 0)
  }
}
