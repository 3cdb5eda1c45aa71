/** Types of meta.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { ListMeta, PartialObjectMetadata } from './v1.types.ts'

/** A list of PartialObjectMetadata objects. */
export interface PartialObjectMetadataList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: PartialObjectMetadata[]
}
