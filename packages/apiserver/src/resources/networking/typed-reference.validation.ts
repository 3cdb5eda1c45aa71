/** References to an object of any kind, as ingresses and their classes make. */
import { required } from '@elli/machinery/field'
import { checkPathSegmentName } from '@elli/machinery/names'
import { dns1123Subdomain, type Errors, type FieldPath, say } from '../checks.ts'

export function validateTypedReference(
  errors: Errors,
  path: FieldPath,
  reference: { apiGroup?: string; kind?: string; name?: string },
): void {
  if (reference.apiGroup !== undefined) dns1123Subdomain(errors, path.child('apiGroup'), reference.apiGroup)
  for (const field of ['kind', 'name'] as const) {
    const value = reference[field]
    if (!value) errors.push(required(path.child(field), `${field} is required`))
    else say(errors, path.child(field), value, checkPathSegmentName(value))
  }
}
