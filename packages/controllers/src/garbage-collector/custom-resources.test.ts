/** Kinds that come later, and that know no strategic merge: the collector over a server whose discovery changes. */
import { PartialObjectMetadata } from '@elli/api/meta/v1'
import type { ResourceInfo } from '@elli/api/resources'
import { restClient } from '@elli/client/rest'
import { sharedInformers } from '@elli/client/shared-informers'
import { FakeApiServer } from '@elli/client/testing/fake-transport'
import { simulatedHost } from '@elli/host/simulated'
import { TaskGroup } from '@elli/host/tasks'
import type { WireResponse } from '@elli/host/wire'
import { unsupportedMediaType } from '@elli/machinery/errors'
import { eventRecorder } from '@elli/client/event-recorder'
import { expect, it } from 'vitest'
import { defaultControllerOptions } from '../options.ts'
import { garbageCollector } from './index.ts'

const widgets: ResourceInfo<PartialObjectMetadata> = {
  group: 'example.com',
  version: 'v1',
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  listKind: 'WidgetList',
  resource: 'widgets',
  singular: 'widget',
  shortNames: [],
  categories: [],
  namespaced: true,
  verbs: [],
  subresources: [],
  enabledByDefault: true,
  schema: PartialObjectMetadata,
}

function answer(status: number, body: unknown): WireResponse {
  async function* bytes() {
    yield Buffer.from(JSON.stringify(body))
  }
  return { status, headers: { 'content-type': 'application/json' }, body: bytes() }
}

function discovery(...resources: ResourceInfo[]): unknown {
  const verbs = ['create', 'delete', 'get', 'list', 'patch', 'watch']
  const items = resources.map(({ group, version, kind, resource }) => ({
    metadata: { name: group },
    versions: [
      { version, resources: [{ resource, responseKind: { group, version, kind }, scope: 'Namespaced', verbs }] },
    ],
  }))
  return { kind: 'APIGroupDiscoveryList', items }
}

it('joins kinds as they come, and takes references off by merge patch where there is no other', async () => {
  const host = simulatedHost({ seed: 1 })
  const server = new FakeApiServer(host.clock)
  const gadgets = {
    ...widgets,
    group: 'old.example.com',
    apiVersion: 'old.example.com/v1',
    kind: 'Gadget',
    resource: 'gadgets',
  }
  let known = discovery(gadgets)
  server.intercept = ({ path, headers }) => {
    if (path === '/api') return answer(200, discovery())
    if (path === '/apis') return answer(200, known)
    if (headers['content-type'] === 'application/strategic-merge-patch+json')
      return answer(415, unsupportedMediaType(['application/merge-patch+json']).status)
    return undefined
  }
  const client = restClient(server, { host })
  const tasks = new TaskGroup()
  const recorder = eventRecorder(client, host, { component: 'test' })
  const informers = sharedInformers(client, host)
  tasks.start((signal) =>
    garbageCollector.run({ host, client, informers, recorder, options: defaultControllerOptions() }, signal),
  )
  try {
    await host.advance(1_000)
    known = discovery(gadgets, widgets)
    await host.advance(31_000)
    const objects = client.for(widgets)
    const make = (name: string, ownerReferences: NonNullable<PartialObjectMetadata['metadata']['ownerReferences']>) =>
      objects.create({
        apiVersion: 'example.com/v1',
        kind: 'Widget',
        metadata: { name, namespace: 'ns', ownerReferences },
      })
    const owner = await make('owner', [])
    const other = await make('other', [])
    const to = ({ metadata }: PartialObjectMetadata) => ({
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      name: metadata.name ?? '',
      uid: metadata.uid ?? '',
    })
    await make('child', [to(owner)])
    await make('shared', [to(owner), to(other)])
    await host.advance(1_000)
    await objects.delete('owner', { namespace: 'ns' })
    const names = () => server.objects('/apis/example.com/v1/widgets').map(({ metadata }) => metadata.name)
    await host.runUntil(() => names().length === 2, 60_000)
    expect(names()).toEqual(['other', 'shared'])
    const references = () => server.object('/apis/example.com/v1/widgets', 'ns/shared')?.metadata.ownerReferences ?? []
    await host.runUntil(() => references().length === 1, 60_000)
    expect(references().map(({ name }) => name)).toEqual(['other'])
  } finally {
    await host.complete(tasks.stop())
  }
})
