/** Types of v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */

export interface NodeControllerConfiguration {
  ConcurrentNodeSyncs: number
}
