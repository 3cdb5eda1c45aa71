/** Types of apiserver.config.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */

export interface AdmissionConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  plugins?: AdmissionPluginConfiguration[]
}

export interface AdmissionPluginConfiguration {
  name: string
  path?: string
  configuration?: Record<string, unknown>
}

export interface EncryptionConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  resources: ResourceConfiguration[]
}

export interface ResourceConfiguration {
  resources: string[]
  providers: ProviderConfiguration[]
}

export interface ProviderConfiguration {
  aesgcm?: AESConfiguration
  aescbc?: AESConfiguration
  secretbox?: SecretboxConfiguration
  identity?: IdentityConfiguration
  kms?: KMSConfiguration
}

export interface AESConfiguration {
  keys: Key[]
}

export interface SecretboxConfiguration {
  keys: Key[]
}

export interface Key {
  name: string
  secret: string
}

export interface IdentityConfiguration {}

export interface KMSConfiguration {
  apiVersion?: string
  name: string
  cachesize?: number
  endpoint: string
  /** Duration such as 1m30s. */
  timeout?: string
}
