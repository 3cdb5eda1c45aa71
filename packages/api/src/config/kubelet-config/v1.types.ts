/** Types of kubelet.config.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */

export interface CredentialProviderConfig {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  providers: CredentialProvider[]
}

export interface CredentialProvider {
  name: string
  matchImages: string[]
  /** Duration such as 1m30s. */
  defaultCacheDuration: string
  apiVersion: string
  args?: string[]
  env?: ExecEnvVar[]
}

export interface ExecEnvVar {
  name: string
  value: string
}
