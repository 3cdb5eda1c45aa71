/**
 * Nobody lets a policy read what they may not read themselves: whoever names a kind of parameters must be able to get all of it,
 * whoever binds parameters must be able to get (or list) them.
 * In: a write of a ValidatingAdmissionPolicy or its binding. Out: 422 as if validation had said it.
 * @see kubernetes pkg/registry/admissionregistration/validatingadmissionpolicy{,binding}/authz.go
 */
import {
  type ParamKind,
  type ValidatingAdmissionPolicy,
  type ValidatingAdmissionPolicyBinding,
} from '@elli/api/admissionregistration/v1'
import { validatingadmissionpolicies } from '@elli/api/admissionregistration/v1.resources'
import { parseApiVersion } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { invalid } from '@elli/machinery/errors'
import { at, type FieldPath, forbidden } from '@elli/machinery/field'
import type { UserInfo } from '../../authentication/authenticator.ts'
import { privilegedGroup } from '../../authentication/well-known.ts'
import type { Authorizer } from '../../authorization/authorizer.ts'
import type { WriteGuard } from '../../endpoints/writes.ts'
import { sameShape } from '../../registry/copy.ts'
import type { AdmissionReads } from '../plugin.ts'
import type { ServedVersions } from '../served-versions.ts'

export interface ParamGuardParts {
  readonly authorizer: Authorizer
  readonly versions: ServedVersions
  readonly reads: Pick<AdmissionReads, 'get'>
}

interface Right {
  readonly verb: 'get' | 'list'
  readonly namespace: string
  readonly name: string
}

/** @returns undefined for resources that have no parameters */
export function paramGuard(info: ResourceInfo, parts: ParamGuardParts): WriteGuard | undefined {
  if (info.group !== 'admissionregistration.k8s.io') return undefined
  switch (info.resource) {
    case 'validatingadmissionpolicies':
      return (user, _namespace, name, object, old) =>
        policyGuard(
          parts,
          user,
          name,
          object as ValidatingAdmissionPolicy,
          old as ValidatingAdmissionPolicy | undefined,
        )
    case 'validatingadmissionpolicybindings':
      return (user, _namespace, name, object, old) =>
        bindingGuard(
          parts,
          user,
          name,
          object as ValidatingAdmissionPolicyBinding,
          old as ValidatingAdmissionPolicyBinding | undefined,
        )
    default:
      return undefined
  }
}

async function policyGuard(
  parts: ParamGuardParts,
  user: UserInfo,
  name: string,
  { metadata, spec: { paramKind } }: ValidatingAdmissionPolicy,
  old: ValidatingAdmissionPolicy | undefined,
): Promise<void> {
  if (paramKind === undefined || sameShape(paramKind, old?.spec.paramKind)) return
  const { kind, apiVersion } = paramKind
  const problem = await missing(parts, user, paramKind, { verb: 'get', namespace: '*', name: '*' })
  if (problem === undefined) return
  const text = `user ${userText(user)} must have "get" permission on all objects of the referenced paramKind (kind=${kind}, apiVersion=${apiVersion})`
  throw refusal('ValidatingAdmissionPolicy', metadata.name ?? name, at('spec', 'paramKind'), problem || text)
}

async function bindingGuard(
  parts: ParamGuardParts,
  user: UserInfo,
  name: string,
  { metadata, spec: { paramRef, policyName = '' } }: ValidatingAdmissionPolicyBinding,
  old: ValidatingAdmissionPolicyBinding | undefined,
): Promise<void> {
  if (paramRef === undefined) return
  if (policyName === old?.spec.policyName && sameShape(paramRef, old?.spec.paramRef)) return
  const policy = parts.reads.get(validatingadmissionpolicies, undefined, policyName)
  const verb = paramRef.name ? 'get' : 'list'
  const right: Right = { verb, namespace: paramRef.namespace ?? '', name: paramRef.name ?? '' }
  const problem = await missing(parts, user, policy?.spec.paramKind, right)
  if (problem === undefined) return
  const text = `user ${userText(user)} does not have "${verb}" permission on the object referenced by paramRef`
  throw refusal('ValidatingAdmissionPolicyBinding', metadata.name ?? name, at('spec', 'paramRef'), problem || text)
}

/** @returns undefined when the user has the right; what went wrong, or '' for a plain no */
async function missing(
  { authorizer, versions }: ParamGuardParts,
  user: UserInfo,
  paramKind: ParamKind | undefined,
  right: Right,
): Promise<string | undefined> {
  if (user.groups.includes(privilegedGroup)) return undefined
  // Without a kind the right must hold for everything there is.
  let place = { apiGroup: '*', apiVersion: '*', resource: '*' }
  if (paramKind !== undefined) {
    const { group, version } = parseApiVersion(paramKind.apiVersion ?? '')
    const served = versions.ofKind({ group, version, kind: paramKind.kind ?? '' })
    place = { apiGroup: group, apiVersion: version, resource: served?.resource ?? '*' }
  }
  const { decision, error } = await authorizer.authorize({
    user,
    ...right,
    ...place,
    subresource: '',
    isResource: true,
    path: '',
  })
  if (error !== undefined) return error
  return decision === 'allow' ? undefined : ''
}

/** As Go prints the user's struct. */
function userText({ name, uid = '', groups, extra = {} }: UserInfo): string {
  const more = Object.entries(extra).map(([key, values]) => `${key}:[${values.join(' ')}]`)
  return `&{${name} ${uid} [${groups.join(' ')}] map[${more.join(' ')}]}`
}

function refusal(kind: string, name: string, path: FieldPath, text: string): Error {
  return invalid({ group: 'admissionregistration.k8s.io', kind }, name, [forbidden(path, text)])
}
