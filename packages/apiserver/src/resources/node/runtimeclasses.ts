/** RuntimeClasses on the server. */
import { runtimeclasses } from '@elli/api/node/v1.resources'
import type { RuntimeClass } from '@elli/api/node/v1'
import { at, duplicate } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, dns1123Label, type Errors, immutable, labels, list } from '../checks.ts'
import { deprecatedNodeLabel } from '../core/pod-warnings.ts'
import { validateResourceRequirements } from '../core/resources.validation.ts'
import { validateTolerations } from '../core/scheduling.validation.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

export const runtimeclassesStrategy: Strategy<RuntimeClass> = {
  resource: runtimeclasses,
  allowUnconditionalUpdate: false,
  validate: (runtimeClass) => collect((errors) => validate(errors, runtimeClass)),
  validateUpdate: (runtimeClass, old) =>
    collect((errors) => {
      validate(errors, runtimeClass)
      immutable(errors, at('handler'), runtimeClass.handler, old.handler)
    }),
  warnings: (runtimeClass) =>
    Object.keys(runtimeClass.scheduling?.nodeSelector ?? {}).flatMap((key) => {
      const message = deprecatedNodeLabel(key)
      return message === undefined ? [] : [`scheduling.nodeSelector: ${message}`]
    }),
  table: table<RuntimeClass>(
    [column('Handler', 'Name of the configuration in the runtime.'), ageColumn],
    (item, now) => [item.handler, ageOf(item, now)],
  ),
}

function validate(errors: Errors, runtimeClass: RuntimeClass): void {
  dns1123Label(errors, at('handler'), runtimeClass.handler ?? '')
  if (runtimeClass.overhead !== undefined) {
    const limits = runtimeClass.overhead.podFixed ?? {}
    validateResourceRequirements(errors, at('overhead'), { limits }, { podClaimNames: new Set() })
  }
  if (runtimeClass.scheduling === undefined) return
  const path = at('scheduling')
  labels(errors, path.child('nodeSelector'), runtimeClass.scheduling.nodeSelector)
  const tolerations = list(runtimeClass.scheduling.tolerations)
  // Once too often upstream; part of the path all the same.
  validateTolerations(errors, path.child('tolerations', 'tolerations'), tolerations)
  const seen = new Set<string>()
  for (const [i, toleration] of tolerations.entries()) {
    const { key, operator, value, effect } = toleration
    const identity = JSON.stringify([key, operator, value, effect])
    if (seen.has(identity)) errors.push(duplicate(path.child('tolerations').index(i), toleration))
    seen.add(identity)
  }
}
