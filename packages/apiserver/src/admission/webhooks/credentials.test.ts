import { expect, test } from 'vitest'
import { parseWebhookCredentials } from './credentials.ts'

const configuration = (kubeConfigFile: string): string =>
  `apiVersion: apiserver.config.k8s.io/v1\nkind: WebhookAdmissionConfiguration\nkubeConfigFile: ${kubeConfigFile}\n`

const kubeconfig = `
apiVersion: v1
kind: Config
users:
- name: hook.ns.svc
  user: {client-certificate: certs/tls.crt, client-key-data: ${Buffer.from('KEY').toString('base64')}}
- name: '*.example.com'
  user: {username: ann, password: secret}
- name: 'other.example.com:8443'
  user: {tokenFile: /tokens/other}
- name: '*'
  user: {token: t}
`
const files: Record<string, string> = {
  '/etc/elli/hooks.yaml': kubeconfig,
  '/etc/elli/certs/tls.crt': 'CERT',
  '/tokens/other': 'from-file\n',
}
const read = (path: string): string => files[path] ?? `no ${path}`

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const basic = { headers: { authorization: `Basic ${Buffer.from('ann:secret').toString('base64')}` } }

for (const [hostPort, identity] of [
  ['hook.ns.svc:443', { clientCertPem: 'CERT', clientKeyPem: 'KEY' }],
  ['hook.ns.svc:8443', bearer('t')],
  ['other.example.com:8443', bearer('from-file')],
  ['a.b.example.com:443', basic],
  ['elsewhere:443', bearer('t')],
] as const) {
  test(`${hostPort} meets the user with the closest name`, () => {
    expect(parseWebhookCredentials(configuration('/etc/elli/hooks.yaml'), read)(hostPort)).toEqual(identity)
  })
}

test('nobody else has an identity', () => {
  files['/empty'] = 'users: []'
  expect(parseWebhookCredentials(configuration('/empty'), read)('x:443')).toEqual({})
  expect(parseWebhookCredentials(configuration("''"), undefined)('x:443')).toEqual({})
})

test('the file is named from the root', () => {
  expect(() => parseWebhookCredentials(configuration('hooks.yaml'), read)).toThrow(
    'kubeConfigFile must be an absolute file path. Found hooks.yaml',
  )
})
