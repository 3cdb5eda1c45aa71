import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CelBindings, CelEnvironmentOptions, CelOutcome, CelType } from './contract.ts'
import { celEnvironment } from './environment.ts'

const string: CelType = { kind: 'string' }
const int: CelType = { kind: 'int' }
const dyn: CelType = { kind: 'dyn' }

function run(
  expression: string,
  variables: CelEnvironmentOptions['variables'] = {},
  bindings: CelBindings = {},
): CelOutcome {
  const compiled = celEnvironment({ variables }).compile(expression)
  if ('problem' in compiled) throw new Error(compiled.problem)
  return compiled.program.evaluate(bindings)
}

function problem(expression: string, variables: CelEnvironmentOptions['variables'] = {}): string {
  const compiled = celEnvironment({ variables }).compile(expression)
  return 'problem' in compiled ? compiled.problem : 'none'
}

const pod: CelType = {
  kind: 'object',
  name: 'Pod',
  escaped: true,
  fields: () =>
    new Map<string, { type: CelType }>([
      ['name', { type: string }],
      ['foo-bar', { type: int }],
      ['namespace', { type: string }],
      ['ratio', { type: { kind: 'double' } }],
      ['started', { type: { kind: 'timestamp' } }],
      ['timeout', { type: { kind: 'duration' } }],
      ['data', { type: { kind: 'bytes' } }],
      ['ports', { type: { kind: 'list', element: int, listType: 'set' } }],
      ['times', { type: { kind: 'map', key: string, value: { kind: 'timestamp' } } }],
    ]),
}

describe('compile errors', () => {
  test.each([
    ['x', "ERROR: <input>:1:1: undeclared reference to 'x' (in container '')\n | x\n | ^"],
    ['self.nme', "ERROR: <input>:1:5: undefined field 'nme'\n | self.nme\n | ....^"],
    ['self.namespace', "ERROR: <input>:1:5: undefined field 'namespace'\n | self.namespace\n | ....^"],
    [
      'self.name + 1',
      "ERROR: <input>:1:11: found no matching overload for '_+_' applied to '(string, int)'\n | self.name + 1\n | ..........^",
    ],
    [
      'self.name.foo(1)',
      "ERROR: <input>:1:14: undeclared reference to 'foo' (in container '')\n | self.name.foo(1)\n | .............^",
    ],
    [
      'self.name.startsWith(1)',
      "ERROR: <input>:1:21: found no matching overload for 'startsWith' applied to 'string.(int)'\n | self.name.startsWith(1)\n | ....................^",
    ],
    ["[1, 'a']", "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^"],
    [
      'self.name && true',
      "ERROR: <input>:1:5: expected type 'bool' but found 'string'\n | self.name && true\n | ....^",
    ],
    ['has(self)', 'ERROR: <input>:1:5: invalid argument to has() macro\n | has(self)\n | ....^'],
    [
      'self.name.x',
      "ERROR: <input>:1:10: type 'string' does not support field selection\n | self.name.x\n | .........^",
    ],
    [
      "'é' == self.nme &&\nself.also",
      "ERROR: <input>:1:12: undefined field 'nme'\n | 'é' == self.nme &&\n | .．.........^\nERROR: <input>:2:5: undefined field 'also'\n | self.also\n | ....^",
    ],
    [
      "self.name.matches('a(')",
      "ERROR: <input>:1:19: invalid matches argument\n | self.name.matches('a(')\n | ..................^",
    ],
    ["duration('1x')", "ERROR: <input>:1:10: invalid duration argument\n | duration('1x')\n | .........^"],
  ])('%j', (expression, expected) => {
    expect(problem(expression, { self: pod })).toBe(expected)
  })

  test('more than can be nested', () => {
    expect(problem(`${'('.repeat(300)}1${')'.repeat(300)}`)).toBe(
      'ERROR: <input>:-1:0: expression recursion limit exceeded: 250',
    )
  })

  test('far too many mistakes', () => {
    const shown = problem('@'.repeat(50_000))
    expect(shown.split('\n').filter((line) => line.startsWith('ERROR'))).toHaveLength(100)
    expect(shown).toMatch(/\n\d+ more errors were truncated$/)
  })

  test('constants that cannot be converted', () => {
    expect(problem("int('x')")).toBe("program instantiation failed: type conversion error from 'string' to 'int'")
  })

  test('what an expression must evaluate to', () => {
    const environment = celEnvironment({ variables: { d: dyn } })
    const check = (expression: string, ...resultTypes: CelType[]): string => {
      const compiled = environment.compile(expression, { resultTypes })
      return 'problem' in compiled ? compiled.problem : 'fine'
    }
    expect(check('1', { kind: 'bool' })).toBe('must evaluate to bool')
    expect(check('true', { kind: 'bool' })).toBe('fine')
    expect(check('d', { kind: 'bool' })).toBe('must evaluate to bool')
    expect(check('d', dyn)).toBe('fine')
    expect(check('1', string, { kind: 'null' })).toBe('must evaluate to one of [string null_type]')
  })
})

