import { expect, test } from 'vitest'
import { requestInfo } from '../request-info.ts'
import { type AccessReviewParts, reviewSubjectAccess } from './access-reviews.ts'
import type { Attributes } from './authorizer.ts'
import { requestAttributes } from './request-attributes.ts'
import { reviewRequirements } from './selectors.ts'

const user = { name: 'ann', groups: [] }
const asked = (method: string, path: string): Attributes =>
  requestAttributes(user, requestInfo({ method, path, headers: {} }), true)
const sent = (method: string, path: string): unknown => reviewRequirements(asked(method, path))

test('selectors of a list are told sorted, and never as text', () => {
  const query = 'fieldSelector=spec.nodeName%3Dn1,metadata.name!%3Da&labelSelector=x+in+(b,a)'
  expect(sent('GET', `/api/v1/pods?${query}`)).toEqual({
    fieldSelector: {
      requirements: [
        { key: 'metadata.name', operator: 'NotIn', values: ['a'] },
        { key: 'spec.nodeName', operator: 'In', values: ['n1'] },
      ],
    },
    labelSelector: { requirements: [{ key: 'x', operator: 'In', values: ['a', 'b'] }] },
  })
})

for (const [name, method, path, expected] of [
  ['a get has none', 'GET', '/api/v1/namespaces/ns/pods/p?labelSelector=a%3Db', {}],
  ['a delete has none', 'DELETE', '/api/v1/namespaces/ns/pods/p?labelSelector=a%3Db', {}],
  [
    'a delete of a collection has them',
    'DELETE',
    '/api/v1/namespaces/ns/pods?labelSelector=a%3Db',
    { labelSelector: { requirements: [{ key: 'a', operator: 'In', values: ['b'] }] } },
  ],
  [
    'a watch has them',
    'GET',
    '/api/v1/pods?watch=true&labelSelector=!a,b',
    {
      labelSelector: {
        requirements: [
          { key: 'a', operator: 'DoesNotExist' },
          { key: 'b', operator: 'Exists' },
        ],
      },
    },
  ],
  ['an old watch path has none', 'GET', '/api/v1/watch/pods?labelSelector=a%3Db', {}],
  ['one that cannot be read is left out', 'GET', '/api/v1/pods?labelSelector=%25%25%25', {}],
] as const) {
  test(name, () => expect(sent(method, path)).toEqual(expected))
}

test('without the gate no request has selectors', () => {
  const info = requestInfo({ method: 'GET', path: '/api/v1/pods?labelSelector=a%3Db', headers: {} })
  expect(requestAttributes(user, info, false)).not.toHaveProperty('labelSelector')
})

function recording(gate: boolean): AccessReviewParts & { seen: Attributes[] } {
  const seen: Attributes[] = []
  const authorizer = {
    name: 'recorder',
    authorize(attributes: Attributes) {
      seen.push(attributes)
      return { decision: 'allow' as const, reason: '' }
    },
  }
  return { seen, authorizer, featureEnabled: () => gate }
}

const review = (resourceAttributes: object) =>
  ({ metadata: {}, spec: { user: 'ann', resourceAttributes } }) as Parameters<typeof reviewSubjectAccess>[1]

test('a review passes on what it can read and tells what it left out', async () => {
  const parts = recording(true)
  const { status } = await reviewSubjectAccess(
    parts,
    review({
      verb: 'get',
      fieldSelector: {
        requirements: [
          { key: 'a', operator: 'In', values: ['1'] },
          { key: 'b', operator: 'Exists' },
        ],
      },
      labelSelector: { requirements: [{ key: 'x', operator: 'Foo' }] },
    }),
  )
  expect(status).toEqual({
    allowed: true,
    evaluationError:
      'spec.resourceAttributes.fieldSelector partially ignored due to parse error; ' +
      'spec.resourceAttributes.labelSelector ignored due to parse error',
  })
  expect(parts.seen[0]?.fieldSelector?.requirements).toEqual([{ field: 'a', operator: '=', value: '1' }])
  expect(parts.seen[0]?.labelSelector?.requirements).toEqual([])
})

test('a text that cannot be read is no reason to refuse a review', async () => {
  const { status } = await reviewSubjectAccess(recording(true), review({ labelSelector: { rawSelector: '((' } }))
  expect(status?.evaluationError).toBe('spec.resourceAttributes.labelSelector ignored due to parse error')
})

for (const [name, attributes, expected] of [
  [
    'text and requirements together',
    { fieldSelector: { rawSelector: 'a=b', requirements: [{ key: 'a', operator: 'In', values: ['b'] }] } },
    'spec.resourceAttributes.fieldSelector.rawSelector: Invalid value: "a=b": may not specified at the same time as requirements',
  ],
  [
    'neither',
    { labelSelector: {} },
    'spec.resourceAttributes.labelSelector.requirements: Required value: when spec.resourceAttributes.labelSelector is specified, requirements or rawSelector is required',
  ],
  [
    'a field without a name',
    { fieldSelector: { requirements: [{ key: '', operator: 'In', values: ['b'] }] } },
    'spec.resourceAttributes.fieldSelector.requirements[0].key: Required value: must be specified',
  ],
  [
    'values that Exists does not take',
    { labelSelector: { requirements: [{ key: 'a', operator: 'Exists', values: ['b'] }] } },
    "spec.resourceAttributes.labelSelector.requirements[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
  ],
] as const) {
  test(`a review is refused for ${name}, but only when selectors count`, async () => {
    await expect(reviewSubjectAccess(recording(true), review(attributes))).rejects.toThrow(expected)
    const off = recording(false)
    await expect(reviewSubjectAccess(off, review(attributes))).resolves.toMatchObject({ status: { allowed: true } })
    expect(off.seen[0]).not.toHaveProperty('fieldSelector')
  })
}
