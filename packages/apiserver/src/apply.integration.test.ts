import { expect, test } from 'vitest'
import { testServer } from './testing/server.ts'

test('smoke', async () => {
  await using server = await testServer()
  const created = await server.call('POST', '/apis/apps/v1/namespaces/default/deployments?fieldManager=me', {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', labels: { a: 'b' } },
    spec: { replicas: 1, selector: { matchLabels: { app: 'x' } }, template: { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'i', ports: [{containerPort: 80}] }] } } },
  })
  console.log(created.status, JSON.stringify(created.json['metadata']?.['managedFields'], null, 1))
  const conflict = await server.call('PATCH', '/apis/apps/v1/namespaces/default/deployments/web?fieldManager=you', 
   { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web'}, spec: { replicas: 3, template: {spec: {containers: [{name: 'c', image: 'j'}]}}} }, { 'content-type': 'application/apply-patch+yaml'})
  console.log(conflict.text)
  const forced = await server.call('PATCH', '/apis/apps/v1/namespaces/default/deployments/web?fieldManager=you&force=true', 
   { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web'}, spec: { replicas: 3, template: {spec: {containers: [{name: 'c', image: 'j'}]}}} }, { 'content-type': 'application/apply-patch+yaml'})
  console.log(forced.status, JSON.stringify(forced.json['metadata']?.['managedFields'], null, 0))
  expect(created.status).toBe(201)
})
