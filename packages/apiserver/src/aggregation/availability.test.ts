import type { APIService } from '@elli/api/apiregistration/v1'
import type { Endpoints, Service } from '@elli/api/core/v1'
import { describe, expect, it } from 'vitest'
import { isAvailable, obstacle, passed, withAvailable } from './availability.ts'

const apiService: APIService = {
  metadata: { name: 'v1.x.example.com' },
  spec: {
    group: 'x.example.com',
    version: 'v1',
    groupPriorityMinimum: 1,
    versionPriority: 1,
    service: { namespace: 'ns', name: 'api', port: 443 },
  },
}
const service = (spec: Partial<Service['spec']>): Service => ({ metadata: { name: 'api' }, spec }) as Service
const endpoints = (subsets: Endpoints['subsets']): Endpoints => ({ metadata: {}, subsets: subsets ?? [] })
const web = service({ ports: [{ port: 443, name: 'web' }] })

describe('obstacle', () => {
  it.each([
    ['ServiceNotFound', 'service/api in "ns" is not present', undefined, undefined],
    [
      'ServicePortError',
      'service/api in "ns" is not listening on port 443',
      service({ ports: [{ port: 80 }] }),
      undefined,
    ],
    ['EndpointsNotFound', 'cannot find endpoints for service/api in "ns"', web, undefined],
    [
      'MissingEndpoints',
      'endpoints for service/api in "ns" have no addresses with port name "web"',
      web,
      endpoints([{ addresses: [{ ip: '1.2.3.4' }], ports: [{ port: 1, name: 'other' }] }]),
    ],
    [
      'MissingEndpoints',
      'endpoints for service/api in "ns" have no addresses with port name "web"',
      web,
      endpoints([{ ports: [{ port: 1, name: 'web' }] }]),
    ],
  ] as const)('is %s: %s', (reason, message, found, ends) => {
    expect(obstacle(apiService, found, ends)).toEqual({ status: 'False', reason, message })
  })

  it('is nothing where an endpoint has the port, or none can be looked at', () => {
    const ready = endpoints([{ addresses: [{ ip: '1.2.3.4' }], ports: [{ port: 1, name: 'web' }] }])
    expect(obstacle(apiService, web, ready)).toBeUndefined()
    expect(obstacle(apiService, service({ type: 'ExternalName', externalName: 'x.y' }), undefined)).toBeUndefined()
  })
})

describe('withAvailable', () => {
  it('sets the condition, and moves its time only with its status', () => {
    const first = withAvailable(structuredClone(apiService), passed, 0)
    expect(first?.status?.conditions).toEqual([
      {
        type: 'Available',
        status: 'True',
        reason: 'Passed',
        message: 'all checks passed',
        lastTransitionTime: '1970-01-01T00:00:00Z',
      },
    ])
    if (first === undefined) throw new Error('nothing was set')
    expect(isAvailable(first)).toBe(true)
    expect(withAvailable(first, passed, 5_000)).toBeUndefined()
    const worded = withAvailable(structuredClone(first), { ...passed, reason: 'Other' }, 5_000)
    expect(worded?.status?.conditions?.[0]?.lastTransitionTime).toBe('1970-01-01T00:00:00Z')
    const lost = withAvailable(structuredClone(first), { status: 'False', reason: 'X', message: '' }, 5_000)
    expect(lost?.status?.conditions?.[0]?.lastTransitionTime).toBe('1970-01-01T00:00:05Z')
  })
})
