/**
 * admission.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { UID } from '../apimachinery/types.ts'
import { UserInfo } from '../authentication/v1.ts'
import { GroupVersionKind, GroupVersionResource, Status } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, bool, bytes, list, map, rawExtension, ref, string } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'admission/v1beta1',
  group: 'admission.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/admission/v1beta1',
})
export const packageInfo = pkg.package

export const PatchType = pkg.enumeration('PatchType', ['JSONPatch'], { open: true })
export type PatchType = T.PatchType

export const Operation = pkg.enumeration('Operation', ['CREATE', 'UPDATE', 'DELETE', 'CONNECT'], { open: true })
export type Operation = T.Operation

export type AdmissionReview = T.AdmissionReview
export const AdmissionReview: MessageSchema<AdmissionReview> = pkg.message(
  'AdmissionReview',
  {
    request: ref(1, () => AdmissionRequest, { pointer: true }),
    response: ref(2, () => AdmissionResponse, { pointer: true }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.9',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'admission.k8s.io', version: 'v1', kind: 'AdmissionReview' },
    },
    description: 'A request to a webhook, or its answer.',
  },
)

export type AdmissionRequest = T.AdmissionRequest
export const AdmissionRequest: MessageSchema<AdmissionRequest> = pkg.message('AdmissionRequest', {
  uid: string(1, { required: true, enum: UID }),
  kind: ref(2, () => GroupVersionKind, { required: true }),
  resource: ref(3, () => GroupVersionResource, { required: true }),
  subResource: string(4),
  requestKind: ref(13, () => GroupVersionKind, { pointer: true }),
  requestResource: ref(14, () => GroupVersionResource, { pointer: true }),
  requestSubResource: string(15),
  name: string(5),
  namespace: string(6, { description: 'Namespace of the object.' }),
  operation: string(7, { required: true, enum: Operation }),
  userInfo: ref(8, () => UserInfo, { required: true }),
  object: rawExtension(9),
  oldObject: rawExtension(10),
  dryRun: bool(11, { pointer: true }),
  options: rawExtension(12),
})

export type AdmissionResponse = T.AdmissionResponse
export const AdmissionResponse: MessageSchema<AdmissionResponse> = pkg.message('AdmissionResponse', {
  uid: string(1, { required: true, enum: UID }),
  allowed: bool(2, { required: true }),
  status: ref(3, () => Status, { pointer: true, description: 'What is; written by the system.' }),
  patch: bytes(4),
  patchType: string(5, { pointer: true, enum: PatchType }),
  auditAnnotations: map(6, 'string'),
  warnings: list(7, 'string'),
})
