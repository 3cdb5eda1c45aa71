/**
 * client.authentication.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { apiPackage, type MessageSchema, bool, bytes, rawExtension, ref, string, time } from '../../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'config/clientauthentication/v1beta1',
  group: 'client.authentication.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/client-go/pkg/apis/clientauthentication/v1beta1',
})
export const packageInfo = pkg.package

export type ExecCredential = T.ExecCredential
export const ExecCredential: MessageSchema<ExecCredential> = pkg.message(
  'ExecCredential',
  {
    spec: ref(0, () => ExecCredentialSpec),
    status: ref(0, () => ExecCredentialStatus, { pointer: true }),
  },
  { kind: true },
)

export type ExecCredentialSpec = T.ExecCredentialSpec
export const ExecCredentialSpec: MessageSchema<ExecCredentialSpec> = pkg.message('ExecCredentialSpec', {
  cluster: ref(0, () => Cluster, { pointer: true }),
  interactive: bool(0, { required: true }),
})

export type ExecCredentialStatus = T.ExecCredentialStatus
export const ExecCredentialStatus: MessageSchema<ExecCredentialStatus> = pkg.message('ExecCredentialStatus', {
  expirationTimestamp: time(0, { pointer: true }),
  token: string(0, { sensitive: true }),
  clientCertificateData: string(0),
  clientKeyData: string(0, { sensitive: true }),
})

export type Cluster = T.Cluster
export const Cluster: MessageSchema<Cluster> = pkg.message('Cluster', {
  server: string(0, { required: true }),
  'tls-server-name': string(0),
  'insecure-skip-tls-verify': bool(0),
  'certificate-authority-data': bytes(0, { listType: 'atomic' }),
  'proxy-url': string(0),
  'disable-compression': bool(0),
  config: rawExtension(0),
})
