/**
 * Kubeconfig files: read, merged, turned into a RestConfig, and written.
 * In: an explicit file, the files of $KUBECONFIG, or ~/.kube/config; failing all, the service account of the pod we run in.
 * Always: of entries with the same name the first file's wins; relative paths are relative to the file they stand in;
 * data in the file wins over a file it names; what is missing or contradictory is said in upstream's words.
 * @see client-go tools/clientcmd
 */
import { homedir } from 'node:os'
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import type { AuthInfo, Cluster, Config, Context, ExecConfig } from '@elli/api/config/kubeconfig/v1'
import { hasCode } from '@elli/host/files'
import type { Host } from '@elli/host/host'
import { CORE_SCHEMA, dump, load } from 'js-yaml'
import type { ExecPluginConfig, Impersonation, RestConfig, TlsConfig } from '../rest-config.ts'

export interface LoadOptions {
  /** This file and no other. */
  path?: string
  context?: string
  cluster?: string
  user?: string
  env?: Readonly<Record<string, string | undefined>>
}

export interface LoadedKubeconfig {
  rest: RestConfig
  /** The context's, `default` when it names none. */
  namespace: string
  /** '' when we run as a pod. */
  context: string
}

type FilesHost = Pick<Host, 'files'>

const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount'

/** @throws Error when nothing is configured, or what is configured cannot work */
export async function loadKubeconfig(host: FilesHost, options: LoadOptions = {}): Promise<LoadedKubeconfig> {
  const config = await readKubeconfig(host, options)
  if (config !== undefined && config.contexts.length + config.clusters.length > 0) return restConfigOf(config, options)
  const inCluster = await inClusterConfig(host, options.env ?? process.env)
  if (inCluster !== undefined) return inCluster
  throw new Error(
    'invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable',
  )
}

/** All files together, or undefined when none of them exists. A file that is named explicitly must exist. */
export async function readKubeconfig(host: FilesHost, options: LoadOptions = {}): Promise<Config | undefined> {
  if (options.path !== undefined) return readKubeconfigFile(host, options.path)
  const env = options.env ?? process.env
  let merged: Config | undefined
  for (const path of kubeconfigPaths(env)) {
    try {
      const config = await readKubeconfigFile(host, path)
      merged = merged === undefined ? config : merge(merged, config)
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }
  return merged
}

export function kubeconfigPaths(env: Readonly<Record<string, string | undefined>>): string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '')
  if (listed.length > 0) return [...new Set(listed.map((path) => resolve(path)))]
  return [join(env['HOME'] || homedir(), '.kube', 'config')]
}

