/** Types of admission.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { UID } from '../apimachinery/types.types.ts'
import type { UserInfo } from '../authentication/v1.types.ts'
import type { GroupVersionKind, GroupVersionResource, Status } from '../meta/v1.types.ts'

/** Upstream names "JSONPatch". */
export type PatchType = string

/** Upstream names "CREATE", "UPDATE", "DELETE", "CONNECT". */
export type Operation = string

/** A request to a webhook, or its answer. */
export interface AdmissionReview {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  request?: AdmissionRequest
  response?: AdmissionResponse
}

export interface AdmissionRequest {
  uid: UID
  kind: GroupVersionKind
  resource: GroupVersionResource
  subResource?: string
  requestKind?: GroupVersionKind
  requestResource?: GroupVersionResource
  requestSubResource?: string
  name?: string
  /** Namespace of the object. */
  namespace?: string
  operation: Operation
  userInfo: UserInfo
  object?: Record<string, unknown>
  oldObject?: Record<string, unknown>
  dryRun?: boolean
  options?: Record<string, unknown>
}

export interface AdmissionResponse {
  uid: UID
  allowed: boolean
  /** What is; written by the system. */
  status?: Status
  /** Base64. */
  patch?: string
  patchType?: PatchType
  auditAnnotations?: Record<string, string>
  warnings?: string[]
}