describe('values of declared types', () => {
  const self = {
    name: 'web',
    'foo-bar': 3,
    namespace: 'default',
    ratio: 2,
    started: '2024-02-29T10:20:30.5+01:00',
    timeout: '1h30m',
    data: 'aGk=',
    ports: [1, 2],
    times: { a: '2020-01-01T00:00:00Z' },
  }
  test.each<[string, unknown]>([
    ['self.foo__dash__bar + 1', 4],
    ["self.__namespace__ + '/' + self.name", 'default/web'],
    ['self.ratio / 4.0', 0.5],
    ['type(self.ratio) == double', true],
    ['self.started.getHours()', 9],
    ["self.started.getHours('+02:00')", 11],
    ["self.started - duration('30s')", '2024-02-29T10:20:00.5+01:00'],
    ['self.timeout.getMinutes()', 90],
    ['self.timeout', '5400s'],
    ["self.data == b'hi'", true],
    ['self.ports == [2, 1]', true],
    ['[2, 1] == self.ports', true],
    ['self.ports + [2, 3]', [1, 2, 3]],
    ["self.times['a'].getFullYear()", 2020],
    ["self.times.exists(k, self.times[k] > timestamp('2019-01-01T00:00:00Z'))", true],
    ['has(self.name) && !has(self.__namespace__) ? 1 : 2', 2],
    ['self', { ...self, timeout: '5400s' }],
  ])('%s', (expression, expected) => {
    expect(run(expression, { self: pod }, { self })).toMatchObject({ value: expected })
  })

  test('long sets are compared by their keys', () => {
    const ports = Array.from({ length: 20_000 }, (_, i) => i)
    const outcome = run(
      'self.ports == old.ports',
      { self: pod, old: pod },
      { self: { ports }, old: { ports: ports.toReversed() } },
    )
    expect(outcome).toMatchObject({ value: true })
  })

  test('what is too large is an error', () => {
    const outcome = run("s.replace('', s)", { s: string }, { s: 'x'.repeat(100_000) })
    expect(outcome).toMatchObject({ error: 'internal error: Invalid string length' })
  })

  test('missing members are errors, which others absorb', () => {
    expect(run('self.name', { self: pod }, { self: {} })).toMatchObject({ error: 'no such key: name' })
    expect(run("self.name == 'x' || true", { self: pod }, { self: {} })).toMatchObject({ value: true })
    expect(run("false && self.name == 'x'", { self: pod }, { self: {} })).toMatchObject({ value: false })
    expect(run('self.ports[5]', { self: pod }, { self: { ports: [1] } })).toMatchObject({
      error: 'index out of bounds: 5',
    })
    expect(run('x', { x: int })).toMatchObject({ error: 'no such attribute(s): x' })
  })

  test('a recursive type', () => {
    const tree: CelType = {
      kind: 'object',
      name: 'Tree',
      fields: () =>
        new Map<string, { type: CelType }>([
          ['at', { type: { kind: 'timestamp' } }],
          ['below', { type: { kind: 'list', element: tree } }],
        ]),
    }
    const value = { at: '2020-01-01T00:00:00Z', below: [{ at: '2021-01-01T00:00:00Z', below: [] }] }
    expect(run('self.below[0].at > self.at', { self: tree }, { self: value })).toMatchObject({ value: true })
  })

  test('dyn values are read by what they are', () => {
    const d = { n: 1, f: 1.5, s: 'x', l: [1], m: { k: null }, t: '2020-01-01T00:00:00Z' }
    const types =
      '[type(d.n), type(d.f), type(d.s), type(d.l), type(d.m), type(d.m.k), type(d.t)].map(t, string(dyn(t)))'
    expect(problem(types, { d: dyn })).toBe('none')
    expect(run('type(d.n) == int && type(d.f) == double && type(d.m.k) == null_type', { d: dyn }, { d })).toMatchObject(
      {
        value: true,
      },
    )
    expect(run('d.n == 1.0', { d: dyn }, { d })).toMatchObject({ value: true })
    expect(run('d.n + d.s', { d: dyn }, { d })).toMatchObject({ error: 'no such overload' })
    expect(run('d.m + d.s', { d: dyn }, { d })).toMatchObject({ error: 'no such overload: _+_' })
    expect(run("d.s.startsWith('x') && d.l.size() == 1", { d: dyn }, { d })).toMatchObject({ value: true })
    expect(run('d.n.startsWith("x")', { d: dyn }, { d })).toMatchObject({
      error: 'no such overload: startsWith(int, string)',
    })
  })

  test('integers keep all their digits', () => {
    expect(run('x + 1', { x: int }, { x: 2n ** 53n })).toMatchObject({ value: 2n ** 53n + 1n })
    expect(run('9223372036854775807 + 1')).toMatchObject({ error: 'integer overflow' })
    expect(run('-9223372036854775808 / -1')).toMatchObject({ error: 'integer overflow' })
    expect(run('x * x', { x: int }, { x: 94906267 })).toMatchObject({ value: 94906267n ** 2n })
    expect(run('7 / -2')).toMatchObject({ value: -3 })
    expect(run('-7 % 2')).toMatchObject({ value: -1 })
    expect(run('1 / 0')).toMatchObject({ error: 'division by zero' })
    expect(run('1 % 0')).toMatchObject({ error: 'modulus by zero' })
    expect(run('0u - 1u')).toMatchObject({ error: 'unsigned integer overflow' })
  })
})

