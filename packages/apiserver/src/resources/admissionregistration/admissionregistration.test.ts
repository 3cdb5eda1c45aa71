import type {
  MutatingWebhook,
  MutatingWebhookConfiguration,
  ValidatingAdmissionPolicy,
} from '@elli/api/admissionregistration/v1'
import {
  mutatingwebhookconfigurations,
  validatingadmissionpolicies,
} from '@elli/api/admissionregistration/v1.resources'
import { applyDefaults } from '@elli/api/defaults'
import { errorText, type FieldError } from '@elli/machinery/field'
import { describe, expect, test } from 'vitest'
import type { StrategyContext } from '../../registry/strategy.ts'
import { mutatingwebhookconfigurationsStrategy } from './mutatingwebhookconfigurations.ts'
import { validatingadmissionpoliciesStrategy } from './validatingadmissionpolicies.ts'

const context = { featureEnabled: () => false } as unknown as StrategyContext
const texts = (errors: FieldError[] | undefined): string[] => (errors ?? []).map(errorText)

function policy(spec: Partial<ValidatingAdmissionPolicy['spec']>): ValidatingAdmissionPolicy {
  const made: ValidatingAdmissionPolicy = {
    metadata: { name: 'p' },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] },
        ],
      },
      validations: [{ expression: 'true' }],
      ...spec,
    },
  }
  return applyDefaults(validatingadmissionpolicies, made)
}
const faults = (spec: Partial<ValidatingAdmissionPolicy['spec']>): string[] =>
  texts(validatingadmissionpoliciesStrategy.validate?.(policy(spec), context))
const faultsOfUpdate = (
  spec: Partial<ValidatingAdmissionPolicy['spec']>,
  old: Partial<ValidatingAdmissionPolicy['spec']>,
): string[] => texts(validatingadmissionpoliciesStrategy.validateUpdate?.(policy(spec), policy(old), context))

describe('expressions of a policy', () => {
  test('that compile are let in', () => {
    expect(
      faults({
        paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
        variables: [
          { name: 'a', expression: 'object.spec.replicas' },
          { name: 'b', expression: 'variables.a > 1' },
        ],
        validations: [
          {
            expression:
              "variables.b && params.data.x == 'y' && authorizer.group('').resource('pods').check('get').allowed()",
            messageExpression: "'x' + string(variables.a)",
          },
        ],
        auditAnnotations: [{ key: 'note', valueExpression: "variables.b ? 'yes' : 'no'" }],
        matchConditions: [{ name: 'c', expression: "request.operation == 'CREATE'" }],
      }),
    ).toEqual([])
  })

  for (const [what, spec, text] of [
    [
      'a validation with a mistake',
      { validations: [{ expression: 'object.x +' }] },
      'spec.validations[0].expression: Invalid value: "object.x +": compilation failed: ERROR: <input>:1:11: Syntax error',
    ],
    [
      'a validation that is no bool',
      { validations: [{ expression: "'x'" }] },
      'spec.validations[0].expression: Invalid value: "\'x\'": must evaluate to bool',
    ],
    [
      'a validation of any type',
      { validations: [{ expression: 'object.x' }] },
      'spec.validations[0].expression: Invalid value: "object.x": must evaluate to bool',
    ],
    [
      'a message that is no string',
      { validations: [{ expression: 'true', messageExpression: '1' }] },
      'spec.validations[0].messageExpression: Invalid value: "1": must evaluate to string',
    ],
    [
      'a message that asks the authorizer',
      { validations: [{ expression: 'true', messageExpression: "authorizer.path('/').check('get').reason()" }] },
      "undeclared reference to 'authorizer'",
    ],
    [
      'an annotation that is neither string nor null',
      { auditAnnotations: [{ key: 'k', valueExpression: 'true' }] },
      'spec.auditAnnotations[0].valueExpression: Invalid value: "true": must evaluate to one of [string null_type]',
    ],
    [
      'an annotation that is too long',
      { auditAnnotations: [{ key: 'k', valueExpression: `'${'x'.repeat(5200)}'` }] },
      'spec.auditAnnotations[0].valueExpression: Required value: must not exceed 5120 bytes in length',
    ],
    [
      'parameters without their kind',
      { validations: [{ expression: 'params.x == 1' }] },
      "undeclared reference to 'params'",
    ],
    [
      'a variable that is used before it is there',
      {
        variables: [
          { name: 'a', expression: 'variables.b' },
          { name: 'b', expression: '1' },
        ],
      },
      'spec.variables[0].expression: Invalid value: "variables.b": compilation failed: ERROR: <input>:1:10: undefined field \'b\'',
    ],
    [
      'a variable with a reserved name',
      { variables: [{ name: 'import', expression: '1' }] },
      'spec.variables[0].name: Invalid value: "import": name is not a valid CEL identifier',
    ],
    [
      'a condition with a mistake',
      { matchConditions: [{ name: 'c', expression: 'request.nope' }] },
      'spec.matchConditions[0].expression: Invalid value: "request.nope": compilation failed: ERROR: <input>:1:8: undefined field \'nope\'',
    ],
  ] as const) {
    test(`${what} is refused`, () => {
      const found = faults(spec as unknown as Partial<ValidatingAdmissionPolicy['spec']>)
      expect(found).toHaveLength(1)
      expect(found[0]).toContain(text)
    })
  }

  test('conditions that did not change are not looked at again', () => {
    const broken = { matchConditions: [{ name: 'c', expression: 'request.nope' }] }
    expect(faultsOfUpdate({ ...broken, failurePolicy: 'Ignore' }, broken)).toEqual([])
    expect(faultsOfUpdate({ matchConditions: [{ name: 'd', expression: 'request.nope' }] }, broken)).toHaveLength(1)
  })
})

