/**
 * Strings: searching, cutting, replacing, joining, quoting, formatting (version 2 of cel-go's extension).
 * Always: positions count code points. Elsewhere: `format` (./string-format.ts).
 */
import { codePointLength, scaleRange, stringTraversalFactor, traversal, actualSize } from '../costs.ts'
import { type FunctionDeclaration, globalOverload, type Library, memberOverload } from '../declarations.ts'
import { intType, listOf, dynType, stringType } from '../types.ts'
import { EvalError, type Value } from '../values.ts'
import { index, items, text } from './arguments.ts'
import { formatString } from './string-format.ts'

const outOfRange = (position: number): EvalError => new EvalError(`index out of range: ${position}`)

/** Code points as an array where they are not UTF-16 units anyway. */
type Characters = string | readonly string[]

function charactersOf(value: string): Characters {
  return codePointLength(value) === value.length ? value : Array.from(value)
}

function cut(characters: Characters, start: number, end: number): string {
  return typeof characters === 'string' ? characters.slice(start, end) : characters.slice(start, end).join('')
}

function startsAt(characters: Characters, part: Characters, position: number): boolean {
  for (let i = 0; i < part.length; i++) if (characters[position + i] !== part[i]) return false
  return true
}

function indexOfFrom(value: string, part: string, offset: number): Value {
  if (part === '') return offset
  const [characters, wanted] = [charactersOf(value), charactersOf(part)]
  if (offset < 0 || offset >= characters.length) return outOfRange(offset)
  for (let i = offset; i <= characters.length - wanted.length; i++) if (startsAt(characters, wanted, i)) return i
  return -1
}

function lastIndexOfFrom(value: string, part: string, offset: number): Value {
  if (part === '') return offset
  const [characters, wanted] = [charactersOf(value), charactersOf(part)]
  if (offset < 0 || offset >= characters.length) return outOfRange(offset)
  for (let i = Math.min(offset, characters.length - wanted.length); i >= 0; i--) {
    if (startsAt(characters, wanted, i)) return i
  }
  return -1
}

function charAt(value: string, position: number): Value {
  const characters = charactersOf(value)
  return position < 0 || position > characters.length ? outOfRange(position) : (characters[position] ?? '')
}

function substring(value: string, start: number, end?: number): Value {
  const characters = charactersOf(value)
  if (end !== undefined && start > end) {
    return new EvalError(`invalid substring range. start: ${start}, end: ${end}`)
  }
  for (const position of end === undefined ? [start] : [start, end]) {
    if (position < 0 || position > characters.length) return outOfRange(position)
  }
  return cut(characters, start, end ?? characters.length)
}

/** Go's Replace: an empty `from` is found in front of every character and at the end. */
function replace(value: string, from: string, to: string, limit: number): string {
  if (limit < 0)
    return from === ''
      ? Array.from(value)
          .map((character) => to + character)
          .join('') + to
      : value.split(from).join(to)
  if (from !== '') {
    const parts = value.split(from)
    const kept = parts.slice(limit + 1)
    return parts.slice(0, limit + 1).join(to) + kept.map((part) => from + part).join('')
  }
  const characters = Array.from(value)
  const inserted = characters.map((character, i) => (i < limit ? to + character : character)).join('')
  return characters.length < limit ? inserted + to : inserted
}

/** Go's SplitN: below zero all pieces, zero none, else at most so many with the rest in the last. */
function split(value: string, separator: string, limit: number): Value {
  if (limit === 0) return []
  const pieces = separator === '' ? Array.from(value) : value.split(separator)
  if (limit < 0 || pieces.length <= limit) return pieces
  return [...pieces.slice(0, limit - 1), pieces.slice(limit - 1).join(separator)]
}

const space = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const spaceAround = new RegExp(`^${space}+|${space}+$`, 'g')

function join(list: readonly Value[], separator: string): Value {
  for (const item of list) if (typeof item !== 'string') return new EvalError(`join: invalid input: ${String(item)}`)
  return list.join(separator)
}

const quoteEscapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

/** Halves of pairs are no characters. */
function replaceLoneSurrogates(value: string): string {
  return value.replaceAll(/\p{Surrogate}/gu, '\ufffd')
}

