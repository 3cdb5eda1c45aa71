/**
 * kubelet.config.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { apiPackage, type MessageSchema, duration, list, string } from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/kubelet-config/v1',
  group: 'kubelet.config.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/kubelet/config/v1',
})
export const packageInfo = pkg.package

export type CredentialProviderConfig = T.CredentialProviderConfig
export const CredentialProviderConfig: MessageSchema<CredentialProviderConfig> = pkg.message(
  'CredentialProviderConfig',
  {
    providers: list(0, () => CredentialProvider, { required: true }),
  },
  { kind: true },
)

export type CredentialProvider = T.CredentialProvider
export const CredentialProvider: MessageSchema<CredentialProvider> = pkg.message('CredentialProvider', {
  name: string(0, { required: true }),
  matchImages: list(0, 'string', { required: true }),
  defaultCacheDuration: duration(0, { required: true, pointer: true }),
  apiVersion: string(0, { required: true }),
  args: list(0, 'string'),
  env: list(0, () => ExecEnvVar),
})

export type ExecEnvVar = T.ExecEnvVar
export const ExecEnvVar: MessageSchema<ExecEnvVar> = pkg.message('ExecEnvVar', {
  name: string(0, { required: true }),
  value: string(0, { required: true }),
})