describe('variables', () => {
  test('bindings are read when needed, and once', () => {
    let calls = 0
    const bindings = { x: () => ++calls, y: () => expect.fail('not needed') as unknown }
    expect(run('x + x + x > 0 || y > 1', { x: int, y: int }, bindings)).toMatchObject({ value: true })
    expect(calls).toBe(1)
  })

  test('names with a common prefix are fields of an object', () => {
    const environment = celEnvironment({ variables: { 'variables.a': int } })
    const extended = environment.extend({ 'variables.b': string })
    const compiled = extended.compile('string(variables.a) + variables.b')
    if ('problem' in compiled) throw new Error(compiled.problem)
    expect(compiled.program.evaluate({ 'variables.a': 1, 'variables.b': () => 'x' })).toMatchObject({
      value: '1x',
      cost: 6,
    })
    const unknown = environment.compile('variables.b')
    expect('problem' in unknown && unknown.problem).toContain("undefined field 'b'")
  })

  test('a name with a prefix that is a variable itself', () => {
    expect(
      run('a.b + a.size()', { a: { kind: 'list', element: int }, 'a.b': int }, { a: [1], 'a.b': 5 }),
    ).toMatchObject({
      value: 6,
    })
  })

  test('references', () => {
    const compiled = celEnvironment({ variables: { object: dyn, x: int } }).compile(
      'object.spec.replicas > x && object.items.all(i, i.name == object.metadata.name)',
    )
    if ('problem' in compiled) throw new Error(compiled.problem)
    expect(compiled.program.references).toEqual(
      new Set([
        ...['object', 'object.spec', 'object.spec.replicas', 'x', 'object.items'],
        ...['object.metadata', 'object.metadata.name'],
      ]),
    )
  })
})