function quote(value: string): string {
  // eslint-disable-next-line no-control-regex
  const escaped = replaceLoneSurrogates(value).replaceAll(
    /[\u0007\b\f\n\r\t\v\\"]/g,
    (match) => quoteEscapes[match] ?? match,
  )
  return `"${escaped}"`
}

const asciiLower = (value: string): string => value.replaceAll(/[A-Z]+/g, (part) => part.toLowerCase())
const asciiUpper = (value: string): string => value.replaceAll(/[a-z]+/g, (part) => part.toUpperCase())

const s = stringType
const strings = listOf(stringType)

/** A member function of strings. */
function member(name: string, ...overloads: readonly ReturnType<typeof memberOverload>[]): FunctionDeclaration {
  return { name, overloads }
}

export const stringLibrary: Library = {
  functions: [
    member(
      'charAt',
      memberOverload('string_char_at_int', [s, intType], s, (a, i) => charAt(text(a), index(i))),
    ),
    member(
      'indexOf',
      memberOverload('string_index_of_string', [s, s], intType, (a, b) => indexOfFrom(text(a), text(b), 0)),
      memberOverload('string_index_of_string_int', [s, s, intType], intType, (a, b, i) =>
        indexOfFrom(text(a), text(b), index(i)),
      ),
    ),
    member(
      'lastIndexOf',
      memberOverload('string_last_index_of_string', [s, s], intType, (a, b) => {
        const length = codePointLength(text(a))
        return text(b) === '' ? length : lastIndexOfFrom(text(a), text(b), length - 1)
      }),
      memberOverload('string_last_index_of_string_int', [s, s, intType], intType, (a, b, i) =>
        lastIndexOfFrom(text(a), text(b), index(i)),
      ),
    ),
    member(
      'lowerAscii',
      memberOverload('string_lower_ascii', [s], s, (a) => asciiLower(text(a))),
    ),
    member(
      'upperAscii',
      memberOverload('string_upper_ascii', [s], s, (a) => asciiUpper(text(a))),
    ),
    member(
      'trim',
      memberOverload('string_trim', [s], s, (a) => text(a).replaceAll(spaceAround, '')),
    ),
    member(
      'replace',
      memberOverload('string_replace_string_string', [s, s, s], s, (a, from, to) =>
        replace(text(a), text(from), text(to), -1),
      ),
      memberOverload('string_replace_string_string_int', [s, s, s, intType], s, (a, from, to, limit) =>
        replace(text(a), text(from), text(to), index(limit)),
      ),
    ),
    member(
      'split',
      memberOverload('string_split_string', [s, s], strings, (a, by) => split(text(a), text(by), -1)),
      memberOverload('string_split_string_int', [s, s, intType], strings, (a, by, limit) =>
        split(text(a), text(by), index(limit)),
      ),
    ),
    member(
      'substring',
      memberOverload('string_substring_int', [s, intType], s, (a, start) => substring(text(a), index(start))),
      memberOverload('string_substring_int_int', [s, intType, intType], s, (a, start, end) =>
        substring(text(a), index(start), index(end)),
      ),
    ),
    member(
      'join',
      memberOverload('list_join', [strings], s, (list) => join(items(list), '')),
      memberOverload('list_join_string', [strings, s], s, (list, by) => join(items(list), text(by))),
    ),
    {
      name: 'strings.quote',
      overloads: [globalOverload('strings_quote', [s], s, (a) => quote(text(a)))],
      cost: ([a]) => traversal(actualSize(a)),
      estimate: ({ args: [a], sizeOf }) => {
        if (a === undefined) return undefined
        const size = sizeOf(a)
        return {
          cost: scaleRange(size, stringTraversalFactor),
          size: { min: size.min + 2, max: size.max * 2 + 2 },
        }
      },
    },
    {
      name: 'format',
      overloads: [
        memberOverload('string_format', [s, listOf(dynType)], s, (a, args) => formatString(text(a), items(args))),
      ],
      cost: ([a]) => traversal(actualSize(a)),
      estimate: ({ target, sizeOf }) =>
        target === undefined ? undefined : { cost: scaleRange(sizeOf(target), stringTraversalFactor) },
    },
  ],
}
