import type { LimitRange, PersistentVolumeClaim, Pod } from '@elli/api/core/v1'
import {
  limitranges,
  namespaces,
  nodes,
  persistentvolumeclaims,
  persistentvolumes,
  pods,
  serviceaccounts,
} from '@elli/api/core/v1.resources'
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import { ingressclasses, ingresses } from '@elli/api/networking/v1.resources'
import { runtimeclasses } from '@elli/api/node/v1.resources'
import { priorityclasses } from '@elli/api/scheduling/v1.resources'
import { storageclasses } from '@elli/api/storage/v1.resources'
import { statusCause } from '@elli/machinery/errors'
import { expect, test } from 'vitest'
import { pod, refusalOf, request, run, stage, type Stage } from './admission.fixtures.ts'
import { certificateApproval, certificateSigning } from './certificate-signers.ts'
import { admissionPlugins } from './chain.ts'
import { defaultIngressClass, defaultStorageClass } from './default-classes.ts'
import { defaultTolerationSeconds } from './default-toleration-seconds.ts'
import { limitRanger } from './limit-ranger.ts'
import { namespaceLifecycle } from './namespace-lifecycle.ts'
import { persistentVolumeClaimResize } from './persistent-volume-claim-resize.ts'
import { priority } from './priority.ts'
import { runtimeClass } from './runtime-class.ts'
import { serviceAccount } from './service-account.ts'
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts'
import { taintNodesByCondition } from './taint-nodes-by-condition.ts'

function with_(fill: (stage: Stage) => void): Stage {
  const made = stage()
  fill(made)
  return made
}

test('the chain is in upstream’s order, and takes names of flags', () => {
  const { context } = stage()
  const names = admissionPlugins(context, { enable: ['NodeRestriction'], disable: ['PodSecurity'] }).map(
    ({ name }) => name,
  )
  expect(names.slice(0, 4)).toEqual(['NamespaceLifecycle', 'LimitRanger', 'ServiceAccount', 'NodeRestriction'])
  expect(names.at(-1)).toBe('ResourceQuota')
  expect(names).not.toContain('PodSecurity')
  expect(() => admissionPlugins(context, { enable: ['Magic'] })).toThrow(
    'enable-admission-plugins plugin "Magic" is unknown',
  )
})

const lifecycle = (phase?: string) =>
  with_(
    ({ put }) =>
      phase !== undefined &&
      put(namespaces, { metadata: { name: 'ns' }, spec: {}, status: { phase: phase as 'Active' } }),
  )

for (const [name, where, asked, expected] of [
  ['in a namespace', lifecycle('Active'), request(pods, { object: pod() }), undefined],
  ['in no namespace', lifecycle(), request(pods, { object: pod() }), 'namespaces "ns" not found'],
  [
    'in one on its way out',
    lifecycle('Terminating'),
    request(pods, { object: pod() }),
    'pods "web" is forbidden: unable to create new content in namespace ns because it is being terminated',
  ],
  [
    'by update in one on its way out',
    lifecycle('Terminating'),
    request(pods, { operation: 'UPDATE', object: pod(), oldObject: pod() }),
    undefined,
  ],
  ['deleting in no namespace', lifecycle(), request(pods, { operation: 'DELETE', oldObject: pod() }), undefined],
  [
    'deleting kube-system',
    lifecycle(),
    request(namespaces, { operation: 'DELETE', name: 'kube-system' }),
    'namespaces "kube-system" is forbidden: this namespace may not be deleted',
  ],
  ['deleting another namespace', lifecycle(), request(namespaces, { operation: 'DELETE', name: 'ns' }), undefined],
] as const) {
  test(`NamespaceLifecycle ${name}: ${expected ?? 'fine'}`, async () => {
    expect(await refusalOf([namespaceLifecycle, where], asked)).toBe(expected)
  })
}

test('a namespace on its way out says so as a cause', async () => {
  const error: unknown = await run(
    [namespaceLifecycle, lifecycle('Terminating')],
    request(pods, { object: pod() }),
  ).catch((thrown: unknown) => thrown)
  expect(statusCause(error, 'NamespaceTerminating')).toEqual({
    reason: 'NamespaceTerminating',
    message: 'namespace ns is being terminated',
    field: 'metadata.namespace',
  })
})

