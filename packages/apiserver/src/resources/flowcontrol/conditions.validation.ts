/** Conditions of flow schemas and priority levels: each type once, and named. */
import { at, duplicate, required } from '@elli/machinery/field'
import { type Errors, list } from '../checks.ts'

export function validateConditionTypes(
  errors: Errors,
  conditions: readonly { readonly type?: string }[] | undefined,
): void {
  const seen = new Set<string>()
  for (const [i, { type = '' }] of list(conditions).entries()) {
    const path = at('status', 'conditions').index(i).child('type')
    if (seen.has(type)) errors.push(duplicate(path, type))
    seen.add(type)
    if (type === '') errors.push(required(path, 'must not be empty'))
  }
}
