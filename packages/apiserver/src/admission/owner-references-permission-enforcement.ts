/**
 * OwnerReferencesPermissionEnforcement: who changes the owners of an object must be able to delete it, and who lets it block
 * the deletion of an owner must be able to write that owner's finalizers.
 */
import type { OwnerReference } from '@elli/api/meta/v1'
import { pods } from '@elli/api/core/v1.resources'
import { parseApiVersion } from '@elli/api/object'
import type { Attributes } from '../authorization/authorizer.ts'
import type { AdmissionContext, AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { canonicalText, isResource, refusal } from './requests.ts'

export const ownerReferencesPermissionEnforcement: AdmissionPluginFactory = (context) => ({
  name: 'OwnerReferencesPermissionEnforcement',
  handles: (operation, resource, subresource) =>
    // A pod's status cannot change its owners; kubelets write it all the time.
    (operation === 'CREATE' || operation === 'UPDATE') && !(isResource(resource, pods) && subresource === 'status'),
  async validate(request) {
    const [owners, before] = [ownersOf(request.object), ownersOf(request.oldObject)]
    if (canonicalText(owners) === canonicalText(before)) return
    if (request.operation !== 'CREATE') await mayDelete(context, request)
    const blocking = owners.filter(
      (owner) =>
        owner.blockOwnerDeletion === true &&
        !before.some(({ uid, blockOwnerDeletion }) => uid === owner.uid && blockOwnerDeletion === true),
    )
    if (blocking.length === 0) return
    // One question first that answers for most: may the user finalize anything at all?
    const anything = { apiGroup: '*', apiVersion: '*', resource: '*', namespace: '', name: '*' }
    if ((await finalizes(context, request, anything)).decision === 'allow') return
    for (const owner of blocking) await mayBlock(context, request, owner)
  },
})

function ownersOf(object: AdmissionRequest['object']): readonly OwnerReference[] {
  return object?.metadata?.ownerReferences ?? []
}

async function mayDelete({ authorizer }: AdmissionContext, request: AdmissionRequest): Promise<void> {
  const { user, namespace, name, subresource, requested, resource } = request
  const { group, version, resource: plural } = requested?.resource ?? resource
  const { decision, reason, error } = await authorizer.authorize({
    user,
    verb: 'delete',
    isResource: true,
    apiGroup: group,
    apiVersion: version,
    resource: plural,
    subresource,
    namespace,
    name,
    path: '',
  })
  if (decision === 'allow') return
  throw refusal(request, `cannot set an ownerRef on a resource you can't delete: ${reason}, ${error ?? '<nil>'}`)
}

function finalizes(
  { authorizer }: AdmissionContext,
  { user }: AdmissionRequest,
  what: Pick<Attributes, 'apiGroup' | 'apiVersion' | 'resource' | 'namespace' | 'name'>,
): ReturnType<AdmissionContext['authorizer']['authorize']> {
  return authorizer.authorize({ user, verb: 'update', isResource: true, subresource: 'finalizers', path: '', ...what })
}

async function mayBlock(context: AdmissionContext, request: AdmissionRequest, owner: OwnerReference): Promise<void> {
  const { group, version } = parseApiVersion(owner.apiVersion)
  const resource = context.versions.ofKind({ group, version, kind: owner.kind })
  if (resource === undefined) {
    const why = `no matches for kind "${owner.kind}" in version "${owner.apiVersion}"`
    throw refusal(
      request,
      `cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion ${owner.apiVersion} Kind ${owner.kind}: ${why}`,
    )
  }
  const { decision, reason, error } = await finalizes(context, request, {
    apiGroup: resource.group,
    apiVersion: resource.version,
    resource: resource.resource,
    // An owner in a namespace is in that of the object it owns.
    namespace: resource.namespaced ? request.namespace : '',
    name: owner.name,
  })
  if (decision === 'allow') return
  throw refusal(
    request,
    `cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: ${reason}, ${error ?? '<nil>'}`,
  )
}
