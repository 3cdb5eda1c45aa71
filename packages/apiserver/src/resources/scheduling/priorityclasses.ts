/** PriorityClasses on the server. */
import { priorityclasses } from '@elli/api/scheduling/v1.resources'
import type { PriorityClass } from '@elli/api/scheduling/v1'
import { at, forbidden } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, immutable } from '../checks.ts'
import { validatePreemptionPolicy } from '../core/pod-spec.validation.ts'
import { firstGeneration } from '../generation.ts'
import { ageColumn, ageOf, boolean, column, integer, table } from '../printing.ts'

const highestUserPriority = 1_000_000_000
const systemValues: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
}

export const priorityclassesStrategy: Strategy<PriorityClass> = {
  resource: priorityclasses,
  prepareForCreate: firstGeneration,
  validate: (priorityClass) =>
    collect((errors) => {
      const { name = '' } = priorityClass.metadata
      if (name.startsWith('system-')) {
        const problem = systemProblem(priorityClass, name)
        if (problem !== undefined) {
          const detail = `priority class names with 'system-' prefix are reserved for system use only. error: ${problem}`
          errors.push(forbidden(at('metadata', 'name'), detail))
        }
      } else if (priorityClass.value > highestUserPriority) {
        const detail = `maximum allowed value of a user defined priority is ${highestUserPriority}`
        errors.push(forbidden(at('value'), detail))
      }
      if (priorityClass.preemptionPolicy !== undefined) {
        validatePreemptionPolicy(errors, at('preemptionPolicy'), priorityClass.preemptionPolicy)
      }
    }),
  validateUpdate: (priorityClass, old) =>
    collect((errors) => {
      if ((priorityClass.value ?? 0) !== (old.value ?? 0)) {
        errors.push(forbidden(at('value'), 'may not be changed in an update.'))
      }
      immutable(errors, at('preemptionPolicy'), priorityClass.preemptionPolicy, old.preemptionPolicy)
    }),
  table: table<PriorityClass>(
    [
      column('Value', 'Priority of pods of the class.', integer),
      column('Global-Default', 'Whether pods without a class get this one.', boolean),
      ageColumn,
    ],
    (priorityClass, now) => [priorityClass.value ?? 0, priorityClass.globalDefault ?? false, ageOf(priorityClass, now)],
  ),
}

function systemProblem(priorityClass: PriorityClass, name: string): string | undefined {
  const value = systemValues[name]
  if (value === undefined) return `${name} is not a known system priority class`
  if (priorityClass.value !== value) return `value of ${name} PriorityClass must be ${value}`
  if (priorityClass.globalDefault === true) return `globalDefault of ${name} PriorityClass must be false`
  return undefined
}
