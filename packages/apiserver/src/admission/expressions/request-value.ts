/**
 * A request as AdmissionRequest of admission.k8s.io shows it, without its objects: for webhooks, and for `request` in CEL.
 * Always: `resource` and `kind` are those that matched, `requestResource` and `requestKind` those that the client named.
 */
import type { GroupVersionKind } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { UserInfo } from '../../authentication/authenticator.ts'
import type { AdmissionRequest } from '../plugin.ts'

interface Version {
  readonly resource: ResourceInfo
  readonly kind: GroupVersionKind
}

export function requestFields(request: AdmissionRequest, matched: Version, requested: Version) {
  const { subresource, name, namespace } = request
  return {
    kind: kindText(matched.kind),
    resource: resourceText(matched.resource),
    ...(subresource === '' ? {} : { subResource: subresource }),
    requestKind: kindText(requested.kind),
    requestResource: resourceText(requested.resource),
    ...(subresource === '' ? {} : { requestSubResource: subresource }),
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
    operation: request.operation,
    userInfo: userInfo(request.user),
    dryRun: request.dryRun,
    options: request.options,
  }
}

function kindText({ group, version, kind }: GroupVersionKind) {
  return { group, version, kind }
}

function resourceText({ group, version, resource }: ResourceInfo) {
  return { group, version, resource }
}

function userInfo({ name, uid, groups, extra }: UserInfo) {
  return {
    ...(name === '' ? {} : { username: name }),
    ...(uid === undefined || uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(extra === undefined || Object.keys(extra).length === 0 ? {} : { extra }),
  }
}
