/**
 * Parameters of a policy by a binding: objects of any kind that is served, by name or by labels.
 * In: paramKind, paramRef, the namespace of the request. Out: objects in the version of paramKind; one null where there are to be none.
 * @throws Error for a configuration that cannot be followed, in upstream's words
 * @see apiserver pkg/admission/plugin/policy/generic/policy_dispatcher.go
 */
import type { ParamKind, ParamRef } from '@elli/api/admissionregistration/v1'
import { type ApiObject, type GroupVersionKind, parseApiVersion } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { decodeAnyJson } from '@elli/api/schema/decodeJson'
import { encodeJson } from '@elli/api/schema/encodeJson'
import type { JsonObject } from '@elli/machinery/json'
import { selectorFromObject } from '@elli/machinery/labels'
import type { AdmissionContext } from '../plugin.ts'

/** Kind and scope of parameters. @throws Error when nothing of that kind is served */
export function paramResource(
  paramKind: ParamKind | undefined,
  context: AdmissionContext,
): ResourceInfo<ApiObject> | undefined {
  if (paramKind === undefined) return undefined
  const kind: GroupVersionKind = { ...parseApiVersion(paramKind.apiVersion ?? ''), kind: paramKind.kind ?? '' }
  const found = context.versions.ofKind(kind)
  if (found !== undefined) return found as ResourceInfo<ApiObject>
  throw new Error(`failed to find resource referenced by paramKind: '${kind.group}/${kind.version}, Kind=${kind.kind}'`)
}

export async function collectParams(
  resource: ResourceInfo<ApiObject> | undefined,
  paramRef: ParamRef | undefined,
  namespace: string,
  context: AdmissionContext,
): Promise<readonly (JsonObject | null)[]> {
  if (resource === undefined || paramRef === undefined) return [null]
  const where = namespaceOf(resource, paramRef, namespace)
  const found = objects(resource, paramRef, where, context)
  if (found.length === 0 && paramRef.parameterNotFoundAction === 'Deny')
    throw new Error('no params found for policy binding with `Deny` parameterNotFoundAction')
  return Promise.all(found.map((object) => inVersion(object, resource, context)))
}

function namespaceOf(resource: ResourceInfo, paramRef: ParamRef, namespace: string): string | undefined {
  const { namespace: named = '' } = paramRef
  if (!resource.namespaced) {
    if (named !== '') throw new Error('paramRef.namespace must not be provided for a cluster-scoped `paramKind`')
    return undefined
  }
  if (named !== '') return named
  if (namespace !== '') return namespace
  throw new Error('cannot use namespaced paramRef in policy binding that matches cluster-scoped resources')
}

function objects(
  resource: ResourceInfo<ApiObject>,
  { name = '', selector }: ParamRef,
  namespace: string | undefined,
  { reads }: AdmissionContext,
): readonly ApiObject[] {
  if (name !== '') {
    if (selector !== undefined) throw new Error('paramRef.name and paramRef.selector are mutually exclusive')
    const found = reads.get(resource, namespace, name)
    return found === undefined ? [] : [found]
  }
  if (selector === undefined) throw new Error('one of name or selector must be provided')
  const wanted = selectorFromObject(selector)
  return reads.list(resource, namespace).filter((object) => wanted.matches(object.metadata.labels ?? {}))
}

async function inVersion(
  object: ApiObject,
  resource: ResourceInfo<ApiObject>,
  { versions }: AdmissionContext,
): Promise<JsonObject> {
  const { version } = parseApiVersion(object.apiVersion ?? resource.apiVersion)
  const stored = versions.ofResource(resource.group, version, resource.resource) ?? { ...resource, version }
  const seen = object.apiVersion === resource.apiVersion ? object : await versions.convert(object, stored, resource)
  const typed = { ...seen, apiVersion: resource.apiVersion, kind: resource.kind }
  return decodeAnyJson(encodeJson(resource.schema, typed)) as JsonObject
}