const accounts = (more: Partial<import('@elli/api/core/v1').ServiceAccount> = {}) =>
  with_(({ put }) => put(serviceaccounts, { metadata: { namespace: 'ns', name: 'default' }, ...more }))

test('ServiceAccount gives a pod its account, a token volume and pull secrets', async () => {
  const object = pod({ initContainers: [{ name: 'init' }] })
  await run([serviceAccount, accounts({ imagePullSecrets: [{ name: 'pull' }] })], request(pods, { object }))
  const name = object.spec.volumes?.[0]?.name ?? ''
  expect(name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
  expect(object.spec).toMatchObject({
    serviceAccountName: 'default',
    serviceAccount: 'default',
    imagePullSecrets: [{ name: 'pull' }],
    volumes: [
      {
        name,
        projected: {
          defaultMode: 420,
          sources: [
            { serviceAccountToken: { path: 'token', expirationSeconds: 3607 } },
            { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
            {
              downwardAPI: {
                items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
              },
            },
          ],
        },
      },
    ],
  })
  const mount = { name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }
  expect(object.spec.containers[0]?.volumeMounts).toEqual([mount])
  expect(object.spec.initContainers?.[0]?.volumeMounts).toEqual([mount])
})

for (const [ofPod, ofAccount, mounted] of [
  [undefined, undefined, true],
  [undefined, false, false],
  [undefined, true, true],
  [false, true, false],
  [true, false, true],
] as const) {
  test(`the token is mounted: pod says ${ofPod}, account says ${ofAccount}`, async () => {
    const object = pod(ofPod === undefined ? {} : { automountServiceAccountToken: ofPod })
    await run(
      [serviceAccount, accounts(ofAccount === undefined ? {} : { automountServiceAccountToken: ofAccount })],
      request(pods, { object }),
    )
    expect(object.spec.volumes !== undefined).toBe(mounted)
  })
}

test('a mount of one’s own at that path is left alone', async () => {
  const volumeMounts = [{ name: 'own', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }]
  const object = pod({ containers: [{ name: 'app', volumeMounts }] })
  await run([serviceAccount, accounts()], request(pods, { object }))
  expect(object.spec.volumes).toBeUndefined()
})

const mirror = { annotations: { 'kubernetes.io/config.mirror': 'x' } }
const enforcing = accounts({
  metadata: { namespace: 'ns', name: 'default', annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } },
  secrets: [{ name: 'own' }],
})
for (const [name, where, object, expected] of [
  [
    'a missing account',
    accounts(),
    pod({ serviceAccountName: 'x' }),
    'pods "web" is forbidden: error looking up service account ns/x: serviceaccount "x" not found',
  ],
  ['a mirror pod', accounts(), pod({}, mirror), undefined],
  [
    'a mirror pod with an account',
    accounts(),
    pod({ serviceAccountName: 'x' }, mirror),
    'pods "web" is forbidden: a mirror pod may not reference service accounts',
  ],
  [
    'a mirror pod with a secret',
    accounts(),
    pod({ imagePullSecrets: [{ name: 's' }] }, mirror),
    'pods "web" is forbidden: a mirror pod may not reference secrets',
  ],
  ['its own secret', enforcing, pod({ volumes: [{ name: 'v', secret: { secretName: 'own' } }] }), undefined],
  [
    'a foreign secret',
    enforcing,
    pod({ volumes: [{ name: 'v', secret: { secretName: 'x' } }] }),
    'pods "web" is forbidden: volume with secret.secretName="x" is not allowed because service account default does not reference that secret',
  ],
  [
    'a foreign secret in env',
    enforcing,
    pod({ containers: [{ name: 'app', env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 'x', key: 'k' } } }] }] }),
    'pods "web" is forbidden: container app with envVar E referencing secret.secretName="x" is not allowed because service account default does not reference that secret',
  ],
  [
    'a foreign pull secret',
    enforcing,
    pod({ imagePullSecrets: [{ name: 'x' }] }),
    'pods "web" is forbidden: imagePullSecrets[0].name="x" is not allowed because service account default does not reference that imagePullSecret',
  ],
] as const) {
  test(`ServiceAccount and ${name}: ${expected ?? 'fine'}`, async () => {
    expect(await refusalOf([serviceAccount, where], request(pods, { object }))).toBe(expected)
  })
}

