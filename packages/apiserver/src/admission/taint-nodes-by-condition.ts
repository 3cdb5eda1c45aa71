/** TaintNodesByCondition: a new node starts as not ready, so nothing is scheduled there before it has said that it is. */
import type { Node } from '@elli/api/core/v1'
import { nodes } from '@elli/api/core/v1.resources'
import type { AdmissionPluginFactory } from './plugin.ts'
import { handlesOnly, objectOf } from './requests.ts'

const key = 'node.kubernetes.io/not-ready'

export const taintNodesByCondition: AdmissionPluginFactory = () => ({
  name: 'TaintNodesByCondition',
  handles: handlesOnly(nodes, 'CREATE'),
  admit(request) {
    const node = objectOf<Node>(request)
    node.spec ??= {}
    const taints = node.spec.taints ?? []
    if (taints.some((taint) => taint.key === key && taint.effect === 'NoSchedule')) return
    node.spec.taints = [...taints, { key, effect: 'NoSchedule' }]
  },
})
