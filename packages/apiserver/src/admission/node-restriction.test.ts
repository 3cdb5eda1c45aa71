import type { Node, Pod } from '@elli/api/core/v1'
import { nodes, persistentvolumeclaims, pods, serviceaccounts } from '@elli/api/core/v1.resources'
import { leases } from '@elli/api/coordination/v1.resources'
import { expect, test } from 'vitest'
import { pod, refusalOf, request, stage } from './admission.fixtures.ts'
import { nodeRestriction } from './node-restriction.ts'
import type { AdmissionRequest } from './plugin.ts'

const kubelet = { name: 'system:node:n1', groups: ['system:nodes'] }

function answer(asked: AdmissionRequest): Promise<string | undefined> {
  const where = stage()
  where.put(nodes, { metadata: { name: 'n1', uid: 'n1-uid' }, spec: {} })
  where.put(pods, pod({ nodeName: 'n1' }, { name: 'mine', uid: 'mine-uid' }))
  where.put(pods, pod({ nodeName: 'n2' }, { name: 'other', uid: 'other-uid' }))
  return refusalOf([nodeRestriction, where], { ...asked, user: kubelet })
}

const owner = { apiVersion: 'v1', kind: 'Node', name: 'n1', uid: 'n1-uid', controller: true }
const mirror = (spec: Partial<Pod['spec']> = {}, metadata: Pod['metadata'] = {}): Pod =>
  pod(
    { nodeName: 'n1', ...spec },
    { annotations: { 'kubernetes.io/config.mirror': 'x' }, ownerReferences: [owner], ...metadata },
  )
const node = (labels: Record<string, string> = {}, spec: Node['spec'] = {}): Node => ({
  metadata: { name: 'n1', labels },
  spec,
})
const pods_ = 'pods "web" is forbidden: '
const token = (name: string, uid: string) =>
  ({
    metadata: { name: 'robot' },
    spec: { audiences: [], boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name, uid } },
  }) as never

