/** CSIDrivers on the server. */
import { csidrivers } from '@elli/api/storage/v1.resources'
import { type CSIDriver, CSIDriverSpec } from '@elli/api/storage/v1'
import { at, duplicate, invalid, required } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, immutable, list, oneOf } from '../checks.ts'
import { immutableMessage } from '@elli/machinery/names'
import { goStrings } from '../go-structs.ts'
import { plainEqual, semanticEqual } from '../equality.ts'
import { nextGeneration } from '../generation.ts'
import { ageColumn, ageOf, boolean, column, orNone, table } from '../printing.ts'

const spec = at('spec')

export const csidriversStrategy: Strategy<CSIDriver> = {
  resource: csidrivers,
  allowUnconditionalUpdate: false,
  prepareForCreate(driver, context) {
    if (!context.featureEnabled('SELinuxMountReadWriteOncePod')) delete driver.spec.seLinuxMount
  },
  validate: (driver, context) =>
    collect((errors) => validate(errors, driver, context.featureEnabled('SELinuxMountReadWriteOncePod'))),
  prepareForUpdate(driver, old, context) {
    if (!context.featureEnabled('SELinuxMountReadWriteOncePod') && old.spec.seLinuxMount === undefined) {
      delete driver.spec.seLinuxMount
    }
    if (!semanticEqual(CSIDriverSpec, driver.spec, old.spec)) nextGeneration(driver, old)
  },
  validateUpdate: (driver, old, context) =>
    collect((errors) => {
      validate(errors, driver, context.featureEnabled('SELinuxMountReadWriteOncePod'))
      immutable(errors, spec.child('attachedRequired'), driver.spec.attachRequired, old.spec.attachRequired)
      const modes = spec.child('volumeLifecycleModes')
      if (!plainEqual(driver.spec.volumeLifecycleModes, old.spec.volumeLifecycleModes)) {
        const shown = goStrings('storage.VolumeLifecycleMode', driver.spec.volumeLifecycleModes)
        errors.push(invalid(modes, shown, immutableMessage))
      }
    }),
  table: table<CSIDriver>(
    [
      column('AttachRequired', 'Whether volumes are attached to nodes first.', boolean),
      column('PodInfoOnMount', 'Whether the driver is told about the pod.', boolean),
      column('StorageCapacity', 'Whether the scheduler asks for room.', boolean),
      column('TokenRequests', 'Audiences of tokens that the driver gets.'),
      column('RequiresRepublish', 'Whether volumes are published again and again.', boolean),
      column('Modes', 'Lifecycle modes of the volumes.'),
      ageColumn,
    ],
    (driver, now) => [
      driver.spec.attachRequired ?? true,
      driver.spec.podInfoOnMount ?? false,
      driver.spec.storageCapacity ?? false,
      driver.spec.tokenRequests === undefined
        ? '<unset>'
        : driver.spec.tokenRequests.map((request) => request.audience).join(','),
      driver.spec.requiresRepublish ?? false,
      orNone(list(driver.spec.volumeLifecycleModes).join(',')),
      ageOf(driver, now),
    ],
  ),
}

function validate(errors: Errors, driver: CSIDriver, needsSELinux: boolean): void {
  const { attachRequired, podInfoOnMount, storageCapacity, fsGroupPolicy, seLinuxMount } = driver.spec
  if (attachRequired === undefined) errors.push(required(spec.child('attachedRequired'), ''))
  if (podInfoOnMount === undefined) errors.push(required(spec.child('podInfoOnMount'), ''))
  if (storageCapacity === undefined) errors.push(required(spec.child('storageCapacity'), ''))
  if (fsGroupPolicy !== undefined) {
    oneOf(errors, spec.child('fsGroupPolicy'), fsGroupPolicy, ['File', 'None', 'ReadWriteOnceWithFSType'])
  }
  const seen = new Set<string>()
  for (const [i, { audience, expirationSeconds: seconds }] of list(driver.spec.tokenRequests).entries()) {
    const path = spec.child('tokenRequests').index(i)
    if (seen.has(audience)) {
      errors.push(duplicate(path.child('audience'), audience))
      continue
    }
    seen.add(audience)
    const secondsPath = path.child('expirationSeconds')
    if (seconds === undefined) continue
    if (seconds < 600) errors.push(invalid(secondsPath, seconds, 'may not specify a duration less than 10 minutes'))
    if (seconds > 2 ** 32) {
      errors.push(invalid(secondsPath, seconds, 'may not specify a duration larger than 2^32 seconds'))
    }
  }
  for (const mode of list(driver.spec.volumeLifecycleModes)) {
    oneOf(errors, spec.child('volumeLifecycleModes'), mode, ['Persistent', 'Ephemeral'])
  }
  if (needsSELinux && seLinuxMount === undefined) errors.push(required(spec.child('seLinuxMount'), ''))
}
