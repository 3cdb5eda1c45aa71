/** Types of v1, written from the schema in v1.ts by the update script; not edited by hand. */

export interface TracingConfiguration {
  endpoint?: string
  samplingRatePerMillion?: number
}
