/**
 * Credentials for registries, from pull secrets.
 * In: secrets of type dockerconfigjson and dockercfg. Out: for an image, the credentials to try, most specific first. Pure.
 * Source: kubernetes v1.31 pkg/credentialprovider/keyring.go (matching of registry names, wildcards and paths).
 */
import type { Secret } from '@elli/api/core/v1'
import { repositoryOf } from './reference.ts'

export interface RegistryCredentials {
  readonly username: string
  readonly password: string
  readonly auth: string
  readonly identityToken: string
  readonly serverAddress: string
}

interface DockerEntry {
  username?: string
  password?: string
  auth?: string
  identitytoken?: string
}

export interface Keyring {
  lookup(image: string): RegistryCredentials[]
}

/** Secrets that cannot be read are left out; `ignored` is told why. */
export function keyringOf(secrets: readonly Secret[], ignored: (secret: Secret, error: unknown) => void): Keyring {
  const entries: { registry: string; credentials: RegistryCredentials }[] = []
  for (const secret of secrets) {
    try {
      for (const [server, entry] of Object.entries(dockerEntries(secret))) {
        entries.push({ registry: normalize(server), credentials: credentialsOf(entry) })
      }
    } catch (error) {
      ignored(secret, error)
    }
  }
  // Longer names first, so that a path beats its registry.
  const ordered = entries.toSorted((a, b) => (a.registry < b.registry ? 1 : a.registry > b.registry ? -1 : 0))
  return {
    lookup(image) {
      const repository = repositoryOf(image)
      return ordered.filter(({ registry }) => matches(registry, repository)).map(({ credentials }) => credentials)
    },
  }
}

function dockerEntries(secret: Secret): Record<string, DockerEntry> {
  const read = (key: string): unknown => {
    const text = secret.data?.[key]
    return text === undefined ? undefined : JSON.parse(Buffer.from(text, 'base64').toString('utf8'))
  }
  if (secret.type === 'kubernetes.io/dockerconfigjson') {
    return (read('.dockerconfigjson') as { auths?: Record<string, DockerEntry> } | undefined)?.auths ?? {}
  }
  if (secret.type === 'kubernetes.io/dockercfg') return (read('.dockercfg') as Record<string, DockerEntry>) ?? {}
  return {}
}

/** The server's address is left out: the runtime would compare it, and it is we who have matched the image. */
function credentialsOf(entry: DockerEntry): RegistryCredentials {
  let { username = '', password = '' } = entry
  if (entry.auth) {
    const decoded = Buffer.from(entry.auth, 'base64').toString('utf8').replace(/\0+$/, '')
    const colon = decoded.indexOf(':')
    if (colon < 0) throw new Error('unable to parse auth field, must be formatted as base64(username:password)')
    ;[username, password] = [decoded.slice(0, colon), decoded.slice(colon + 1)]
  }
  return { username, password, auth: '', identityToken: entry.identitytoken ?? '', serverAddress: '' }
}

/** `https://index.docker.io/v1/` is how Docker writes its own registry. */
function normalize(server: string): string {
  const bare = server.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '')
  const [host = '', ...path] = bare.split('/')
  const domain = host === 'index.docker.io' || host === 'registry-1.docker.io' ? 'docker.io' : host
  return [domain, ...path.filter((part) => part !== '')].join('/')
}

/** Host parts match by `*` within one label, ports exactly, paths as prefixes. */
function matches(registry: string, repository: string): boolean {
  const [wantedHost = '', ...wantedPath] = registry.split('/')
  const [host = '', ...path] = repository.split('/')
  const [wantedName = '', wantedPort = ''] = wantedHost.split(':')
  const [name = '', port = ''] = host.split(':')
  if (wantedPort !== port) return false
  const [wantedLabels, labels] = [wantedName.split('.'), name.split('.')]
  if (wantedLabels.length !== labels.length) return false
  if (!wantedLabels.every((label, index) => globMatches(label, labels[index] ?? ''))) return false
  return path.join('/').startsWith(wantedPath.join('/'))
}

function globMatches(pattern: string, text: string): boolean {
  const escaped = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${escaped}$`).test(text)
}
