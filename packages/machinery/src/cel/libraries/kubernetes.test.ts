/** Quantities, formats, the authorizer. */
import { describe, expect, test } from 'vitest'
import type { CelAuthorizationRequest, CelDecision } from '../contract.ts'
import { celEnvironment } from '../environment.ts'
import { evaluated } from '../testing.ts'

const notAQuantity =
  "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

test.each<[string, unknown]>([
  ["quantity('12Mi')", '12Mi'],
  ["quantity('10Mo')", notAQuantity],
  ["quantity('x')", notAQuantity],
  ["isQuantity('20M')", true],
  ["isQuantity('20Mo')", false],
  ["isQuantity(' 1')", false],
  ["quantity('200M') == quantity('0.2G')", true],
  ["quantity('50M').isLessThan(quantity('50Mi'))", true],
  ["quantity('50Mi').isGreaterThan(quantity('50M'))", true],
  ["quantity('200M').compareTo(quantity('0.2G'))", 0],
  ["quantity('50M').compareTo(quantity('50Mi'))", -1],
  ["quantity('50k').add(quantity('20'))", '50020'],
  ["quantity('50k').add(20)", '50020'],
  ["quantity('50k').sub(20) == quantity('49980')", true],
  ["quantity('50').sub(quantity('100')).asInteger()", -50],
  ["quantity('50k').asInteger()", 50_000],
  ["quantity('9999999999999999999999999999999999999G').asInteger()", 'error: cannot convert value to integer'],
  ["quantity('50.5').isInteger()", false],
  ["quantity('50.703k').asApproximateFloat()", 50_703],
  ["sign(quantity('-1'))", -1],
  ["type(quantity('1')) == kubernetes.Quantity", true],
  ["format.dns1123Label().validate('my-label')", undefined],
  ["format.dns1123Label().validate('my-label').hasValue()", false],
  ["format.dns1123LabelPrefix().validate('my-label-').hasValue()", false],
  ["format.dns1123Label().validate('my-label-').hasValue()", true],
  ["format.uuid().validate('123e4567-e89b-12d3-a456-42661417400').value()", ['does not match the UUID format']],
  ["format.byte().validate('aGVsbG8=').hasValue()", false],
  ["format.date().validate('2021-02-30').value()", ['invalid date']],
  ["format.datetime().validate('2021-01-01T00:00:00Z').hasValue()", false],
  ["format.uri().validate('../x').value()", ['parse "../x": invalid URI for request']],
  ["format.labelValue().validate('a'.replace('a', 'xxxxxxxxxx')).hasValue()", false],
  ["format.named('dns1123Label').hasValue()", true],
  ["format.named('nothing').hasValue()", false],
])('%s', (expression, expected) => {
  expect(evaluated(expression)).toEqual(expected)
})

describe('authorizer', () => {
  const authorizerType = { kind: 'opaque', name: 'kubernetes.authorization.Authorizer' } as const
  const environment = celEnvironment({ variables: { authorizer: authorizerType } })

  async function ask(
    expression: string,
    decide: (request: CelAuthorizationRequest) => CelDecision | Promise<CelDecision>,
  ): Promise<{ result: unknown; asked: CelAuthorizationRequest[] }> {
    const compiled = environment.compile(expression)
    if ('problem' in compiled) throw new Error(compiled.problem)
    const asked: CelAuthorizationRequest[] = []
    const authorize = (request: CelAuthorizationRequest): CelDecision | Promise<CelDecision> => {
      asked.push(request)
      return decide(request)
    }
    const outcome = await compiled.program.evaluateAwaiting({ authorizer: { authorize } })
    return { result: 'error' in outcome ? outcome.error : outcome.value, asked }
  }
  const allow = (): CelDecision => ({ decision: 'allow', reason: 'because' })

  test('a resource', async () => {
    const expression =
      "authorizer.serviceAccount('ns', 'robot').group('apps').resource('deployments').subresource('status')" +
      ".namespace('test').name('backend').check('create').allowed()"
    expect(await ask(expression, allow)).toEqual({
      result: true,
      asked: [
        {
          serviceAccount: { namespace: 'ns', name: 'robot' },
          group: 'apps',
          resource: 'deployments',
          subresource: 'status',
          namespace: 'test',
          name: 'backend',
          verb: 'create',
        },
      ],
    })
  })

  test('a path', async () => {
    const { result, asked } = await ask("authorizer.path('/healthz').check('get').reason()", allow)
    expect(result).toBe('because')
    expect(asked).toEqual([{ path: '/healthz', verb: 'get' }])
  })

  test('answers that come later are waited for, and asked for once', async () => {
    const expression = "authorizer.path('/a').check('get').allowed() || authorizer.path('/b').check('get').errored()"
    const { result, asked } = await ask(expression, ({ path }) =>
      Promise.resolve({ decision: 'deny', reason: '', ...(path === '/b' && { error: 'oops' }) }),
    )
    expect(result).toBe(true)
    expect(asked.map(({ path }) => path)).toEqual(['/a', '/b'])
  })

  test.each([
    ["authorizer.path(' ').check('get').allowed()", 'path must not be empty'],
    ["authorizer.group('').resource('').check('get').allowed()", 'resource must not be empty'],
    ["authorizer.serviceAccount('a', 'B').path('/').check('get').allowed()", 'Invalid service account name'],
    ["authorizer.serviceAccount('A', 'b').path('/').check('get').allowed()", 'Invalid service account namespace'],
  ])('%s', async (expression, message) => {
    expect(await ask(expression, allow)).toEqual({ result: message, asked: [] })
  })

  test('selectors only with their library', () => {
    const expression = "authorizer.group('').resource('pods').labelSelector('a=b').check('list').allowed()"
    expect('problem' in environment.compile(expression)).toBe(true)
    const libraries = ['standard', 'authorizer', 'authorizerSelectors'] as const
    expect(
      'program' in celEnvironment({ variables: { authorizer: authorizerType }, libraries }).compile(expression),
    ).toBe(true)
  })
})