async function readKubeconfigFile(host: FilesHost, path: string): Promise<Config> {
  const text = await host.files.readText(resolve(path))
  try {
    return absolutePaths(parseKubeconfig(text), dirname(resolve(path)))
  } catch (cause) {
    throw new Error(`error loading config file "${path}": ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

/** @throws Error when the text is no kubeconfig */
export function parseKubeconfig(text: string): Config {
  // The core schema is JSON's types: no dates, so that a token like 2024-01-01 stays text.
  const parsed: unknown = load(text, { schema: CORE_SCHEMA, json: true }) ?? {}
  if (typeof parsed !== 'object' || Array.isArray(parsed)) throw new Error('a kubeconfig is a mapping')
  const { kind, apiVersion } = parsed as { kind?: unknown; apiVersion?: unknown }
  if ((kind ?? 'Config') !== 'Config')
    throw new Error(`no kind "${String(kind)}" is registered for version "${String(apiVersion)}"`)
  const config = parsed as Partial<Config>
  return {
    ...config,
    preferences: config.preferences ?? {},
    clusters: named(config.clusters, 'clusters'),
    users: named(config.users, 'users'),
    contexts: named(config.contexts, 'contexts'),
    'current-context': config['current-context'] ?? '',
  }
}

function named<T extends { name: string }>(list: T[] | null | undefined, what: string): T[] {
  if (list === undefined || list === null) return []
  if (!Array.isArray(list) || list.some((entry) => typeof entry?.name !== 'string')) {
    throw new Error(`${what} must be a list of entries with names`)
  }
  return list
}

/** YAML as kubectl writes it: two spaces, lists not indented, sorted keys. */
export function kubeconfigText(config: Config): string {
  return dump(
    { apiVersion: 'v1', kind: 'Config', ...config },
    { noRefs: true, lineWidth: -1, sortKeys: true, noArrayIndent: true },
  )
}

/** Keys are secrets: the file is for its owner only. */
export async function writeKubeconfig(host: FilesHost, path: string, config: Config): Promise<void> {
  await host.files.mkdir(dirname(path))
  await host.files.writeAtomic(path, kubeconfigText(config), { mode: 0o600 })
}

/** Entries of `first` win; what it lacks comes from `second`. */
export function merge(first: Config, second: Config): Config {
  const union = <T extends { name: string }>(a: readonly T[], b: readonly T[]): T[] => {
    const names = new Set(a.map(({ name }) => name))
    return [...a, ...b.filter(({ name }) => !names.has(name))]
  }
  return {
    ...second,
    ...first,
    'current-context': first['current-context'] || second['current-context'],
    clusters: union(first.clusters, second.clusters),
    users: union(first.users, second.users),
    contexts: union(first.contexts, second.contexts),
  }
}

/** Paths that a file means from where it lies. */
export function absolutePaths(config: Config, folder: string): Config {
  const absolute = (path: string): string => (path === '' || isAbsolute(path) ? path : join(folder, path))
  const resolved = <T extends object>(entry: T, keys: readonly (keyof T & string)[]): T => {
    const out = { ...entry }
    for (const key of keys) {
      const path: unknown = out[key]
      if (typeof path === 'string') Reflect.set(out, key, absolute(path))
    }
    return out
  }
  return {
    ...config,
    clusters: config.clusters.map(({ cluster, ...rest }) => ({
      ...rest,
      cluster: resolved(cluster ?? { server: '' }, ['certificate-authority']),
    })),
    users: config.users.map(({ user, ...rest }) => ({
      ...rest,
      user: withExecFolder(resolved(user ?? {}, ['client-certificate', 'client-key', 'tokenFile']), absolute),
    })),
  }
}

/** A command with a folder in it is relative to the file; a bare name is looked for on PATH. */
function withExecFolder(user: AuthInfo, absolute: (path: string) => string): AuthInfo {
  if (!user.exec?.command.includes('/')) return user
  return { ...user, exec: { ...user.exec, command: absolute(user.exec.command) } }
}

/** @throws Error with everything that is wrong */
export function restConfigOf(
  config: Config,
  options: Pick<LoadOptions, 'context' | 'cluster' | 'user'> = {},
): LoadedKubeconfig {
  const contextName = options.context ?? config['current-context']
  let context: Context | undefined
  if (contextName !== '') {
    context = config.contexts.find(({ name }) => name === contextName)?.context
    if (context === undefined) throw new Error(`context "${contextName}" does not exist`)
  }
  const clusterName = options.cluster ?? context?.cluster ?? ''
  const userName = options.user ?? context?.user ?? ''
  const cluster = config.clusters.find(({ name }) => name === clusterName)?.cluster
  const user = config.users.find(({ name }) => name === userName)?.user
  if (clusterName !== '' && cluster === undefined) throw new Error(`cluster "${clusterName}" does not exist`)
  if (userName !== '' && user === undefined) throw new Error(`auth info "${userName}" does not exist`)
  const problems = [...clusterProblems(clusterName, cluster), ...userProblems(userName, user)]
  if (problems.length > 0) throw new Error(`invalid configuration: ${listed(problems)}`)
  const rest: RestConfig = { server: cluster?.server ?? '', ...authentication(user ?? {}, cluster) }
  if (cluster?.['proxy-url']) rest.proxyUrl = cluster['proxy-url']
  const tls = tlsConfig(cluster, user)
  if (Object.keys(tls).length > 0) rest.tls = tls
  return { rest, namespace: context?.namespace || 'default', context: contextName }
}

function listed(problems: readonly string[]): string {
  return problems.length === 1 ? (problems[0] as string) : `[${problems.join(', ')}]`
}

function clusterProblems(name: string, cluster: Cluster | undefined): string[] {
  if (!cluster?.server) {
    return [name === '' ? 'default cluster has no server defined' : `no server found for cluster "${name}"`]
  }
  const problems: string[] = []
  if (
    cluster['insecure-skip-tls-verify'] &&
    (cluster['certificate-authority'] || cluster['certificate-authority-data'])
  ) {
    problems.push('specifying a root certificates file with the insecure flag is not allowed')
  }
  return problems
}

function userProblems(name: string, user: AuthInfo | undefined): string[] {
  if (user === undefined) return []
  const problems: string[] = []
  const methods: string[] = []
  if (user.token || user.tokenFile) methods.push('token')
  if (user.username || user.password) methods.push('basicAuth')
  if (user['client-certificate'] || user['client-certificate-data']) {
    if (!user['client-key'] && !user['client-key-data']) {
      problems.push(
        `client-key-data or client-key must be specified for ${name} to use the clientCert authentication method.`,
      )
    }
  }
  const { exec } = user
  if (exec) {
    if (user['auth-provider'])
      problems.push(`authProvider cannot be provided in combination with an exec plugin for ${name}`)
    if (!exec.command) problems.push(`command must be specified for ${name} to use exec authentication plugin`)
    if (!exec.apiVersion) problems.push(`apiVersion must be specified for ${name} to use exec authentication plugin`)
    else if (!execVersion(exec.apiVersion)) problems.push(`exec plugin: invalid apiVersion "${exec.apiVersion}"`)
    if (!exec.interactiveMode && exec.apiVersion === 'client.authentication.k8s.io/v1') {
      problems.push(`interactiveMode must be specified for ${name} to use exec authentication plugin`)
    }
    if (exec.interactiveMode && !interactiveMode(exec.interactiveMode)) {
      problems.push(`invalid interactiveMode for ${name}: "${exec.interactiveMode}"`)
    }
  }
  if (methods.length > 1) {
    problems.push(
      `more than one authentication method found for ${name}; found [${methods.join(' ')}], only one is allowed`,
    )
  }
  const impersonatesMore =
    user['as-uid'] || user['as-groups']?.length || Object.keys(user['as-user-extra'] ?? {}).length > 0
  if (impersonatesMore && !user.as) {
    problems.push(`requesting uid, groups or user-extra for ${name} without impersonating a user`)
  }
  return problems
}

function authentication(user: AuthInfo, cluster: Cluster | undefined): Partial<RestConfig> {
  const out: Partial<RestConfig> = {}
  if (user.token) out.token = user.token
  // A file is read again and again, the token beside it is only what it held once.
  if (user.tokenFile) out.tokenFile = user.tokenFile
  if (user.username) out.username = user.username
  if (user.password) out.password = user.password
  const impersonate: Impersonation = {
    ...(user.as ? { user: user.as } : {}),
    ...(user['as-uid'] ? { uid: user['as-uid'] } : {}),
    ...(user['as-groups'] ? { groups: user['as-groups'] } : {}),
    ...(user['as-user-extra'] ? { extra: user['as-user-extra'] } : {}),
  }
  if (Object.keys(impersonate).length > 0) out.impersonate = impersonate
  if (user.exec) out.exec = execConfig(user.exec, cluster)
  return out
}

function execConfig(exec: ExecConfig, cluster: Cluster | undefined): ExecPluginConfig {
  const out: ExecPluginConfig = {
    apiVersion: execVersion(exec.apiVersion) ?? 'client.authentication.k8s.io/v1',
    command: exec.command,
  }
  if (exec.args) out.args = exec.args
  if (exec.env) out.env = Object.fromEntries(exec.env.map(({ name, value }) => [name, value]))
  if (exec.installHint) out.installHint = exec.installHint
  if (exec.provideClusterInfo) out.provideClusterInfo = true
  const mode = interactiveMode(exec.interactiveMode)
  if (mode !== undefined) out.interactiveMode = mode
  const extension = cluster?.extensions?.find(({ name }) => name === 'client.authentication.k8s.io/exec')
  if (extension !== undefined) out.clusterConfig = extension.extension
  return out
}

function execVersion(version: string | undefined): ExecPluginConfig['apiVersion'] | undefined {
  return version === 'client.authentication.k8s.io/v1' || version === 'client.authentication.k8s.io/v1beta1'
    ? version
    : undefined
}

function interactiveMode(mode: string | undefined): ExecPluginConfig['interactiveMode'] {
  return mode === 'Never' || mode === 'IfAvailable' || mode === 'Always' ? mode : undefined
}

function tlsConfig(cluster: Cluster | undefined, user: AuthInfo | undefined): TlsConfig {
  const tls: TlsConfig = {}
  const pem = (data: string): string => Buffer.from(data, 'base64').toString('utf8')
  if (cluster?.['certificate-authority-data']) tls.ca = pem(cluster['certificate-authority-data'])
  else if (cluster?.['certificate-authority']) tls.caFile = cluster['certificate-authority']
  if (cluster?.['insecure-skip-tls-verify']) tls.insecure = true
  if (cluster?.['tls-server-name']) tls.serverName = cluster['tls-server-name']
  if (user?.['client-certificate-data']) tls.cert = pem(user['client-certificate-data'])
  else if (user?.['client-certificate']) tls.certFile = user['client-certificate']
  if (user?.['client-key-data']) tls.key = pem(user['client-key-data'])
  else if (user?.['client-key']) tls.keyFile = user['client-key']
  return tls
}

/** The service account of the pod we run in, or undefined outside of one. */
export async function inClusterConfig(
  host: FilesHost,
  env: Readonly<Record<string, string | undefined>>,
): Promise<LoadedKubeconfig | undefined> {
  const { KUBERNETES_SERVICE_HOST: address, KUBERNETES_SERVICE_PORT: port } = env
  if (!address || !port) return undefined
  const tokenFile = `${serviceAccountFolder}/token`
  if ((await host.files.stat(tokenFile)) === undefined) return undefined
  const caFile = `${serviceAccountFolder}/ca.crt`
  const hasCa = (await host.files.stat(caFile)) !== undefined
  const namespaceFile = `${serviceAccountFolder}/namespace`
  const hasNamespace = (await host.files.stat(namespaceFile)) !== undefined
  return {
    rest: {
      server: `https://${address.includes(':') ? `[${address}]` : address}:${port}`,
      tokenFile,
      ...(hasCa ? { tls: { caFile } } : {}),
    },
    namespace: hasNamespace ? (await host.files.readText(namespaceFile)).trim() || 'default' : 'default',
    context: '',
  }
}
