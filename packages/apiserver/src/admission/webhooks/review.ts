/**
 * AdmissionReview: the question to a webhook, and what its answer says.
 * In: a request in the version that the webhook wants; the webhook's body. Out: a review as JSON; an answer that was checked.
 * Always: an answer in v1 names the question's uid and its own kind; v1beta1 was never that strict.
 * @see apiserver pkg/admission/plugin/webhook/request
 */
import { AdmissionReview } from '@elli/api/admission/v1'
import { decodeValue } from '@elli/api/schema/decodeJson'
import type { Status } from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'
import { requestedOf, type MatchedVersion } from '../matching/rules.ts'
import type { VersionedObjects } from '../matching/versioned-objects.ts'
import { requestFields } from '../expressions/request-value.ts'
import type { AdmissionRequest } from '../plugin.ts'

export type ReviewVersion = 'v1' | 'v1beta1'

/** The first version on the webhook's list that we speak. */
export function reviewVersion(accepted: readonly string[] | undefined): ReviewVersion | undefined {
  return (accepted ?? []).find((version): version is ReviewVersion => version === 'v1' || version === 'v1beta1')
}

export function reviewOf(
  version: ReviewVersion,
  uid: string,
  request: AdmissionRequest,
  matched: MatchedVersion,
  objects: VersionedObjects,
): object {
  const { options, dryRun, ...fields } = requestFields(request, matched, requestedOf(request))
  return {
    kind: 'AdmissionReview',
    apiVersion: `admission.k8s.io/${version}`,
    request: { uid, ...fields, object: objects.object, oldObject: objects.oldObject, dryRun, options: options ?? null },
  }
}

export interface ReviewAnswer {
  readonly allowed: boolean
  readonly auditAnnotations: Readonly<Record<string, string>>
  readonly warnings: readonly string[]
  readonly result: Partial<Status> | undefined
  /** Bytes of a JSON patch. */
  readonly patch: Buffer | undefined
  readonly patchType: string
}

/** @throws Error, in upstream's words, when the answer cannot be used */
export function readAnswer(body: unknown, version: ReviewVersion, uid: string, mutating: boolean): ReviewAnswer {
  const { object: review } = decodeValue(AdmissionReview, body)
  const { response } = review
  if (response === undefined) throw new Error('webhook response was absent')
  const patch = response.patch === undefined ? undefined : Buffer.from(response.patch, 'base64')
  const hasPatch = patch !== undefined && patch.length > 0
  const { patchType } = response
  if (version === 'v1') {
    if (response.uid !== uid)
      throw new Error(`expected response.uid=${goQuote(uid)}, got ${goQuote(response.uid ?? '')}`)
    checkKind(review)
    if (mutating) {
      if (hasPatch && patchType === undefined)
        throw new Error('webhook returned response.patch but not response.patchType')
      if (!hasPatch && patchType !== undefined)
        throw new Error('webhook returned response.patchType but not response.patch')
      if (patchType === '') throw new Error('webhook returned invalid response.patchType of ""')
    } else {
      if (hasPatch) throw new Error('validating webhook may not return response.patch')
      if (patchType !== undefined) throw new Error('validating webhook may not return response.patchType')
    }
  }
  return {
    allowed: response.allowed === true,
    auditAnnotations: response.auditAnnotations ?? {},
    warnings: response.warnings ?? [],
    result: response.status,
    patch: mutating && hasPatch ? patch : undefined,
    patchType: version === 'v1' ? (patchType ?? '') : 'JSONPatch',
  }
}

function checkKind({ apiVersion = '', kind = '' }: { apiVersion?: string; kind?: string }): void {
  if (apiVersion === 'admission.k8s.io/v1' && kind === 'AdmissionReview') return
  const groupVersion = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`
  throw new Error(
    `expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got ${groupVersion}, Kind=${kind}`,
  )
}
