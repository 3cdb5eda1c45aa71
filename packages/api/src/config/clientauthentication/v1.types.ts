/** Types of client.authentication.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */

export interface ExecCredential {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  spec: ExecCredentialSpec
  status?: ExecCredentialStatus
}

export interface ExecCredentialSpec {
  cluster?: Cluster
  interactive: boolean
}

export interface ExecCredentialStatus {
  /** RFC 3339 time. */
  expirationTimestamp?: string
  token?: string
  clientCertificateData?: string
  clientKeyData?: string
}

export interface Cluster {
  server: string
  'tls-server-name'?: string
  'insecure-skip-tls-verify'?: boolean
  /** Base64. */
  'certificate-authority-data'?: string
  'proxy-url'?: string
  'disable-compression'?: boolean
  config?: Record<string, unknown>
}
