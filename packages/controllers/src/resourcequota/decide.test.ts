import type { ResourceQuota } from '@elli/api/core/v1'
import type { ApiObject } from '@elli/api/object'
import { expect, it } from 'vitest'
import { countedResources, decideStatus } from './decide.ts'

const configmaps = { group: '', resource: 'configmaps' }
const widgets = { group: 'example.com', resource: 'widgets' }
const object: ApiObject = { metadata: { name: 'x' } }

function quota(hard: Record<string, string>, status?: ResourceQuota['status']): ResourceQuota {
  return { metadata: {}, spec: { hard }, ...(status ? { status } : {}) }
}

it('counts by plain name and by group', () => {
  const both = quota({ configmaps: '5', 'count/widgets.example.com': '1' })
  expect(countedResources(both, [configmaps, widgets, { group: '', resource: 'secrets' }])).toEqual([
    configmaps,
    widgets,
  ])
  const status = decideStatus(both, [configmaps, widgets], (gr) => (gr === widgets ? [] : [object, object]), 0)
  expect(status).toEqual({
    hard: { configmaps: '5', 'count/widgets.example.com': '1' },
    used: { configmaps: '2', 'count/widgets.example.com': '0' },
  })
})

it('says nothing of what nobody counts', () => {
  expect(decideStatus(quota({ 'count/widgets.example.com': '1' }), [configmaps], () => [], 0)?.used).toEqual({})
})

it('writes only what changes, amounts compared as amounts', () => {
  const right = quota({ configmaps: '1000' }, { hard: { configmaps: '1k' }, used: { configmaps: '1' } })
  expect(decideStatus(right, [configmaps], () => [object], 0)).toBeUndefined()
  expect(decideStatus(right, [configmaps], () => [], 0)?.used).toEqual({ configmaps: '0' })
})
