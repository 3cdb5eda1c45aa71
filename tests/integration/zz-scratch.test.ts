import { daemonsets } from '@elli/api/apps/v1.resources'
import { createCluster } from 'elli'
import { test } from 'vitest'
import { namespace, podsOf, template } from './workloads.ts'
import { restClient } from '@elli/client/rest'
test('x', async () => {
  await using cluster = await createCluster({ clock: 'virtual', nodes: 2, controllers: process.env.CTL ? process.env.CTL.split(',') : ['*'] })
  const log = cluster.host.log as unknown as Record<string, unknown>
  console.log(Object.keys(cluster.host), Object.keys(log))
  await cluster.client.for(daemonsets).create({ metadata: { name: 'agent', namespace }, spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent') } })
  await cluster.passes({ seconds: 5 })
  console.log(JSON.stringify(await cluster.client.for(daemonsets).get('agent', { namespace })), (await podsOf(cluster, 'agent')).length)
  console.log(JSON.stringify((await podsOf(cluster,"agent"))[0]));
  for (const l of (cluster.host as any).logged.filter((e:any)=>e.level!=="debug").slice(-30)) console.log(JSON.stringify(l))
})
