/**
 * Which objects a node may read because a pod on it needs them.
 * In: events of pods, persistent volumes, volume attachments and resource slices. Out: is there a way from this object to that node?
 *
 *   serviceaccount, secret, configmap, pvc, resourceclaim → pod → node      (kept as counts per object and node)
 *   secret → pv → pvc,   volumeattachment → node,   resourceslice → node
 *
 * Always: an answer costs the same however many pods share an object; a deleted pod takes its ways with it.
 */
import type { PersistentVolume, Pod } from '@elli/api/core/v1'
import type { VolumeAttachment } from '@elli/api/storage/v1'
import type { ResourceSlice } from '@elli/api/resource/v1alpha3'
import { podConfigMapNames, podSecretNames } from '@elli/machinery/pod/status'
import { podClaimNames, podResourceClaimNames, volumeSecrets } from './pod-references.ts'

export type VertexKind =
  | 'configmap'
  | 'secret'
  | 'pvc'
  | 'pv'
  | 'pod'
  | 'volumeattachment'
  | 'serviceaccount'
  | 'resourceclaim'
  | 'resourceslice'

type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED'

export type NodeGraphEvent =
  | { resource: 'pods'; type: ChangeType; object: Pod }
  | { resource: 'persistentvolumes'; type: ChangeType; object: PersistentVolume }
  | { resource: 'volumeattachments'; type: ChangeType; object: VolumeAttachment }
  | { resource: 'resourceslices'; type: ChangeType; object: ResourceSlice }

export interface NodeGraph {
  apply(event: NodeGraphEvent): void
  reaches(kind: VertexKind, namespace: string, name: string, nodeName: string): boolean
}

const vertex = (kind: VertexKind, namespace: string, name: string): string => `${kind}/${namespace}/${name}`

interface PodEntry {
  uid: string
  nodeName: string
  signature: string
  vertices: string[]
}

export function nodeGraph(): NodeGraph {
  const pods = new Map<string, PodEntry>()
  /** vertex → node → how many pods lead there */
  const nodesOf = new Map<string, Map<string, number>>()
  /** secret → pv and pv → pvc */
  const next = new Map<string, Set<string>>()
  /** What a pv put into `next`, to take it out again. */
  const volumeEdges = new Map<string, [from: string, to: string][]>()

  function count(from: string, nodeName: string, by: 1 | -1): void {
    const nodes = nodesOf.get(from) ?? new Map<string, number>()
    const left = (nodes.get(nodeName) ?? 0) + by
    if (left > 0) nodes.set(nodeName, left)
    else nodes.delete(nodeName)
    if (nodes.size > 0) nodesOf.set(from, nodes)
    else nodesOf.delete(from)
  }

  function applyPod(type: ChangeType, pod: Pod): void {
    const { namespace = '', name = '', uid = '' } = pod.metadata
    const key = vertex('pod', namespace, name)
    const old = pods.get(key)
    const nodeName = pod.spec.nodeName ?? ''
    const gone = type === 'DELETED' || nodeName === ''
    // Of a bound pod's references only these two can still change.
    const signature = `${pod.spec.ephemeralContainers?.length ?? 0}/${JSON.stringify(pod.status?.resourceClaimStatuses ?? [])}`
    if (!gone && old?.uid === uid && old.nodeName === nodeName && old.signature === signature) return
    for (const from of old?.vertices ?? []) count(from, old?.nodeName ?? '', -1)
    pods.delete(key)
    if (gone) return
    const vertices = [key, ...referencesOf(pod, namespace)]
    for (const from of vertices) count(from, nodeName, 1)
    pods.set(key, { uid, nodeName, signature, vertices })
  }

  function applyVolume(type: ChangeType, volume: PersistentVolume): void {
    const key = vertex('pv', '', volume.metadata.name ?? '')
    for (const [from, to] of volumeEdges.get(key) ?? []) {
      const targets = next.get(from)
      targets?.delete(to)
      if (targets?.size === 0) next.delete(from)
    }
    volumeEdges.delete(key)
    const claim = volume.spec.claimRef
    if (type === 'DELETED' || claim === undefined) return
    const edges: [string, string][] = [[key, vertex('pvc', claim.namespace ?? '', claim.name ?? '')]]
    for (const { namespace, name } of volumeSecrets(volume)) edges.push([vertex('secret', namespace, name), key])
    for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set<string>()).add(to))
    volumeEdges.set(key, edges)
  }

  /** Objects that name one node themselves. */
  function applyDirect(type: ChangeType, key: string, nodeName: string | undefined): void {
    nodesOf.delete(key)
    if (type !== 'DELETED' && nodeName) count(key, nodeName, 1)
  }

  return {
    apply(event) {
      switch (event.resource) {
        case 'pods':
          return applyPod(event.type, event.object)
        case 'persistentvolumes':
          return applyVolume(event.type, event.object)
        case 'volumeattachments': {
          const key = vertex('volumeattachment', '', event.object.metadata.name ?? '')
          return applyDirect(event.type, key, event.object.spec.nodeName)
        }
        case 'resourceslices': {
          const key = vertex('resourceslice', '', event.object.metadata.name ?? '')
          return applyDirect(event.type, key, event.object.spec.nodeName)
        }
        default:
          event satisfies never
      }
    },
    reaches(kind, namespace, name, nodeName) {
      const leads = (from: string): boolean =>
        nodesOf.get(from)?.has(nodeName) === true || [...(next.get(from) ?? [])].some(leads)
      return leads(vertex(kind, namespace, name))
    },
  }
}

function referencesOf(pod: Pod, namespace: string): string[] {
  // A node makes its own mirror pods: they must never give it rights to anything.
  if (pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined) return []
  const all = (kind: VertexKind, names: Iterable<string>): string[] =>
    [...names].map((name) => vertex(kind, namespace, name))
  return [
    ...all('serviceaccount', pod.spec.serviceAccountName ? [pod.spec.serviceAccountName] : []),
    ...all('secret', podSecretNames(pod)),
    ...all('configmap', podConfigMapNames(pod)),
    ...all('pvc', podClaimNames(pod)),
    ...all('resourceclaim', podResourceClaimNames(pod)),
  ]
}
