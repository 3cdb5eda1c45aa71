/**
 * The cases of the CEL specification that need no protobuf messages, and cel-go's texts of syntax errors.
 * What does not hold is listed by name in ./conformance-exceptions.ts, and must leave the list once it does.
 */
import { tests as checking } from '@bufbuild/cel-spec/testdata/checking.js'
import { tests as specification } from '@bufbuild/cel-spec/testdata/conformance.js'
import { tests as parsing } from '@bufbuild/cel-spec/testdata/parsing.js'
import { describe, expect, test } from 'vitest'
import { check } from './checker.ts'
import { casesOf, runCase } from './conformance.ts'
import { absentLibraries, conformanceExceptions, parsingExceptions } from './conformance-exceptions.ts'
import { registryOf } from './declarations.ts'
import { libraryNamed } from './libraries/catalog.ts'
import { macroTable } from './macro.ts'
import { standardMacros } from './macros.ts'
import { parse } from './parser.ts'
import { Source } from './source.ts'
import { formatType } from './types.ts'

describe('CEL specification', () => {
  const cases = casesOf(specification).filter(({ name }) => !Object.hasOwn(absentLibraries, name.split('/')[0] ?? ''))
  const suites = [...new Set(cases.map(({ suite }) => suite))]

  test('there are many cases', () => {
    expect(cases.length).toBeGreaterThan(1400)
  })

  test.each(suites)('%s', (suite) => {
    const unexpected: string[] = []
    for (const one of cases) {
      if (one.suite !== suite) continue
      const problem = runCase(one)
      const excepted = Object.hasOwn(conformanceExceptions, one.name)
      if (problem !== undefined && !excepted) unexpected.push(`${one.name}: ${one.original.expr}: ${problem}`)
      if (problem === undefined && excepted) unexpected.push(`${one.name} holds and must leave the list`)
    }
    expect(unexpected).toEqual([])
  })

  test('every exception is a case', () => {
    const names = new Set(cases.map(({ name }) => name))
    expect(Object.keys(conformanceExceptions).filter((name) => !names.has(name))).toEqual([])
  })
})

describe('syntax errors', () => {
  /** cel-go's parser, with errors of the parser: the checker's are told with another description of the source. */
  const failing = parsing.tests?.filter(({ error = '' }) => error.startsWith('ERROR: :')) ?? []
  const macros = macroTable(standardMacros)

  test.each(failing.map(({ original, error }) => [original.expr, error ?? ''] as const))('%j', (text, expected) => {
    const source = new Source(text)
    // The original was run with limits that are quickly reached, and without optional syntax where it complains of it.
    const maxDepth = expected.includes('recursion') ? 32 : 250
    parse(source, { macros, optionalSyntax: !expected.includes('unsupported syntax'), maxDepth })
    const shown = source.display().replaceAll('<input>', '')
    if (Object.hasOwn(parsingExceptions, text.slice(0, 90))) expect(shown).not.toBe(expected)
    else expect(shown).toBe(expected)
  })

  test('every exception is a case', () => {
    const texts = new Set(failing.map(({ original }) => original.expr.slice(0, 90)))
    expect(Object.keys(parsingExceptions).filter((text) => !texts.has(text))).toEqual([])
  })
})

describe("cases of cel-go's checker", () => {
  const registry = registryOf([...libraryNamed('standard'), ...libraryNamed('optional')], {
    table: new Map(),
    strict: true,
  })
  const checked = (text: string): string => {
    const source = new Source(text)
    const expr = parse(source, { macros: registry.macros, optionalSyntax: true })
    if (source.failed) return source.display()
    const result = check(expr, source, registry, new Map())
    return source.failed ? source.display() : formatType(result.typeOf(expr))
  }
  // Kubernetes compares numbers of different types, and has optional values; many cases have variables of their own.
  const cases = (checking.tests ?? []).filter(
    ({ original, error = '' }) =>
      !/^1u? [<>]=? 1\.0/.test(original.expr) &&
      !error.includes('unsupported syntax') &&
      !checked(original.expr).includes('undeclared reference'),
  )

  test('there are some', () => {
    expect(cases.length).toBeGreaterThanOrEqual(43)
  })

  test.each(cases.map(({ original, type, error }) => [original.expr, type ?? error] as const))(
    '%j',
    (text, expected) => {
      expect(checked(text)).toBe(expected)
    },
  )
})
