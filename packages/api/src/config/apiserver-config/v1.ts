/**
 * apiserver.config.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import {
  apiPackage,
  type MessageSchema,
  duration,
  int32,
  list,
  rawExtension,
  ref,
  string,
} from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/apiserver-config/v1',
  group: 'apiserver.config.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/apiserver/pkg/apis/apiserver/v1',
})
export const packageInfo = pkg.package

export type AdmissionConfiguration = T.AdmissionConfiguration
export const AdmissionConfiguration: MessageSchema<AdmissionConfiguration> = pkg.message(
  'AdmissionConfiguration',
  {
    plugins: list(0, () => AdmissionPluginConfiguration, { keepEmpty: true }),
  },
  { kind: true },
)

export type AdmissionPluginConfiguration = T.AdmissionPluginConfiguration
export const AdmissionPluginConfiguration: MessageSchema<AdmissionPluginConfiguration> = pkg.message(
  'AdmissionPluginConfiguration',
  {
    name: string(0, { required: true }),
    path: string(0, { keepEmpty: true }),
    configuration: rawExtension(0, { keepEmpty: true, pointer: true }),
  },
)

export type EncryptionConfiguration = T.EncryptionConfiguration
export const EncryptionConfiguration: MessageSchema<EncryptionConfiguration> = pkg.message(
  'EncryptionConfiguration',
  {
    resources: list(0, () => ResourceConfiguration, { required: true }),
  },
  { kind: true },
)

export type ResourceConfiguration = T.ResourceConfiguration
export const ResourceConfiguration: MessageSchema<ResourceConfiguration> = pkg.message('ResourceConfiguration', {
  resources: list(0, 'string', { required: true }),
  providers: list(0, () => ProviderConfiguration, { required: true }),
})

export type ProviderConfiguration = T.ProviderConfiguration
export const ProviderConfiguration: MessageSchema<ProviderConfiguration> = pkg.message('ProviderConfiguration', {
  aesgcm: ref(0, () => AESConfiguration, { pointer: true }),
  aescbc: ref(0, () => AESConfiguration, { pointer: true }),
  secretbox: ref(0, () => SecretboxConfiguration, { pointer: true }),
  identity: ref(0, () => IdentityConfiguration, { pointer: true }),
  kms: ref(0, () => KMSConfiguration, { pointer: true }),
})

export type AESConfiguration = T.AESConfiguration
export const AESConfiguration: MessageSchema<AESConfiguration> = pkg.message('AESConfiguration', {
  keys: list(0, () => Key, { required: true }),
})

export type SecretboxConfiguration = T.SecretboxConfiguration
export const SecretboxConfiguration: MessageSchema<SecretboxConfiguration> = pkg.message('SecretboxConfiguration', {
  keys: list(0, () => Key, { required: true }),
})

export type Key = T.Key
export const Key: MessageSchema<Key> = pkg.message('Key', {
  name: string(0, { required: true }),
  secret: string(0, { required: true }),
})

export type IdentityConfiguration = T.IdentityConfiguration
export const IdentityConfiguration: MessageSchema<IdentityConfiguration> = pkg.message('IdentityConfiguration', {})

export type KMSConfiguration = T.KMSConfiguration
export const KMSConfiguration: MessageSchema<KMSConfiguration> = pkg.message('KMSConfiguration', {
  apiVersion: string(0, { keepEmpty: true }),
  name: string(0, { required: true }),
  cachesize: int32(0, { pointer: true }),
  endpoint: string(0, { required: true }),
  timeout: duration(0, { pointer: true }),
})
