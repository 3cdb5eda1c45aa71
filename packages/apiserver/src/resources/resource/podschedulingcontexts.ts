/** PodSchedulingContexts on the server. */
import { podschedulingcontexts } from '@elli/api/resource/v1alpha3.resources'
import type { PodSchedulingContext } from '@elli/api/resource/v1alpha3'
import { at, duplicate } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, list } from '../checks.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { itself, maxNodes, validateUniqueItems } from './limits.validation.ts'
import { validateNodeName } from './names.validation.ts'

export const podschedulingcontextsStrategy: Strategy<PodSchedulingContext> = {
  resource: podschedulingcontexts,
  prepareForCreate(item) {
    item.status = {}
  },
  validate: (item) => collect((errors) => validateSpec(errors, item)),
  // Checked alone and again as an update, so that every problem is told twice.
  validateUpdate: (item) =>
    collect((errors) => {
      validateSpec(errors, item)
      validateSpec(errors, item)
    }),
  status: { validateUpdate: (item) => collect((errors) => validateStatus(errors, item)) },
  table: table<PodSchedulingContext>(
    [column('SelectedNode', 'Node that the scheduler would like.'), ageColumn],
    (item, now) => [item.spec.selectedNode ?? '', ageOf(item, now)],
  ),
}

function validateSpec(errors: Errors, { spec }: PodSchedulingContext): void {
  const path = at('spec', 'potentialNodes')
  validateUniqueItems(errors, path, spec?.potentialNodes, maxNodes, validateNodeName, itself)
}

function validateStatus(errors: Errors, { status }: PodSchedulingContext): void {
  const seen = new Set<string>()
  for (const [i, claim] of list(status?.resourceClaims).entries()) {
    const path = at('status', 'claims').index(i)
    const nodes = path.child('unsuitableNodes')
    validateUniqueItems(errors, nodes, claim.unsuitableNodes, maxNodes, validateNodeName, itself)
    if (seen.has(claim.name)) errors.push(duplicate(path, claim.name))
    seen.add(claim.name)
  }
}
