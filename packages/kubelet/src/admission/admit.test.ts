import { expect, test } from 'vitest'
import type { Node, Pod } from '@elli/api/core/v1'
import { container, pod } from '../pods/testing.ts'
import { admit, type AdmissionView } from './admit.ts'

const node: Node = { metadata: { name: 'n', labels: { zone: 'a' } }, spec: {} }

function refusal(subject: Pod, extra: Partial<AdmissionView> = {}): string {
  const rejection = admit({
    pod: subject,
    others: [],
    node,
    allocatable: { cpu: '2', memory: '1Gi', pods: '2' },
    maxPods: 2,
    pressures: { memory: false, disk: false, pid: false },
    allowedUnsafeSysctls: [],
    appArmor: false,
    ...extra,
  })
  return rejection ? `${rejection.reason}: ${rejection.message}` : ''
}

const asking = (cpu: string): Pod => pod({ containers: [container('a', { resources: { requests: { cpu } } })] })
const port = pod({ containers: [container('a', { ports: [{ containerPort: 80, hostPort: 8080 }] })] })
const tainted: Node = { ...node, spec: { taints: [{ key: 'k', effect: 'NoExecute' }] } }

for (const [what, subject, extra, expected] of [
  ['an ordinary pod', pod(), {}, ''],
  [
    'too much CPU',
    asking('2500m'),
    {},
    "OutOfcpu: Node didn't have enough resource: cpu, requested: 2500, used: 0, capacity: 2000",
  ],
  [
    'what others use counts',
    asking('1'),
    { others: [asking('1500m')] },
    "OutOfcpu: Node didn't have enough resource: cpu, requested: 1000, used: 1500, capacity: 2000",
  ],
  [
    'too many pods',
    pod(),
    { others: [pod(), pod()] },
    "OutOfpods: Node didn't have enough resource: pods, requested: 1, used: 2, capacity: 2",
  ],
  [
    'a taken host port',
    port,
    { others: [port] },
    "NodePorts: Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
  ],
  [
    'another node selector',
    pod({ nodeSelector: { zone: 'b' } }),
    {},
    "NodeAffinity: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  ],
  [
    'a taint it does not tolerate',
    pod(),
    { node: tainted },
    "TaintToleration: Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
  ],
  ['a taint it tolerates', pod({ tolerations: [{ operator: 'Exists' }] }), { node: tainted }, ''],
  [
    'memory pressure, best effort',
    pod(),
    { pressures: { memory: true, disk: false, pid: false } },
    'Evicted: The node had condition: [MemoryPressure]. ',
  ],
  ['memory pressure, burstable', asking('1m'), { pressures: { memory: true, disk: false, pid: false } }, ''],
  [
    'disk pressure, critical',
    pod({ priority: 2_000_001_000 }),
    { pressures: { memory: false, disk: true, pid: false } },
    '',
  ],
  [
    'AppArmor where there is none',
    pod({ securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } }),
    {},
    'AppArmor: Cannot enforce AppArmor: AppArmor is not enabled on the host',
  ],
  [
    'an unsafe sysctl',
    pod({ securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }),
    {},
    'SysctlForbidden: forbidden sysctl: "kernel.msgmax" not allowlisted',
  ],
  [
    'an allowed unsafe sysctl',
    pod({ securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } }),
    { allowedUnsafeSysctls: ['kernel.msg*'] },
    '',
  ],
] as const satisfies readonly (readonly [string, Pod, Partial<AdmissionView>, string])[]) {
  test(`admission: ${what}`, () => expect(refusal(subject, extra)).toBe(expected))
}
