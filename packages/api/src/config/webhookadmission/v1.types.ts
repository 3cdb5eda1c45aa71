/** Types of apiserver.config.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */

export interface WebhookAdmission {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  kubeConfigFile: string
}
