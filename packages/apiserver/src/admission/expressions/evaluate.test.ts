import type { CelBindings, CelOutcome, CelProgram } from '@elli/machinery/cel/contract'
import type { Expression } from '@elli/machinery/admission/compile'
import { expect, test } from 'vitest'
import type { ExpressionAuthorizer } from './authorizer.ts'
import { evaluateExpressions } from './evaluate.ts'

function expression(source: string, evaluate: (bindings: CelBindings) => CelOutcome): Expression {
  const program: CelProgram = {
    source,
    resultType: { kind: 'bool' },
    references: new Set(),
    estimateCost: () => ({ min: 0, max: 0 }),
    evaluate,
    evaluateAwaiting: async (bindings) => evaluate(bindings),
  }
  return { source, program }
}

const gives = (value: unknown, cost = 1): Expression =>
  expression(String(value), () => ({ value, type: { kind: 'bool' }, cost }))
const needs = (name: string): Expression =>
  expression(name, (bindings) => {
    const bound = bindings[name]
    return { value: typeof bound === 'function' ? (bound as () => unknown)() : bound, type: { kind: 'dyn' }, cost: 1 }
  })

test('results keep their places, also where there is no expression', async () => {
  const evaluated = await evaluateExpressions({
    expressions: [gives(true), undefined, gives(false)],
    bindings: {},
    budget: 10,
  })
  expect(evaluated).toMatchObject({ results: [{ value: true }, undefined, { value: false }], remaining: 8 })
})

test('what was not compiled is an error of its own', async () => {
  const broken: Expression = { source: 'x +', problem: 'compilation failed: ERROR: …' }
  expect(await evaluateExpressions({ expressions: [broken], bindings: {}, budget: 10 })).toMatchObject({
    results: [{ error: 'compilation error: compilation failed: ERROR: …' }],
  })
})

test('an evaluation that fails names the expression', async () => {
  const failing = expression('a.b', () => ({ error: 'no such key: b', cost: 1, overBudget: false }))
  expect(await evaluateExpressions({ expressions: [failing], bindings: {}, budget: 10 })).toMatchObject({
    results: [{ error: "expression 'a.b' resulted in error: no such key: b" }],
  })
})

test('nothing counts when the budget is spent', async () => {
  expect(
    await evaluateExpressions({ expressions: [gives(true, 6), gives(true, 6)], bindings: {}, budget: 10 }),
  ).toEqual({
    failure: 'validation failed due to running out of cost budget, no further validation rules will be run',
  })
})

test('a variable is evaluated once, and paid by who needs it first', async () => {
  let times = 0
  const variable = expression('v', () => ({ value: ++times, type: { kind: 'int' }, cost: 4 }))
  const evaluated = await evaluateExpressions({
    expressions: [gives(true), needs('variables.v'), needs('variables.v')],
    bindings: {},
    variables: new Map([
      ['v', variable],
      ['unused', gives(1, 1000)],
    ]),
    budget: 10,
  })
  expect(evaluated).toMatchObject({ results: [{}, { value: 1 }, { value: 1 }], remaining: 3 })
})

test('everything is evaluated again when an answer took its time', async () => {
  let answered = false
  const authorizer: ExpressionAuthorizer = {
    authorize: () => ({ decision: answered ? 'allow' : 'noOpinion', reason: '' }),
    async settle() {
      const before = answered
      answered = true
      return !before
    },
  }
  const asks = expression('may', () => {
    const { decision } = authorizer.authorize({ verb: 'get' }) as { decision: string }
    return { value: decision === 'allow', type: { kind: 'bool' }, cost: 1 }
  })
  const evaluated = await evaluateExpressions({ expressions: [asks], bindings: {}, authorizer, budget: 10 })
  expect(evaluated).toMatchObject({ results: [{ value: true }], remaining: 9 })
})
