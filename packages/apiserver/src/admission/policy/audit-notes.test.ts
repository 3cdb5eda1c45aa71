import type { ValidatingAdmissionPolicyBinding } from '@elli/api/admissionregistration/v1'
import { configmaps } from '@elli/api/core/v1.resources'
import { expect, test } from 'vitest'
import { request } from '../admission.fixtures.ts'
import { AuditNotes, validationFailureNote } from './audit-notes.ts'

test('values of one key are joined, each once', () => {
  const asked = request(configmaps, {})
  const notes = new AuditNotes()
  for (const value of ['a', 'b', 'a']) notes.add('key', value)
  notes.add('other', 'c')
  notes.publish('policy', asked)
  expect(asked.annotations).toEqual({ 'policy/key': 'a, b', 'policy/other': 'c' })
})

test('a long value is cut', () => {
  const asked = request(configmaps, {})
  const notes = new AuditNotes()
  notes.add('key', 'x'.repeat(20_000))
  notes.publish('policy', asked)
  expect(asked.annotations['policy/key']).toHaveLength(10 * 1024)
})

test('a failure says which expression of which policy failed', () => {
  const binding: ValidatingAdmissionPolicyBinding = {
    metadata: { name: 'b' },
    spec: { policyName: 'p', validationActions: ['Audit'] },
  }
  expect(JSON.parse(validationFailureNote(binding, 2, 'm'))).toEqual([
    { message: 'm', policy: 'p', binding: 'b', expressionIndex: 2, validationActions: ['Audit'] },
  ])
})
