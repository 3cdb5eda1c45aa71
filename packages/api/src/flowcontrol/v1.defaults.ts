/**
 * Defaults of flowcontrol.apiserver.k8s.io/v1 that are more than a field's own.
 * In: objects of the group version. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import {
  ExemptPriorityLevelConfiguration,
  FlowSchemaSpec,
  LimitedPriorityLevelConfiguration,
  QueuingConfiguration,
} from './v1.ts'

export const flowcontrolV1Defaults: readonly DefaultRule[] = [
  defaultRule(FlowSchemaSpec, (spec) => {
    spec.matchingPrecedence ||= 1000
  }),

  defaultRule(ExemptPriorityLevelConfiguration, (exempt) => {
    exempt.nominalConcurrencyShares ??= 0
    exempt.lendablePercent ??= 0
  }),
  defaultRule(LimitedPriorityLevelConfiguration, (limited) => {
    limited.nominalConcurrencyShares ??= 30
    limited.lendablePercent ??= 0
  }),
  defaultRule(QueuingConfiguration, (queuing) => {
    queuing.handSize ||= 8
    queuing.queues ||= 64
    queuing.queueLengthLimit ||= 50
  }),
]
