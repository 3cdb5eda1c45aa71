import { expect, test } from 'vitest'
import type { Attributes } from '../../authorization/authorizer.ts'
import { expressionAuthorizer } from './authorizer.ts'

const user = { name: 'ann', groups: ['devs'] }

test('the same question is asked once', () => {
  const asked: Attributes[] = []
  const authorizer = expressionAuthorizer(
    { name: 'x', authorize: (attributes) => (asked.push(attributes), { decision: 'allow', reason: 'yes' }) },
    user,
  )
  for (let i = 0; i < 2; i++)
    expect(authorizer.authorize({ verb: 'get', resource: 'pods', namespace: 'ns' })).toEqual({
      decision: 'allow',
      reason: 'yes',
    })
  expect(asked).toEqual([
    {
      user,
      verb: 'get',
      isResource: true,
      apiGroup: '',
      apiVersion: '*',
      resource: 'pods',
      subresource: '',
      namespace: 'ns',
      name: '',
      path: '',
    },
  ])
})

test('a service account may be asked about, and a path', () => {
  const asked: Attributes[] = []
  const authorizer = expressionAuthorizer(
    { name: 'x', authorize: (attributes) => (asked.push(attributes), { decision: 'no-opinion', reason: '' }) },
    user,
  )
  void authorizer.authorize({ verb: 'get', path: '/healthz', serviceAccount: { namespace: 'ns', name: 'robot' } })
  expect(asked[0]).toMatchObject({
    isResource: false,
    path: '/healthz',
    user: {
      name: 'system:serviceaccount:ns:robot',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:ns'],
    },
  })
})

test('an answer that comes later is there after settling; a failure is no opinion', async () => {
  const authorizer = expressionAuthorizer(
    {
      name: 'x',
      authorize: async ({ verb }) => {
        if (verb === 'fail') throw new Error('out of order')
        return { decision: 'deny', reason: 'late' }
      },
    },
    user,
  )
  expect(authorizer.authorize({ verb: 'get' })).toEqual({ decision: 'noOpinion', reason: '' })
  void authorizer.authorize({ verb: 'fail' })
  expect(await authorizer.settle()).toBe(true)
  expect(authorizer.authorize({ verb: 'get' })).toEqual({ decision: 'deny', reason: 'late' })
  expect(authorizer.authorize({ verb: 'fail' })).toEqual({ decision: 'noOpinion', reason: '', error: 'out of order' })
  expect(await authorizer.settle()).toBe(false)
})

test('selectors narrow the question; one that cannot be read is left out of it', () => {
  const asked: Attributes[] = []
  const authorizer = expressionAuthorizer(
    { name: 'x', authorize: (attributes) => (asked.push(attributes), { decision: 'allow', reason: '' }) },
    user,
  )
  const pods = { verb: 'list', group: '', resource: 'pods' }
  void authorizer.authorize({ ...pods, fieldSelector: 'spec.nodeName=n1', labelSelector: '((' })
  expect(asked[0]?.fieldSelector?.requirements).toEqual([{ field: 'spec.nodeName', operator: '=', value: 'n1' }])
  expect(asked[0]?.labelSelector?.requirements).toEqual([])
})
