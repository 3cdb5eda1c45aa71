/**
 * Structural schemas: the subset of OpenAPI v3 that says of every field what it is, without looking at values.
 * In: JSONSchemaProps as a CRD has them. Out: a tree in which generic facts, extensions and value validations are told apart.
 * Always: frozen in meaning; the tree shares `default` and `enum` values with the CRD, so nobody changes them.
 * Elsewhere: what makes a schema unstructural (./structural-rules.ts).
 * @see apiextensions-apiserver pkg/apiserver/schema
 */
import type { JSONSchemaProps, ValidationRule } from '@elli/api/apiextensions/v1'
import type { Json } from '@elli/machinery/json'

export interface Structural {
  /** Empty where x-kubernetes-int-or-string or x-kubernetes-preserve-unknown-fields stands for it. */
  readonly type: string
  readonly title: string
  readonly description: string
  readonly nullable: boolean
  /** Undefined: none. `null` is a default as well. */
  readonly default: Json | undefined
  readonly properties: ReadonlyMap<string, Structural>
  readonly items: Structural | undefined
  readonly additionalProperties: boolean | Structural | undefined
  readonly preserveUnknownFields: boolean
  readonly embeddedResource: boolean
  readonly intOrString: boolean
  readonly listType: string | undefined
  readonly listMapKeys: readonly string[]
  readonly mapType: string | undefined
  readonly rules: readonly ValidationRule[]
  /** The schema as written: value validations are read from here. */
  readonly source: JSONSchemaProps
}
