/**
 * The API server of a cluster, with its gatekeepers: who may come in (certificates, tokens, anonymous), what they may (Node, RBAC),
 * what is changed or refused on the way (admission), and what is there from the start. The same for `elli up` and the embedded cluster.
 */
import { admissionPlugins } from '@elli/apiserver/admission/chain'
import { bearerTokenAuthenticator } from '@elli/apiserver/authentication/bearer-token'
import { bootstrapTokenAuthenticator } from '@elli/apiserver/authentication/bootstrap-tokens'
import { lastUsedPatch } from '@elli/apiserver/authentication/legacy-token-tracking'
import {
  clientCertificateAuthenticator,
  requestHeaderVerifier,
} from '@elli/apiserver/authentication/node/client-certificate'
import { readSigningKey, readVerificationKeys } from '@elli/apiserver/authentication/node/service-account-keys'
import { requestHeaderAuthenticator } from '@elli/apiserver/authentication/request-header'
import { serviceAccountAuthenticator, tokenObjects } from '@elli/apiserver/authentication/service-account-authenticator'
import { tokenIssuer } from '@elli/apiserver/authentication/service-account-tokens'
import { requestAuthenticator } from '@elli/apiserver/authentication/union'
import { loopbackUser, privilegedGroup } from '@elli/apiserver/authentication/well-known'
import { escalationCheck } from '@elli/apiserver/authorization/escalation'
import { nodeAuthorizer } from '@elli/apiserver/authorization/node-authorizer'
import { nodeGraph } from '@elli/apiserver/authorization/node-graph'
import { rbacAuthorizer } from '@elli/apiserver/authorization/rbac'
import { type RbacIndex, rbacIndex } from '@elli/apiserver/authorization/rbac-index'
import { privilegedGroups, unionAuthorizer } from '@elli/apiserver/authorization/union'
import type { NodeTransport, ServerContext } from '@elli/apiserver/options'
import type { Dial } from '@elli/apiserver/outbound/outbound'
import { strategies } from '@elli/apiserver/resources/strategies'
import { type ApiServer, createApiServer } from '@elli/apiserver/server'
import type { Secret } from '@elli/api/core/v1'
import { persistentvolumes, pods, secrets } from '@elli/api/core/v1.resources'
import { clusterrolebindings, clusterroles, rolebindings, roles } from '@elli/api/rbac/v1.resources'
import { volumeattachments } from '@elli/api/storage/v1.resources'
import { restClient } from '@elli/client/rest'
import type { Host } from '@elli/host/host'
import type { Store } from '@elli/store/contract'
import { gitVersion } from '../version.ts'
import { outboundDial } from './outbound-dial.ts'
import { bootstrapHooks, requestHeaderNames } from './bootstrap.ts'

export interface ApiServerMaterial {
  host: Host
  store: Store
  /** PEM of the CA for client certificates; without it nobody comes in by certificate. */
  clientCaPem?: string
  frontProxyCaPem?: string
  serviceAccount: { privatePem: string; publicPem: string }
  issuer: string
  serviceCidr: string
  /** Where pods and clients reach the server. */
  address: { host: string; port: number }
  nodeTransport?: NodeTransport
  /** Connections to webhooks and aggregated servers; default: over the network. */
  dial?: Dial
  featureGates?: Readonly<Record<string, boolean>>
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
    serviceNetwork: { cidrs: [material.serviceCidr], nodePorts: { from: 30000, to: 32767 } },
    serviceAccounts: {
      issuer: tokenIssuer(host, { issuer: material.issuer, key: readSigningKey(material.serviceAccount.privatePem) }),
      apiAudiences: [material.issuer],
      extendExpiration: true,
      // The documents are about https issuers only; a server with another one does without them.
      ...(material.issuer.startsWith('https://')
        ? { discovery: { issuer: material.issuer, keys: readVerificationKeys(material.serviceAccount.publicPem) } }
        : {}),
    },
    authenticator: (context) => authenticator(material, context, noteLegacyUse),
    authorizer: (context) => authorizer(index, context),
    escalationCheck: (_, decider) => escalationCheck(index, decider),
    // Off by default upstream, but without it a kubelet could write what the Node authorizer lets it reach.
    admission: (context) => admissionPlugins(context, { enable: ['NodeRestriction'] }),
    ...(material.nodeTransport ? { nodeTransport: material.nodeTransport } : {}),
    dial: material.dial ?? outboundDial(host),
    postStart: bootstrapHooks(material),
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

function authenticator(
  material: ApiServerMaterial,
  { host, reads, featureEnabled }: ServerContext,
  noteLegacyUse: (secret: Secret) => void,
) {
  const { clientCaPem, frontProxyCaPem } = material
  return requestAuthenticator({
    authenticators: [
      ...(frontProxyCaPem === undefined
        ? []
        : [
            requestHeaderAuthenticator({
              ...requestHeaderNames,
              verify: requestHeaderVerifier({ clock: host.clock, ca: () => frontProxyCaPem }),
            }),
          ]),
      ...(clientCaPem === undefined
        ? []
        : [clientCertificateAuthenticator({ clock: host.clock, ca: () => clientCaPem })]),
      bearerTokenAuthenticator([
        serviceAccountAuthenticator({
          clock: host.clock,
          issuers: [material.issuer],
          keys: readVerificationKeys(material.serviceAccount.publicPem),
          apiAudiences: [material.issuer],
          objects: tokenObjects(reads),
          noteLegacyUse,
          featureEnabled,
        }),
        bootstrapTokenAuthenticator({
          clock: host.clock,
          apiAudiences: [material.issuer],
          secret: (name) => reads.get(secrets, 'kube-system', name),
        }),
      ]),
    ],
    anonymous: {},
  })
}

/** The indexes follow the server's own caches, so a role that was written is in force for the next request. */
function authorizer(index: RbacIndex, { reads, featureEnabled }: ServerContext) {
  reads.follow(roles, (type, object) => index.apply({ resource: 'roles', type, object }))
  reads.follow(clusterroles, (type, object) => index.apply({ resource: 'clusterroles', type, object }))
  reads.follow(rolebindings, (type, object) => index.apply({ resource: 'rolebindings', type, object }))
  reads.follow(clusterrolebindings, (type, object) => index.apply({ resource: 'clusterrolebindings', type, object }))
  const graph = nodeGraph()
  reads.follow(pods, (type, object) => graph.apply({ resource: 'pods', type, object }))
  reads.follow(persistentvolumes, (type, object) => graph.apply({ resource: 'persistentvolumes', type, object }))
  reads.follow(volumeattachments, (type, object) => graph.apply({ resource: 'volumeattachments', type, object }))
  return unionAuthorizer([
    privilegedGroups(privilegedGroup),
    nodeAuthorizer({ graph, featureEnabled }),
    rbacAuthorizer(index),
  ])
}
