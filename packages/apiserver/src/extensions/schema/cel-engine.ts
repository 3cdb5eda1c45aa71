/**
 * What rules of CRDs ask of an engine, and the bounds they run in.
 * In: a node of a structural schema. Out: how small its JSON can be; whether rules can see it at all.
 * Always: a node without a type is invisible to rules, as upstream leaves it out.
 * Elsewhere: the engine (./rule-engine.ts); what is done with rules (./rule-compiler.ts, ./rules.ts).
 * @see apiserver pkg/cel/common/schemas.go
 */
import type { CelEnvironment } from '@elli/machinery/cel/contract'
import { additionalSchema, type Structural } from './structural.ts'

/** Expressions of new CRDs are read as this release reads them; those that are stored also as newer ones do. */
export type ExpressionAge = 'new' | 'stored'

/** Makes environments in which `self`, and `oldSelf` as it is or as an optional, have the type of a node. */
export interface RuleEngine {
  /** Undefined: the node has no type that rules could see. */
  environment(
    schema: Structural,
    isResourceRoot: boolean,
    options: { readonly optionalOldSelf: boolean; readonly age: ExpressionAge },
  ): CelEnvironment | undefined
}

/** Bytes of the largest request that the server takes. */
export const maxRequestBytes = 3 * 1024 * 1024
/** What one rule may cost when it runs. */
export const perCallLimit = 1_000_000
/** What all rules of one object may cost together. */
export const runtimeBudget = 10_000_000

/**
 * Bytes of the smallest JSON that fits a node; undefined where the node is invisible to rules.
 * How often a node can occur in one request is estimated from it.
 */
export function minSerializedSize(schema: Structural): number | undefined {
  if (schema.intOrString) return 1
  switch (schema.type) {
    case 'array':
      return schema.items === undefined || minSerializedSize(schema.items) === undefined ? undefined : 2
    case 'object':
      return objectSize(schema)
    case 'string':
      return stringSizes[schema.source.format ?? ''] ?? 2
    case 'boolean':
      return 4
    case 'number':
    case 'integer':
      return 1
    default:
      return undefined
  }
}

const stringSizes: Readonly<Record<string, number>> = { duration: 3, date: 12, 'date-time': 21 }

function objectSize(schema: Structural): number | undefined {
  const additional = additionalSchema(schema)
  if (additional !== undefined) return minSerializedSize(additional) === undefined ? undefined : 2
  const required = new Set(schema.source.required ?? [])
  let size = 2
  for (const [name, property] of schema.properties) {
    const below = minSerializedSize(property)
    // Names, quotes, colon and comma; what has a default need not be sent.
    if (below !== undefined && required.has(name) && property.default === undefined) {
      size += Buffer.byteLength(name) + below + 4
    }
  }
  return size
}
