import { expect, test } from 'vitest'
import { requestInfo } from './request-info.ts'

for (const [method, path, expected] of [
  ['GET', '/api/v1/pods', 'list pods'],
  ['GET', '/api/v1/pods?watch=true', 'watch pods'],
  ['GET', '/api/v1/pods?watch=false', 'list pods'],
  ['GET', '/api/v1/watch/namespaces/a/pods', 'watch a/pods'],
  ['GET', '/api/v1/namespaces/a/pods/x', 'get a/pods x'],
  ['GET', '/api/v1/namespaces/a', 'get a/namespaces a'],
  ['PUT', '/api/v1/namespaces/a/finalize', 'update a/namespaces a finalize'],
  ['GET', '/api/v1/namespaces/a/status', 'get a/namespaces a status'],
  ['GET', '/api/v1/namespaces', 'list namespaces'],
  ['DELETE', '/apis/apps/v1/namespaces/a/deployments', 'deletecollection a/deployments.apps'],
  ['PATCH', '/apis/apps/v1/namespaces/a/deployments/d/scale', 'patch a/deployments.apps d scale'],
  ['POST', '/api/v1/namespaces/a/pods/x/eviction', 'create a/pods x eviction'],
  ['GET', '/api/v1/namespaces/a/services/https:s:443/proxy/some/path', 'get a/services https:s:443 proxy'],
  ['GET', '/api/v1/pods?fieldSelector=metadata.name%3Dx', 'list pods x'],
  ['GET', '/healthz', 'GET /healthz'],
  ['GET', '/apis/apps', 'GET /apis/apps'],
  ['GET', '/apis/apps/v1', 'GET /apis/apps/v1'],
  ['GET', '/api/v1', 'GET /api/v1'],
] as const)
  test(`${method} ${path} is ${expected}`, () => {
    const info = requestInfo({ method, path, headers: {} })
    const resource = info.apiGroup === '' ? info.resource : `${info.resource}.${info.apiGroup}`
    const where = info.namespace === '' ? resource : `${info.namespace}/${resource}`
    const text = [info.verb, where, info.name, info.subresource].filter((part) => part !== '').join(' ')
    expect(info.isResource ? text : `${method} ${info.path}`).toBe(expected)
  })
