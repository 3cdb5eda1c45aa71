/** Controllers side by side with scheduler and simulated nodes: a Deployment lives, loses a node, and goes with its namespace. */
import { deployments, replicasets } from '@elli/api/apps/v1.resources'
import { namespaces, nodes, pods } from '@elli/api/core/v1.resources'
import { isNotFound } from '@elli/machinery/errors'
import { expect, it } from 'vitest'
import { createCluster } from '../../packages/elli/src/index.ts'

it('runs, scales, collects and empties', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2 })
  const { client } = cluster
  const namespace = 'app'
  await client.for(namespaces).create({ metadata: { name: namespace }, spec: {} })
  const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'i' }] } }
  await client.for(deployments).create({
    metadata: { name: 'd', namespace },
    spec: { replicas: 3, selector: { matchLabels: { app: 'x' } }, template },
  })
  const ready = async () => (await client.for(deployments).get('d', { namespace })).status?.readyReplicas ?? 0
  await cluster.until(async () => (await ready()) === 3)
  const cidrs = (await client.for(nodes).list()).items.map(({ spec }) => spec?.podCIDR)
  expect(new Set(cidrs).size).toBe(2)

  await client.for(deployments).delete('d', { namespace, propagationPolicy: 'Foreground' })
  await cluster.until(async () => (await client.for(pods).list({ namespace })).items.length === 0)
  await cluster.until(async () => (await client.for(replicasets).list({ namespace })).items.length === 0)
  await cluster.until(async () => (await client.for(deployments).list({ namespace })).items.length === 0)

  await client.for(namespaces).delete(namespace)
  await cluster.until(async () => {
    try {
      await client.for(namespaces).get(namespace)
      return false
    } catch (error) {
      if (isNotFound(error)) return true
      throw error
    }
  })
})