for (const [name, asked, expected] of [
  ['its mirror pod', request(pods, { object: mirror() }), undefined],
  [
    'a plain pod',
    request(pods, { object: pod({ nodeName: 'n1' }) }),
    `${pods_}pod does not have "kubernetes.io/config.mirror" annotation, node "n1" can only create mirror pods`,
  ],
  [
    'a mirror pod elsewhere',
    request(pods, { object: mirror({ nodeName: 'n2' }) }),
    `${pods_}node "n1" can only create pods with spec.nodeName set to itself`,
  ],
  [
    'a mirror pod without owner',
    request(pods, { object: mirror({}, { ownerReferences: [] }) }),
    `${pods_}node "n1" can only create pods with an owner reference set to itself`,
  ],
  [
    'a mirror pod of an older node',
    request(pods, { object: mirror({}, { ownerReferences: [{ ...owner, uid: 'old' }] }) }),
    `${pods_}node n1 UID mismatch: expected old got n1-uid`,
  ],
  [
    'a mirror pod with a secret',
    request(pods, { object: mirror({ volumes: [{ name: 'v', secret: { secretName: 's' } }] }) }),
    `${pods_}node "n1" can not create pods that reference secrets`,
  ],
  [
    'a mirror pod with a claim',
    request(pods, { object: mirror({ volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 's' } }] }) }),
    `${pods_}node "n1" can not create pods that reference persistentvolumeclaims`,
  ],
  ['deleting its pod', request(pods, { operation: 'DELETE', name: 'mine' }), undefined],
  [
    'deleting another’s pod',
    request(pods, { operation: 'DELETE', name: 'other' }),
    'pods "other" is forbidden: node "n1" can only delete pods with spec.nodeName set to itself',
  ],
  ['deleting a pod that is gone', request(pods, { operation: 'DELETE', name: 'gone' }), 'pods "gone" not found'],
  [
    'updating a pod',
    request(pods, { operation: 'UPDATE', object: pod(), oldObject: pod() }),
    `${pods_}unexpected operation "UPDATE", node "n1" can only create and delete mirror pods`,
  ],
  [
    'the status of another’s pod',
    request(pods, {
      operation: 'UPDATE',
      subresource: 'status',
      object: pod({ nodeName: 'n2' }),
      oldObject: pod({ nodeName: 'n2' }),
    }),
    `${pods_}node "n1" can only update pod status for pods with spec.nodeName set to itself`,
  ],
  [
    'labels through the status',
    request(pods, {
      operation: 'UPDATE',
      subresource: 'status',
      object: pod({ nodeName: 'n1' }, { labels: { a: 'b' } }),
      oldObject: pod({ nodeName: 'n1' }),
    }),
    `${pods_}node "n1" cannot update labels through pod status`,
  ],
  [
    'evicting another’s pod',
    request(pods, { subresource: 'eviction', name: 'other', object: pod({}, { name: 'other' }) }),
    'pods "other" is forbidden: node n1 can only evict pods with spec.nodeName set to itself',
  ],
  [
    'exec',
    request(pods, { subresource: 'log', name: 'mine', object: pod() }),
    'pods "mine" is forbidden: unexpected pod subresource "log", only \'status\' and \'eviction\' are allowed',
  ],
  [
    'another node',
    request(nodes, {
      operation: 'UPDATE',
      name: 'n2',
      object: { metadata: { name: 'n2' }, spec: {} },
      oldObject: { metadata: { name: 'n2' }, spec: {} },
    }),
    'nodes "n2" is forbidden: node "n1" is not allowed to modify node "n2"',
  ],
  [
    'its labels',
    request(nodes, {
      object: node({ 'kubernetes.io/hostname': 'n1', 'kubelet.kubernetes.io/x': '', 'example.com/a': '' }),
    }),
    undefined,
  ],
  [
    'foreign labels',
    request(nodes, {
      object: node({ 'node-role.kubernetes.io/master': '', 'a.node-restriction.kubernetes.io/b': '' }),
    }),
    'nodes "n1" is forbidden: node "n1" is not allowed to set the following labels: a.node-restriction.kubernetes.io/b, node-role.kubernetes.io/master',
  ],
  [
    'changing a foreign label',
    request(nodes, { operation: 'UPDATE', object: node({}), oldObject: node({ 'node-role.kubernetes.io/x': '' }) }),
    'nodes "n1" is forbidden: is not allowed to modify labels: node-role.kubernetes.io/x',
  ],
  [
    'its taints',
    request(nodes, {
      operation: 'UPDATE',
      object: node({}, { taints: [{ key: 'a', effect: 'NoSchedule' }] }),
      oldObject: node(),
    }),
    'nodes "n1" is forbidden: node "n1" is not allowed to modify taints',
  ],
  [
    'its lease',
    request(leases, { namespace: 'kube-node-lease', object: { metadata: { name: 'n1' }, spec: {} } }),
    undefined,
  ],
  [
    'another’s lease',
    request(leases, { namespace: 'kube-node-lease', object: { metadata: { name: 'n2' }, spec: {} } }),
    'leases.coordination.k8s.io "n2" is forbidden: can only access node lease with the same name as the requesting node',
  ],
  [
    'a claim',
    request(persistentvolumeclaims, {
      operation: 'UPDATE',
      object: { metadata: { name: 'c' }, spec: {} },
      oldObject: { metadata: { name: 'c' }, spec: {} },
    }),
    'persistentvolumeclaims "c" is forbidden: may only update PVC status',
  ],
  [
    'a token for its pod',
    request(serviceaccounts, { subresource: 'token', object: token('mine', 'mine-uid') }),
    undefined,
  ],
  [
    'a token for another’s pod',
    request(serviceaccounts, { subresource: 'token', object: token('other', 'other-uid') }),
    'serviceaccounts "robot" is forbidden: node requested token bound to a pod scheduled on a different node',
  ],
  [
    'a token for nothing',
    request(serviceaccounts, {
      subresource: 'token',
      object: { metadata: { name: 'robot' }, spec: { audiences: [] } } as never,
    }),
    'serviceaccounts "robot" is forbidden: node requested token not bound to a pod',
  ],
] as [string, AdmissionRequest, string | undefined][]) {
  test(`a kubelet and ${name}: ${expected ?? 'fine'}`, async () => expect(await answer(asked)).toBe(expected))
}

test('others are not restricted', async () => {
  expect(
    await refusalOf([nodeRestriction, stage()], request(nodes, { object: node({ 'node-role.kubernetes.io/x': '' }) })),
  ).toBeUndefined()
})
