/** ResourceSlices on the server. */
import { resourceslices } from '@elli/api/resource/v1alpha3.resources'
import { type ResourceSlice, ResourceSliceSpec } from '@elli/api/resource/v1alpha3'
import { at } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, immutable } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

export const resourceslicesStrategy: Strategy<ResourceSlice> = {
  resource: resourceslices,
  prepareForCreate: firstGeneration,
  prepareForUpdate(slice, old) {
    if (!semanticEqual(ResourceSliceSpec, slice.spec, old.spec)) nextGeneration(slice, old)
  },
  validateUpdate: (slice, old) =>
    collect((errors) => {
      const spec = at('spec')
      immutable(errors, spec.child('driver'), slice.spec.driver, old.spec.driver)
      immutable(errors, spec.child('pool', 'name'), slice.spec.pool?.name, old.spec.pool?.name)
      immutable(errors, spec.child('nodeName'), slice.spec.nodeName ?? '', old.spec.nodeName ?? '')
    }),
  fieldSelectors: {
    'spec.nodeName': (slice) => slice.spec.nodeName ?? '',
    'spec.driver': (slice) => slice.spec.driver ?? '',
  },
  table: table<ResourceSlice>(
    [
      column('Node', 'Node that has the devices.'),
      column('Driver', 'Driver that knows them.'),
      column('Pool', 'Pool that they belong to.'),
      ageColumn,
    ],
    (slice, now) => [slice.spec.nodeName ?? '', slice.spec.driver, slice.spec.pool?.name ?? '', ageOf(slice, now)],
  ),
}