describe('run-time costs', () => {
  test.each<[string, number]>([
    ['x', 1],
    ['x.a', 2],
    ['x.a.b', 3],
    ['has(x.a)', 1],
    ['has(x.a.b)', 2],
    ["x['a']", 2],
    ['l[0]', 2],
    ['l[i]', 2],
    ['l[i + 1]', 4],
    ['i + 1', 2],
    ['i == 1', 2],
    ['1 == 1', 1],
    ['true && true', 0],
    ['i == 0 ? x : l', 2],
    ['i == 0 ? i + 1 : i', 4],
    ["'abcdefghijk' + s", 3],
    ['i in [1, 2, 3]', 1],
    ['i in l', 5],
    ['[i, 1]', 11],
    ["{'a': i}", 31],
    ['l.all(e, e > 0)', 17],
    ['l.exists(e, e > 1)', 17],
    ['l.map(e, e * 2)', 44],
    ['l.filter(e, e > 1)', 34],
    ["s.matches('[a-z]+')", 3],
    ["s.contains('a')", 2],
    ["duration('1h') > duration('2h')", 1],
    ['s.lowerAscii()', 2],
    ['size(l)', 2],
    ['l.max()', 4],
    ['x.?b.orValue(1)', 1],
    ['optional.of(x).a.orValue(1)', 4],
  ])('%s costs %d', (expression, cost) => {
    const variables = { x: dyn, l: { kind: 'list', element: int }, i: int, s: string } as const
    const bindings = { x: { a: { b: 1 } }, l: [1, 2, 3], i: 0, s: 'abcdef' }
    expect(run(expression, variables, bindings)).toMatchObject({ cost })
  })

  test('the limit ends an evaluation', () => {
    const compiled = celEnvironment({ variables: { l: { kind: 'list', element: int } } }).compile('l.all(x, x > 0)')
    if ('problem' in compiled) throw new Error(compiled.problem)
    const outcome = compiled.program.evaluate({ l: Array.from({ length: 100 }, () => 1) }, { costLimit: 50 })
    expect(outcome).toMatchObject({ overBudget: true, error: 'operation cancelled: actual cost limit exceeded' })
  })

  test("Kubernetes' functions may cost one each", () => {
    const text = "'a'.lowerAscii() == s.find('[a-z]+')"
    const cost = (strictCost: boolean): number => {
      const compiled = celEnvironment({ variables: { s: string }, strictCost }).compile(text)
      if ('problem' in compiled) throw new Error(compiled.problem)
      return compiled.program.evaluate({ s: 'x'.repeat(50) }).cost
    }
    expect(cost(true)).toBeGreaterThan(cost(false))
    expect(cost(false)).toBe(4)
  })
})

test('any text compiles and runs, or it is said why not', () => {
  const pieces =
    "self x . ? [ ] ( ) { } , : + - * ! && || == in 1 2u 3.5 'a' b'a' null true has( .all(x, .map(x, .size() [? .?a @ \"".split(
      ' ',
    )
  const environment = celEnvironment({ variables: { self: dyn, x: int } })
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (chosen) => {
      const compiled = environment.compile(chosen.join(''))
      if ('problem' in compiled) return compiled.problem.startsWith('ERROR: <input>:') || compiled.stage === 'program'
      const outcome = compiled.program.evaluate({ self: { a: [1] }, x: 1 }, { costLimit: 1000 })
      return 'error' in outcome ? outcome.error !== '' : outcome.cost <= 1000
    }),
    { numRuns: 500 },
  )
})
