/**
 * Defaults of apps/v1 that are more than a field's own.
 * In: objects of the group. Out: the same with upstream's v1.31 defaults.
 * Elsewhere: what is inside pod templates (../core/v1.defaults.ts).
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { DaemonSetSpec, DeploymentSpec, ReplicaSetSpec, StatefulSetSpec } from './v1.ts'

export const appsV1Defaults: readonly DefaultRule[] = [
  defaultRule(DeploymentSpec, (spec) => {
    spec.replicas ??= 1
    const strategy = (spec.strategy ??= {})
    strategy.type ||= 'RollingUpdate'
    if (strategy.type === 'RollingUpdate') {
      const rolling = (strategy.rollingUpdate ??= {})
      rolling.maxUnavailable ??= '25%'
      rolling.maxSurge ??= '25%'
    }
    spec.revisionHistoryLimit ??= 10
    spec.progressDeadlineSeconds ??= 600
  }),
  defaultRule(DaemonSetSpec, (spec) => {
    const strategy = (spec.updateStrategy ??= {})
    strategy.type ||= 'RollingUpdate'
    if (strategy.type === 'RollingUpdate') {
      const rolling = (strategy.rollingUpdate ??= {})
      rolling.maxUnavailable ??= 1
      rolling.maxSurge ??= 0
    }
    spec.revisionHistoryLimit ??= 10
  }),
  defaultRule(StatefulSetSpec, (spec, gates) => {
    spec.podManagementPolicy ||= 'OrderedReady'
    const strategy = (spec.updateStrategy ??= {})
    if (strategy.type === undefined || (strategy.type as string) === '') {
      strategy.type = 'RollingUpdate'
      strategy.rollingUpdate ??= {}
    }
    if (strategy.type === 'RollingUpdate' && strategy.rollingUpdate !== undefined) {
      strategy.rollingUpdate.partition ??= 0
      if (gates('MaxUnavailableStatefulSet')) strategy.rollingUpdate.maxUnavailable ??= 1
    }
    if (gates('StatefulSetAutoDeletePVC')) {
      const policy = (spec.persistentVolumeClaimRetentionPolicy ??= {})
      policy.whenDeleted ||= 'Retain'
      policy.whenScaled ||= 'Retain'
    }
    spec.replicas ??= 1
    spec.revisionHistoryLimit ??= 10
  }),
  defaultRule(ReplicaSetSpec, (spec) => {
    spec.replicas ??= 1
  }),
]
