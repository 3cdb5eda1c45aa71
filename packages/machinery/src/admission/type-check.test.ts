import type { NamedRuleWithOperations, ValidatingAdmissionPolicy } from '@elli/api/admissionregistration/v1'
import { schemaOfKind } from '@elli/api/kinds'
import { allResources } from '@elli/api/resources'
import { expect, test } from 'vitest'
import { celTypeOfMessage } from '../cel/schema-types.ts'
import { type KnownKinds, typeCheckPolicy } from './type-check.ts'

const known: KnownKinds = {
  kindsOf: (group, version, resource) =>
    allResources.filter((info) => info.group === group && info.version === version && info.resource === resource),
  typeOf(kind) {
    const schema = schemaOfKind(kind)
    return schema === undefined ? undefined : celTypeOfMessage(schema)
  },
}

const rule = (groups: string[], resources: string[], apiVersions = ['v1']): NamedRuleWithOperations => ({
  apiGroups: groups,
  apiVersions,
  resources,
  operations: ['CREATE'],
})

function policy(
  expressions: readonly string[],
  more: Partial<ValidatingAdmissionPolicy['spec']> = {},
): ValidatingAdmissionPolicy {
  return {
    metadata: { name: 'p' },
    spec: {
      matchConstraints: { resourceRules: [rule(['apps'], ['deployments'])] },
      validations: expressions.map((expression) => ({ expression })),
      ...more,
    },
  }
}

test('what fits the kind is not warned of', () => {
  expect(typeCheckPolicy(policy(['object.spec.replicas > 1', 'has(request.userInfo)']), known)).toEqual([])
})

test('a field that the kind does not have is', () => {
  expect(typeCheckPolicy(policy(['object.spec.replicas > 1', 'object.spec.replicsa > 1']), known)).toEqual([
    {
      fieldRef: 'spec.validations[1].expression',
      warning:
        "apps/v1, Kind=Deployment: ERROR: <input>:1:12: undefined field 'replicsa'\n | object.spec.replicsa > 1\n | ...........^\n",
    },
  ])
})

test('messages are looked at too, and each kind speaks for itself', () => {
  const both = policy(['true'], {
    matchConstraints: { resourceRules: [rule(['apps'], ['replicasets', 'deployments'])] },
    validations: [{ expression: 'true', messageExpression: 'object.spec.strategy.type' }],
  })
  const [warning, ...others] = typeCheckPolicy(both, known)
  expect(others).toEqual([])
  expect(warning?.fieldRef).toBe('spec.validations[0].messageExpression')
  expect(warning?.warning).toMatch(/^apps\/v1, Kind=ReplicaSet: ERROR/)
})

test('variables have the types of their expressions', () => {
  const variables = [{ name: 'replicas', expression: 'object.spec.replicas' }]
  expect(typeCheckPolicy(policy(['variables.replicas > 1'], { variables }), known)).toEqual([])
  const [warning] = typeCheckPolicy(policy(["variables.replicas == 'x'"], { variables }), known)
  expect(warning?.warning).toContain('found no matching overload')
})

test('parameters have the type of their kind', () => {
  const paramKind = { apiVersion: 'v1', kind: 'ConfigMap' }
  expect(typeCheckPolicy(policy(["params.data.x == 'y'"], { paramKind }), known)).toEqual([])
  expect(typeCheckPolicy(policy(['params.spec.x'], { paramKind }), known)).toHaveLength(1)
})

test('wildcards, subresources and unknown kinds are not checked', () => {
  for (const resourceRules of [
    [rule(['*'], ['deployments'])],
    [rule(['apps'], ['*'])],
    [rule(['apps'], ['deployments'], ['*'])],
    [rule(['apps'], ['deployments/scale'])],
    [rule(['example.com'], ['things'])],
  ]) {
    expect(typeCheckPolicy(policy(['object.nothing'], { matchConstraints: { resourceRules } }), known)).toEqual([])
  }
})
