/** VolumeAttributesClasses on the server. */
import { volumeattributesclasses } from '@elli/api/storage/v1beta1.resources'
import type { VolumeAttributesClass } from '@elli/api/storage/v1beta1'
import { at, forbidden } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors } from '../checks.ts'
import { plainEqual } from '../equality.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { validateParameters, validateProvisioner } from './parameters.validation.ts'
import { withDefault } from './storageclasses.ts'

const classTable = table<VolumeAttributesClass>(
  [column('DriverName', 'Driver that knows the attributes.'), ageColumn],
  (item, now) => [item.driverName, ageOf(item, now)],
)

export const volumeattributesclassesStrategy: Strategy<VolumeAttributesClass> = {
  resource: volumeattributesclasses,
  validate: (item) => collect((errors) => validate(errors, item)),
  validateUpdate: (item, old) =>
    collect((errors) => {
      for (const name of ['driverName', 'parameters'] as const) {
        if (!plainEqual(item[name], old[name])) {
          errors.push(forbidden(at(name), `updates to ${name} are forbidden.`))
        }
      }
      validate(errors, item)
    }),
  table: {
    columns: classTable.columns,
    row(item, now) {
      const [name, ...rest] = classTable.row(item, now)
      const keys = ['storage.alpha.kubernetes.io/is-default-class']
      return [withDefault(String(name), item.metadata.annotations, keys), ...rest]
    },
  },
}

function validate(errors: Errors, item: VolumeAttributesClass): void {
  validateProvisioner(errors, at('driverName'), item.driverName)
  validateParameters(errors, at('parameters'), item.parameters, false)
}
