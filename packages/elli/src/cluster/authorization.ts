/**
 * Who may what: Node and RBAC as every cluster of ours has them, or what the flags and the file of an administrator say.
 * Always: the indexes follow the server's own caches, so a role that was written is in force for the next request.
 */
import { type AbacPolicy, abacAuthorizer } from '@elli/apiserver/authorization/abac'
import type { AuthorizationConfiguration } from '@elli/apiserver/authorization/authorization-configuration'
import type { Authorizer } from '@elli/apiserver/authorization/authorizer'
import { configuredAuthorizer } from '@elli/apiserver/authorization/configured-authorizer'
import { nodeAuthorizer } from '@elli/apiserver/authorization/node-authorizer'
import { type NodeGraph, nodeGraph } from '@elli/apiserver/authorization/node-graph'
import { rbacAuthorizer } from '@elli/apiserver/authorization/rbac'
import type { RbacIndex } from '@elli/apiserver/authorization/rbac-index'
import { privilegedGroups, unionAuthorizer } from '@elli/apiserver/authorization/union'
import { privilegedGroup } from '@elli/apiserver/authentication/well-known'
import { reloadMetrics } from '@elli/apiserver/configuration/reload-metrics'
import type { ServerContext } from '@elli/apiserver/options'
import { UnknownResourceError } from '@elli/apiserver/reads'
import { persistentvolumes, pods } from '@elli/api/core/v1.resources'
import { clusterrolebindings, clusterroles, rolebindings, roles } from '@elli/api/rbac/v1.resources'
import { resourceslices } from '@elli/api/resource/v1alpha3.resources'
import { volumeattachments } from '@elli/api/storage/v1.resources'
import type { ApiServerMaterial } from './api-server.ts'
import { webhookBackend } from './webhook-backend.ts'

export interface AuthorizationSettings {
  readonly configuration: AuthorizationConfiguration
  /** `--authorization-config`; `follow` tells of later texts. */
  readonly file?: { readonly text: string; follow(changed: (text: string) => void): void }
  readonly abacPolicies?: readonly AbacPolicy[]
}

export function clusterAuthorizer(material: ApiServerMaterial, index: RbacIndex, context: ServerContext): Authorizer {
  const { host, registry, featureEnabled } = context
  const { authorization } = material
  followRoles(index, context)
  const node = (): Authorizer => followedNodes(context)
  const rbac = (): Authorizer => rbacAuthorizer(index)
  if (authorization === undefined) return unionAuthorizer([privilegedGroups(privilegedGroup), node(), rbac()])
  const { configuration, file, abacPolicies } = authorization
  const authorizer = configuredAuthorizer({
    host,
    configuration,
    ...(file === undefined ? {} : { text: file.text }),
    authorizers: {
      Node: node,
      RBAC: rbac,
      ...(abacPolicies === undefined ? {} : { ABAC: () => abacAuthorizer(abacPolicies) }),
    },
    webhookBackend: (path) => webhookBackend(host, path),
    featureEnabled,
    ...(file === undefined ? {} : { reloaded: reloadMetrics(registry, host.clock, 'authorization', '') }),
  })
  file?.follow((text) => authorizer.update(text))
  return authorizer
}

function followRoles(index: RbacIndex, { reads }: ServerContext): void {
  reads.follow(roles, (type, object) => index.apply({ resource: 'roles', type, object }))
  reads.follow(clusterroles, (type, object) => index.apply({ resource: 'clusterroles', type, object }))
  reads.follow(rolebindings, (type, object) => index.apply({ resource: 'rolebindings', type, object }))
  reads.follow(clusterrolebindings, (type, object) => index.apply({ resource: 'clusterrolebindings', type, object }))
}

function followedNodes(context: ServerContext): Authorizer {
  const { reads, featureEnabled } = context
  const graph = nodeGraph()
  reads.follow(pods, (type, object) => graph.apply({ resource: 'pods', type, object }))
  reads.follow(persistentvolumes, (type, object) => graph.apply({ resource: 'persistentvolumes', type, object }))
  reads.follow(volumeattachments, (type, object) => graph.apply({ resource: 'volumeattachments', type, object }))
  if (featureEnabled('DynamicResourceAllocation')) followSlices(graph, context)
  return nodeAuthorizer({ graph, featureEnabled })
}

/** Slices are served only where their group is switched on beside the gate. */
function followSlices(graph: NodeGraph, { reads }: ServerContext): void {
  try {
    reads.follow(resourceslices, (type, object) => graph.apply({ resource: 'resourceslices', type, object }))
  } catch (error) {
    if (!(error instanceof UnknownResourceError)) throw error
  }
}
