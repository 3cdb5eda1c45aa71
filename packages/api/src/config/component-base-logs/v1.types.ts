/** Types of v1, written from the schema in v1.ts by the update script; not edited by hand. */

export interface LoggingConfiguration {
  format?: string
  flushFrequency: number | string
  verbosity: number
  vmodule?: VModuleItem[]
  options?: FormatOptions
}

export interface FormatOptions {
  text?: TextOptions
  json?: JSONOptions
}

export interface TextOptions extends OutputRoutingOptions {}

export interface JSONOptions extends OutputRoutingOptions {}

export interface OutputRoutingOptions {
  splitStream?: boolean
  /** Quantity such as 500m or 2Gi. */
  infoBufferSize?: string
}

export interface VModuleItem {
  filePattern: string
  verbosity: number
}
