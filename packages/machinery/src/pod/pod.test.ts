import type { Container, Node, Pod, Taint, Toleration } from '@elli/api/core/v1'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conflictingPort, podHostPorts } from './host-ports.ts'
import { CompiledNodeSelector, PreferredNodeAffinity, RequiredNodeAffinity } from './node-affinity.ts'
import { computeQos } from './qos.ts'
import { containerResourceValue, fromAmounts, podLimits, podRequestOf, podRequests } from './resources.ts'
import {
  isPodActive,
  isPodAvailable,
  isPodTerminating,
  podConfigMapNames,
  podContainers,
  podSecretNames,
} from './status.ts'
import { isTolerated, tolerationSeconds, untoleratedTaint } from './taints.ts'
import { affinityTermNamespaces, sameTopology, spreadSelector } from './topology.ts'

type Resources = Record<string, string>

function container(requests: Resources, limits: Resources = {}, more: Partial<Container> = {}): Container {
  return { name: 'c', resources: { requests, limits }, ...more }
}

function pod(spec: Partial<Pod['spec']>, more: Partial<Pod> = {}): Pod {
  return { metadata: {}, spec: { containers: [], ...spec }, ...more }
}

type Row<T> = readonly [name: string, spec: Partial<Pod['spec']>, expected: T]

const sidecar = { restartPolicy: 'Always' } as const

describe('requests', () => {
  for (const [name, spec, expected] of [
    [
      'containers add up',
      { containers: [container({ cpu: '1' }), container({ cpu: '500m', memory: '1Gi' })] },
      { cpu: '1500m', memory: '1Gi' },
    ],
    [
      'the largest init container counts',
      { containers: [container({ cpu: '1' })], initContainers: [container({ cpu: '2' }), container({ cpu: '3' })] },
      { cpu: '3' },
    ],
    [
      'sidecars run beside the containers',
      { containers: [container({ cpu: '1' })], initContainers: [container({ cpu: '1' }, {}, sidecar)] },
      { cpu: '2' },
    ],
    [
      'an init container runs beside the sidecars before it',
      {
        containers: [container({ cpu: '1' })],
        initContainers: [container({ cpu: '1' }, {}, sidecar), container({ cpu: '5' })],
      },
      { cpu: '6' },
    ],
    [
      'but not beside those after it',
      {
        containers: [container({ cpu: '1' })],
        initContainers: [container({ cpu: '5' }), container({ cpu: '1' }, {}, sidecar)],
      },
      { cpu: '5' },
    ],
    [
      'overhead comes on top',
      { containers: [container({ cpu: '1' })], overhead: { cpu: '250m', memory: '1Mi' } },
      { cpu: '1250m', memory: '1Mi' },
    ],
  ] as readonly Row<Resources>[]) {
    test(name, () => expect(fromAmounts(podRequests(pod(spec)))).toEqual(expected))
  }

  test('limits get overhead only where they exist', () => {
    const it = pod({ containers: [container({}, { cpu: '1' })], overhead: { cpu: '250m', memory: '1Mi' } })
    expect(fromAmounts(podLimits(it))).toEqual({ cpu: '1250m' })
    expect(podRequestOf(it, 'cpu')).toBe(250)
    expect(podRequestOf(it, 'pods')).toBe(1)
  })

  test('no order of containers changes what a pod asks for', () => {
    const cpus = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(cpus, (list) => {
        const of = (order: number[]): number =>
          podRequestOf(pod({ containers: order.map((cpu) => container({ cpu: `${cpu}m` })) }), 'cpu')
        expect(of(list)).toBe(of([...list].reverse()))
        expect(of(list)).toBe(list.reduce((a, b) => a + b, 0))
      }),
    )
  })
})

describe('resourceFieldRef', () => {
  const it = container({ cpu: '250m' }, { memory: '100Mi' })
  for (const [resource, divisor, expected] of [
    ['requests.cpu', undefined, '1'],
    ['requests.cpu', '1m', '250'],
    ['limits.memory', '1Mi', '100'],
    ['limits.cpu', '1', '4'],
    ['requests.memory', '1', '0'],
  ] as const) {
    test(`${resource} / ${divisor}`, () => {
      const selector = divisor === undefined ? { resource } : { resource, divisor }
      expect(containerResourceValue(selector, it, { cpu: '4', memory: '8Gi' })).toBe(expected)
    })
  }
  test('refuses others', () => {
    expect(() => containerResourceValue({ resource: 'limits.gpu' }, it)).toThrow(
      'unsupported container resource : limits.gpu',
    )
  })
})

