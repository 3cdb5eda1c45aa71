/**
 * v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { apiPackage, type MessageSchema, int32 } from '../../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'config/cloud-provider-node-config/v1alpha1',
  group: '',
  version: 'v1alpha1',
  goPackage: 'k8s.io/cloud-provider/controllers/node/config/v1alpha1',
})
export const packageInfo = pkg.package

export type NodeControllerConfiguration = T.NodeControllerConfiguration
export const NodeControllerConfiguration: MessageSchema<NodeControllerConfiguration> = pkg.message(
  'NodeControllerConfiguration',
  {
    ConcurrentNodeSyncs: int32(0, { required: true }),
  },
)
