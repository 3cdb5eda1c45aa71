import { expect, test } from 'vitest'
import { deprecatedApi } from './deprecated-apis.ts'
import { testServer } from './testing/server.ts'

test('warnings say since when, until when and what to use instead', () => {
  expect(deprecatedApi('flowcontrol.apiserver.k8s.io', 'v1beta3', 'flowschemas')?.warning).toBe(
    'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema is deprecated in v1.29+, unavailable in v1.32+; use flowcontrol.apiserver.k8s.io/v1 FlowSchema',
  )
  expect(deprecatedApi('', 'v1', 'componentstatuses')?.warning).toBe('v1 ComponentStatus is deprecated in v1.19+')
  expect(deprecatedApi('', 'v1', 'pods')).toBeUndefined()
})

test('clients of a deprecated version are warned, and metrics tell that there are any', async () => {
  await using server = await testServer()
  const path = '/apis/flowcontrol.apiserver.k8s.io/v1beta3/flowschemas'
  expect((await server.call('GET', path)).headers['warning']).toContain('FlowSchema is deprecated in v1.29+')
  expect((await server.call('GET', path.replace('v1beta3', 'v1'))).headers['warning']).toBeUndefined()
  expect((await server.call('GET', '/metrics')).text).toContain(
    'apiserver_requested_deprecated_apis{group="flowcontrol.apiserver.k8s.io",removed_release="1.32",resource="flowschemas",subresource="",version="v1beta3"} 1\n',
  )
})
