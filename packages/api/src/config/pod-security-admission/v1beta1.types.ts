/** Types of pod-security.admission.config.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */

export interface PodSecurityConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  defaults: PodSecurityDefaults
  exemptions: PodSecurityExemptions
}

export interface PodSecurityDefaults {
  enforce?: string
  'enforce-version'?: string
  audit?: string
  'audit-version'?: string
  warn?: string
  'warn-version'?: string
}

export interface PodSecurityExemptions {
  usernames?: string[]
  namespaces?: string[]
  runtimeClasses?: string[]
}
