/**
 * v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { apiPackage, type MessageSchema, int32, string } from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/component-base-tracing/v1',
  group: '',
  version: 'v1',
  goPackage: 'k8s.io/component-base/tracing/api/v1',
})
export const packageInfo = pkg.package

export type TracingConfiguration = T.TracingConfiguration
export const TracingConfiguration: MessageSchema<TracingConfiguration> = pkg.message('TracingConfiguration', {
  endpoint: string(0, { pointer: true }),
  samplingRatePerMillion: int32(0, { pointer: true }),
})
