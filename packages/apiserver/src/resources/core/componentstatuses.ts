/** ComponentStatuses: never stored, only shown. */
import type { ComponentStatus } from '@elli/api/core/v1'
import { list } from '../checks.ts'
import { column, table } from '../printing.ts'

export const componentstatusesTable = table<ComponentStatus>(
  [
    column('Status', 'Whether the component is healthy.'),
    column('Message', 'What it said.'),
    column('Error', 'What went wrong when it was asked.'),
  ],
  (item) => {
    const healthy = list(item.conditions).find((condition) => condition.type === 'Healthy')
    if (healthy === undefined) return ['Unknown', '', '']
    return [healthy.status === 'True' ? 'Healthy' : 'Unhealthy', healthy.message ?? '', healthy.error ?? '']
  },
)
