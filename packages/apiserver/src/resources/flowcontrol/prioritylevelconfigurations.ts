/** PriorityLevelConfigurations on the server. */
import { prioritylevelconfigurations } from '@elli/api/flowcontrol/v1.resources'
import {
  type ExemptPriorityLevelConfiguration,
  type LimitedPriorityLevelConfiguration,
  type LimitResponse,
  type PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
  type QueuingConfiguration,
} from '@elli/api/flowcontrol/v1'
import { at, forbidden, invalid, notSupported, required } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, type FieldPath } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { validateConditionTypes } from './conditions.validation.ts'
import { mandatoryPriorityLevels } from './mandatory.ts'

const spec = at('spec')
const preserveZero = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares'
const maxQueues = 10_000_000
const maxHashBits = 60
const validate = (level: PriorityLevelConfiguration): Errors => collect((errors) => validateLevel(errors, level))

export const prioritylevelconfigurationsStrategy: Strategy<PriorityLevelConfiguration> = {
  resource: prioritylevelconfigurations,
  prepareForCreate(level) {
    level.status = {}
    firstGeneration(level)
  },
  validate,
  prepareForUpdate(level, old) {
    if (!semanticEqual(PriorityLevelConfigurationSpec, level.spec, old.spec)) nextGeneration(level, old)
  },
  validateUpdate: validate,
  status: {
    validateUpdate: (level) => collect((errors) => validateConditionTypes(errors, level.status?.conditions)),
  },
  table: table<PriorityLevelConfiguration>(
    [
      column('Type', 'Whether requests of the level are limited.'),
      column('NominalConcurrencyShares', 'Share of the server that the level has.'),
      column('Queues', 'How many queues there are.'),
      column('HandSize', 'How many queues a flow may use.'),
      column('QueueLengthLimit', 'How many requests fit into a queue.'),
      ageColumn,
    ],
    (level, now) => {
      const { type, limited } = level.spec
      const queuing = limited?.limitResponse?.queuing
      return [
        type,
        limited === undefined ? '<none>' : (limited.nominalConcurrencyShares ?? 0),
        queuing === undefined ? '<none>' : (queuing.queues ?? 0),
        queuing === undefined ? '<none>' : (queuing.handSize ?? 0),
        queuing === undefined ? '<none>' : (queuing.queueLengthLimit ?? 0),
        ageOf(level, now),
      ]
    },
  ),
}

function validateLevel(errors: Errors, level: PriorityLevelConfiguration): void {
  const name = level.metadata.name ?? ''
  const { type, limited, exempt } = level.spec
  if (level.metadata.annotations?.[preserveZero] !== undefined) {
    errors.push(forbidden(at('metadata', 'annotations'), `annotation '${preserveZero}' is forbidden`))
  }
  if ((name === 'exempt') !== (type === 'Exempt')) {
    errors.push(invalid(spec.child('type'), type, "type must be 'Exempt' if and only if name is 'exempt'"))
  }
  if (type === 'Exempt') {
    if (limited !== undefined) {
      errors.push(forbidden(spec.child('limited'), 'must be nil if the type is not Limited'))
    }
    if (exempt !== undefined) validateExempt(errors, spec.child('exempt'), exempt)
  } else if (type === 'Limited') {
    if (exempt !== undefined) errors.push(forbidden(spec.child('exempt'), 'must be nil if the type is Limited'))
    if (limited === undefined) {
      errors.push(required(spec.child('limited'), 'must not be empty when type is Limited'))
    } else validateLimited(errors, spec.child('limited'), limited)
  } else errors.push(notSupported(spec.child('type'), type, ['Exempt', 'Limited']))
  validateMandatory(errors, level, name)
  validateConditionTypes(errors, level.status?.conditions)
}

