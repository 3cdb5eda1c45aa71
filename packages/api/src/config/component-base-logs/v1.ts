/**
 * v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import {
  apiPackage,
  type MessageSchema,
  bool,
  durationOrNanoseconds,
  inline,
  list,
  quantity,
  ref,
  string,
  uint32,
} from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/component-base-logs/v1',
  group: '',
  version: 'v1',
  goPackage: 'k8s.io/component-base/logs/api/v1',
})
export const packageInfo = pkg.package

export type LoggingConfiguration = T.LoggingConfiguration
export const LoggingConfiguration: MessageSchema<LoggingConfiguration> = pkg.message('LoggingConfiguration', {
  format: string(0),
  flushFrequency: durationOrNanoseconds(0, { required: true }),
  verbosity: uint32(0, { required: true }),
  vmodule: list(0, () => VModuleItem),
  options: ref(0, () => FormatOptions),
})

export type FormatOptions = T.FormatOptions
export const FormatOptions: MessageSchema<FormatOptions> = pkg.message('FormatOptions', {
  text: ref(0, () => TextOptions),
  json: ref(0, () => JSONOptions),
})

export type TextOptions = T.TextOptions
export const TextOptions: MessageSchema<TextOptions> = pkg.message('TextOptions', {
  outputRoutingOptions: inline(0, () => OutputRoutingOptions),
})

export type JSONOptions = T.JSONOptions
export const JSONOptions: MessageSchema<JSONOptions> = pkg.message('JSONOptions', {
  outputRoutingOptions: inline(0, () => OutputRoutingOptions),
})

export type OutputRoutingOptions = T.OutputRoutingOptions
export const OutputRoutingOptions: MessageSchema<OutputRoutingOptions> = pkg.message('OutputRoutingOptions', {
  splitStream: bool(0),
  infoBufferSize: quantity(0),
})

export type VModuleItem = T.VModuleItem
export const VModuleItem: MessageSchema<VModuleItem> = pkg.message('VModuleItem', {
  filePattern: string(0, { required: true }),
  verbosity: uint32(0, { required: true }),
})
