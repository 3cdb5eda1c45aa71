/** The body of scale subresources. */
import type { Scale } from '@elli/api/autoscaling/v1'
import { at, invalid } from '@elli/machinery/field'
import type { Errors } from '../checks.ts'

export function validateScale(scale: Scale): Errors {
  const replicas = scale.spec?.replicas ?? 0
  if (replicas >= 0) return []
  return [invalid(at('spec', 'replicas'), replicas, 'must be greater than or equal to 0')]
}
