/**
 * certificates.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ConditionStatus } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  bytes,
  int32,
  list,
  map,
  ref,
  string,
  stringOf,
  time,
  wrappedStringList,
} from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'certificates/v1beta1',
  group: 'certificates.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/certificates/v1beta1',
})
export const packageInfo = pkg.package

export const RequestConditionType = pkg.enumeration('RequestConditionType', ['Approved', 'Denied', 'Failed'], {
  open: true,
})
export type RequestConditionType = T.RequestConditionType

export const KeyUsage = pkg.enumeration(
  'KeyUsage',
  [
    'signing',
    'digital signature',
    'content commitment',
    'key encipherment',
    'key agreement',
    'data encipherment',
    'cert sign',
    'crl sign',
    'encipher only',
    'decipher only',
    'any',
    'server auth',
    'client auth',
    'code signing',
    'email protection',
    's/mime',
    'ipsec end system',
    'ipsec tunnel',
    'ipsec user',
    'timestamping',
    'ocsp signing',
    'microsoft sgc',
    'netscape sgc',
  ],
  { open: true },
)
export type KeyUsage = T.KeyUsage

export type CertificateSigningRequest = T.CertificateSigningRequest
export const CertificateSigningRequest: MessageSchema<CertificateSigningRequest> = pkg.message(
  'CertificateSigningRequest',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => CertificateSigningRequestSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => CertificateSigningRequestStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.12',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'certificates.k8s.io', version: 'v1', kind: 'CertificateSigningRequest' },
    },
    description: 'Asks a signer for a certificate.',
  },
)

export type CertificateSigningRequestSpec = T.CertificateSigningRequestSpec
export const CertificateSigningRequestSpec: MessageSchema<CertificateSigningRequestSpec> = pkg.message(
  'CertificateSigningRequestSpec',
  {
    request: bytes(1, {
      required: true,
      listType: 'atomic',
      description: 'Request in PKCS#10, as PEM of type CERTIFICATE REQUEST.',
    }),
    signerName: string(7, {
      pointer: true,
      description: 'Who shall sign, such as kubernetes.io/kubelet-serving or example.com/my-signer.',
    }),
    expirationSeconds: int32(8, {
      pointer: true,
      description: 'How long the certificate shall live, 600 seconds at least; signers may give less.',
    }),
    usages: list(5, stringOf(KeyUsage), {
      listType: 'atomic',
      description:
        'What the key may be used for. Typical are digital signature, key encipherment, client auth and server auth.',
    }),
    username: string(2, { description: 'Who made the request; filled in by the server.' }),
    uid: string(3, { description: 'UID of who made the request; filled in by the server.' }),
    groups: list(4, 'string', {
      listType: 'atomic',
      description: 'Groups of who made the request; filled in by the server.',
    }),
    extra: map(6, wrappedStringList, {
      description: 'What else is known of who made the request; filled in by the server.',
    }),
  },
  { description: 'The request, and who made it.' },
)

export type CertificateSigningRequestStatus = T.CertificateSigningRequestStatus
export const CertificateSigningRequestStatus: MessageSchema<CertificateSigningRequestStatus> = pkg.message(
  'CertificateSigningRequestStatus',
  {
    conditions: list(1, () => CertificateSigningRequestCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      description: 'Latest observations, one for each type.',
    }),
    certificate: bytes(2, {
      listType: 'atomic',
      description: 'The certificates in PEM, the signed one first; written by the signer once the request is approved.',
    }),
  },
  { description: 'What became of the request.' },
)

export type CertificateSigningRequestCondition = T.CertificateSigningRequestCondition
export const CertificateSigningRequestCondition: MessageSchema<CertificateSigningRequestCondition> = pkg.message(
  'CertificateSigningRequestCondition',
  {
    type: string(1, {
      required: true,
      enum: RequestConditionType,
      description: 'Approved, Denied or Failed. The first two exclude each other, and none is ever taken back.',
    }),
    status: string(6, {
      keepEmpty: true,
      enum: ConditionStatus,
      description: 'True, False or Unknown; for Approved, Denied and Failed only True.',
    }),
    reason: string(2, { description: 'One CamelCase word for programs.' }),
    message: string(3, { description: 'Explanation for people.' }),
    lastUpdateTime: time(4, { description: 'When the condition was last written.' }),
    lastTransitionTime: time(5, { description: 'When the status last changed.' }),
  },
  { description: 'One decision about a request.' },
)

export type CertificateSigningRequestList = T.CertificateSigningRequestList
export const CertificateSigningRequestList: MessageSchema<CertificateSigningRequestList> = pkg.message(
  'CertificateSigningRequestList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => CertificateSigningRequest, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.12',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'certificates.k8s.io', version: 'v1', kind: 'CertificateSigningRequestList' },
    },
    description: 'A list of CertificateSigningRequest objects.',
  },
)
