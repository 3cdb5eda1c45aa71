/** What controllers are told of a cluster; the same for `elli up` and the embedded cluster. */
import { readSigningKey } from '@elli/apiserver/authentication/node/service-account-keys'
import { tokenIssuer } from '@elli/apiserver/authentication/service-account-tokens'
import { featureGates } from '@elli/machinery/feature-gates'
import type { ControllerOptions } from '@elli/controllers/controller'
import type { Host } from '@elli/host/host'
import type { KeyPair } from '../pki/issue.ts'

export interface ControllerMaterial {
  podCidr: string
  serviceCidr: string
  issuer: string
  serviceAccountPrivatePem: string
  /** Publishes kube-root-ca.crt and signs CSRs; without it neither happens. */
  ca?: KeyPair | undefined
  featureGates?: Readonly<Record<string, boolean>> | undefined
}

export function controllerOptions(host: Host, material: ControllerMaterial): Partial<ControllerOptions> {
  const { ca } = material
  const issuer = tokenIssuer(host, { issuer: material.issuer, key: readSigningKey(material.serviceAccountPrivatePem) })
  return {
    clusterCidrs: [material.podCidr],
    serviceClusterIpRange: material.serviceCidr,
    allocateNodeCidrs: true,
    featureEnabled: featureGates(material.featureGates ?? {}),
    legacyTokenSigner: ({ metadata }, secret) =>
      issuer.issueLegacy({
        namespace: metadata.namespace ?? '',
        serviceAccount: { name: metadata.name ?? '', uid: metadata.uid ?? '' },
        secretName: secret.metadata.name ?? '',
      }),
    ...(ca ? { rootCaPem: ca.certificatePem, signing: ca } : {}),
  }
}
