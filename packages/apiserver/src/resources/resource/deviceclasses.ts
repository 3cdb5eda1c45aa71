/** DeviceClasses on the server. */
import { deviceclasses } from '@elli/api/resource/v1alpha3.resources'
import { type DeviceClass, DeviceClassSpec, DeviceSelector } from '@elli/api/resource/v1alpha3'
import { at } from '@elli/machinery/field'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { collect, type Errors, list } from '../checks.ts'
import { validateNodeSelector } from '../core/scheduling.validation.ts'
import { semanticEqual, semanticEqualLists } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageTable } from '../printing.ts'
import { validateDeviceConfiguration } from './device-configuration.validation.ts'
import { validateDeviceSelectors } from './device-selectors.validation.ts'
import { maxConfigurations, validateItems } from './limits.validation.ts'

export const deviceclassesStrategy: Strategy<DeviceClass> = {
  resource: deviceclasses,
  prepareForCreate(item, context) {
    firstGeneration(item)
    dropSuitableNodes(item, undefined, context)
  },
  validate: (item) => collect((errors) => validateSpec(errors, item.spec)),
  prepareForUpdate(item, old, context) {
    dropSuitableNodes(item, old, context)
    if (!semanticEqual(DeviceClassSpec, item.spec, old.spec)) nextGeneration(item, old)
  },
  // Upstream checks the class alone and then again beside the stored one, and tells what is wrong twice.
  validateUpdate: (item, old) =>
    collect((errors) => {
      validateSpec(errors, item.spec)
      validateSpec(errors, item.spec, old.spec)
    }),
  table: ageTable(),
}

/** Only drivers with a controller of their own look at nodes before a claim is allocated. */
function dropSuitableNodes(item: DeviceClass, old: DeviceClass | undefined, gates: StrategyContext): void {
  if (gates.featureEnabled('DRAControlPlaneController') || old?.spec?.suitableNodes !== undefined) return
  delete item.spec?.suitableNodes
}

function validateSpec(errors: Errors, spec: DeviceClassSpec = {}, old?: DeviceClassSpec): void {
  const path = at('spec')
  const stored = old !== undefined && semanticEqualLists(DeviceSelector, spec.selectors, old.selectors)
  validateDeviceSelectors(errors, path.child('selectors'), list(spec.selectors), stored)
  validateItems(errors, path.child('config'), spec.config, maxConfigurations, validateDeviceConfiguration)
  if (spec.suitableNodes !== undefined) validateNodeSelector(errors, at('suitableNodes'), spec.suitableNodes)
}