describe('quality of service', () => {
  const both = { cpu: '1', memory: '1Gi' }
  for (const [name, spec, expected] of [
    ['nothing asked', { containers: [container({})] }, 'BestEffort'],
    ['only other resources', { containers: [container({ 'example.com/x': '1' })] }, 'BestEffort'],
    ['all equal', { containers: [container(both, both)] }, 'Guaranteed'],
    ['a limit is missing', { containers: [container(both, both), container({})] }, 'Burstable'],
    ['only requests', { containers: [container(both)] }, 'Burstable'],
    ['limits above requests', { containers: [container(both, { cpu: '2', memory: '1Gi' })] }, 'Burstable'],
    ['equal in other words', { containers: [container({ cpu: '1000m', memory: '1024Mi' }, both)] }, 'Guaranteed'],
    [
      'an init container spoils it',
      { containers: [container(both, both)], initContainers: [container({})] },
      'Burstable',
    ],
  ] as readonly Row<string>[]) {
    test(name, () => expect(computeQos(pod(spec))).toBe(expected))
  }
})

describe('state', () => {
  const ready = (lastTransitionTime?: string): Pod =>
    pod(
      {},
      {
        status: {
          conditions: [{ type: 'Ready', status: 'True', ...(lastTransitionTime ? { lastTransitionTime } : {}) }],
        },
      },
    )
  const T0 = Date.parse('2024-08-13T10:00:00Z')
  for (const [name, it, seconds, expected] of [
    ['not ready', pod({}), 0, false],
    ['ready, no delay', ready(), 0, true],
    ['ready for just the time', ready('2024-08-13T09:59:50Z'), 10, false],
    ['ready for longer', ready('2024-08-13T09:59:49Z'), 10, true],
    ['ready since unknown', ready(), 10, false],
  ] as const) {
    test(name, () => expect(isPodAvailable(it, seconds, T0)).toBe(expected))
  }

  test('active, terminating', () => {
    const leaving = pod({}, { metadata: { deletionTimestamp: '2024-08-13T10:00:00Z' } })
    expect([isPodActive(pod({})), isPodActive(leaving), isPodTerminating(leaving)]).toEqual([true, false, true])
    expect(isPodActive(pod({}, { status: { phase: 'Failed' } }))).toBe(false)
  })

  test('references', () => {
    const it = pod({
      imagePullSecrets: [{ name: 'pull' }],
      initContainers: [{ name: 'i', envFrom: [{ configMapRef: { name: 'env' } }] }],
      containers: [{ name: 'c', env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 'key', key: 'k' } } }] }],
      volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 's' } }, { configMap: { name: 'm' } }] } }],
    })
    expect([...podSecretNames(it)]).toEqual(['pull', 'key', 's'])
    expect([...podConfigMapNames(it)]).toEqual(['env', 'm'])
    expect([...podContainers(it.spec)].map(({ path }) => path)).toEqual([
      'spec.initContainers[0]',
      'spec.containers[0]',
    ])
  })
})

