/**
 * Zero values of required fields that a writer has left out: upstream's structs cannot be without them, so checks,
 * comparisons and messages see `""`, 0 and false rather than nothing.
 * In: a schema and an object of it. Out: the object, changed.
 * Always: fields that are pointers, lists or maps stay absent; what is there stays as it is, except empty lists where
 * an absent one is written as null.
 */
import type { Field, FieldType, MessageSchema } from './schema.ts'

type Fill = (object: Record<string, unknown>) => void

/** Changes the object, which must be the caller's own. */
export type ZeroFiller = (schema: MessageSchema, object: object) => void

const zeros: Readonly<Record<string, unknown>> = { string: '', bool: false, int32: 0, int64: 0 }

export function zeroFiller(): ZeroFiller {
  const fills = new Map<MessageSchema, Fill>()

  const fillOf = (schema: MessageSchema): Fill => {
    const known = fills.get(schema)
    if (known !== undefined) return known
    let steps: readonly Fill[] = []
    const fill: Fill = (object) => {
      for (const step of steps) step(object)
    }
    // Messages may contain themselves.
    fills.set(schema, fill)
    steps = schema.fields.flatMap(stepsOf)
    return fill
  }

  const stepsOf = (field: Field): Fill[] => {
    const { name, type } = field
    const absent = field.required && !field.pointer && !field.inline
    if (type.kind in zeros) {
      const zero = zeros[type.kind]
      if (!absent) return []
      return [
        (object) => {
          object[name] ??= zero
        },
      ]
    }
    const drop = type.kind === 'list' && !field.omitEmpty && !field.pointer ? dropEmpty(name) : undefined
    const inner = innerMessage(type)
    if (inner === undefined) return drop === undefined ? [] : [drop]
    const fill = fillOf(inner)
    if (drop !== undefined) return [drop, ...fillInner(field, fill, absent)]
    return fillInner(field, fill, absent)
  }

  const fillInner = ({ name, type, inline }: Field, fill: Fill, absent: boolean): Fill[] => {
    if (inline) return [fill]
    return [
      (object) => {
        if (absent && type.kind === 'ref') object[name] ??= {}
        const value = object[name]
        if (typeof value !== 'object' || value === null) return
        if (type.kind === 'ref') fill(value as Record<string, unknown>)
        else {
          for (const item of Object.values(value)) {
            if (typeof item === 'object' && item !== null) fill(item as Record<string, unknown>)
          }
        }
      },
    ]
  }

  return (schema, object) => fillOf(schema)(object as Record<string, unknown>)
}

/** What is kept as protobuf cannot tell a list with nothing in it from none. */
function dropEmpty(name: string): Fill {
  return (object) => {
    const value = object[name]
    if (Array.isArray(value) && value.length === 0) delete object[name]
  }
}

/** Lists of lists of messages and the like are in no built-in kind but JSON schemas, which have no required fields. */
function innerMessage(type: FieldType): MessageSchema | undefined {
  if (type.kind === 'ref') return type.message()
  if (type.kind === 'list' && type.item.kind === 'ref') return type.item.message()
  if (type.kind === 'map' && type.value.kind === 'ref') return type.value.message()
  return undefined
}
