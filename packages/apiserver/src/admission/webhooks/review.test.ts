import { describe, expect, test } from 'vitest'
import { readAnswer } from './review.ts'
import { denial } from './webhook-error.ts'

const patch = Buffer.from('[]').toString('base64')
const answer = (response: object | undefined, more: object = {}): object => ({
  kind: 'AdmissionReview',
  apiVersion: 'admission.k8s.io/v1',
  ...(response === undefined ? {} : { response: { uid: 'u', allowed: true, ...response } }),
  ...more,
})

describe('an answer that cannot be used', () => {
  for (const [what, body, mutating, text] of [
    ['is none', answer(undefined), false, 'webhook response was absent'],
    ['is to another question', answer({ uid: 'x' }), false, 'expected response.uid="u", got "x"'],
    [
      'is of another kind',
      answer({}, { apiVersion: 'admission.k8s.io/v1beta1' }),
      false,
      'expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got admission.k8s.io/v1beta1, Kind=AdmissionReview',
    ],
    ['has no kind', answer({}, { apiVersion: '', kind: '' }), false, 'got /, Kind='],
    ['changes what it may not', answer({ patch }), false, 'validating webhook may not return response.patch'],
    [
      'names a way to change',
      answer({ patchType: 'JSONPatch' }),
      false,
      'validating webhook may not return response.patchType',
    ],
    ['has a patch of no type', answer({ patch }), true, 'webhook returned response.patch but not response.patchType'],
    [
      'has a type of no patch',
      answer({ patchType: 'JSONPatch' }),
      true,
      'webhook returned response.patchType but not response.patch',
    ],
    ['has an empty type', answer({ patch, patchType: '' }), true, 'webhook returned invalid response.patchType of ""'],
  ] as const) {
    test(what, () => expect(() => readAnswer(body, 'v1', 'u', mutating)).toThrow(text))
  }
})

test('v1beta1 is not that strict', () => {
  const body = { response: { uid: 'other', allowed: true, patch } }
  expect(readAnswer(body, 'v1beta1', 'u', true)).toMatchObject({ allowed: true, patchType: 'JSONPatch' })
})

test('what is not said is a no', () => {
  expect(readAnswer({ ...answer(undefined), response: { uid: 'u' } }, 'v1', 'u', false).allowed).toBe(false)
})

describe('a denial', () => {
  for (const [result, code, message] of [
    [undefined, 400, 'admission webhook "h" denied the request without explanation'],
    [{ message: 'because' }, 400, 'admission webhook "h" denied the request: because'],
    [{ reason: 'Forbidden', code: 403 }, 403, 'admission webhook "h" denied the request: Forbidden'],
    [{ message: 'm', reason: 'r', code: 200, status: 'Success' }, 400, 'admission webhook "h" denied the request: m'],
  ] as const) {
    test(message, () => {
      expect(denial('h', result).status).toMatchObject({ code, message, status: 'Failure' })
    })
  }
})