describe('taints', () => {
  const taint: Taint = { key: 'k', value: 'v', effect: 'NoSchedule' }
  for (const [toleration, expected] of [
    [{ key: 'k', value: 'v', effect: 'NoSchedule' }, true],
    [{ key: 'k', operator: 'Equal', value: 'w' }, false],
    [{ key: 'k', operator: 'Exists' }, true],
    [{ operator: 'Exists' }, true],
    [{ key: 'k', operator: 'Exists', effect: 'NoExecute' }, false],
    [{ key: 'other', operator: 'Exists' }, false],
    [{ key: 'k', operator: 'Strange' as 'Exists' }, false],
  ] as readonly (readonly [Toleration, boolean])[]) {
    test(JSON.stringify(toleration), () => expect(isTolerated(taint, [toleration])).toBe(expected))
  }
  test('the first that matters and is not tolerated', () => {
    const soft: Taint = { key: 's', effect: 'PreferNoSchedule' }
    expect(untoleratedTaint([soft, taint], [], ({ effect }) => effect === 'NoSchedule')).toBe(taint)
  })
  test('the shortest stay wins, less than nothing is nothing', () => {
    expect(tolerationSeconds([{ tolerationSeconds: 5 }, {}, { tolerationSeconds: 3 }])).toBe(3)
    expect(tolerationSeconds([{ tolerationSeconds: -3 }])).toBe(0)
    expect(tolerationSeconds([{}])).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('node selection', () => {
  const node = { metadata: { name: 'n1', labels: { zone: 'a', cores: '8' } } }
  for (const [name, spec, expected] of [
    ['says nothing', {}, true],
    ['label', { nodeSelector: { zone: 'a' } }, true],
    ['wrong label', { nodeSelector: { zone: 'b' } }, false],
  ] as const) {
    test(name, () => expect(new RequiredNodeAffinity(pod(spec)).matches(node)).toBe(expected))
  }
  for (const [name, terms, expected] of [
    ['no terms', [], false],
    ['an empty term', [{}], false],
    [
      'terms are ORed',
      [
        { matchExpressions: [{ key: 'zone', operator: 'In', values: ['b'] }] },
        { matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['4'] }] },
      ],
      true,
    ],
    [
      'expressions are ANDed',
      [
        {
          matchExpressions: [
            { key: 'zone', operator: 'Exists' },
            { key: 'cores', operator: 'Lt', values: ['8'] },
          ],
        },
      ],
      false,
    ],
    ['by name', [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] }], true],
    ['not by name', [{ matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['n1'] }] }], false],
  ] as const) {
    test(name, () => {
      const selector = { nodeSelectorTerms: terms } as unknown as ConstructorParameters<typeof CompiledNodeSelector>[0]
      expect(new CompiledNodeSelector(selector).matches(node)).toBe(expected)
    })
  }
  test('an unreadable term is told only when nothing else matches', () => {
    const bad = { matchExpressions: [{ key: 'zone', operator: 'Near' as 'In' }] }
    const good = { matchExpressions: [{ key: 'zone', operator: 'Exists' as const }] }
    expect(new CompiledNodeSelector({ nodeSelectorTerms: [bad, good] }).matches(node)).toBe(true)
    expect(() => new CompiledNodeSelector({ nodeSelectorTerms: [bad] }).matches(node)).toThrow(
      'nodeSelectorTerms[0].matchExpressions[0].operator: Unsupported value: "Near": supported values: "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"',
    )
  })
  test('preferences add their weights', () => {
    const term = (values: string[], weight: number) => ({
      weight,
      preference: { matchExpressions: [{ key: 'zone', operator: 'In' as const, values }] },
    })
    expect(new PreferredNodeAffinity([term(['a'], 5), term(['b'], 3), term(['a', 'b'], 2)]).score(node)).toBe(7)
  })
})

test('host ports clash by port and protocol, and by address unless one means all', () => {
  const it = pod({
    containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80, hostIP: '10.0.0.1' }, { containerPort: 1 }] }],
  })
  const wanted = podHostPorts(it)
  expect(wanted).toEqual([{ ip: '10.0.0.1', protocol: 'TCP', port: 80 }])
  expect(conflictingPort(wanted, [{ ip: '10.0.0.2', protocol: 'TCP', port: 80 }])).toBeUndefined()
  expect(conflictingPort(wanted, [{ ip: '0.0.0.0', protocol: 'UDP', port: 80 }])).toBeUndefined()
  expect(conflictingPort(wanted, [{ ip: '0.0.0.0', protocol: 'TCP', port: 80 }])).toBe(wanted[0])
})

test('topology', () => {
  const node = (zone?: string): Pick<Node, 'metadata'> => ({ metadata: { labels: zone === undefined ? {} : { zone } } })
  expect(sameTopology(node('a'), node('a'), 'zone')).toBe(true)
  expect(sameTopology(node(), node(), 'zone')).toBe(false)
  const it = pod({}, { metadata: { namespace: 'ns', labels: { app: 'x', hash: '1' } } })
  const constraint = {
    maxSkew: 1,
    topologyKey: 'zone',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'x' } },
    matchLabelKeys: ['hash', 'none'],
  } as const
  const selector = spreadSelector({ ...constraint, matchLabelKeys: [...constraint.matchLabelKeys] }, it)
  expect(selector.toString()).toBe('app=x,hash in (1)')
  expect([...affinityTermNamespaces({ topologyKey: 'zone' }, it)]).toEqual(['ns'])
})
