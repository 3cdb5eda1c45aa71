/** One small valid object of every kind: made, shown as a row, written back as read. */
import { expect, test } from 'vitest'
import { testServer } from '../testing/server.ts'
import { smallObjects as bodies } from './small-objects.fixtures.ts'
import { strategies } from './strategies.ts'

const stable = strategies.filter(
  ({ resource }) => `${resource.group}/${resource.resource}` in bodies && /^v\d+$/.test(resource.version),
)

test('the examples speak of most kinds', () => {
  expect(stable.length).toBeGreaterThan(45)
})

test.each(stable.map((strategy) => [strategy.resource.resource, strategy] as const))(
  '%s are made, shown and written back',
  async (_name, { resource, table }) => {
    await using server = await testServer()
    const prefix = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.apiVersion}`
    if (resource.namespaced) {
      await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
    }
    const collection = `${prefix}/${resource.namespaced ? 'namespaces/default/' : ''}${resource.resource}`
    const name = resource.group === 'apiextensions.k8s.io' ? 'ones.example.com' : 'one'
    const created = await server.call('POST', collection, {
      apiVersion: resource.apiVersion,
      kind: resource.kind,
      metadata: { name },
      ...bodies[`${resource.group}/${resource.resource}`],
    })
    expect([created.status, created.status === 201 ? '' : created.text]).toEqual([201, ''])

    const shown = await server.call('GET', `${collection}/${name}`, undefined, {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    })
    expect(shown.json['rows']?.[0]?.['cells']).toHaveLength(table?.columns.length ?? 0)

    const read = await server.call('GET', `${collection}/${name}`)
    const written = await server.call('PUT', `${collection}/${name}`, read.json)
    expect([written.status, written.status === 200 ? '' : written.text]).toEqual([200, ''])
    expect(written.json['metadata']?.['resourceVersion']).toBe(read.json['metadata']?.['resourceVersion'])

    if (resource.subresources.some((item) => item.name === 'status')) {
      const status = await server.call('PUT', `${collection}/${name}/status`, read.json)
      expect([status.status, status.status === 200 ? '' : status.text]).toEqual([200, ''])
    }
  },
)
