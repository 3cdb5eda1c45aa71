/** Types of certificates.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { ConditionStatus } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Approved", "Denied", "Failed". */
export type RequestConditionType = string

export type KeyUsage =
  | 'signing'
  | 'digital signature'
  | 'content commitment'
  | 'key encipherment'
  | 'key agreement'
  | 'data encipherment'
  | 'cert sign'
  | 'crl sign'
  | 'encipher only'
  | 'decipher only'
  | 'any'
  | 'server auth'
  | 'client auth'
  | 'code signing'
  | 'email protection'
  | 's/mime'
  | 'ipsec end system'
  | 'ipsec tunnel'
  | 'ipsec user'
  | 'timestamping'
  | 'ocsp signing'
  | 'microsoft sgc'
  | 'netscape sgc'

/** Asks a signer for a certificate. */
export interface CertificateSigningRequest {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: CertificateSigningRequestSpec
  /** What is; written by the system. */
  status?: CertificateSigningRequestStatus
}

export interface CertificateSigningRequestSpec {
  /** Base64. */
  request: string
  signerName: string
  expirationSeconds?: number
  usages?: KeyUsage[]
  username?: string
  uid?: string
  groups?: string[]
  extra?: Record<string, string[]>
}

export interface CertificateSigningRequestStatus {
  /** Latest observations, one for each type. */
  conditions?: CertificateSigningRequestCondition[]
  /** Base64. */
  certificate?: string
}

export interface CertificateSigningRequestCondition {
  type: RequestConditionType
  status: ConditionStatus
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
  /** RFC 3339 time. */
  lastUpdateTime?: string
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
}

/** A list of CertificateSigningRequest objects. */
export interface CertificateSigningRequestList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: CertificateSigningRequest[]
}