test('DefaultTolerationSeconds adds what is not spoken of', async () => {
  const object = pod({
    tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' }],
  })
  await run([defaultTolerationSeconds, stage()], request(pods, { object }))
  expect(object.spec.tolerations?.slice(1)).toEqual([
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
  ])
  const tolerant = pod({ tolerations: [{ operator: 'Exists' }] })
  await run([defaultTolerationSeconds, stage()], request(pods, { object: tolerant }))
  expect(tolerant.spec.tolerations).toEqual([{ operator: 'Exists' }])
})

const classes = with_(({ put }) => {
  put(priorityclasses, { metadata: { name: 'high' }, value: 1000, preemptionPolicy: 'Never' })
  put(priorityclasses, { metadata: { name: 'usual' }, value: 7, globalDefault: true })
})
for (const [name, where, spec, expected] of [
  ['no class anywhere', stage(), {}, { priority: 0, preemptionPolicy: 'PreemptLowerPriority' }],
  ['the default class', classes, {}, { priorityClassName: 'usual', priority: 7 }],
  ['a class by name', classes, { priorityClassName: 'high' }, { priority: 1000, preemptionPolicy: 'Never' }],
  ['the right number', classes, { priorityClassName: 'high', priority: 1000 }, { priority: 1000 }],
] as const) {
  test(`Priority with ${name}`, async () => {
    const object = pod(spec)
    await run([priority, where], request(pods, { object }))
    expect(object.spec).toMatchObject(expected)
  })
}

for (const [asked, expected] of [
  [
    request(pods, { object: pod({ priorityClassName: 'x' }) }),
    'pods "web" is forbidden: no PriorityClass with name x was found',
  ],
  [
    request(pods, { object: pod({ priorityClassName: 'high', priority: 5 }) }),
    'pods "web" is forbidden: the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 1000 from the given PriorityClass name',
  ],
  [
    request(pods, { object: pod({ priorityClassName: 'high', preemptionPolicy: 'PreemptLowerPriority' }) }),
    'pods "web" is forbidden: the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided in pod spec; priority admission controller computed Never from the given PriorityClass name',
  ],
  [
    request(priorityclasses, { object: { metadata: { name: 'new' }, value: 1, globalDefault: true } }),
    'priorityclasses.scheduling.k8s.io "new" is forbidden: PriorityClass usual is already marked as default. Only one default can exist',
  ],
] as const) {
  test(`Priority refuses: ${expected}`, async () => expect(await refusalOf([priority, classes], asked)).toBe(expected))
}

test('an update that forgets the priority keeps it', async () => {
  const object = pod()
  const oldObject = pod({ priority: 5, preemptionPolicy: 'Never' })
  await run([priority, stage()], request(pods, { operation: 'UPDATE', object, oldObject }))
  expect(object.spec).toMatchObject({ priority: 5, preemptionPolicy: 'Never' })
})

test('a new node starts not ready, volumes and claims with their finalizers', async () => {
  const node: import('@elli/api/core/v1').Node = { metadata: { name: 'n' }, spec: {} }
  await run([taintNodesByCondition, stage()], request(nodes, { object: node }))
  expect(node.spec?.taints).toEqual([{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }])
  const volume = { metadata: { name: 'v' }, spec: {} }
  await run([storageObjectInUseProtection, stage()], request(persistentvolumes, { object: volume }))
  expect(volume.metadata).toMatchObject({ finalizers: ['kubernetes.io/pv-protection'] })
  const claim = { metadata: { name: 'c', finalizers: ['kubernetes.io/pvc-protection'] }, spec: {} }
  await run([storageObjectInUseProtection, stage()], request(persistentvolumeclaims, { object: claim }))
  expect(claim.metadata.finalizers).toEqual(['kubernetes.io/pvc-protection'])
})

