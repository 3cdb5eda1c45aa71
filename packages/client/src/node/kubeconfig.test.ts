import type { Config } from '@elli/api/config/kubeconfig/v1'
import { simulatedHost } from '@elli/host/simulated'
import { describe, expect, test } from 'vitest'
import { kubeconfigText, loadKubeconfig, parseKubeconfig, restConfigOf, writeKubeconfig } from './kubeconfig.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

const first = `
apiVersion: v1
kind: Config
current-context: dev
clusters:
- name: dev
  cluster: {server: 'https://dev:6443', certificate-authority: pki/ca.crt}
- name: data
  cluster: {server: 'https://data:6443', certificate-authority-data: ${base64('CA')}, certificate-authority: unused, tls-server-name: kubernetes}
users:
- name: me
  user: {client-certificate: ./me.crt, client-key: /abs/me.key}
- name: plugin
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, command: ../bin/login, interactiveMode: Never, provideClusterInfo: false, env: [{name: A, value: b}]}
contexts:
- name: dev
  context: {cluster: dev, user: me, namespace: team}
- name: data
  context: {cluster: data, user: plugin}
`
const second = `
current-context: other
clusters:
- name: dev
  cluster: {server: 'https://shadowed:6443'}
- name: other
  cluster: {server: 'http://other:8080', insecure-skip-tls-verify: true}
users:
- name: bot
  user: {token: 2024-01-01, as: bob, as-groups: [dev]}
contexts:
- name: other
  context: {cluster: other, user: bot}
`

async function host() {
  const simulated = simulatedHost({ seed: 1 })
  for (const folder of ['/home/me/.kube', '/etc/kube', '/var/run/secrets/kubernetes.io/serviceaccount'])
    await simulated.files.mkdir(folder)
  await simulated.files.write('/home/me/.kube/config', first)
  await simulated.files.write('/etc/kube/second', second)
  return simulated
}
const env = { HOME: '/home/me', KUBECONFIG: '/home/me/.kube/config:/missing:/etc/kube/second' }

describe('loading', () => {
  test('the current context, with paths relative to their file', async () => {
    expect(await loadKubeconfig(await host(), { env: { HOME: '/home/me' } })).toEqual({
      rest: {
        server: 'https://dev:6443',
        tls: { caFile: '/home/me/.kube/pki/ca.crt', certFile: '/home/me/.kube/me.crt', keyFile: '/abs/me.key' },
      },
      namespace: 'team',
      context: 'dev',
    })
  })

  test('another context: data before files, exec plugins', async () => {
    const { rest, namespace } = await loadKubeconfig(await host(), { env, context: 'data' })
    expect(namespace).toBe('default')
    expect(rest).toEqual({
      server: 'https://data:6443',
      tls: { ca: 'CA', serverName: 'kubernetes' },
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: '/home/me/bin/login',
        env: { A: 'b' },
        interactiveMode: 'Never',
      },
    })
  })

  test('several files: the first that says something wins', async () => {
    const { rest } = await loadKubeconfig(await host(), { env, context: 'other' })
    expect(rest).toEqual({
      server: 'http://other:8080',
      tls: { insecure: true },
      token: '2024-01-01',
      impersonate: { user: 'bob', groups: ['dev'] },
    })
    expect((await loadKubeconfig(await host(), { env })).rest.server).toBe('https://dev:6443')
  })

  test('the service account of a pod when there is no file', async () => {
    const simulated = await host()
    const folder = '/var/run/secrets/kubernetes.io/serviceaccount'
    const inPod = { HOME: '/nobody', KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }
    await expect(loadKubeconfig(simulated, { env: inPod })).rejects.toThrow('no configuration has been provided')
    for (const name of ['token', 'ca.crt']) await simulated.files.write(`${folder}/${name}`, name)
    await simulated.files.write(`${folder}/namespace`, 'prod\n')
    expect(await loadKubeconfig(simulated, { env: inPod })).toEqual({
      rest: { server: 'https://[fd00::1]:443', tokenFile: `${folder}/token`, tls: { caFile: `${folder}/ca.crt` } },
      namespace: 'prod',
      context: '',
    })
  })
})

describe('mistakes are named', () => {
  const config = (user: object, cluster: object = { server: 'https://x' }): Config =>
    parseKubeconfig(
      JSON.stringify({
        'current-context': 'c',
        clusters: [{ name: 'k', cluster }],
        users: [{ name: 'u', user }],
        contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
      }),
    )
  const rows: [string, () => unknown, string][] = [
    ['no server', () => restConfigOf(config({}, {})), 'invalid configuration: no server found for cluster "k"'],
    ['no such context', () => restConfigOf(config({}), { context: 'x' }), 'context "x" does not exist'],
    ['no such user', () => restConfigOf(config({}), { user: 'x' }), 'auth info "x" does not exist'],
    [
      'a certificate without key',
      () => restConfigOf(config({ 'client-certificate': '/a' })),
      'client-key-data or client-key must be specified for u to use the clientCert authentication method.',
    ],
    [
      'two ways at once',
      () => restConfigOf(config({ token: 't', username: 'n' })),
      'more than one authentication method found for u; found [token basicAuth], only one is allowed',
    ],
    [
      'trusting everyone and someone',
      () =>
        restConfigOf(
          config({}, { server: 'https://x', 'insecure-skip-tls-verify': true, 'certificate-authority': '/ca' }),
        ),
      'specifying a root certificates file with the insecure flag is not allowed',
    ],
    [
      'an exec plugin without mode',
      () => restConfigOf(config({ exec: { command: 'x', apiVersion: 'client.authentication.k8s.io/v1' } })),
      'interactiveMode must be specified for u to use exec authentication plugin',
    ],
    ['not a mapping', () => parseKubeconfig('- a'), 'a kubeconfig is a mapping'],
    ['another kind', () => parseKubeconfig('kind: Pod\napiVersion: v1'), 'no kind "Pod" is registered'],
  ]
  for (const [name, act, message] of rows) test(name, () => expect(act).toThrow(message))

  test('a file that is none says which it was', async () => {
    const simulated = await host()
    await simulated.files.write('/etc/kube/bad', 'a: [')
    await expect(loadKubeconfig(simulated, { path: '/etc/kube/bad' })).rejects.toThrow(
      'error loading config file "/etc/kube/bad"',
    )
    await expect(loadKubeconfig(simulated, { path: '/etc/kube/none' })).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

test('what was written reads the same, and only its owner may read it', async () => {
  const simulated = await host()
  const config = parseKubeconfig(first)
  await writeKubeconfig(simulated, '/home/me/new/config', config)
  expect(parseKubeconfig(await simulated.files.readText('/home/me/new/config'))).toEqual({
    ...config,
    apiVersion: 'v1',
    kind: 'Config',
  })
  expect(((await simulated.files.stat('/home/me/new/config'))?.mode ?? 0) & 0o777).toBe(0o600)
  expect(kubeconfigText(config)).toContain('clusters:\n- cluster:\n    certificate-authority: pki/ca.crt\n')
})
