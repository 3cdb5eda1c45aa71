/**
 * Credentials from a command (client.authentication.k8s.io): run it, read what it prints, keep that until it expires.
 * Always: the command runs once at a time, however many calls wait for it; errors say what the user can do.
 * @see client-go plugin/pkg/client/auth/exec
 */
import type { ExecCredential } from '@elli/api/config/clientauthentication/v1'
import { hasCode } from '@elli/host/files'
import type { Host } from '@elli/host/host'
import { fromTime } from '@elli/host/time'
import type { ExecPluginConfig, RestConfig } from '../rest-config.ts'

export interface Credential {
  token?: string
  /** PEM. */
  cert?: string
  key?: string
}

export interface ExecPlugin {
  get(): Promise<Credential>
  /** The server refused `used`: get another, unless that has been done. */
  refused(used: Credential): Promise<void>
}

const notInstalledHelp = `

It looks like you are trying to use a client-go credential plugin that is not installed.

To learn more about this feature, consult the documentation available at:
      https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins`

export function execPlugin(
  config: ExecPluginConfig,
  cluster: RestConfig,
  host: Pick<Host, 'clock' | 'processes' | 'files'>,
): ExecPlugin {
  let current: Credential | undefined
  let expires: number | undefined
  let running: Promise<Credential> | undefined

  function refresh(): Promise<Credential> {
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }

  async function run(): Promise<Credential> {
    if (config.interactiveMode === 'Always') {
      throw new Error('getting credentials: exec plugin cannot support interactive mode: standard input is unavailable')
    }
    const info = {
      kind: 'ExecCredential',
      apiVersion: config.apiVersion,
      spec: { interactive: false, ...(config.provideClusterInfo ? { cluster: await clusterInfo() } : {}) },
    }
    const env = { ...inherited(), ...config.env, KUBERNETES_EXEC_INFO: JSON.stringify(info) }
    const { status } = parse(await output(env), config)
    current = {}
    if (status.token) current.token = status.token
    if (status.clientCertificateData) current.cert = status.clientCertificateData
    if (status.clientKeyData) current.key = status.clientKeyData
    expires = fromTime(status.expirationTimestamp)
    return current
  }

  async function output(env: Record<string, string>): Promise<string> {
    const { command, args = [], installHint } = config
    let result: Awaited<ReturnType<Host['processes']['run']>>
    try {
      result = await host.processes.run(command, args, { env })
    } catch (cause) {
      if (!hasCode(cause, 'ENOENT')) throw new Error(`getting credentials: exec: ${messageOf(cause)}`, { cause })
      const hint = installHint ? `\n\n${installHint}` : ''
      throw new Error(`getting credentials: exec: executable ${command} not found${notInstalledHelp}${hint}`, { cause })
    }
    if (result.code === 0) return result.stdout
    const said = result.stderr.trim() === '' ? '' : `: ${result.stderr.trim()}`
    throw new Error(`getting credentials: exec: executable ${command} failed with exit code ${result.code}${said}`)
  }

  async function clusterInfo(): Promise<object> {
    const { ca, caFile, insecure, serverName } = cluster.tls ?? {}
    const trusted = ca ?? (caFile === undefined ? undefined : await host.files.readText(caFile))
    return {
      server: cluster.server,
      ...(serverName ? { 'tls-server-name': serverName } : {}),
      ...(insecure ? { 'insecure-skip-tls-verify': true } : {}),
      ...(trusted ? { 'certificate-authority-data': Buffer.from(trusted).toString('base64') } : {}),
      ...(cluster.proxyUrl ? { 'proxy-url': cluster.proxyUrl } : {}),
      config: config.clusterConfig ?? null,
    }
  }

  return {
    async get() {
      const expired = expires !== undefined && host.clock.now() > expires
      return current !== undefined && !expired ? current : refresh()
    },
    async refused(used) {
      if (current === used) await refresh()
    },
  }
}

function parse(text: string, { apiVersion }: ExecPluginConfig): { status: NonNullable<ExecCredential['status']> } {
  let printed: unknown
  try {
    printed = JSON.parse(text)
  } catch (cause) {
    throw new Error(`getting credentials: decoding stdout: ${messageOf(cause)}`, { cause })
  }
  if (typeof printed !== 'object' || printed === null || Reflect.get(printed, 'kind') !== 'ExecCredential') {
    throw new Error('getting credentials: decoding stdout: it is no ExecCredential')
  }
  const credential = printed as ExecCredential
  if (credential.apiVersion !== apiVersion) {
    const returned = `plugin returned version ${credential.apiVersion ?? ''}`
    throw new Error(`getting credentials: exec plugin is configured to use API version ${apiVersion}, ${returned}`)
  }
  const { status } = credential
  if (!status) throw new Error("getting credentials: exec plugin didn't return a status field")
  const { token, clientCertificateData, clientKeyData } = status
  if (!token && !clientCertificateData && !clientKeyData) {
    throw new Error("getting credentials: exec plugin didn't return a token or cert/key pair")
  }
  if (!clientCertificateData !== !clientKeyData) {
    throw new Error('getting credentials: exec plugin returned only certificate or key, not both')
  }
  return { status }
}

/** Plugins need HOME, PATH, cloud settings and the like: everything we have. */
function inherited(): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value
  return env
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