test('references to fields in a status must be paths', () => {
  const withStatus = (fieldRef: string): ValidatingAdmissionPolicy => ({
    ...policy({}),
    status: { typeChecking: { expressionWarnings: [{ fieldRef, warning: 'w' }] } },
  })
  const check = (fieldRef: string): string[] =>
    texts(validatingadmissionpoliciesStrategy.status?.validateUpdate?.(withStatus(fieldRef), policy({}), context))
  expect(check('spec.validations[0].expression')).toEqual([])
  expect(check('')).toEqual(['status.typeChecking.expressionWarnings[0].fieldRef: Required value'])
  expect(check('spec[')[0]).toContain('invalid JSONPath: ')
})

describe('webhooks', () => {
  function configuration(more: Partial<MutatingWebhook>): MutatingWebhookConfiguration {
    return applyDefaults(mutatingwebhookconfigurations, {
      metadata: { name: 'c' },
      webhooks: [
        {
          name: 'a.example.com',
          clientConfig: { url: 'https://x' },
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
          ...more,
        },
      ],
    })
  }
  const check = (more: Partial<MutatingWebhook>, old?: Partial<MutatingWebhook>): string[] =>
    texts(
      old === undefined
        ? mutatingwebhookconfigurationsStrategy.validate?.(configuration(more), context)
        : mutatingwebhookconfigurationsStrategy.validateUpdate?.(configuration(more), configuration(old), context),
    )
  const condition = (expression: string): Partial<MutatingWebhook> => ({ matchConditions: [{ name: 'c', expression }] })

  test('have conditions that compile', () => {
    expect(check(condition("object.metadata.name != 'x'"))).toEqual([])
    expect(check(condition('... [] bad expression'))[0]).toContain(
      'webhooks[0].matchConditions[0].expression: Invalid value: "... [] bad expression": compilation failed: ',
    )
    expect(check(condition('params.x == 1'))[0]).toContain("undeclared reference to 'params'")
  })

  test('that did not change are let be', () => {
    expect(check({ ...condition('bad ('), timeoutSeconds: 5 }, condition('bad ('))).toEqual([])
  })
})
