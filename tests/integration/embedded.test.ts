/** The embedded cluster as a user of the package meets it: real and virtual clock, several at once, closed without a trace. */
import { readAll } from '@elli/host/wire'
import { describe, expect, test } from 'vitest'
import type { Deployment } from '@elli/api/apps/v1'
import type { Pod } from '@elli/api/core/v1'
import { ApiError, type Cluster, type ClusterOptions, createCluster } from 'elli'
import { configmaps, deployments, nodes, pods } from 'elli/resources'

function web(replicas: number): Deployment {
  return {
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
    },
  }
}

const podsOf = async (cluster: Cluster): Promise<Pod[]> =>
  (await cluster.client.for(pods).list({ namespace: 'default' })).items
const running = async (cluster: Cluster, count: number): Promise<boolean> => {
  const list = await podsOf(cluster)
  return list.length === count && list.every((pod) => pod.status?.phase === 'Running')
}

describe.each(['real', 'virtual'] as const)('embedded cluster, %s clock', (clock) => {
  const make = (options: ClusterOptions = {}): Promise<Cluster> => createCluster({ clock, seed: 3, ...options })

  test('a Deployment becomes running pods, and they come back when deleted', async () => {
    await using cluster = await make({ nodes: 2 })
    await cluster.client.for(deployments).create(web(3))
    await cluster.until(() => running(cluster, 3))
    const [first] = await podsOf(cluster)
    await cluster.client.for(pods).delete(first?.metadata.name ?? '', { namespace: 'default', gracePeriodSeconds: 0 })
    await cluster.until(
      async () =>
        (await running(cluster, 3)) && (await podsOf(cluster)).every((pod) => pod.metadata.uid !== first?.metadata.uid),
    )
  })

  test('a pod can be told to fail', async () => {
    await using cluster = await make()
    await cluster.client.for(pods).create({
      metadata: { name: 'job', namespace: 'default' },
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'job:1' }] },
    })
    await cluster.until(() => running(cluster, 1))
    cluster.simulator.pod('default', 'job').fail({ exitCode: 3 })
    await cluster.until(async () => (await podsOf(cluster))[0]?.status?.phase === 'Failed')
    const [pod] = await podsOf(cluster)
    expect(pod?.status?.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(3)
  })

  test('somebody without rights is refused in upstream words', async () => {
    await using cluster = await make()
    const nobody = cluster.clientAs({ name: 'nobody', groups: ['system:authenticated'] })
    const refused = await nobody
      .for(configmaps)
      .list({ namespace: 'default' })
      .catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ApiError)
    expect((refused as ApiError).message).toBe(
      'configmaps is forbidden: User "nobody" cannot list resource "configmaps" in API group "" in the namespace "default"',
    )
  })

  test('leaves nothing open when it is closed', async () => {
    const cluster = await make({ nodes: 2 })
    await cluster.client.for(deployments).create(web(2))
    await cluster.until(() => running(cluster, 2))
    await cluster.close()
    expect((cluster.host as unknown as { pending(): string[] }).pending()).toEqual([])
  })
})

test('the virtual clock lets hours pass at once', async () => {
  await using cluster = await createCluster({ clock: 'virtual', start: Date.parse('2024-08-13T00:00:00Z') })
  const before = cluster.host.clock.now()
  await cluster.passes({ hours: 3 })
  expect(cluster.host.clock.now() - before).toBe(3 * 3_600_000)
  const [node] = (await cluster.client.for(nodes).list()).items
  expect(node?.status?.conditions?.find((condition) => condition.type === 'Ready')?.status).toBe('True')
})

test('the same seed gives the same names', async () => {
  const names = async (): Promise<string[]> => {
    await using cluster = await createCluster({ clock: 'virtual', seed: 11 })
    await cluster.client.for(deployments).create(web(3))
    await cluster.until(() => running(cluster, 3))
    return (await podsOf(cluster)).map((pod) => pod.metadata.name ?? '').sort()
  }
  expect(await names()).toEqual(await names())
})

test('many clusters side by side know nothing of each other', async () => {
  const clusters = await Promise.all(Array.from({ length: 5 }, (_, i) => createCluster({ seed: i + 1 })))
  try {
    await clusters[0]?.client
      .for(configmaps)
      .create({ metadata: { name: 'mine', namespace: 'default' }, data: { a: 'b' } })
    for (const [i, cluster] of clusters.entries()) {
      const { items } = await cluster.client.for(configmaps).list({ fieldSelector: 'metadata.name=mine' })
      expect(items).toHaveLength(i === 0 ? 1 : 0)
    }
  } finally {
    await Promise.all(clusters.map((cluster) => cluster.close()))
  }
})

test('nothing runs in a simulated pod, and asking for its log says so', async () => {
  await using cluster = await createCluster()
  await cluster.client.for(pods).create({
    metadata: { name: 'quiet', namespace: 'default' },
    spec: { containers: [{ name: 'main', image: 'quiet:1' }] },
  })
  await cluster.until(() => running(cluster, 1))
  const response = await cluster.client.raw('GET', '/api/v1/namespaces/default/pods/quiet/log')
  expect(response.status).toBe(500)
  expect((await readAll(response.body)).toString()).toContain('node node-1 is simulated: nothing runs in its pods')
})
