import { deployments } from '@elli/api/apps/v1.resources'
import { pods } from '@elli/api/core/v1.resources'
import { expect, test } from 'vitest'
import { kindOnTheWire, operationOptions } from './operation-options.ts'

const query = new URLSearchParams('dryRun=All&fieldManager=me&fieldValidation=Strict&force=true')
const meta = { apiVersion: 'meta.k8s.io/v1' }

for (const [operation, expected] of [
  ['CREATE', { kind: 'CreateOptions', ...meta, dryRun: ['All'], fieldManager: 'me', fieldValidation: 'Strict' }],
  ['UPDATE', { kind: 'UpdateOptions', ...meta, dryRun: ['All'], fieldManager: 'me', fieldValidation: 'Strict' }],
  ['DELETE', { kind: 'DeleteOptions', ...meta, gracePeriodSeconds: 5 }],
  ['CONNECT', undefined],
] as const) {
  test(`options of ${operation}`, () => {
    expect(operationOptions(operation, { apiVersion: 'v1', gracePeriodSeconds: 5 }, query)).toEqual(expected)
  })
}

test('what was not said is left out', () => {
  expect(operationOptions('CREATE', {}, new URLSearchParams('dryRun='))).toEqual({ kind: 'CreateOptions', ...meta })
})

test('subresources have kinds of their own, or that of the resource', () => {
  expect(kindOnTheWire(pods, '')).toEqual({ group: '', version: 'v1', kind: 'Pod' })
  expect(kindOnTheWire(pods, 'eviction')).toEqual({ group: 'policy', version: 'v1', kind: 'Eviction' })
  expect(kindOnTheWire(pods, 'exec').kind).toBe('PodExecOptions')
  expect(kindOnTheWire(deployments, 'status').kind).toBe('Deployment')
  expect(kindOnTheWire(deployments, 'scale')).toEqual({ group: 'autoscaling', version: 'v1', kind: 'Scale' })
})
