/** The table of scale subresources. */
import type { Scale } from '@elli/api/autoscaling/v1'
import { ageColumn, ageOf, column, integer, table } from '../printing.ts'

export const scaleTable = table<Scale>(
  [
    column('Desired', 'How many pods are wanted.', integer),
    column('Available', 'How many pods there are.', integer),
    ageColumn,
  ],
  (scale, now) => [scale.spec?.replicas ?? 0, scale.status?.replicas ?? 0, ageOf(scale, now)],
)
