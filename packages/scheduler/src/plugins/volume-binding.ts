/**
 * VolumeBinding, as far as bound claims go: a pod waits for its claims, and goes where their volumes can be reached.
 * Always: a claim whose volume would only be chosen with the node (WaitForFirstConsumer) finds none here, on any node.
 * @see kubernetes v1.31 plugins/volumebinding
 */
import type { PersistentVolumeClaim } from '@elli/api/core/v1'
import { CompiledNodeSelector } from '@elli/machinery/pod/node-affinity'
import { action } from '../framework/cluster-event.ts'
import { stateKey } from '../framework/cycle-state.ts'
import type { Handle } from '../framework/handle.ts'
import type { Plugin } from '../framework/plugin.ts'
import type { PodInfo } from '../framework/pod-info.ts'
import { skip, type Status, unresolvable } from '../framework/status.ts'

const name = 'VolumeBinding'
const unboundImmediate = unresolvable(name, 'pod has unbound immediate PersistentVolumeClaims')
const nodeConflict = unresolvable(name, 'node(s) had volume node affinity conflict')
const bindConflict = unresolvable(name, "node(s) didn't find available persistent volumes to bind")
const volumeMissing = unresolvable(name, 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)')

interface Volumes {
  /** Where the bound volumes can be reached: all must match. */
  readonly reachable: readonly CompiledNodeSelector[]
  /** What refuses every node, if anything. */
  readonly everywhere: Status | undefined
}

const volumesKey = stateKey<Volumes>(name)

export function volumeBinding({ listers }: Pick<Handle, 'listers'>): Plugin {
  /** The claim, or why the pod cannot use it. */
  function usable(pod: PodInfo, claimName: string): PersistentVolumeClaim | Status {
    const claim = listers.persistentVolumeClaims.get(pod.namespace, claimName)
    const ephemeral = pod.pod.spec.volumes?.some(
      (volume) => volume.ephemeral !== undefined && `${pod.name}-${volume.name}` === claimName,
    )
    const refuse = (text: string): Status => unresolvable(name, text)
    const quoted = JSON.stringify(claimName)
    if (claim === undefined) {
      if (ephemeral)
        return refuse(`waiting for ephemeral volume controller to create the persistentvolumeclaim ${quoted}`)
      return refuse(`persistentvolumeclaim ${quoted} not found`)
    }
    if (claim.status?.phase === 'Lost') {
      const volume = JSON.stringify(claim.spec?.volumeName ?? '')
      return refuse(`persistentvolumeclaim ${quoted} bound to non-existent persistentvolume ${volume}`)
    }
    if (claim.metadata.deletionTimestamp !== undefined)
      return refuse(`persistentvolumeclaim ${quoted} is being deleted`)
    if (ephemeral && !(claim.metadata.ownerReferences ?? []).some(({ uid }) => uid === pod.uid)) {
      const owned = `${claim.metadata.namespace}/${claimName}`
      return refuse(`PVC ${owned} was not created for pod ${pod.key} (pod is not owner)`)
    }
    return claim
  }

  const bindsWithNode = (claim: PersistentVolumeClaim): boolean => {
    const className = claim.spec?.storageClassName ?? ''
    return (
      className !== '' && listers.storageClasses.get(undefined, className)?.volumeBindingMode === 'WaitForFirstConsumer'
    )
  }

  return {
    name,
    events: [
      {
        resource: 'PersistentVolumeClaim',
        actions: action.add | action.update,
        hint: (pod, _before, after) =>
          after?.metadata.namespace === pod.namespace && pod.claims.includes(after.metadata.name ?? ''),
      },
      { resource: 'PersistentVolume', actions: action.add | action.update },
      { resource: 'Node', actions: action.add | action.updateNodeLabel },
    ],
    preFilter(state, pod) {
      if (pod.claims.length === 0) return skip
      const reachable: CompiledNodeSelector[] = []
      let everywhere: Status | undefined
      for (const claimName of pod.claims) {
        const claim = usable(pod, claimName)
        if (!('metadata' in claim)) return claim
        if (!isBound(claim)) {
          if (!bindsWithNode(claim)) return unboundImmediate
          everywhere ??= bindConflict
          continue
        }
        const volume = listers.persistentVolumes.get(undefined, claim.spec?.volumeName ?? '')
        if (volume === undefined) everywhere = volumeMissing
        const required = volume?.spec?.nodeAffinity?.required
        if (required !== undefined) reachable.push(new CompiledNodeSelector(required))
      }
      state.write(volumesKey, { reachable, everywhere })
      return undefined
    },
    filter(state, _pod, { node }) {
      const { reachable, everywhere } = state.must(volumesKey)
      if (node !== undefined && !reachable.every((selector) => selector.matches(node))) return nodeConflict
      return everywhere
    },
  }
}

function isBound({ spec, metadata }: PersistentVolumeClaim): boolean {
  return (spec?.volumeName ?? '') !== '' && metadata.annotations?.['pv.kubernetes.io/bind-completed'] !== undefined
}