test('default classes go to those who name none; the newest wins', async () => {
  const where = with_(({ put }) => {
    const annotations = { 'storageclass.kubernetes.io/is-default-class': 'true' }
    put(storageclasses, {
      metadata: { name: 'old', annotations, creationTimestamp: '2023-01-01T00:00:00Z' },
      provisioner: 'p',
    })
    put(storageclasses, {
      metadata: { name: 'new', annotations, creationTimestamp: '2024-01-01T00:00:00Z' },
      provisioner: 'p',
    })
    put(ingressclasses, {
      metadata: { name: 'web', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
      spec: {},
    })
  })
  const classOf = async (claim: PersistentVolumeClaim): Promise<string | undefined> => {
    await run([defaultStorageClass, where], request(persistentvolumeclaims, { object: claim }))
    return claim.spec.storageClassName
  }
  expect(await classOf({ metadata: { name: 'c' }, spec: {} })).toBe('new')
  expect(await classOf({ metadata: { name: 'c' }, spec: { storageClassName: '' } })).toBe('')
  const ingress: import('@elli/api/networking/v1').Ingress = { metadata: { name: 'i' }, spec: {} }
  await run([defaultIngressClass, where], request(ingresses, { object: ingress }))
  expect(ingress.spec?.ingressClassName).toBe('web')
})

test('a claim grows only when bound and allowed to', async () => {
  const where = with_(({ put }) =>
    put(storageclasses, { metadata: { name: 'elastic' }, provisioner: 'p', allowVolumeExpansion: true }),
  )
  const claim = (storage: string, className: string, phase = 'Bound'): PersistentVolumeClaim => ({
    metadata: { name: 'c' },
    spec: { storageClassName: className, resources: { requests: { storage } } },
    status: { phase: phase as 'Bound' },
  })
  const grow = (className: string, phase?: string) =>
    refusalOf(
      [persistentVolumeClaimResize, where],
      request(persistentvolumeclaims, {
        operation: 'UPDATE',
        object: claim('2Gi', className),
        oldObject: claim('1Gi', className, phase),
      }),
    )
  expect(await grow('elastic')).toBeUndefined()
  expect(await grow('elastic', 'Pending')).toBe(
    'persistentvolumeclaims "c" is forbidden: Only bound persistent volume claims can be expanded',
  )
  expect(await grow('rigid')).toBe(
    'persistentvolumeclaims "c" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
  )
})

const runtimes = with_(({ put }) =>
  put(runtimeclasses, {
    metadata: { name: 'vm' },
    handler: 'vm',
    overhead: { podFixed: { cpu: '250m' } },
    scheduling: { nodeSelector: { vm: 'yes' }, tolerations: [{ key: 'vm', operator: 'Exists' }] },
  }),
)

test('RuntimeClass brings overhead, selector and tolerations', async () => {
  const object = pod({ runtimeClassName: 'vm', tolerations: [{ key: 'vm', operator: 'Equal', value: 'a' }] })
  await run([runtimeClass, runtimes], request(pods, { object }))
  expect(object.spec).toMatchObject({
    overhead: { cpu: '250m' },
    nodeSelector: { vm: 'yes' },
    tolerations: [{ key: 'vm', operator: 'Exists' }],
  })
})

for (const [spec, expected] of [
  [{ runtimeClassName: 'x' }, 'pods "web" is forbidden: pod rejected: RuntimeClass "x" not found'],
  [
    { overhead: { cpu: '1' } },
    'pods "web" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
  ],
  [
    { runtimeClassName: 'vm', overhead: { cpu: '1' } },
    "pods \"web\" is forbidden: pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
  ],
  [
    { runtimeClassName: 'vm', nodeSelector: { vm: 'no' } },
    'pods "web" is forbidden: conflict: runtimeClass.scheduling.nodeSelector[vm] = yes; pod.spec.nodeSelector[vm] = no',
  ],
] as const) {
  test(`RuntimeClass refuses: ${expected}`, async () => {
    expect(await refusalOf([runtimeClass, runtimes], request(pods, { object: pod(spec) }))).toBe(expected)
  })
}

const limited = (limit: Partial<LimitRange['spec']['limits'][number]>) =>
  with_(({ put }) =>
    put(limitranges, { metadata: { namespace: 'ns', name: 'l' }, spec: { limits: [{ type: 'Container', ...limit }] } }),
  )
const asking = (requests: Record<string, string>, limits: Record<string, string> = {}): Pod =>
  pod({ containers: [{ name: 'app', resources: { requests, limits } }] })

test('LimitRanger fills in what containers leave open, and notes it', async () => {
  const object = pod({ containers: [{ name: 'app', resources: { requests: { cpu: '2' } } }] })
  const where = limited({ default: { cpu: '1', memory: '1Gi' }, defaultRequest: { cpu: '100m', memory: '64Mi' } })
  await run([limitRanger, where], request(pods, { object }))
  expect(object.spec.containers[0]?.resources).toEqual({
    requests: { cpu: '2', memory: '64Mi' },
    limits: { cpu: '1', memory: '1Gi' },
  })
  expect(object.metadata.annotations).toEqual({
    'kubernetes.io/limit-ranger':
      'LimitRanger plugin set: memory request for container app; cpu, memory limit for container app',
  })
})

for (const [limit, object, expected] of [
  [{ min: { cpu: '50m' } }, asking({ cpu: '20m' }), 'minimum cpu usage per Container is 50m, but request is 20m'],
  [{ min: { cpu: '50m' } }, pod(), 'minimum cpu usage per Container is 50m.  No request is specified'],
  [
    { max: { memory: '1Gi' } },
    asking({}, { memory: '2Gi' }),
    'maximum memory usage per Container is 1Gi, but limit is 2Gi',
  ],
  [{ max: { memory: '1Gi' } }, pod(), 'maximum memory usage per Container is 1Gi.  No limit is specified'],
  [
    { maxLimitRequestRatio: { cpu: '2' } },
    asking({ cpu: '100m' }, { cpu: '300m' }),
    'cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000',
  ],
  [
    { type: 'Pod', max: { cpu: '1' } },
    asking({ cpu: '1' }, { cpu: '2' }),
    'maximum cpu usage per Pod is 1, but limit is 2',
  ],
  [{ min: { cpu: '50m' }, max: { memory: '1Gi' } }, asking({ cpu: '50m' }, { memory: '1Gi' }), undefined],
  [
    { min: { cpu: '50m' }, max: { memory: '1Gi' } },
    pod(),
    '[minimum cpu usage per Container is 50m.  No request is specified, maximum memory usage per Container is 1Gi.  No limit is specified]',
  ],
] as const) {
  test(`LimitRanger: ${expected ?? 'fine'}`, async () => {
    const full = expected === undefined ? undefined : `pods "web" is forbidden: ${expected}`
    expect(await refusalOf([limitRanger, limited(limit)], request(pods, { object }))).toBe(full)
  })
}

test('signing and approving need the signer', async () => {
  const csr = (conditions: { type: string; status: 'True' }[] = []) => ({
    metadata: { name: 'c' },
    spec: { signerName: 'example.com/client', request: '' },
    status: { conditions },
  })
  const asked: string[] = []
  const where = stage({
    authorizer: {
      name: 'a',
      authorize({ verb, resource, name }) {
        asked.push(`${verb} ${resource} ${name}`)
        return { decision: verb === 'approve' && name === 'example.com/*' ? 'allow' : 'no-opinion', reason: '' }
      },
    },
  })
  const update = (subresource: string, object = csr()) =>
    request(certificatesigningrequests, { operation: 'UPDATE', subresource, object, oldObject: csr() })
  expect(await refusalOf([certificateApproval, where], update('approval'))).toBeUndefined()
  expect(await refusalOf([certificateSigning, where], update('status'))).toBeUndefined()
  expect(
    await refusalOf([certificateSigning, where], update('status', csr([{ type: 'Failed', status: 'True' }]))),
  ).toBe(
    'certificatesigningrequests.certificates.k8s.io "c" is forbidden: user not permitted to sign requests with signerName "example.com/client"',
  )
  expect(asked).toEqual([
    'approve signers example.com/client',
    'approve signers example.com/*',
    'sign signers example.com/client',
    'sign signers example.com/*',
  ])
})
