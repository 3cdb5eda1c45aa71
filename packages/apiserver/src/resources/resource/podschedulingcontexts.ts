/** PodSchedulingContexts on the server. */
import { podschedulingcontexts } from '@elli/api/resource/v1alpha3.resources'
import type { PodSchedulingContext } from '@elli/api/resource/v1alpha3'
import type { Strategy } from '../../registry/strategy.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

export const podschedulingcontextsStrategy: Strategy<PodSchedulingContext> = {
  resource: podschedulingcontexts,
  prepareForCreate(item) {
    item.status = {}
  },
  status: {},
  table: table<PodSchedulingContext>(
    [column('SelectedNode', 'Node that the scheduler would like.'), ageColumn],
    (item, now) => [item.spec.selectedNode ?? '', ageOf(item, now)],
  ),
}
