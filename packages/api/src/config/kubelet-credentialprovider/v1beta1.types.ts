/** Types of credentialprovider.kubelet.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */

/** Upstream names "Image", "Registry", "Global". */
export type PluginCacheKeyType = string

export interface CredentialProviderRequest {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  image: string
}

export interface CredentialProviderResponse {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  cacheKeyType: PluginCacheKeyType
  /** Duration such as 1m30s. */
  cacheDuration?: string
  auth?: Record<string, AuthConfig>
}

export interface AuthConfig {
  username: string
  password: string
}
