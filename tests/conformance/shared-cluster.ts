/** One in-process cluster for the tests of a file, and a namespace of its own for each test. */
import { afterAll, beforeAll } from 'vitest'
import { namespaces, serviceaccounts } from '@elli/api/core/v1.resources'
import { type Client, type Cluster, type ClusterOptions, createCluster } from 'elli'

export interface SharedCluster {
  readonly client: Client
  readonly cluster: Cluster
  /** A fresh namespace that already has its default service account. */
  namespace(): Promise<string>
  until(condition: () => boolean | Promise<boolean>, limitMs?: number): Promise<void>
}

export function sharedCluster(options: ClusterOptions = {}): SharedCluster {
  let cluster: Cluster | undefined
  let count = 0
  const running = (): Cluster => {
    if (cluster === undefined) throw new Error('the cluster is not there yet')
    return cluster
  }
  beforeAll(async () => {
    cluster = await createCluster({ nodes: 2, ...options })
  })
  afterAll(async () => {
    await cluster?.close()
  })
  return {
    get client() {
      return running().client
    },
    get cluster() {
      return running()
    },
    async namespace() {
      const name = `conformance-${++count}`
      const { client } = running()
      await client.for(namespaces).create({ metadata: { name, labels: { 'e2e-framework': 'conformance' } }, spec: {} })
      await running().until(async () =>
        (await client.for(serviceaccounts).list({ namespace: name })).items.some(
          (account) => account.metadata.name === 'default',
        ),
      )
      return name
    },
    until: (condition, limitMs) => running().until(condition, limitMs),
  }
}