/** Administrators may tune the shares of `exempt`, and nothing else of the two levels. */
function validateMandatory(errors: Errors, level: PriorityLevelConfiguration, name: string): void {
  const fixed = mandatoryPriorityLevels[name]
  if (fixed === undefined) return
  const { exempt: _tuned, ...rest } = level.spec
  const tunable = name === 'exempt' && fixed.exempt !== undefined
  const compared = tunable ? { ...rest, exempt: fixed.exempt } : level.spec
  if (semanticEqual(PriorityLevelConfigurationSpec, compared as PriorityLevelConfigurationSpec, fixed)) return
  const except = tunable ? " except the 'spec.exempt' field" : ''
  errors.push(invalid(spec, level.spec, `spec of '${name}'${except} must equal the fixed value`))
}

function validateShares(
  errors: Errors,
  path: FieldPath,
  { nominalConcurrencyShares: shares, lendablePercent: lendable }: ExemptPriorityLevelConfiguration,
): void {
  if (shares !== undefined && shares < 0) {
    errors.push(invalid(path.child('nominalConcurrencyShares'), shares, 'must be a non-negative integer'))
  }
  if (lendable !== undefined && (lendable < 0 || lendable > 100)) {
    errors.push(invalid(path.child('lendablePercent'), lendable, 'must be between 0 and 100, inclusive'))
  }
}

function validateExempt(errors: Errors, path: FieldPath, exempt: ExemptPriorityLevelConfiguration): void {
  validateShares(errors, path, exempt)
}

function validateLimited(errors: Errors, path: FieldPath, limited: LimitedPriorityLevelConfiguration): void {
  const { nominalConcurrencyShares: shares = 0, borrowingLimitPercent: borrowing } = limited
  if (shares < 0) {
    errors.push(invalid(path.child('nominalConcurrencyShares'), shares, 'must be a non-negative integer'))
  }
  validateResponse(errors, path.child('limitResponse'), limited.limitResponse)
  const { nominalConcurrencyShares: _checked, ...others } = limited
  validateShares(errors, path, others)
  if (borrowing !== undefined && borrowing < 0) {
    const detail = 'if specified, must be a non-negative integer'
    errors.push(invalid(path.child('borrowingLimitPercent'), borrowing, detail))
  }
}

function validateResponse(errors: Errors, path: FieldPath, response: LimitResponse | undefined): void {
  const type = response?.type ?? ''
  const queuing = path.child('queuing')
  if (type === 'Reject') {
    if (response?.queuing !== undefined) {
      errors.push(forbidden(queuing, 'must be nil if limited.limitResponse.type is not Limited'))
    }
  } else if (type === 'Queue') {
    if (response?.queuing === undefined) {
      errors.push(required(queuing, 'must not be empty if limited.limitResponse.type is Limited'))
    } else validateQueuing(errors, queuing, response.queuing)
  } else errors.push(notSupported(path.child('type'), type, ['Queue', 'Reject']))
}

function validateQueuing(errors: Errors, path: FieldPath, queuing: QueuingConfiguration): void {
  const { queues = 0, handSize = 0, queueLengthLimit = 0 } = queuing
  if (queueLengthLimit <= 0) errors.push(invalid(path.child('queueLengthLimit'), queueLengthLimit, 'must be positive'))
  if (queues <= 0) errors.push(invalid(path.child('queues'), queues, 'must be positive'))
  else if (queues > maxQueues) {
    errors.push(invalid(path.child('queues'), queues, `must not be greater than ${maxQueues}`))
  }
  const hand = path.child('handSize')
  const bits = requiredEntropyBits(queues, handSize)
  if (handSize <= 0) errors.push(invalid(hand, handSize, 'must be positive'))
  else if (handSize > queues) errors.push(invalid(hand, handSize, `should not be greater than queues (${queues})`))
  else if (bits > maxHashBits) {
    const detail = `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${maxHashBits}`
    errors.push(invalid(hand, handSize, detail))
  }
}

/** Bits of the hash that dealing a hand uses up. */
function requiredEntropyBits(queues: number, handSize: number): number {
  return Math.ceil(Math.log2(queues) * handSize)
}
