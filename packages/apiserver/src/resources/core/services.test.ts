import type { Service, ServiceSpec } from '@elli/api/core/v1'
import { expect, test } from 'vitest'
import { cells, context, createErrors, service, texts, updateErrors } from '../examples.ts'
import { servicesStrategy } from './services.ts'

const refused: [what: string, spec: Partial<ServiceSpec>, errors: string[]][] = [
  ['no ports', { ports: [] }, ['spec.ports: Required value']],
  [
    'nameless ports',
    { ports: [{ port: 80 }, { port: 81 }] },
    ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
  ],
  [
    'one port name twice',
    {
      ports: [
        { name: 'a', port: 80 },
        { name: 'a', port: 81 },
      ],
    },
    ['spec.ports[1].name: Duplicate value: "a"'],
  ],
  [
    'one port twice',
    {
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 80 },
      ],
    },
    [
      'spec.ports[1]: Duplicate value: core.ServicePort{Name:"", Protocol:"TCP", AppProtocol:(*string)(nil), Port:80, TargetPort:intstr.IntOrString{Type:0, IntVal:0, StrVal:""}, NodePort:0}',
    ],
  ],
  [
    'a port out of range',
    { ports: [{ port: 0, targetPort: 1 }] },
    ['spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive'],
  ],
  [
    'an unknown type',
    { type: 'Cluster' as 'ClusterIP' },
    [
      'spec.type: Unsupported value: "Cluster": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
    ],
  ],
  [
    'an external name but no name',
    { type: 'ExternalName', clusterIP: '', clusterIPs: undefined },
    ['spec.externalName: Required value'],
  ],
  [
    'a cluster IP that is none',
    { clusterIP: 'abc', clusterIPs: ['abc'] },
    ['spec.clusterIPs[0]: Invalid value: "abc": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
  ],
  [
    'node ports for a cluster IP',
    { ports: [{ port: 80, nodePort: 30000 }] },
    ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
  ],
  [
    'a health check port without local traffic',
    { type: 'LoadBalancer', healthCheckNodePort: 31000 },
    [
      "spec.healthCheckNodePort: Invalid value: 31000: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
    ],
  ],
  [
    'a session timeout of a week',
    { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 604800 } } },
    [
      'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 604800: must be greater than 0 and less than 86400',
    ],
  ],
  [
    'a loopback external IP',
    { externalIPs: ['127.0.0.1'] },
    ['spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  ],
  [
    'source ranges for no balancer',
    { loadBalancerSourceRanges: ['10.0.0.0/8'] },
    ["spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'"],
  ],
]

test.each(refused)('a service with %s is refused', (_what, spec, errors) => {
  expect(createErrors(servicesStrategy, service(spec))).toEqual(errors)
})

test.each<[what: string, spec: Partial<ServiceSpec>]>([
  ['a cluster IP', {}],
  ['no cluster IP and no ports', { clusterIP: 'None', clusterIPs: ['None'], ports: [] }],
  [
    'an external name',
    { type: 'ExternalName', externalName: 'a.example', clusterIP: '', clusterIPs: undefined, ports: [] },
  ],
  ['a node port', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }],
])('a service with %s is accepted', (_what, spec) => {
  expect(createErrors(servicesStrategy, service(spec))).toEqual([])
})

test('a cluster IP never changes', () => {
  expect(
    updateErrors(servicesStrategy, service({ clusterIP: '10.0.0.8', clusterIPs: ['10.0.0.8'] }), service()),
  ).toEqual(['spec.clusterIPs[0]: Invalid value: []string{"10.0.0.8"}: may not change once set'])
})

test('a balancer status is for balancers', () => {
  const old: Service = service({ type: 'LoadBalancer' })
  const change: Service = { ...old, status: { loadBalancer: { ingress: [{ ip: '1.2.3.4.5', ipMode: 'VIP' }] } } }
  expect(texts(servicesStrategy.status!.validateUpdate?.(change, old, context()))).toEqual([
    'status.loadBalancer.ingress[0].ip: Invalid value: "1.2.3.4.5": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
  ])
})

test.each<[spec: Partial<ServiceSpec>, ingress: string[], shown: string]>([
  [{}, [], '<none>'],
  [{ externalIPs: ['1.1.1.1'] }, [], '1.1.1.1'],
  [{ type: 'LoadBalancer' }, [], '<pending>'],
  [{ type: 'LoadBalancer' }, ['2.2.2.2'], '2.2.2.2'],
  [{ type: 'LoadBalancer', externalIPs: ['1.1.1.1'] }, ['2.2.2.2'], '2.2.2.2,1.1.1.1'],
  [{ type: 'ExternalName', externalName: 'a.example' }, [], 'a.example'],
])('external address of %j with %j', (spec, ingress, shown) => {
  const one = service(spec)
  one.status = { loadBalancer: { ingress: ingress.map((ip) => ({ ip })) } }
  expect(cells(servicesStrategy, one)[3]).toBe(shown)
})
