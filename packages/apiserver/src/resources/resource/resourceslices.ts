/** ResourceSlices on the server. */
import { resourceslices } from '@elli/api/resource/v1alpha3.resources'
import { type ResourceSlice, ResourceSliceSpec } from '@elli/api/resource/v1alpha3'
import type { Strategy } from '../../registry/strategy.ts'
import { collect } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { validateSliceSpec } from './slices.validation.ts'

export const resourceslicesStrategy: Strategy<ResourceSlice> = {
  resource: resourceslices,
  prepareForCreate: firstGeneration,
  prepareForUpdate(slice, old) {
    if (!semanticEqual(ResourceSliceSpec, slice.spec, old.spec)) nextGeneration(slice, old)
  },
  validate: (slice) => collect((errors) => validateSliceSpec(errors, slice.spec)),
  validateUpdate: (slice, old) => collect((errors) => validateSliceSpec(errors, slice.spec, old.spec)),
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
