/** Image pull policies, of containers and of image volumes. */
import { type FieldPath, required } from '@elli/machinery/field'
import { type Errors, oneOf } from '../checks.ts'

export function validatePullPolicy(errors: Errors, path: FieldPath, policy: string | undefined): void {
  if (!policy) errors.push(required(path, ''))
  else oneOf(errors, path, policy, ['Always', 'IfNotPresent', 'Never'])
}
