/** Types of resourcequota.admission.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { ScopedResourceSelectorRequirement } from '../../core/v1.types.ts'

export interface Configuration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  limitedResources?: LimitedResource[]
}

export interface LimitedResource {
  apiGroup?: string
  resource: string
  matchContains?: string[]
  matchScopes?: ScopedResourceSelectorRequirement[]
}
