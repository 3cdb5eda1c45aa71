import { storageVersion } from '@elli/api/conversion'
import { allResources } from '@elli/api/resources'
import { expect, test } from 'vitest'
import { strategies } from './strategies.ts'

const key = ({ group, resource }: { group: string; resource: string }): string => `${group}/${resource}`

test('every stored resource has a strategy for the version it is stored in', () => {
  const shown = new Set(['metrics.k8s.io', 'events.k8s.io'])
  const stored = allResources.filter(
    (info) => info.verbs.includes('create') && info.verbs.includes('get') && !shown.has(info.group),
  )
  const versions = new Map(strategies.map((strategy) => [key(strategy.resource), strategy.resource.version]))
  const wanted = new Map(stored.map((info) => [key(info), storageVersion(info).version]))
  expect([...versions].sort()).toEqual([...wanted].sort())
})

test('every resource has a table whose first name column is marked for kubectl', () => {
  for (const { resource, table } of strategies) {
    expect(table, resource.resource).toBeDefined()
    expect(table?.columns.find((column) => column.name === 'Name')?.format, resource.resource).toBe('name')
  }
})

test('a status is served where upstream serves one', () => {
  for (const { resource, status, scale } of strategies) {
    const names = resource.subresources.map((item) => item.name)
    expect([resource.resource, status !== undefined]).toEqual([resource.resource, names.includes('status')])
    expect([resource.resource, scale !== undefined]).toEqual([resource.resource, names.includes('scale')])
  }
})
