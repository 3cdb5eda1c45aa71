/**
 * Plain structs of a kind are there even when the writer left them out: `spec` (upstream's is never absent) and what is required.
 * In: a schema. Out: a function that fills them in with nothing in them; validation says what is missing inside.
 */
import type { MessageSchema } from '@elli/api/schema/schema'

export function specFiller(schema: MessageSchema): (object: object) => void {
  const names = schema.fields
    .filter(({ name, type, pointer, required }) => type.kind === 'ref' && !pointer && (name === 'spec' || required))
    .map((field) => field.name)
  return (object) => {
    const fields = object as Record<string, unknown>
    for (const name of names) fields[name] ??= {}
  }
}
