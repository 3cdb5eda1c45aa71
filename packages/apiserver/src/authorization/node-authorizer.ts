/**
 * The Node authorizer: kubelets (`system:node:<name>` in group `system:nodes`) get what pods on their node need and no more.
 * In: the graph of such needs and the static rules of role system:node. Out: allow, or no opinion with upstream's reason.
 * Elsewhere: what a kubelet may write into the objects it may write (admission/node-restriction.ts).
 */
import { goQuote } from '@elli/machinery/go-quote'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { Attributes, Authorizer, Decision } from './authorizer.ts'
import { nodeRules } from './bootstrap-policy.ts'
import type { NodeGraph, VertexKind } from './node-graph.ts'
import { rulesAllow } from './rules.ts'

/** Who a user is as a node: undefined when none, the empty text when a node without a name. */
export function nodeIdentity(user: UserInfo): string | undefined {
  if (!user.name.startsWith('system:node:') || !user.groups.includes('system:nodes')) return undefined
  return user.name.slice('system:node:'.length)
}

const allow: Decision = { decision: 'allow', reason: '' }
const pass = (reason = ''): Decision => ({ decision: 'no-opinion', reason })

export interface NodeAuthorizerOptions {
  graph: NodeGraph
  featureEnabled(gate: string): boolean
}

