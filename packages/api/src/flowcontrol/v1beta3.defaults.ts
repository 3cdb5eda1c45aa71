/**
 * Defaults of flowcontrol.apiserver.k8s.io/v1beta3 that are more than a field's own.
 * In: objects of the group version. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import {
  ExemptPriorityLevelConfiguration,
  FlowSchemaSpec,
  LimitedPriorityLevelConfiguration,
  PriorityLevelConfiguration,
  QueuingConfiguration,
} from './v1beta3.ts'

/** Says that a zero is meant: this version cannot tell it from an absent number. */
export const preserveZeroSharesAnnotation = 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares'
export const flowcontrolV1beta3Defaults: readonly DefaultRule[] = [
  defaultRule(FlowSchemaSpec, (spec) => {
    spec.matchingPrecedence ||= 1000
  }),
  defaultRule(PriorityLevelConfiguration, (level) => {
    const { limited } = level.spec
    if (limited === undefined || level.metadata.annotations?.[preserveZeroSharesAnnotation] !== undefined) return
    limited.nominalConcurrencyShares ||= 30
  }),
  defaultRule(ExemptPriorityLevelConfiguration, (exempt) => {
    exempt.nominalConcurrencyShares ??= 0
    exempt.lendablePercent ??= 0
  }),
  defaultRule(LimitedPriorityLevelConfiguration, (limited) => {
    limited.lendablePercent ??= 0
  }),
  defaultRule(QueuingConfiguration, (queuing) => {
    queuing.handSize ||= 8
    queuing.queues ||= 64
    queuing.queueLengthLimit ||= 50
  }),
]
