import { deployments, replicasets } from '@elli/api/apps/v1.resources'
import { pods } from '@elli/api/core/v1.resources'
import { servicecidrs } from '@elli/api/networking/v1beta1.resources'
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import type { ApiObject } from '@elli/api/object'
import { encodeJson } from '@elli/api/schema/encodeJson'
import { deferFields } from '@elli/api/schema/fieldsText'
import { ManagedFieldsEntry } from '@elli/api/meta/v1'
import { expect, test } from 'vitest'
import { copyOf } from './copy.ts'
import { keepTimesOfNothing, managerFromUserAgent } from './managed-fields.ts'
import { resetFields } from './reset-fields.ts'

test.each([
  ['kubectl/v1.31.0 (linux/amd64) kubernetes/abc', 'kubectl'],
  ['my tool', 'my tool'],
  ['bell\u0007/1', 'bell'],
  ['', ''],
  [undefined, ''],
  ['ü'.repeat(100), 'ü'.repeat(64)],
])('the manager of user agent %j is %j', (userAgent, manager) => {
  expect(managerFromUserAgent(userAgent)).toBe(manager)
})

test('what a resource does not reach is reset', () => {
  expect(resetFields(deployments, '', false)).toEqual({ 'f:status': {} })
  expect(resetFields(deployments, 'status', false)).toEqual({ 'f:metadata': { 'f:labels': {} }, 'f:spec': {} })
  expect(resetFields(deployments, 'scale', false)).toEqual({})
  expect(resetFields(replicasets, 'status', false)).toEqual({ 'f:spec': {} })
  expect(resetFields(pods, 'ephemeralcontainers', false)).toEqual({})
  expect(resetFields(certificatesigningrequests, 'approval', false)).toEqual({
    'f:spec': {},
    'f:status': { 'f:certificate': {} },
  })
  // Upstream names the group wrongly there, so nothing is reset.
  expect(resetFields(servicecidrs, '', false)).toEqual({})
})

const object = (time: string, data: string): ApiObject =>
  ({
    metadata: {
      name: 'a',
      managedFields: [
        {
          manager: 'm',
          operation: 'Update',
          apiVersion: 'v1',
          time,
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:data': {} },
        },
      ],
    },
    data: { a: data },
  }) as unknown as ApiObject

test('times of managers move only when something else does', () => {
  const old = object('2024-01-01T00:00:00Z', 'x')
  const same = object('2024-01-02T00:00:00Z', 'x')
  keepTimesOfNothing(same, old)
  expect(same.metadata.managedFields?.[0]?.time).toBe('2024-01-01T00:00:00Z')
  const other = object('2024-01-02T00:00:00Z', 'y')
  keepTimesOfNothing(other, old)
  expect(other.metadata.managedFields?.[0]?.time).toBe('2024-01-02T00:00:00Z')
})

test('fields that are known as text are written as they are, and are an object to whoever looks', () => {
  const text = '{"f:data":{".":{},"f:a":{}}}'
  const make = (): ManagedFieldsEntry => deferFields({ manager: 'm', fieldsType: 'FieldsV1' }, text)
  const written = `{"manager":"m","fieldsType":"FieldsV1","fieldsV1":${text}}`
  expect(encodeJson(ManagedFieldsEntry, make())).toBe(written)
  expect(make().fieldsV1).toEqual({ 'f:data': { '.': {}, 'f:a': {} } })
  const copy = copyOf(make())
  expect(copy).toEqual({ manager: 'm', fieldsType: 'FieldsV1', fieldsV1: { 'f:data': { '.': {}, 'f:a': {} } } })
  expect(encodeJson(ManagedFieldsEntry, copy)).toBe(written)
  const changed = make()
  changed.fieldsV1 = { 'f:b': {} }
  expect(encodeJson(ManagedFieldsEntry, changed)).toContain('"fieldsV1":{"f:b":{}}')
})
