/** DeviceClasses on the server. */
import { deviceclasses } from '@elli/api/resource/v1alpha3.resources'
import { type DeviceClass, DeviceClassSpec } from '@elli/api/resource/v1alpha3'
import type { Strategy } from '../../registry/strategy.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageTable } from '../printing.ts'

export const deviceclassesStrategy: Strategy<DeviceClass> = {
  resource: deviceclasses,
  prepareForCreate: firstGeneration,
  prepareForUpdate(item, old) {
    if (!semanticEqual(DeviceClassSpec, item.spec, old.spec)) nextGeneration(item, old)
  },
  table: ageTable(),
}
