/**
 * Field selectors: `metadata.name=x,status.phase!=Running`.
 * In: a text. Out: requirements, a matcher over the fields that a resource offers.
 * Always: immutable; a field that is not offered reads as the empty string, so which fields exist is checked by `transform`.
 * Elsewhere: which fields a resource offers (its server side); label selectors (./labels.ts).
 * @see apimachinery pkg/fields
 */
import { SelectorError } from './label-requirement.ts'

export interface FieldRequirement {
  readonly field: string
  readonly operator: '=' | '!='
  readonly value: string
}

export type FieldSet = Readonly<Record<string, string>>

/** Rewrites a term; `undefined` drops it; throws a SelectorError for a field that does not exist. */
export type FieldTransform = (field: string, value: string) => { field: string; value: string } | undefined

export class FieldSelector {
  readonly requirements: readonly FieldRequirement[]

  constructor(requirements: readonly FieldRequirement[]) {
    this.requirements = requirements
  }

  get empty(): boolean {
    return this.requirements.length === 0
  }

  matches(fields: FieldSet): boolean {
    return this.matchesBy((field) => (Object.hasOwn(fields, field) ? (fields[field] ?? '') : ''))
  }

  /** Matches without building a set of fields first. */
  matchesBy(read: (field: string) => string): boolean {
    return this.requirements.every(({ field, operator, value }) => (read(field) === value) === (operator === '='))
  }

  /** The value that `field` must have, if one is demanded. */
  requiresExactMatch(field: string): string | undefined {
    return this.requirements.find((term) => term.field === field && term.operator === '=')?.value
  }

  transform(rewrite: FieldTransform): FieldSelector {
    return new FieldSelector(
      this.requirements.flatMap(({ field, operator, value }) => {
        const next = rewrite(field, value)
        return next === undefined ? [] : [{ ...next, operator }]
      }),
    )
  }

  toString(): string {
    return this.requirements
      .map(({ field, operator, value }) => `${field}${operator}${escapeFieldValue(value)}`)
      .join(',')
  }
}

export const anyFields: FieldSelector = new FieldSelector([])

/** @throws SelectorError */
export function parseFieldSelector(text: string): FieldSelector {
  const terms = splitTerms(text)
    .sort()
    .filter((term) => term !== '')
  const requirements = terms.map((term) => parseTerm(term, text))
  // A term without field and value, a lone `=`, says nothing; upstream drops it.
  return new FieldSelector(requirements.filter(({ field, value }) => field !== '' || value !== ''))
}

export function fieldSelectorFromSet(set: FieldSet): FieldSelector {
  return new FieldSelector(Object.entries(set).map(([field, value]) => ({ field, operator: '=', value })))
}

function splitTerms(text: string): string[] {
  const terms: string[] = []
  let start = 0
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === ',') {
      terms.push(text.slice(start, i))
      start = i + 1
    }
  }
  terms.push(text.slice(start))
  return terms
}

function parseTerm(term: string, whole: string): FieldRequirement {
  const match = /!=|==|=/.exec(term)
  if (match === null) throw new SelectorError(`invalid selector: '${whole}'; can't understand '${term}'`)
  const value = unescapeFieldValue(term.slice(match.index + match[0].length))
  return { field: term.slice(0, match.index), operator: match[0] === '!=' ? '!=' : '=', value }
}

export function escapeFieldValue(value: string): string {
  return value.replace(/[\\,=]/g, '\\$&')
}

function unescapeFieldValue(text: string): string {
  let out = ''
  let escaping = false
  for (const char of text) {
    if (escaping) {
      if (!'\\,='.includes(char)) {
        throw new SelectorError(`invalid field selector: invalid escape sequence: \\${char}`)
      }
      out += char
      escaping = false
    } else if (char === '\\') escaping = true
    else if (char === ',' || char === '=') {
      // Go prints the rune's number here, so we do.
      throw new SelectorError(`invalid field selector: unescaped character in value: ${char.codePointAt(0)}`)
    } else out += char
  }
  if (escaping) throw new SelectorError('invalid field selector: invalid escape sequence: \\')
  return out
}
