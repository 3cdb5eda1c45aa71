/**
 * credentialprovider.kubelet.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { apiPackage, type MessageSchema, duration, map, string } from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/kubelet-credentialprovider/v1',
  group: 'credentialprovider.kubelet.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/kubelet/pkg/apis/credentialprovider/v1',
})
export const packageInfo = pkg.package

export const PluginCacheKeyType = pkg.enumeration('PluginCacheKeyType', ['Image', 'Registry', 'Global'], { open: true })
export type PluginCacheKeyType = T.PluginCacheKeyType

export type CredentialProviderRequest = T.CredentialProviderRequest
export const CredentialProviderRequest: MessageSchema<CredentialProviderRequest> = pkg.message(
  'CredentialProviderRequest',
  {
    image: string(0, { required: true }),
  },
  { kind: true },
)

export type CredentialProviderResponse = T.CredentialProviderResponse
export const CredentialProviderResponse: MessageSchema<CredentialProviderResponse> = pkg.message(
  'CredentialProviderResponse',
  {
    cacheKeyType: string(0, { required: true, enum: PluginCacheKeyType }),
    cacheDuration: duration(0, { pointer: true }),
    auth: map(0, () => AuthConfig),
  },
  { kind: true },
)

export type AuthConfig = T.AuthConfig
export const AuthConfig: MessageSchema<AuthConfig> = pkg.message('AuthConfig', {
  username: string(0, { required: true }),
  password: string(0, { required: true }),
})
