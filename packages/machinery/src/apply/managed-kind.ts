/**
 * What field management must know of a kind, in the version that a request speaks.
 * Elsewhere: who gives it (apiserver registry/managed-fields.ts).
 */
import type { JsonObject } from '../json.ts'
import type { Delta } from './delta.ts'
import type { FieldSet } from './field-set.ts'
import type { Topology } from './topology.ts'

export interface ManagedKind {
  /** Version of the request. */
  readonly apiVersion: string
  readonly kind: string
  /** Empty for the main resource. */
  readonly subresource: string
  /** Fields that writes through this resource do not reach, whatever they say. */
  resetFields(apiVersion: string): FieldSet
  /** Undefined: no such version. */
  topologyOf(apiVersion: string): Topology | undefined
  /** What differs between two objects as they are in memory. `{}` is an object that is not there yet. @throws TypedError */
  compare(before: object, after: object): Delta | undefined
  /** The text of the fields of a new object, where that is faster than comparing it with `{}`. @throws TypedError */
  createdText?(object: object, without: ReadonlySet<string>, withoutMetadata: ReadonlySet<string>): string
  /** As it would be written; `{}` is written with what is always there. */
  toJson(object: object): JsonObject
  /** Between versions of the kind. */
  convert(object: JsonObject, to: string): JsonObject | Promise<JsonObject>
}
