/**
 * Fills in what a writer has left out: the defaults that fields declare, and rules that look at a whole message.
 * In: the rules of all groups, once; then an object and its schema. Out: the same object, changed.
 * Always: a message's rules come before those of the messages inside it, as upstream orders them; structs that are
 * no pointers are there while rules run, and gone again when they stay empty.
 * Elsewhere: the rules (`<group>/<version>.defaults.ts`), their list (../defaults.ts).
 */
import type { Field, FieldType, MessageSchema } from './schema.ts'

/** Whether a feature gate is on. */
export type GateLookup = (name: string) => boolean

export interface DefaultRule {
  readonly schema: MessageSchema
  readonly apply: (object: object, gates: GateLookup) => void
}

/** A rule for every place where the message occurs. Fields that TypeScript requires may still be missing. */
export function defaultRule<T>(schema: MessageSchema<T>, apply: (object: T, gates: GateLookup) => void): DefaultRule {
  return { schema, apply: (object, gates) => apply(object as T, gates) }
}

type Fill = (object: Record<string, unknown>, gates: GateLookup) => void

export type Defaulter = (schema: MessageSchema, object: object, gates: GateLookup) => void

/** `declared: false` leaves out the defaults of fields: the rules alone are run. */
export function defaulter(rules: readonly DefaultRule[], { declared = true } = {}): Defaulter {
  const isDeclared = (field: Field): boolean => declared && hasDefault(field)
  const bySchema = new Map<MessageSchema, DefaultRule[]>()
  for (const rule of rules) bySchema.set(rule.schema, [...(bySchema.get(rule.schema) ?? []), rule])

  const touched = new Map<MessageSchema, boolean>()
  /** Whether anything inside has a default. Messages that contain themselves count as not, until they are known. */
  const isTouched = (schema: MessageSchema): boolean => {
    const known = touched.get(schema)
    if (known !== undefined) return known
    touched.set(schema, false)
    const result =
      bySchema.has(schema) ||
      schema.fields.some((field) => {
        const inner = innerMessage(field.type)
        return isDeclared(field) || (inner !== undefined && isTouched(inner))
      })
    touched.set(schema, result)
    return result
  }

  const fills = new Map<MessageSchema, Fill>()
  const fillOf = (schema: MessageSchema): Fill => {
    let fill = fills.get(schema)
    if (fill === undefined) {
      fill = compile(schema)
      fills.set(schema, fill)
    }
    return fill
  }

  const compile = (schema: MessageSchema): Fill => {
    const own = bySchema.get(schema) ?? []
    const steps = schema.fields.flatMap((field) => stepsOf(field))
    // Go's structs are always there: rules may look into them.
    const structs = schema.fields
      .filter((field) => field.type.kind === 'ref' && !field.pointer && !field.inline)
      .filter((field) => own.length > 0 || (field.type.kind === 'ref' && isTouched(field.type.message())))
      .map((field) => field.name)
    return (object, gates) => {
      const made = structs.filter((name) => object[name] === undefined || object[name] === null)
      for (const name of made) object[name] = {}
      for (const rule of own) rule.apply(object, gates)
      for (const step of steps) step(object, gates)
      for (const name of made) if (isEmpty(object[name])) delete object[name]
    }
  }

  const stepsOf = (field: Field): Fill[] => {
    const { name, type } = field
    const steps: Fill[] = []
    if (isDeclared(field)) {
      steps.push((object) => {
        const value = object[name]
        if (value === undefined || value === null || (!field.pointer && value === '')) {
          object[name] = structuredClone(field.default)
        }
      })
    }
    const inner = innerMessage(type)
    if (inner === undefined || !isTouched(inner)) return steps
    const fill = fillOf(inner)
    steps.push((object, gates) => {
      if (field.inline) {
        fill(object, gates)
        return
      }
      const value = object[name]
      if (typeof value !== 'object' || value === null) return
      if (type.kind === 'ref') fill(value as Record<string, unknown>, gates)
      else for (const item of Object.values(value)) fill(item as Record<string, unknown>, gates)
    })
    return steps
  }

  return (schema, object, gates) => {
    if (isTouched(schema)) fillOf(schema)(object as Record<string, unknown>, gates)
  }
}

/** A default that is the zero value of a field that is no pointer says nothing. */
function hasDefault(field: Field): boolean {
  if (field.default === undefined) return false
  return field.pointer || !(field.default === '' || field.default === 0 || field.default === false)
}

function innerMessage(type: FieldType): MessageSchema | undefined {
  if (type.kind === 'ref') return type.message()
  if (type.kind === 'list') return innerMessage(type.item)
  if (type.kind === 'map') return innerMessage(type.value)
  return undefined
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