export function nodeAuthorizer({ graph, featureEnabled }: NodeAuthorizerOptions): Authorizer {
  const rules = nodeRules()

  function related(kind: VertexKind, nodeName: string, { namespace, name }: Attributes): Decision {
    if (name === '') return pass('No Object name found')
    if (graph.reaches(kind, namespace, name, nodeName)) return allow
    return pass(`no relationship found between node '${nodeName}' and this object`)
  }

  function get(kind: VertexKind, nodeName: string, attributes: Attributes): Decision {
    if (attributes.verb !== 'get') return pass('can only get individual resources of this type')
    if (attributes.subresource !== '') return pass('cannot get subresource')
    return related(kind, nodeName, attributes)
  }

  /** A list or watch of one object by name comes in with that name. */
  function read(kind: VertexKind, nodeName: string, attributes: Attributes): Decision {
    if (!['get', 'list', 'watch'].includes(attributes.verb)) return pass('can only read resources of this type')
    if (attributes.subresource !== '') return pass('cannot read subresource')
    if (attributes.namespace === '') return pass('can only read namespaced object of this type')
    return related(kind, nodeName, attributes)
  }

  function claimStatus(nodeName: string, attributes: Attributes): Decision {
    if (!['update', 'patch'].includes(attributes.verb)) return pass('can only get/update/patch this type')
    return related('pvc', nodeName, attributes)
  }

  function token(nodeName: string, attributes: Attributes): Decision {
    if (attributes.verb !== 'create' || attributes.name === '') {
      return pass('can only create tokens for individual service accounts')
    }
    if (attributes.subresource !== 'token') return pass('can only create token subresource of serviceaccount')
    return related('serviceaccount', nodeName, attributes)
  }

  function lease(nodeName: string, { verb, namespace, name }: Attributes): Decision {
    if (!ownObjectVerbs.includes(verb)) return pass('can only get, create, update, patch, or delete a node lease')
    if (namespace !== 'kube-node-lease') {
      return pass(`can only access leases in the ${goQuote('kube-node-lease')} system namespace`)
    }
    // A create carries no name here; NodeRestriction looks into the object.
    if (verb !== 'create' && name !== nodeName) {
      return pass('can only access node lease with the same name as the requesting node')
    }
    return allow
  }

  function csiNode(nodeName: string, { verb, subresource, name }: Attributes): Decision {
    if (!ownObjectVerbs.includes(verb)) return pass('can only get, create, update, patch, or delete a CSINode')
    if (subresource !== '') return pass('cannot authorize CSINode subresources')
    if (verb !== 'create' && name !== nodeName) {
      return pass('can only access CSINode with the same name as the requesting node')
    }
    return allow
  }

  function resourceSlice(nodeName: string, attributes: Attributes): Decision {
    if (attributes.subresource !== '') return pass('cannot authorize ResourceSlice subresources')
    switch (attributes.verb) {
      case 'create':
        return allow
      case 'get':
      case 'update':
      case 'patch':
      case 'delete':
        return related('resourceslice', nodeName, attributes)
      case 'watch':
      case 'list':
      case 'deletecollection':
        if (!featureEnabled('AuthorizeNodeWithSelectors') || selects(attributes, 'spec.nodeName', nodeName))
          return allow
        return pass('can only list/watch/deletecollection resourceslices with nodeName field selector')
      default:
        return pass(
          'only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection',
        )
    }
  }

  function node(nodeName: string, { verb, subresource, name }: Attributes): Decision {
    if (subresource === 'status') return ['update', 'patch'].includes(verb) ? allow : pass()
    if (subresource !== '') return pass()
    if (['create', 'update', 'patch'].includes(verb)) return allow
    if (!['get', 'list', 'watch'].includes(verb)) return pass()
    if (name === nodeName) return allow
    if (name === '') return pass(`node '${nodeName}' cannot read all nodes, only its own Node object`)
    return pass(`node '${nodeName}' cannot read '${name}', only its own Node object`)
  }

  function pod(nodeName: string, attributes: Attributes): Decision {
    const { verb, subresource, name } = attributes
    if (subresource === 'status') return ['update', 'patch'].includes(verb) ? allow : pass()
    if (subresource === 'eviction') return verb === 'create' ? allow : pass()
    if (subresource !== '') return pass()
    if (verb === 'get') return get('pod', nodeName, attributes)
    if (verb === 'create' || verb === 'delete') return allow
    if (verb !== 'list' && verb !== 'watch') return pass()
    if (selects(attributes, 'spec.nodeName', nodeName)) return allow
    if (name !== '') return related('pod', nodeName, attributes)
    return pass('can only list/watch pods with spec.nodeName field selector')
  }

  function decide(nodeName: string, attributes: Attributes): Decision | undefined {
    if (!attributes.isResource) return undefined
    switch (`${attributes.resource}.${attributes.apiGroup}`) {
      case 'secrets.':
        return read('secret', nodeName, attributes)
      case 'configmaps.':
        return read('configmap', nodeName, attributes)
      case 'persistentvolumeclaims.':
        return attributes.subresource === 'status'
          ? claimStatus(nodeName, attributes)
          : get('pvc', nodeName, attributes)
      case 'persistentvolumes.':
        return get('pv', nodeName, attributes)
      case 'resourceclaims.resource.k8s.io':
        return get('resourceclaim', nodeName, attributes)
      case 'volumeattachments.storage.k8s.io':
        return get('volumeattachment', nodeName, attributes)
      case 'serviceaccounts.':
        return token(nodeName, attributes)
      case 'leases.coordination.k8s.io':
        return lease(nodeName, attributes)
      case 'csinodes.storage.k8s.io':
        return csiNode(nodeName, attributes)
      case 'resourceslices.resource.k8s.io':
        return resourceSlice(nodeName, attributes)
      case 'nodes.':
        return featureEnabled('AuthorizeNodeWithSelectors') ? node(nodeName, attributes) : undefined
      case 'pods.':
        return featureEnabled('AuthorizeNodeWithSelectors') ? pod(nodeName, attributes) : undefined
      default:
        return undefined
    }
  }

  return {
    name: 'Node',
    authorize(attributes) {
      const nodeName = nodeIdentity(attributes.user)
      if (nodeName === undefined) return pass()
      if (nodeName === '') return pass(`unknown node for user ${goQuote(attributes.user.name)}`)
      return decide(nodeName, attributes) ?? (rulesAllow(rules, attributes) ? allow : pass())
    },
    async rulesFor(user) {
      const none = { resource: [], nonResource: [], incomplete: false }
      if (nodeIdentity(user) === undefined) return none
      return { ...none, incomplete: true, error: 'node authorizer does not support user rule resolution' }
    },
  }
}

const ownObjectVerbs: readonly string[] = ['get', 'create', 'update', 'patch', 'delete']

/** Whether the request's field selector pins `field` to `value`. */
function selects({ fieldSelector }: Attributes, field: string, value: string): boolean {
  return (fieldSelector?.requirements ?? []).some(
    (term) => term.field === field && term.operator === '=' && term.value === value,
  )
}
