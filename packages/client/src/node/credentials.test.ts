import { simulatedHost } from '@elli/host/simulated'
import { describe, expect, test } from 'vitest'
import type { ExecPluginConfig } from '../rest-config.ts'
import { Credentials } from './credentials.ts'

const server = 'https://10.0.0.1:6443'
const bearer = async (credentials: Credentials) => (await credentials.forRequest({})).headers['authorization']

describe('token files', () => {
  test('are read again every minute; a missing one leaves the last token', async () => {
    const host = simulatedHost({ seed: 1 })
    await host.files.mkdir('/run')
    await host.files.write('/run/token', 'first\n')
    const credentials = new Credentials({ server, tokenFile: '/run/token' }, host)
    expect(await bearer(credentials)).toBe('Bearer first')
    await host.files.write('/run/token', 'second\n')
    await host.advance(30_000)
    expect(await bearer(credentials)).toBe('Bearer first')
    await host.advance(31_000)
    expect(await bearer(credentials)).toBe('Bearer second')
    await host.files.remove('/run/token')
    await host.advance(61_000)
    expect(await bearer(credentials)).toBe('Bearer second')
    expect(host.logged.some(({ message }) => message === 'unable to rotate token')).toBe(true)
  })

  test('a refusal reads the file at once', async () => {
    const host = simulatedHost({ seed: 1 })
    await host.files.mkdir('/run')
    await host.files.write('/run/token', 'first')
    const credentials = new Credentials({ server, tokenFile: '/run/token' }, host)
    const { refused } = await credentials.forRequest({})
    await host.files.write('/run/token', 'second')
    await refused()
    expect(await bearer(credentials)).toBe('Bearer second')
  })
})

test('certificate files that changed give new material, others the same', async () => {
  const host = simulatedHost({ seed: 1 })
  await host.files.mkdir('/pki')
  await host.files.write('/pki/cert', 'cert 1')
  await host.files.write('/pki/key', 'key 1')
  const credentials = new Credentials({ server, tls: { ca: 'ca', certFile: '/pki/cert', keyFile: '/pki/key' } }, host)
  const first = await credentials.forConnection()
  expect(first).toEqual({ ca: 'ca', cert: 'cert 1', key: 'key 1' })
  await host.advance(61_000)
  expect(await credentials.forConnection()).toBe(first)
  await host.files.write('/pki/cert', 'cert 2')
  await host.advance(61_000)
  expect(await credentials.forConnection()).toEqual({ ca: 'ca', cert: 'cert 2', key: 'key 1' })
})

describe('exec plugins', () => {
  const v1 = 'client.authentication.k8s.io/v1'
  const exec: ExecPluginConfig = { apiVersion: v1, command: 'login', args: ['--quick'], env: { ROLE: 'dev' } }
  const printed = (status: unknown, apiVersion: string = v1) =>
    JSON.stringify({ kind: 'ExecCredential', apiVersion, status })

  test('run once, and again when expired or refused', async () => {
    const host = simulatedHost({ seed: 1 })
    let runs = 0
    let env: Record<string, string> = {}
    host.processes.onRun('login', (_, options) => {
      env = options.env ?? {}
      const expirationTimestamp = new Date(host.clock.now() + 60_000).toISOString()
      return { stdout: printed({ token: `t${++runs}`, expirationTimestamp }) }
    })
    const credentials = new Credentials(
      { server, exec: { ...exec, provideClusterInfo: true }, tls: { ca: 'pem' } },
      host,
    )
    expect(await Promise.all([bearer(credentials), bearer(credentials)])).toEqual(['Bearer t1', 'Bearer t1'])
    expect(env['ROLE']).toBe('dev')
    expect(JSON.parse(env['KUBERNETES_EXEC_INFO'] ?? '')).toEqual({
      kind: 'ExecCredential',
      apiVersion: v1,
      spec: {
        interactive: false,
        cluster: { server, 'certificate-authority-data': Buffer.from('pem').toString('base64'), config: null },
      },
    })
    await host.advance(61_000)
    expect(await bearer(credentials)).toBe('Bearer t2')
    const { refused } = await credentials.forRequest({})
    await refused()
    await refused()
    expect(await bearer(credentials)).toBe('Bearer t3')
  })

  test('may give a certificate', async () => {
    const host = simulatedHost({ seed: 1 })
    host.processes.onRun('login', () => ({ stdout: printed({ clientCertificateData: 'CERT', clientKeyData: 'KEY' }) }))
    const credentials = new Credentials({ server, exec }, host)
    expect(await credentials.forConnection()).toEqual({ cert: 'CERT', key: 'KEY' })
    expect(await bearer(credentials)).toBeUndefined()
  })

  const rows: [string, string, string][] = [
    ['no JSON', 'oops', 'decoding stdout'],
    [
      'another version',
      printed({ token: 't' }, 'client.authentication.k8s.io/v1beta1'),
      'plugin returned version client.authentication.k8s.io/v1beta1',
    ],
    ['no status', printed(undefined), "exec plugin didn't return a status field"],
    ['nothing in it', printed({}), "exec plugin didn't return a token or cert/key pair"],
    ['half a pair', printed({ clientKeyData: 'k' }), 'exec plugin returned only certificate or key, not both'],
  ]
  for (const [name, stdout, message] of rows) {
    test(`prints ${name}`, async () => {
      const host = simulatedHost({ seed: 1 })
      host.processes.onRun('login', () => ({ stdout }))
      await expect(bearer(new Credentials({ server, exec }, host))).rejects.toThrow(message)
    })
  }

  test('is not installed, fails, or wants to talk', async () => {
    const host = simulatedHost({ seed: 1 })
    const missing = new Credentials({ server, exec: { ...exec, installHint: 'brew install login' } }, host)
    await expect(bearer(missing)).rejects.toThrow(
      /exec: executable login not found[^]*not installed[^]*brew install login$/,
    )
    host.processes.onRun('login', () => ({ code: 3, stderr: 'no session\n' }))
    await expect(bearer(missing)).rejects.toThrow('exec: executable login failed with exit code 3: no session')
    const talking = new Credentials({ server, exec: { ...exec, interactiveMode: 'Always' } }, host)
    await expect(bearer(talking)).rejects.toThrow('exec plugin cannot support interactive mode')
  })
})
