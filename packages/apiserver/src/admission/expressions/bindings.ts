/**
 * Values of what expressions see, for one request in one version.
 * Always: made when first needed; null where there is nothing to see.
 */
import type { Namespace } from '@elli/api/core/v1'
import { Namespace as namespaceSchema } from '@elli/api/core/v1'
import { decodeAnyJson } from '@elli/api/schema/decodeJson'
import { encodeJson } from '@elli/api/schema/encodeJson'
import type { CelBindings } from '@elli/machinery/cel/contract'
import type { JsonObject } from '@elli/machinery/json'
import { type MatchedVersion, requestedOf } from '../matching/rules.ts'
import type { VersionedObjects } from '../matching/versioned-objects.ts'
import type { AdmissionRequest } from '../plugin.ts'
import type { ExpressionAuthorizer } from './authorizer.ts'
import { requestFields } from './request-value.ts'

export interface BindingParts {
  readonly request: AdmissionRequest
  readonly matched: MatchedVersion
  readonly objects: VersionedObjects
  readonly params?: JsonObject | null
  readonly namespace?: Namespace
  readonly authorizer?: ExpressionAuthorizer
}

export function expressionBindings(parts: BindingParts): CelBindings {
  const { request, matched, objects, params = null, namespace, authorizer } = parts
  return {
    object: objects.object,
    oldObject: objects.oldObject,
    params,
    request: () => requestValue(request, matched),
    namespaceObject: () => (namespace === undefined ? null : namespaceValue(namespace)),
    ...(authorizer === undefined
      ? {}
      : { authorizer, 'authorizer.requestResource': { authorizer, resource: requestResource(request) } }),
  }
}

function requestValue(request: AdmissionRequest, matched: MatchedVersion): object {
  const { name = '', ...fields } = requestFields(request, matched, requestedOf(request))
  return { name, ...fields, object: null, oldObject: null, options: fields.options ?? null }
}

function requestResource(request: AdmissionRequest) {
  const { resource } = requestedOf(request)
  return {
    group: resource.group,
    resource: resource.resource,
    subresource: request.subresource,
    namespace: request.namespace,
    name: request.name,
  }
}

/** Without what may be large or is none of an expression's business. */
function namespaceValue({ metadata, ...rest }: Namespace): JsonObject {
  const { managedFields: _managed, ownerReferences: _owners, selfLink: _link, ...kept } = metadata
  return decodeAnyJson(encodeJson(namespaceSchema, { ...rest, metadata: kept })) as JsonObject
}
