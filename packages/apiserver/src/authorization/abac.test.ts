import { expect, test } from 'vitest'
import { abacAuthorizer, parseAbacPolicies } from './abac.ts'
import type { Attributes } from './authorizer.ts'

const policy = (spec: object): string =>
  JSON.stringify({ apiVersion: 'abac.authorization.kubernetes.io/v1beta1', kind: 'Policy', spec })

function decide(file: string, request: Partial<Attributes>): string {
  const answer = abacAuthorizer(parseAbacPolicies(file, '/policies')).authorize({
    user: { name: 'ann', groups: ['devs', 'system:authenticated'] },
    verb: 'get',
    isResource: true,
    apiGroup: '',
    apiVersion: 'v1',
    resource: 'pods',
    subresource: '',
    namespace: 'ns',
    name: '',
    path: '',
    ...request,
  })
  if (answer instanceof Promise) throw new Error('answers at once')
  return answer.decision === 'allow' ? 'allow' : answer.reason
}

const no = 'No policy matched.'
const all = { namespace: '*', resource: '*', apiGroup: '*' }

for (const [name, spec, request, expected] of [
  ['a user', { user: 'ann', ...all }, {}, 'allow'],
  ['another user', { user: 'bob', ...all }, {}, no],
  ['a group', { group: 'devs', ...all }, { verb: 'delete' }, 'allow'],
  ['a user in another group', { user: 'ann', group: 'ops', ...all }, {}, no],
  ['nobody', { ...all }, {}, no],
  ['a star, which is all who have logged in', { user: '*', ...all }, {}, 'allow'],
  ['a star, without login', { user: '*', ...all }, { user: { name: 'system:anonymous', groups: [] } }, no],
  ['reading, when asked to write', { user: 'ann', readonly: true, ...all }, { verb: 'update' }, no],
  ['reading', { user: 'ann', readonly: true, ...all }, { verb: 'watch' }, 'allow'],
  ['another namespace', { user: 'ann', ...all, namespace: 'other' }, {}, no],
  ['another resource', { user: 'ann', ...all, resource: 'secrets' }, {}, no],
  ['resources, for a path', { user: 'ann', ...all }, { isResource: false, path: '/healthz' }, no],
  ['a path', { user: 'ann', nonResourcePath: '/healthz' }, { isResource: false, path: '/healthz' }, 'allow'],
  ['paths under it', { user: 'ann', nonResourcePath: '/logs/*' }, { isResource: false, path: '/logs/x' }, 'allow'],
] as const) {
  test(`a policy for ${name}`, () => expect(decide(policy(spec), request)).toBe(expected))
}

test('the oldest form means everything by what it leaves out', () => {
  expect(decide('{"user":"ann"}', { resource: 'secrets', apiGroup: 'x' })).toBe('allow')
  expect(decide('{"user":"ann"}', { isResource: false, path: '/' })).toBe('allow')
  expect(decide('{"user":"ann","resource":"pods"}', { isResource: false, path: '/' })).toBe(no)
  expect(decide('{}', {})).toBe('allow')
})

test('comments and empty lines are passed over, a bad line is named', () => {
  expect(parseAbacPolicies(`# rules\n\n${policy({ user: 'ann' })}\n`)).toHaveLength(1)
  expect(() => parseAbacPolicies('\n{x', '/policies')).toThrow('error reading policy file /policies, line 2: {x: ')
})

test('rules of a user are those of the policies that fit', async () => {
  const file = `${policy({ user: 'ann', readonly: true, ...all })}\n${policy({ user: 'ann', namespace: '*', nonResourcePath: '/x' })}`
  const user = { name: 'ann', groups: [] }
  expect(await abacAuthorizer(parseAbacPolicies(file)).rulesFor?.(user, 'ns')).toEqual({
    resource: [{ verbs: ['get', 'list', 'watch'], apiGroups: ['*'], resources: ['*'] }],
    nonResource: [{ verbs: ['*'], nonResourceURLs: ['/x'] }],
    incomplete: false,
  })
})
