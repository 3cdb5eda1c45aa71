/**
 * Patches: JSON, merge, strategic merge, onto an object of the served version.
 * In: a call and the present object as JSON. Out: a fresh object; 400, 415 and 422 with upstream's words.
 * Elsewhere: the algorithms (@elli/machinery/patch). Server-side apply is not taken yet: 415.
 * @see apiserver pkg/endpoints/handlers/patch.go
 */
import type { ApiObject } from '@elli/api/object'
import { decodeAnyJson, DecodeError } from '@elli/api/schema/decodeJson'
import { ApiError, badRequest, invalid, requestEntityTooLarge, unsupportedMediaType } from '@elli/machinery/errors'
import { at, invalid as invalidField } from '@elli/machinery/field'
import {
  applyJsonPatch,
  decodeJsonPatch,
  maxJsonPatchOperations,
  type JsonPatchOperation,
} from '@elli/machinery/patch/json-patch'
import { applyMergePatch } from '@elli/machinery/patch/merge-patch'
import { applyStrategicMergePatch } from '@elli/machinery/patch/strategic-merge'
import type { Call } from './call.ts'
import { bodyOf, decodePatched, expectedOf, fieldValidation } from './decode.ts'
import type { ServedEndpoints } from './served-endpoints.ts'

export type Patch =
  | { readonly kind: 'json'; readonly operations: readonly JsonPatchOperation[] }
  | { readonly kind: 'merge'; readonly body: unknown }
  | { readonly kind: 'strategic'; readonly body: unknown }

const types = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
] as const

export function readPatch(call: Call): Patch {
  const type = call.request.headers['content-type']?.split(';', 1)[0]?.trim()
  const body = bodyOf(call)
  switch (type) {
    case 'application/json-patch+json': {
      const operations = decodeJsonPatch(json(body))
      if (operations.length > maxJsonPatchOperations) {
        throw requestEntityTooLarge(
          `The allowed maximum operations in a JSON patch is ${maxJsonPatchOperations}, got ${operations.length}`,
        )
      }
      return { kind: 'json', operations }
    }
    case 'application/merge-patch+json':
      return { kind: 'merge', body: json(body) }
    case 'application/strategic-merge-patch+json':
      return { kind: 'strategic', body: json(body) }
    default:
      throw unsupportedMediaType(types)
  }
}

function json(body: Uint8Array): unknown {
  try {
    return decodeAnyJson(body)
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error))
  }
}

/** @param current the present object as JSON values; left alone */
export function patched(
  endpoints: ServedEndpoints,
  call: Call,
  patch: Patch,
  current: Record<string, unknown>,
): ApiObject {
  const { served } = endpoints
  const changed = apply(endpoints, patch, current)
  const expected = expectedOf(served)
  try {
    const { object, strictErrors } = decodePatched(call, expected, changed)
    const mode = fieldValidation(call.info.query)
    if (strictErrors.length > 0 && mode === 'strict') {
      throw invalid(served.kind.groupKind, call.info.name, [
        invalidField(at('patch'), shown(patch), `strict decoding error: ${strictErrors.join(', ')}`),
      ])
    }
    if (mode === 'warn') for (const text of strictErrors) if (!call.warnings.includes(text)) call.warnings.push(text)
    object.metadata ??= {}
    object.kind = expected.kind
    object.apiVersion = expected.apiVersion
    return object
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error
    throw invalid(served.kind.groupKind, call.info.name, [invalidField(at('patch'), shown(patch), error.message)])
  }
}

function shown(patch: Patch): string {
  return JSON.stringify(patch.kind === 'json' ? patch.operations : patch.body)
}

function apply(endpoints: ServedEndpoints, patch: Patch, current: Record<string, unknown>): unknown {
  try {
    switch (patch.kind) {
      case 'json':
        return applyJsonPatch(current, patch.operations)
      case 'merge':
        return applyMergePatch(current, patch.body)
      case 'strategic':
        return applyStrategicMergePatch(current, patch.body, endpoints.patchSchema)
      default:
        return patch satisfies never
    }
  } catch (error) {
    if (error instanceof ApiError || !(error instanceof Error)) throw error
    if (patch.kind === 'json') {
      // A test that fails or a path that is not there: the request was understood but cannot be done.
      const refused = invalid({ group: '', kind: '' }, '', [])
      refused.status.message = 'the server rejected our request due to an error in our request'
      refused.status.details = {}
      throw refused
    }
    throw badRequest(error.message)
  }
}
