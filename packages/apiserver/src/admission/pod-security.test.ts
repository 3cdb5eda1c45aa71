import type { Deployment } from '@elli/api/apps/v1'
import { deployments } from '@elli/api/apps/v1.resources'
import type { Container, Pod, SecurityContext } from '@elli/api/core/v1'
import { namespaces, pods } from '@elli/api/core/v1.resources'
import { expect, test } from 'vitest'
import { pod, refusalOf, request, run, stage, type Stage } from './admission.fixtures.ts'
import { defaultPodSecurity, podSecurity } from './pod-security.ts'
import { evaluate, findingsText } from './pod-security/evaluate.ts'
import type { LevelVersion } from './pod-security/standards.ts'

const latest = (level: LevelVersion['level']): LevelVersion => ({ level, version: 'latest' })
const hardened: SecurityContext = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
}
const found = (level: LevelVersion, object: Pod): string => findingsText(evaluate(level, { ...object, relaxed: false }))
const one = (securityContext: SecurityContext, more: Partial<Container> = {}): Pod =>
  pod({ containers: [{ name: 'a', securityContext, ...more }] })
const two = (securityContext: SecurityContext): Pod =>
  pod({ containers: [{ name: 'a', securityContext }], initContainers: [{ name: 'i', securityContext }] })

for (const [object, expected] of [
  [pod(), ''],
  [one({ privileged: true }), 'privileged (container "a" must not set securityContext.privileged=true)'],
  [two({ privileged: true }), 'privileged (containers "i", "a" must not set securityContext.privileged=true)'],
  [pod({ hostNetwork: true, hostPID: true }), 'host namespaces (hostNetwork=true, hostPID=true)'],
  [pod({ volumes: [{ name: 'v', hostPath: { path: '/' } }] }), 'hostPath volumes (volume "v")'],
  [
    one(
      {},
      {
        ports: [
          { containerPort: 1, hostPort: 80 },
          { containerPort: 2, hostPort: 443 },
        ],
      },
    ),
    'hostPort (container "a" uses hostPorts 443, 80)',
  ],
  [
    one({ capabilities: { add: ['NET_ADMIN', 'CHOWN'] } }),
    'non-default capabilities (container "a" must not include "NET_ADMIN" in securityContext.capabilities.add)',
  ],
  [one({ procMount: 'Unmasked' }), 'procMount (container "a" must not set securityContext.procMount to "Unmasked")'],
  [
    one({ seccompProfile: { type: 'Unconfined' } }),
    'seccompProfile (container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
  ],
  [
    pod({ securityContext: { seccompProfile: { type: 'Unconfined' } } }),
    'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
  ],
  [
    pod({
      securityContext: {
        sysctls: [
          { name: 'kernel.msgmax', value: '1' },
          { name: 'net.ipv4.tcp_fin_timeout', value: '1' },
        ],
      },
    }),
    'forbidden sysctls (kernel.msgmax)',
  ],
  [
    one({ appArmorProfile: { type: 'Unconfined' } }),
    'forbidden AppArmor profile (container "a" must not set AppArmor profile type to "Unconfined")',
  ],
  [
    pod({}, { annotations: { 'container.apparmor.security.beta.kubernetes.io/a': 'unconfined' } }),
    'forbidden AppArmor profile (annotation must not set AppArmor profile type to "container.apparmor.security.beta.kubernetes.io/a="unconfined"")',
  ],
  [
    pod({ securityContext: { seLinuxOptions: { type: 'spc_t', user: 'u' } } }),
    'seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set)',
  ],
  [
    one({ windowsOptions: { hostProcess: true } }),
    'hostProcess (container "a" must not set securityContext.windowsOptions.hostProcess=true)',
  ],
  [
    pod({ hostIPC: true, containers: [{ name: 'a', securityContext: { privileged: true } }] }),
    'host namespaces (hostIPC=true), privileged (container "a" must not set securityContext.privileged=true)',
  ],
] as [Pod, string][]) {
  test(`baseline finds: ${expected || 'nothing'}`, () => expect(found(latest('baseline'), object)).toBe(expected))
}

for (const [object, expected] of [
  [one(hardened), ''],
  [
    pod(),
    'allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "app" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  ],
  [
    pod({
      containers: [{ name: 'a', securityContext: hardened }],
      volumes: [
        { name: 'v', hostPath: { path: '/' } },
        { name: 'n', nfs: { server: 's', path: '/' } },
        { name: 'ok', emptyDir: {} },
      ],
    }),
    'restricted volume types (volumes "v", "n" use restricted volume types "hostPath", "nfs")',
  ],
  [
    one({ ...hardened, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'CHOWN'] } }),
    'unrestricted capabilities (container "a" must not include "CHOWN" in securityContext.capabilities.add)',
  ],
  [
    one({ ...hardened, runAsNonRoot: false }),
    'runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false)',
  ],
  [one({ ...hardened, runAsUser: 0 }), 'runAsUser=0 (container "a" must not set runAsUser=0)'],
  [
    pod({ securityContext: { runAsUser: 0 }, containers: [{ name: 'a', securityContext: hardened }] }),
    'runAsUser=0 (pod must not set runAsUser=0)',
  ],
  [pod({ os: { name: 'windows' }, securityContext: { runAsNonRoot: true } }), ''],
] as [Pod, string][]) {
  test(`restricted finds: ${expected || 'nothing'}`, () => expect(found(latest('restricted'), object)).toBe(expected))
}

