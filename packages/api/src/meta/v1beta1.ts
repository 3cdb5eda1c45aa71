/**
 * meta.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ListMeta, PartialObjectMetadata as metaV1PartialObjectMetadata } from './v1.ts'
import { apiPackage, type MessageSchema, list, ref } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'
export {
  Table,
  TableColumnDefinition,
  TableRow,
  TableRowCondition,
  RowConditionType,
  ConditionStatus,
  IncludeObjectPolicy,
  TableOptions,
  PartialObjectMetadata,
} from './v1.ts'

const pkg = apiPackage({
  path: 'meta/v1beta1',
  group: 'meta.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/apimachinery/pkg/apis/meta/v1beta1',
})
export const packageInfo = pkg.package

export type PartialObjectMetadataList = T.PartialObjectMetadataList
export const PartialObjectMetadataList: MessageSchema<PartialObjectMetadataList> = pkg.message(
  'PartialObjectMetadataList',
  {
    metadata: ref(2, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(1, () => metaV1PartialObjectMetadata, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of PartialObjectMetadata objects.' },
)
