/**
 * The API server of a cluster, with its gatekeepers: who may come in (certificates, tokens, anonymous), what they may (Node, RBAC),
 * what is changed or refused on the way (admission), and what is there from the start. The same for `elli up` and the embedded cluster.
 */
import { type AdmissionOptions, admissionPlugins } from '@elli/apiserver/admission/chain'
import { lastUsedPatch } from '@elli/apiserver/authentication/legacy-token-tracking'
import { readSigningKey, readVerificationKeys } from '@elli/apiserver/authentication/node/service-account-keys'
import { tokenIssuer } from '@elli/apiserver/authentication/service-account-tokens'
import { loopbackUser } from '@elli/apiserver/authentication/well-known'
import { escalationCheck } from '@elli/apiserver/authorization/escalation'
import { rbacIndex } from '@elli/apiserver/authorization/rbac-index'
import type { ApiServerOptions, NodeTransport } from '@elli/apiserver/options'
import type { Dial } from '@elli/apiserver/outbound/outbound'
import { strategies } from '@elli/apiserver/resources/strategies'
import { type ApiServer, createApiServer } from '@elli/apiserver/server'
import type { Secret } from '@elli/api/core/v1'
import { secrets } from '@elli/api/core/v1.resources'
import { restClient } from '@elli/client/rest'
import type { Host } from '@elli/host/host'
import type { Store } from '@elli/store/contract'
import { gitVersion } from '../version.ts'
import { type AuthenticationSettings, clusterAuthenticator } from './authentication.ts'
import { type AuthorizationSettings, clusterAuthorizer } from './authorization.ts'
import { bootstrapHooks, type RequestHeaderNames } from './bootstrap.ts'
import { outboundDial } from './outbound-dial.ts'

export interface ApiServerMaterial {
  host: Host
  store: Store
  /** PEM of the CA for client certificates; without it nobody comes in by certificate. */
  clientCaPem?: string
  frontProxyCaPem?: string
  /** Headers in which front proxies name the user; default as kubeadm sets them. */
  requestHeader?: RequestHeaderNames
  /** `publicPem` may hold several keys. */
  serviceAccount: {
    privatePem: string
    publicPem: string
    extendExpiration?: boolean
    maxExpirationSeconds?: number
    jwksUri?: string
  }
  issuer: string
  /** Their tokens are taken as well. */
  furtherIssuers?: readonly string[]
  /** Default: the issuers. */
  apiAudiences?: readonly string[]
  /** One range, or two with a comma between. */
  serviceCidr: string
  nodePorts?: { from: number; to: number }
  /** Where pods and clients reach the server. */
  address: { host: string; port: number }
  /** Name of the machine, by which the server says in a lease that it lives; without it there is no such lease. */
  hostname?: string
  nodeTransport?: NodeTransport
  /** Connections to webhooks and aggregated servers; default: over the network. */
  dial?: Dial
  featureGates?: Readonly<Record<string, boolean>>
  authentication?: AuthenticationSettings
  /** Default: Node and RBAC. */
  authorization?: AuthorizationSettings
  /** Default: the default plugins and NodeRestriction. */
  admission?: AdmissionOptions
  /** What else the server can be told, as it is. */
  server?: Partial<ApiServerOptions>
}

export async function assembleApiServer(material: ApiServerMaterial): Promise<ApiServer> {
  const { host } = material
  const index = rbacIndex()
  /** Known once the server is there; nobody comes in before. */
  let server: ApiServer | undefined
  const noteLegacyUse = (secret: Secret): void => {
    if (server !== undefined) markLegacyToken(server, secret, host)
  }
  server = await createApiServer({
    host,
    store: material.store,
    strategies,
    featureGates: material.featureGates ?? {},
    version: { gitVersion },
    externalAddress: material.address,
    ...(material.hostname === undefined ? {} : { hostname: material.hostname }),
    serviceNetwork: {
      cidrs: material.serviceCidr.split(','),
      nodePorts: material.nodePorts ?? { from: 30_000, to: 32_767 },
    },
    serviceAccounts: {
      issuer: tokenIssuer(host, { issuer: material.issuer, key: readSigningKey(material.serviceAccount.privatePem) }),
      apiAudiences: material.apiAudiences ?? [material.issuer, ...(material.furtherIssuers ?? [])],
      extendExpiration: material.serviceAccount.extendExpiration ?? true,
      maxExpirationSeconds: material.serviceAccount.maxExpirationSeconds ?? 0,
      // The documents are about https issuers only; a server with another one does without them.
      ...(material.issuer.startsWith('https://')
        ? {
            discovery: {
              issuer: material.issuer,
              keys: readVerificationKeys(material.serviceAccount.publicPem),
              ...(material.serviceAccount.jwksUri === undefined ? {} : { jwksUri: material.serviceAccount.jwksUri }),
            },
          }
        : {}),
    },
    authenticator: (context) => clusterAuthenticator(material, context, noteLegacyUse),
    authorizer: (context) => clusterAuthorizer(material, index, context),
    escalationCheck: (_, decider) => escalationCheck(index, decider),
    // Off by default upstream, but without it a kubelet could write what the Node authorizer lets it reach.
    admission: (context) => admissionPlugins(context, material.admission ?? { enable: ['NodeRestriction'] }),
    ...(material.nodeTransport ? { nodeTransport: material.nodeTransport } : {}),
    dial: material.dial ?? outboundDial(host),
    postStart: bootstrapHooks(material),
    ...material.server,
  })
  return server
}

/** Labels the secret with the day on which its token was used last; a request does not wait for it. */
function markLegacyToken(server: ApiServer, secret: Secret, host: Host): void {
  const patch = lastUsedPatch(secret, host.clock.now())
  if (patch === undefined) return
  const { name = '', namespace } = secret.metadata
  restClient(server.transport(loopbackUser), { host })
    .for(secrets)
    .patch(name, { type: 'merge', body: patch }, { namespace })
    .catch((error: unknown) => {
      const fields = { namespace, name, error: String(error) }
      host.log.error('Failed to label legacy service account token with last-used date', fields)
    })
}
