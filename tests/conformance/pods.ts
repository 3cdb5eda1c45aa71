/** Pods and templates of pods as the tests of all areas make them, and what they ask of them. */
import type { Pod, PodSpec, PodTemplateSpec } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { Client } from 'elli'

/** What the simulator is told by annotation, such as `{ 'exit-after-seconds': '5' }`. */
export type Does = Readonly<Record<string, string>>

export const annotated = (does: Does): Record<string, string> =>
  Object.fromEntries(Object.entries(does).map(([key, value]) => [`simulator.elli.dev/${key}`, value]))

export const oneContainer = (spec: Partial<PodSpec> = {}): PodSpec => ({
  containers: [{ name: 'main', image: 'registry.example/pause:3.10' }],
  terminationGracePeriodSeconds: 1,
  ...spec,
})

export const podTemplate = (
  labels: Record<string, string>,
  spec: Partial<PodSpec> = {},
  does: Does = {},
): PodTemplateSpec => ({ metadata: { labels, annotations: annotated(does) }, spec: oneContainer(spec) })

export const makePod = (
  namespace: string,
  name: string,
  spec: Partial<PodSpec> = {},
  labels: Record<string, string> = {},
): Pod => ({ metadata: { name, namespace, labels }, spec: oneContainer(spec) })

export const isReady = (pod: Pod): boolean =>
  pod.metadata.deletionTimestamp === undefined &&
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true

export async function podsOf(client: Client, namespace: string, labelSelector = ''): Promise<Pod[]> {
  const { items } = await client.for(pods).list({ namespace, labelSelector })
  return items.sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1))
}

export const namesOf = (list: readonly { metadata: { name?: string } }[]): string[] =>
  list.map(({ metadata }) => metadata.name ?? '')