test('older versions ask for less, or for something else', () => {
  const at = (version: number, object: Pod, level: LevelVersion['level'] = 'restricted'): string =>
    found({ level, version }, object)
  expect(at(18, one({ runAsNonRoot: true, allowPrivilegeEscalation: false }))).toBe('')
  expect(at(22, one({ ...hardened, runAsUser: 0 }))).toBe('')
  expect(at(24, pod({ os: { name: 'windows' }, securityContext: { runAsNonRoot: true } }))).toContain(
    'allowPrivilegeEscalation',
  )
  expect(
    at(18, pod({}, { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'unconfined' } }), 'baseline'),
  ).toBe('seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod="unconfined")')
  const engine = one({ seLinuxOptions: { type: 'container_engine_t' } })
  expect(at(30, engine, 'baseline')).toContain('seLinuxOptions')
  expect(at(31, engine, 'baseline')).toBe('')
})

function guarded(labels: Record<string, string>, fill: (stage: Stage) => void = () => {}): Stage {
  const made = stage()
  const prefixed = Object.fromEntries(
    Object.entries(labels).map(([key, value]) => [`pod-security.kubernetes.io/${key}`, value]),
  )
  made.put(namespaces, { metadata: { name: 'ns', labels: prefixed }, spec: {} })
  fill(made)
  return made
}
const privileged = one({ privileged: true })

test('enforce refuses, warn warns, audit notes', async () => {
  const asked = request(pods, { object: privileged })
  expect(await refusalOf([podSecurity(), guarded({ enforce: 'baseline' })], asked)).toBe(
    'pods "web" is forbidden: violates PodSecurity "baseline:latest": privileged (container "a" must not set securityContext.privileged=true)',
  )
  const lenient = request(pods, { object: privileged })
  await run([podSecurity(), guarded({ warn: 'baseline', 'warn-version': 'v1.30', audit: 'baseline' })], lenient)
  expect(lenient.warnings).toEqual([
    'would violate PodSecurity "baseline:v1.30": privileged (container "a" must not set securityContext.privileged=true)',
  ])
  expect(lenient.annotations).toEqual({
    'pod-security.kubernetes.io/audit-violations':
      'would violate PodSecurity "baseline:latest": privileged (container "a" must not set securityContext.privileged=true)',
    'pod-security.kubernetes.io/enforce-policy': 'privileged:latest',
  })
})

test('a workload is only warned of, also for what its pods will be refused', async () => {
  const object: Deployment = {
    metadata: { namespace: 'ns', name: 'd' },
    spec: { selector: {}, template: { metadata: {}, spec: privileged.spec } },
  }
  const asked = request(deployments, { object })
  await run([podSecurity(), guarded({ enforce: 'baseline' })], asked)
  expect(asked.warnings).toEqual([
    'would violate PodSecurity "baseline:latest": privileged (container "a" must not set securityContext.privileged=true)',
  ])
})

test('only changes that matter are judged again', async () => {
  const where = guarded({ enforce: 'baseline' })
  const update = (image: string) =>
    request(pods, {
      operation: 'UPDATE',
      object: one({ privileged: true }, { image }),
      oldObject: one({ privileged: true }, { image: '1' }),
    })
  expect(await refusalOf([podSecurity(), where], update('1'))).toBeUndefined()
  expect(await refusalOf([podSecurity(), where], update('2'))).toContain('violates PodSecurity')
})

test('exemptions let pods pass and leave a note', async () => {
  const configuration = {
    ...defaultPodSecurity,
    exemptions: { usernames: ['ann'], namespaces: [], runtimeClasses: [] },
  }
  const asked = request(pods, { object: privileged })
  await run([podSecurity(configuration), guarded({ enforce: 'restricted' })], asked)
  expect(asked.annotations).toEqual({ 'pod-security.kubernetes.io/exempt': 'user' })
})

test('wrong labels are refused on namespaces and enforced as restricted on pods', async () => {
  const labelled = (level: string) => ({
    metadata: { name: 'ns', labels: { 'pod-security.kubernetes.io/enforce': level } },
    spec: {},
  })
  expect(await refusalOf([podSecurity(), stage()], request(namespaces, { object: labelled('strict') }))).toBe(
    'Namespace "ns" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "strict": must be one of privileged, baseline, restricted',
  )
  const unchanged = request(namespaces, {
    operation: 'UPDATE',
    object: labelled('strict'),
    oldObject: labelled('strict'),
  })
  expect(await refusalOf([podSecurity(), stage()], unchanged)).toBeUndefined()
  expect(await refusalOf([podSecurity(), guarded({ enforce: 'strict' })], request(pods, { object: pod() }))).toContain(
    'restricted:latest',
  )
})

test('a stricter level tells which pods it would not let in', async () => {
  const where = guarded({}, ({ put }) => {
    const owner = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'r', controller: true }
    for (const name of ['b', 'a', 'c'])
      put(pods, { ...privileged, metadata: { namespace: 'ns', name, ownerReferences: [owner] } })
    put(pods, pod({ hostNetwork: true }, { name: 'net' }))
    put(pods, pod({}, { name: 'fine' }))
  })
  const object = { metadata: { name: 'ns', labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } }, spec: {} }
  const asked = request(namespaces, { operation: 'UPDATE', object, oldObject: { metadata: { name: 'ns' }, spec: {} } })
  await run([podSecurity(), where], asked)
  expect(asked.warnings).toEqual([
    'existing pods in namespace "ns" violate the new PodSecurity enforce level "baseline:latest"',
    'a (and 2 other pods): privileged',
    'net: host namespaces',
  ])
})
