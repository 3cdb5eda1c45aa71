/**
 * `kube-system/extension-apiserver-authentication`: how extension API servers and kubelets check who comes through the front door.
 * Pure. Several servers share the object: certificates and names are added to what is there, never taken away here.
 */
import type { ConfigMap } from '@elli/api/core/v1'

export interface ClusterAuthentication {
  /** PEM bundle that client certificates are checked with. */
  clientCa?: string
  requestHeader?: {
    clientCa: string
    usernameHeaders: readonly string[]
    groupHeaders: readonly string[]
    extraHeaderPrefixes: readonly string[]
    allowedNames: readonly string[]
  }
}

export const authenticationConfigMapName = 'extension-apiserver-authentication'

/** The object to write, or undefined when what is there says it all. */
export function authenticationConfigMap(
  existing: ConfigMap | undefined,
  { clientCa, requestHeader }: ClusterAuthentication,
): ConfigMap | undefined {
  const held = existing?.data ?? {}
  const data: Record<string, string> = { ...held }
  const bundle = joinBundles(held['client-ca-file'], clientCa)
  if (bundle !== '') data['client-ca-file'] = bundle
  if (requestHeader !== undefined) {
    data['requestheader-client-ca-file'] = joinBundles(held['requestheader-client-ca-file'], requestHeader.clientCa)
    for (const [key, values] of [
      ['requestheader-username-headers', requestHeader.usernameHeaders],
      ['requestheader-group-headers', requestHeader.groupHeaders],
      ['requestheader-extra-headers-prefix', requestHeader.extraHeaderPrefixes],
      ['requestheader-allowed-names', requestHeader.allowedNames],
    ] as const) {
      data[key] = JSON.stringify([...new Set([...listIn(held[key]), ...values])])
    }
  }
  const same = Object.keys(data).every((key) => data[key] === held[key])
  if (existing !== undefined && same) return undefined
  const metadata = existing?.metadata ?? { namespace: 'kube-system', name: authenticationConfigMapName }
  return { ...existing, apiVersion: 'v1', kind: 'ConfigMap', metadata, data }
}

/** The certificates of both, each once. */
function joinBundles(...bundles: (string | undefined)[]): string {
  const pattern = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g
  const certificates = bundles.flatMap((bundle) => bundle?.match(pattern) ?? [])
  return [...new Set(certificates)].map((certificate) => `${certificate}\n`).join('')
}

function listIn(text: string | undefined): string[] {
  if (text === undefined || text === '') return []
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
  } catch {
    // What nobody can read is written anew.
    return []
  }
}
