/** Types of certificates.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { ConditionStatus } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Approved", "Denied", "Failed". */
export type RequestConditionType = string

/** Upstream names "signing", "digital signature", "content commitment", "key encipherment", "key agreement", "data encipherment", "cert sign", "crl sign", "encipher only", "decipher only", "any", "server auth", "client auth", "code signing", "email protection", "s/mime", "ipsec end system", "ipsec tunnel", "ipsec user", "timestamping", "ocsp signing", "microsoft sgc", "netscape sgc". */
export type KeyUsage = string

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

/** The request, and who made it. */
export interface CertificateSigningRequestSpec {
  /** Request in PKCS#10, as PEM of type CERTIFICATE REQUEST. Base64. */
  request: string
  /** Who shall sign, such as kubernetes.io/kubelet-serving or example.com/my-signer. */
  signerName?: string
  /** How long the certificate shall live, 600 seconds at least; signers may give less. */
  expirationSeconds?: number
  /** What the key may be used for. Typical are digital signature, key encipherment, client auth and server auth. */
  usages?: KeyUsage[]
  /** Who made the request; filled in by the server. */
  username?: string
  /** UID of who made the request; filled in by the server. */
  uid?: string
  /** Groups of who made the request; filled in by the server. */
  groups?: string[]
  /** What else is known of who made the request; filled in by the server. */
  extra?: Record<string, string[]>
}

/** What became of the request. */
export interface CertificateSigningRequestStatus {
  /** Latest observations, one for each type. */
  conditions?: CertificateSigningRequestCondition[]
  /** The certificates in PEM, the signed one first; written by the signer once the request is approved. Base64. */
  certificate?: string
}

/** One decision about a request. */
export interface CertificateSigningRequestCondition {
  /** Approved, Denied or Failed. The first two exclude each other, and none is ever taken back. */
  type: RequestConditionType
  /** True, False or Unknown; for Approved, Denied and Failed only True. */
  status?: ConditionStatus
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
  /** When the condition was last written. RFC 3339 time. */
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
