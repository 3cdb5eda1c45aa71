/** CSIStorageCapacities on the server. */
import { csistoragecapacities } from '@elli/api/storage/v1.resources'
import type { CSIStorageCapacity } from '@elli/api/storage/v1'
import { at, invalid } from '@elli/machinery/field'
import { canonicalQuantity } from '@elli/machinery/quantity'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, dns1123Subdomain, type Errors } from '../checks.ts'
import { nonNegativeQuantity } from '../core/resources.validation.ts'
import { plainEqual } from '../equality.ts'
import { isInvalidSelector, validateLabelSelector } from '../label-selector.validation.ts'
import { column, table } from '../printing.ts'

export const csistoragecapacitiesStrategy: Strategy<CSIStorageCapacity> = {
  resource: csistoragecapacities,
  allowUnconditionalUpdate: false,
  validate: (item) => collect((errors) => validate(errors, item, false)),
  validateUpdate: (item, old) =>
    collect((errors) => {
      validate(errors, item, isInvalidSelector(at('nodeTopology'), old.nodeTopology))
      for (const name of ['nodeTopology', 'storageClassName'] as const) {
        if (!plainEqual(item[name], old[name])) errors.push(invalid(at(name), item[name], 'field is immutable'))
      }
    }),
  table: table<CSIStorageCapacity>(
    [
      column('StorageClassName', 'Storage class that the capacity is for.'),
      column('Capacity', 'How much room there is.'),
    ],
    (item) => [item.storageClassName, item.capacity === undefined ? '<unset>' : canonicalQuantity(item.capacity)],
  ),
}

function validate(errors: Errors, item: CSIStorageCapacity, allowInvalidValues: boolean): void {
  validateLabelSelector(errors, at('nodeTopology'), item.nodeTopology, { allowInvalidValues })
  dns1123Subdomain(errors, at('storageClassName'), item.storageClassName ?? '')
  if (item.capacity !== undefined) nonNegativeQuantity(errors, at('capacity'), item.capacity)
}
