/**
 * Paths that a CRD gives as text: `.spec.color`, `.spec['a.b']`, as rules' fieldPath and selectable fields have them.
 * In: the text and the schema it leads through. Out: the path's steps and the schema at its end, or what is wrong.
 * Always: a step is a declared property, or a key where the schema is a map.
 * @see apiextensions-apiserver pkg/apiserver/schema/cel/validation.go ValidFieldPath
 */
import { FieldPath } from '@elli/machinery/field'
import { additionalSchema, type Structural } from './structural.ts'

export interface FoundField {
  /** As it stands in messages: `spec.color`, `spec[key]` below maps. */
  readonly path: FieldPath | undefined
  readonly first: string
  readonly schema: Structural | undefined
}

class PathProblem extends Error {}

export function findField(
  text: string,
  schema: Structural,
  options: { readonly arrayNotation: boolean } = { arrayNotation: true },
): FoundField | { readonly problem: string } {
  try {
    return walk(tokens(text), schema, options.arrayNotation)
  } catch (error) {
    if (error instanceof PathProblem) return { problem: error.message }
    throw error
  }
}

/** Dots and brackets are tokens, so is what lies between; a quoted name is one token whatever is in it. */
function tokens(text: string): string[] {
  return text.match(/'(?:\\[\s\S]|[^'\\])*'|'[\s\S]*$|[.[\]]|[^.[\]']?[^.[\]]*/g)?.filter((token) => token !== '') ?? []
}

function walk(list: readonly string[], root: Structural, arrayNotation: boolean): FoundField {
  let [at, path, schema, first]: [number, FieldPath | undefined, Structural | undefined, string] = [
    0,
    undefined,
    root,
    '',
  ]
  const next = (): string => {
    const token = list[at++]
    if (token === undefined) throw new PathProblem('unexpected end of JSON path')
    return token
  }
  const step = (name: string): void => {
    if (schema === undefined) throw new PathProblem('does not refer to a valid field')
    if (schema.properties.size > 0) {
      path = new FieldPath(path, name, false)
      const property = schema.properties.get(name)
      if (property === undefined) throw new PathProblem('does not refer to a valid field')
      schema = property
    } else if (schema.additionalProperties !== undefined) {
      path = new FieldPath(path, name, true)
      schema = additionalSchema(schema)
    } else throw new PathProblem('does not refer to a valid field')
    if (first === '') first = name
  }
  while (at < list.length) {
    const token = next()
    if (token === '.') step(next())
    else if (token === '[') {
      if (!arrayNotation) throw new PathProblem('array notation is not allowed')
      const quoted = next()
      if (quoted.length < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) {
        throw new PathProblem(`expected single quoted string but got ${quoted}`)
      }
      step(unescape(quoted.slice(1, -1)))
      const close = next()
      if (close !== ']') throw new PathProblem(`expected ] but got ${close}`)
    } else throw new PathProblem(`expected [ or . but got: ${token}`)
  }
  return { path, first, schema }
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  "'": "'",
  '\\': '\\',
}

function unescape(text: string): string {
  return text.replaceAll(/\\[\s\S]/g, (match) => {
    const plain = escapes[match[1] ?? '']
    if (plain === undefined) throw new PathProblem(`invalid string literal: invalid escape char ${match}`)
    return plain
  })
}
