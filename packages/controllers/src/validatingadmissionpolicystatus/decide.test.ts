import type { ValidatingAdmissionPolicy } from '@elli/api/admissionregistration/v1'
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import { expect, test } from 'vitest'
import { statusFor } from './decide.ts'
import { knownKinds } from './known-kinds.ts'

const shirts: CustomResourceDefinition = {
  metadata: { name: 'shirts.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'shirts', kind: 'Shirt' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties: { color: { type: 'string' } } } },
          },
        },
      },
    ],
  },
}

function policy(
  expression: string,
  group: string,
  resource: string,
  observedGeneration?: number,
): ValidatingAdmissionPolicy {
  return {
    metadata: { name: 'p', generation: 2 },
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [group], apiVersions: ['v1'], resources: [resource], operations: ['CREATE'] }],
      },
      validations: [{ expression }],
    },
    ...(observedGeneration === undefined ? {} : { status: { observedGeneration } }),
  }
}

const known = knownKinds([shirts])

test('a policy without faults is observed, with nothing to warn of', () => {
  expect(statusFor(policy('object.spec.replicas > 1', 'apps', 'deployments', 1), known)).toEqual({
    observedGeneration: 2,
    typeChecking: {},
  })
})

test('what was observed is left alone', () => {
  expect(statusFor(policy('object.nope', 'apps', 'deployments', 2), known)).toBeUndefined()
})

test('custom kinds have the types of their definitions', () => {
  expect(statusFor(policy("object.spec.color == 'red'", 'example.com', 'shirts'), known)?.typeChecking).toEqual({})
  const status = statusFor(policy('object.spec.size > 1', 'example.com', 'shirts'), known)
  expect(status?.typeChecking?.expressionWarnings?.[0]).toMatchObject({
    fieldRef: 'spec.validations[0].expression',
    warning: expect.stringContaining("example.com/v1, Kind=Shirt: ERROR: <input>:1:12: undefined field 'size'"),
  })
})
