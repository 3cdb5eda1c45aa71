/**
 * The API server's flags of a cluster that `elli up` keeps: what its files and settings say, and then what the user adds.
 * Always: a flag of the user's replaces ours, except the list of admission plugins, which it adds to.
 */
import type { ClusterSettings } from '../cluster/settings.ts'
import { issuerOf } from '../cluster/settings.ts'
import { parseFlags, UsageError } from '../cli/flags.ts'
import { requestHeaderNames } from '../cluster/bootstrap.ts'
import type { Flags } from './configuration.ts'
import { apiserverFlags } from './flags.ts'

/** What `elli up` sees to by itself: where objects lie, where it listens, and how it reaches nodes. */
const ownAffair =
  /^(data-dir|etcd-(?!compaction).*|storage-media-type|bind-address|secure-port|cert-dir|tls-.*|kubelet-.*)$/

/** @throws UsageError for flags that the API server does not have, or that `elli up` has its own for */
export function clusterFlags(pki: string, settings: ClusterSettings): Flags {
  const { usernameHeaders, groupHeaders, extraHeaderPrefixes, allowedNames } = requestHeaderNames
  const own: Readonly<Record<string, string>> = {
    'advertise-address': settings.nodeIp,
    'allow-privileged': 'true',
    'secure-port': String(settings.httpsPort),
    'client-ca-file': `${pki}/ca.crt`,
    'service-account-issuer': issuerOf(settings),
    'service-account-key-file': `${pki}/sa.pub`,
    'service-account-signing-key-file': `${pki}/sa.key`,
    'service-cluster-ip-range': settings.serviceCidr,
    'authorization-mode': 'Node,RBAC',
    'enable-bootstrap-token-auth': 'true',
    'requestheader-client-ca-file': `${pki}/front-proxy-ca.crt`,
    'requestheader-allowed-names': allowedNames.join(','),
    'requestheader-username-headers': usernameHeaders.join(','),
    'requestheader-group-headers': groupHeaders.join(','),
    'requestheader-extra-headers-prefix': extraHeaderPrefixes.join(','),
    'proxy-client-cert-file': `${pki}/front-proxy-client.crt`,
    'proxy-client-key-file': `${pki}/front-proxy-client.key`,
    ...(settings.featureGates === '' ? {} : { 'feature-gates': settings.featureGates }),
    ...(settings.runtimeConfig === '' ? {} : { 'runtime-config': settings.runtimeConfig }),
  }
  const added = settings.apiserverArgs.map((text) => text.replace(/^-+/, ''))
  const refused = added.find((text) => ownAffair.test(text.split('=', 1)[0] as string))
  if (refused !== undefined)
    throw new UsageError(`--apiserver-arg: ${JSON.stringify(refused)} is decided by elli up and its own flags`)
  const replaced = new Set(added.map((text) => text.split('=', 1)[0]))
  // A file of authorizers stands alone.
  if (replaced.has('authorization-config')) replaced.add('authorization-mode')
  const args = [
    // Off by default upstream, but without it a kubelet could write what the Node authorizer lets it reach.
    '--enable-admission-plugins=NodeRestriction',
    ...Object.entries(own)
      .filter(([name]) => !replaced.has(name))
      .map(([name, value]) => `--${name}=${value}`),
    ...added.map((text) => `--${text}`),
  ]
  try {
    return parseFlags(apiserverFlags, args).flags
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`--apiserver-arg: ${error.message}`)
    throw error
  }
}
