/**
 * Pods from files: what is read becomes a pod of this node, and its mirror for the API.
 * In: file name and content. Out: a Pod with name, uid and annotations as upstream gives them, or why it is none. Pure.
 * Elsewhere: watching the folder (./file-source.ts), keeping the mirror (./mirror-pods.ts).
 */
import type { Node, Pod } from '@elli/api/core/v1'
import { load } from 'js-yaml'
import { podAnnotations } from './identity.ts'

/** md5 hex of a text; handed in, for hashing is Node's. */
export type Hash = (text: string) => string

export class StaticPodError extends Error {
  override readonly name = 'StaticPodError'
}

/** @throws StaticPodError when the content is no pod */
export function parseStaticPod(
  content: string,
  source: { file: string; nodeName: string; hash: Hash; now: string },
): Pod {
  let parsed: unknown
  try {
    parsed = load(content)
  } catch (error) {
    throw new StaticPodError(
      `${source.file}: couldn't parse as pod: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  const pod = parsed as Partial<Pod> | null | undefined
  if (typeof pod !== 'object' || pod === null) throw new StaticPodError(`${source.file}: couldn't parse as pod: empty`)
  if (pod.kind !== 'Pod' || pod.apiVersion !== 'v1') {
    throw new StaticPodError(
      `${source.file}: couldn't parse as pod(Object 'Kind' is ${String(pod.kind)}), please check config file`,
    )
  }
  const { metadata, spec } = pod
  if (!spec || !Array.isArray(spec.containers) || spec.containers.length === 0) {
    throw new StaticPodError(`${source.file}: invalid pod: spec.containers: Required value`)
  }
  if (!metadata?.name) throw new StaticPodError(`${source.file}: invalid pod: metadata.name: Required value`)
  const hash = source.hash(JSON.stringify({ host: source.nodeName, file: source.file, metadata, spec }))
  const uid = metadata.uid || hash
  const { finalizers: _unused, ...rest } = metadata
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...rest,
      name: `${metadata.name}-${source.nodeName.toLowerCase()}`,
      namespace: metadata.namespace || 'default',
      uid,
      annotations: {
        ...metadata.annotations,
        [podAnnotations.configHash]: hash,
        [podAnnotations.configSource]: 'file',
        [podAnnotations.configSeen]: source.now,
      },
    },
    spec: {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      schedulerName: 'default-scheduler',
      enableServiceLinks: true,
      ...spec,
      securityContext: spec.securityContext ?? {},
      nodeName: source.nodeName,
      tolerations: [...(spec.tolerations ?? []), { operator: 'Exists', effect: 'NoExecute' }],
    },
    status: { phase: 'Pending' },
  }
}

/** What the API is given to show a static pod. */
export function mirrorOf(pod: Pod, node: Node): Pod {
  const { uid: _uid, ...metadata } = pod.metadata
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...metadata,
      annotations: {
        ...metadata.annotations,
        [podAnnotations.configMirror]: pod.metadata.annotations?.[podAnnotations.configHash] ?? '',
      },
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'Node',
          name: node.metadata.name ?? '',
          uid: node.metadata.uid ?? '',
          controller: true,
        },
      ],
    },
    spec: pod.spec,
  }
}

/** Whether the API's copy shows this very static pod. */
export function isMirrorOf(mirror: Pod, pod: Pod): boolean {
  return (
    mirror.metadata.name === pod.metadata.name &&
    mirror.metadata.namespace === pod.metadata.namespace &&
    mirror.metadata.annotations?.[podAnnotations.configMirror] === pod.metadata.annotations?.[podAnnotations.configHash]
  )
}
