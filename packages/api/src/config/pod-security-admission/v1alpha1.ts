/**
 * pod-security.admission.config.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { apiPackage, type MessageSchema, list, ref, string } from '../../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'config/pod-security-admission/v1alpha1',
  group: 'pod-security.admission.config.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/pod-security-admission/admission/api/v1alpha1',
})
export const packageInfo = pkg.package

export type PodSecurityConfiguration = T.PodSecurityConfiguration
export const PodSecurityConfiguration: MessageSchema<PodSecurityConfiguration> = pkg.message(
  'PodSecurityConfiguration',
  {
    defaults: ref(0, () => PodSecurityDefaults, { required: true }),
    exemptions: ref(0, () => PodSecurityExemptions, { required: true }),
  },
  { kind: true },
)

export type PodSecurityDefaults = T.PodSecurityDefaults
export const PodSecurityDefaults: MessageSchema<PodSecurityDefaults> = pkg.message('PodSecurityDefaults', {
  enforce: string(0),
  'enforce-version': string(0),
  audit: string(0),
  'audit-version': string(0),
  warn: string(0),
  'warn-version': string(0),
})

export type PodSecurityExemptions = T.PodSecurityExemptions
export const PodSecurityExemptions: MessageSchema<PodSecurityExemptions> = pkg.message('PodSecurityExemptions', {
  usernames: list(0, 'string'),
  namespaces: list(0, 'string'),
  runtimeClasses: list(0, 'string'),
})
