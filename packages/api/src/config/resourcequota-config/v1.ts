/**
 * apiserver.config.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ScopedResourceSelectorRequirement } from '../../core/v1.ts'
import { apiPackage, type MessageSchema, list, string } from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/resourcequota-config/v1',
  group: 'apiserver.config.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/apiserver/pkg/admission/plugin/resourcequota/apis/resourcequota/v1',
})
export const packageInfo = pkg.package

export type Configuration = T.Configuration
export const Configuration: MessageSchema<Configuration> = pkg.message(
  'Configuration',
  {
    limitedResources: list(0, () => LimitedResource, { keepEmpty: true }),
  },
  { kind: true },
)

export type LimitedResource = T.LimitedResource
export const LimitedResource: MessageSchema<LimitedResource> = pkg.message('LimitedResource', {
  apiGroup: string(0),
  resource: string(0, { required: true }),
  matchContains: list(0, 'string'),
  matchScopes: list(0, () => ScopedResourceSelectorRequirement),
})
