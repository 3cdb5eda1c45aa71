import { expect, test } from 'vitest'
import { requestInfo } from '../request-info.ts'
import { parseAuditPolicy } from './policy.ts'

const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n'
const policy = parseAuditPolicy(`${head}
omitStages: [RequestReceived]
rules:
- level: None
  users: [system:kube-proxy]
  verbs: [watch]
  resources: [{group: '', resources: [endpoints, services]}]
- level: None
  nonResourceURLs: ['/healthz*', /version]
- level: Metadata
  resources: [{group: '', resources: [secrets, 'pods/*', '*/status']}]
  omitManagedFields: true
- level: Request
  namespaces: [kube-system]
  resources: [{group: '', resources: [configmaps], resourceNames: [one]}]
- level: RequestResponse
  userGroups: [auditors]
  omitStages: [ResponseStarted]
`)

const level = (name: string, groups: string[], method: string, path: string): string =>
  policy.of({ name, groups }, requestInfo({ method, path, headers: {} })).level

for (const [what, expected, name, groups, method, path] of [
  ['the first rule that fits decides', 'None', 'system:kube-proxy', ['auditors'], 'GET', '/api/v1/endpoints?watch=1'],
  ['other verbs are other requests', 'RequestResponse', 'system:kube-proxy', ['auditors'], 'GET', '/api/v1/endpoints'],
  ['a wildcard at the end of a path', 'None', 'a', [], 'GET', '/healthz/etcd'],
  ['a whole path', 'None', 'a', [], 'GET', '/version'],
  ['the path of a rule is no prefix', 'None', 'a', [], 'GET', '/versions'],
  ['a resource', 'Metadata', 'a', [], 'GET', '/api/v1/namespaces/x/secrets/y'],
  ['subresources of a resource', 'Metadata', 'a', [], 'GET', '/api/v1/namespaces/x/pods/y/log'],
  ['a resource and all of its subresources', 'Metadata', 'a', [], 'GET', '/api/v1/namespaces/x/pods/y'],
  ['a subresource of any resource', 'Metadata', 'a', [], 'PUT', '/api/v1/namespaces/x/services/y/status'],
  ['another group', 'None', 'a', [], 'GET', '/apis/apps/v1/namespaces/x/deployments/y/status'],
  ['a named object', 'Request', 'a', [], 'GET', '/api/v1/namespaces/kube-system/configmaps/one'],
  ['another name', 'None', 'a', [], 'GET', '/api/v1/namespaces/kube-system/configmaps/two'],
  ['another namespace', 'None', 'a', [], 'GET', '/api/v1/namespaces/x/configmaps/one'],
  ['nobody in particular', 'None', 'a', [], 'GET', '/api/v1/nodes'],
] as const) {
  test(what, () => expect(level(name, [...groups], method, path)).toBe(expected))
}

test('stages and managed fields of rule and policy together', () => {
  const of = (groups: string[], path: string) =>
    policy.of({ name: 'a', groups }, requestInfo({ method: 'GET', path, headers: {} }))
  expect([...of(['auditors'], '/api/v1/nodes').omitStages].sort()).toEqual(['RequestReceived', 'ResponseStarted'])
  expect(of([], '/api/v1/secrets').omitManagedFields).toBe(true)
  expect(of(['auditors'], '/api/v1/nodes').omitManagedFields).toBe(false)
})

for (const [what, text, message] of [
  ['no rules', head, 'loaded illegal policy with 0 rules'],
  ['no level', `${head}rules: [{users: [a]}]`, 'rules[0].level: Required value'],
  [
    'no such level',
    `${head}rules: [{level: Some}]`,
    'rules[0].level: Unsupported value: "Some": supported values: "None", "Metadata", "Request", "RequestResponse"',
  ],
  [
    'no such stage',
    `${head}omitStages: [Later]\nrules: [{level: None}]`,
    'omitStages[0]: Invalid value: "Later": allowed stages are RequestReceived,ResponseStarted,ResponseComplete,Panic',
  ],
  [
    'paths and resources at once',
    `${head}rules: [{level: None, nonResourceURLs: [/a], namespaces: [b]}]`,
    'rules[0].nonResourceURLs: Invalid value: []string{"/a"}: rules cannot apply to both regular resources and non-resource URLs',
  ],
  [
    'a wildcard in the middle',
    `${head}rules: [{level: None, nonResourceURLs: ['/a*b']}]`,
    `rules[0].nonResourceURLs[0]: Invalid value: "/a*b": non-resource URL wildcards '*' must be the final character of the rule`,
  ],
  [
    'names of nothing',
    `${head}rules: [{level: None, resources: [{group: '', resourceNames: [a]}]}]`,
    'rules[0].resources.resourceNames: Invalid value: []string{"a"}: using resourceNames requires at least one resource',
  ],
  ['another kind', 'apiVersion: v1\nkind: Pod\n', 'failed decoding: no kind "Pod" is registered'],
  ['no YAML', '{', 'failed decoding: '],
] as const) {
  test(`refused: ${what}`, () => expect(() => parseAuditPolicy(text)).toThrow(message))
}

test('unknown fields are overlooked, and said to be', () => {
  const { warnings } = parseAuditPolicy(`${head}rulez: []\nrules: [{level: None}]`)
  expect(warnings).toEqual([
    'Audit policy contains errors, falling back to lenient decoding: strict decoding error: unknown field "rulez"',
  ])
})
