/**
 * namespaceSelector and objectSelector of webhooks and policies.
 * In: compiled selectors, a request. Out: whether they match; an error only counts when the rest of the configuration matches too.
 * Always: requests about objects of the cluster are never exempted by a namespace selector.
 * @see apiserver pkg/admission/plugin/webhook/predicates
 */
import type { Namespace } from '@elli/api/core/v1'
import { namespaces } from '@elli/api/core/v1.resources'
import type { ApiObject } from '@elli/api/object'
import { ApiError, internalError, notFound } from '@elli/machinery/errors'
import { type LabelSelector, type LabelSelectorLike, selectorFromObject } from '@elli/machinery/labels'
import type { AdmissionReads, AdmissionRequest } from '../plugin.ts'

/** A selector that cannot be read is an error of each request that it would decide. */
export type CompiledSelector = { readonly selector: LabelSelector } | { readonly problem: ApiError }

export function compileSelector(selector: LabelSelectorLike | undefined): CompiledSelector {
  try {
    return { selector: selectorFromObject(selector) }
  } catch (error) {
    return { problem: internalError(error) }
  }
}

export interface Selectors {
  readonly namespaceSelector: CompiledSelector
  readonly objectSelector: CompiledSelector
}

export type SelectorAnswer = { readonly matches: boolean } | { readonly problem: ApiError }

const yes: SelectorAnswer = { matches: true }
const no: SelectorAnswer = { matches: false }

export function namespaceMatches(
  { namespaceSelector: compiled }: Selectors,
  request: AdmissionRequest,
  reads: AdmissionReads,
): SelectorAnswer | Promise<SelectorAnswer> {
  if (request.namespace === '' && request.resource.resource !== 'namespaces') return yes
  if ('problem' in compiled) return compiled
  const { selector } = compiled
  if (selector.empty) return yes
  const { resource, subresource, operation, object, namespace } = request
  // A namespace that is being written is not in the caches as it will be.
  if (resource.resource === 'namespaces' && subresource === '' && (operation === 'CREATE' || operation === 'UPDATE'))
    return { matches: selector.matches(object?.metadata.labels ?? {}) }
  const known = reads.get(namespaces, undefined, namespace)
  if (known !== undefined) return { matches: selector.matches(known.metadata.labels ?? {}) }
  return findNamespace(reads, namespace).then(
    (found) => ({ matches: selector.matches(found.metadata.labels ?? {}) }),
    (error: unknown) => ({ problem: error instanceof ApiError ? error : internalError(error) }),
  )
}

/** @throws ApiError 404 */
export async function findNamespace(reads: AdmissionReads, name: string): Promise<Namespace> {
  const found = reads.get(namespaces, undefined, name) ?? (await reads.getFresh(namespaces, undefined, name))
  if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, name)
  return found
}

export function objectMatches({ objectSelector: compiled }: Selectors, request: AdmissionRequest): SelectorAnswer {
  if ('problem' in compiled) return compiled
  const { selector } = compiled
  if (selector.empty) return yes
  const has = (object: ApiObject | undefined): boolean =>
    object?.metadata !== undefined && selector.matches(object.metadata.labels ?? {})
  return has(request.object) || has(request.oldObject) ? yes : no
}
