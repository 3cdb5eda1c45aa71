/** What tests of workload controllers share: templates that say what their simulated pods do, and short reads. */
import type { Event, Pod, PodTemplateSpec } from '@elli/api/core/v1'
import { events, pods } from '@elli/api/core/v1.resources'
import type { Cluster } from 'elli'

export const namespace = 'default'

/** @param does what the simulator is told, such as `{ 'exit-after-seconds': '5' }` */
export function template(
  app: string,
  { image = 'web:1', restartPolicy = 'Always', does = {} }: TemplateOptions = {},
): PodTemplateSpec {
  const annotations = Object.fromEntries(
    Object.entries(does).map(([key, value]) => [`simulator.elli.dev/${key}`, value]),
  )
  return {
    metadata: { labels: { app }, annotations },
    spec: { restartPolicy, containers: [{ name: 'main', image }], terminationGracePeriodSeconds: 1 },
  }
}

interface TemplateOptions {
  image?: string
  restartPolicy?: 'Always' | 'OnFailure' | 'Never'
  does?: Readonly<Record<string, string>>
}

export async function podsOf(cluster: Cluster, app: string): Promise<Pod[]> {
  const { items } = await cluster.client.for(pods).list({ namespace, labelSelector: `app=${app}` })
  return items.sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1))
}

export const namesOf = (list: readonly { metadata: { name?: string } }[]): string[] =>
  list.map(({ metadata }) => metadata.name ?? '')

export const isReady = (pod: Pod): boolean =>
  pod.metadata.deletionTimestamp === undefined &&
  pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true

export async function eventsAbout(cluster: Cluster, name: string): Promise<Event[]> {
  const { items } = await cluster.client.for(events).list({ namespace })
  return items.filter(({ involvedObject }) => involvedObject.name === name)
}
