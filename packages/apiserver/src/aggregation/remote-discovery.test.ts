import { describe, expect, it } from 'vitest'
import { fromAggregated, fromClassic, isAggregated } from './remote-discovery.ts'
import { identityHeaders } from './remote-proxy.ts'

describe('fromClassic', () => {
  it('puts subresources under their resource', () => {
    const list = {
      resources: [
        {
          name: 'pods',
          singularName: 'pod',
          namespaced: true,
          kind: 'PodMetrics',
          verbs: ['get', 'list'],
          shortNames: ['p'],
        },
        { name: 'pods/scale', namespaced: true, group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: ['get'] },
        { name: 'nodes', namespaced: false, kind: 'NodeMetrics', verbs: ['get'] },
      ],
    }
    expect(fromClassic(list, 'metrics.k8s.io', 'v1beta1')).toEqual([
      {
        resource: 'pods',
        responseKind: { group: 'metrics.k8s.io', version: 'v1beta1', kind: 'PodMetrics' },
        scope: 'Namespaced',
        singularResource: 'pod',
        verbs: ['get', 'list'],
        shortNames: ['p'],
        subresources: [
          {
            subresource: 'scale',
            responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
            verbs: ['get'],
          },
        ],
      },
      {
        resource: 'nodes',
        responseKind: { group: 'metrics.k8s.io', version: 'v1beta1', kind: 'NodeMetrics' },
        scope: 'Cluster',
        singularResource: '',
        verbs: ['get'],
      },
    ])
  })

  it('takes nothing from what is no list', () => {
    expect(fromClassic('no', 'g', 'v')).toEqual([])
    expect(fromClassic({ resources: [1, null] }, 'g', 'v')).toEqual([])
  })
})

describe('fromAggregated', () => {
  const document = {
    items: [
      {
        metadata: { name: 'g' },
        versions: [{ version: 'v1', resources: [{ resource: 'things', scope: 'Cluster', verbs: ['get'] }] }],
      },
    ],
  }

  it('finds the version, and fills in kinds that are missing', () => {
    expect(fromAggregated(document, 'g', 'v1')).toEqual([
      {
        resource: 'things',
        responseKind: { group: '', version: '', kind: '' },
        scope: 'Cluster',
        singularResource: '',
        verbs: ['get'],
      },
    ])
    expect(fromAggregated(document, 'g', 'v2')).toBeUndefined()
    expect(fromAggregated(document, 'other', 'v1')).toBeUndefined()
  })

  it('is told by its content type', () => {
    expect(isAggregated('application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList')).toBe(true)
    expect(isAggregated('application/json')).toBe(false)
    expect(isAggregated(undefined)).toBe(false)
  })
})

describe('identityHeaders', () => {
  it('says who asks, with what no header may hold encoded', () => {
    const user = { name: 'jane', groups: ['a', 'b'], extra: { 'example.com/scope(s)': ['x'] } }
    expect(identityHeaders(user)).toEqual({
      headers: { 'x-remote-user': 'jane' },
      repeated: { 'x-remote-group': ['a', 'b'], 'x-remote-extra-example.com%2Fscope%28s%29': ['x'] },
    })
  })
})
