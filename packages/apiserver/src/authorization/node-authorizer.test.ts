import type { Pod, PersistentVolume } from '@elli/api/core/v1'
import { expect, test } from 'vitest'
import type { Attributes } from './authorizer.ts'

import { nodeAuthorizer } from './node-authorizer.ts'
import { nodeGraph } from './node-graph.ts'
import { parsedSelectors } from './selectors.ts'

const pod = (name: string, nodeName: string, spec: Partial<Pod['spec']> = {}): Pod => ({
  metadata: { namespace: 'ns', name, uid: `${name}-uid` },
  spec: { containers: [], nodeName, ...spec },
})
const volume: PersistentVolume = {
  metadata: { name: 'pv' },
  spec: {
    claimRef: { namespace: 'ns', name: 'claim' },
    csi: {
      driver: 'd',
      volumeHandle: 'h',
      nodeStageSecretRef: { namespace: 'store', name: 'stage' },
      controllerPublishSecretRef: { namespace: 'store', name: 'controller' },
    },
  },
}
const web = pod('web', 'n1', {
  serviceAccountName: 'robot',
  imagePullSecrets: [{ name: 'pull' }],
  containers: [{ name: 'c', envFrom: [{ configMapRef: { name: 'env' } }] }],
  volumes: [
    { name: 'a', secret: { secretName: 'mounted' } },
    { name: 'b', persistentVolumeClaim: { claimName: 'claim' } },
    { name: 'c', projected: { sources: [{ configMap: { name: 'projected' } }] } },
    { name: 'scratch', ephemeral: {} },
  ],
})

function graph() {
  const made = nodeGraph()
  made.apply({ resource: 'pods', type: 'ADDED', object: web })
  made.apply({ resource: 'pods', type: 'ADDED', object: pod('other', 'n2', { serviceAccountName: 'robot' }) })
  made.apply({ resource: 'persistentvolumes', type: 'ADDED', object: volume })
  made.apply({
    resource: 'volumeattachments',
    type: 'ADDED',
    object: { metadata: { name: 'va' }, spec: { attacher: 'd', nodeName: 'n1', source: {} } },
  })
  return made
}

function decide(request: Partial<Attributes>, node = 'n1', made = graph(), gates: string[] = []): string {
  const authorizer = nodeAuthorizer({ graph: made, featureEnabled: (gate) => gates.includes(gate) })
  const answer = authorizer.authorize({
    user: { name: `system:node:${node}`, groups: ['system:nodes'] },
    verb: 'get',
    isResource: true,
    apiGroup: '',
    apiVersion: 'v1',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    path: '',
    ...request,
  })
  if (answer instanceof Promise) throw new Error('answers at once')
  return answer.decision === 'allow' ? 'allow' : answer.reason
}

const unrelated = (node: string): string => `no relationship found between node '${node}' and this object`
const secret = (name: string, namespace = 'ns'): Partial<Attributes> => ({ resource: 'secrets', namespace, name })

for (const [name, request, expected] of [
  ['a mounted secret', secret('mounted'), 'allow'],
  ['a pull secret', secret('pull'), 'allow'],
  ['watching one secret', { ...secret('mounted'), verb: 'watch' }, 'allow'],
  ['a secret nobody uses', secret('secret'), unrelated('n1')],
  ['a secret of the same name elsewhere', secret('mounted', 'other'), unrelated('n1')],
  ['all secrets', { resource: 'secrets', namespace: 'ns', verb: 'list' }, 'No Object name found'],
  ['deleting a secret', { ...secret('mounted'), verb: 'delete' }, 'can only read resources of this type'],
  ['a secret without namespace', { resource: 'secrets', name: 'x' }, 'can only read namespaced object of this type'],
  ['a stage secret of a volume', secret('stage', 'store'), 'allow'],
  ['a controller secret of a volume', secret('controller', 'store'), unrelated('n1')],
  ['a config map in env', { resource: 'configmaps', namespace: 'ns', name: 'env' }, 'allow'],
  ['a projected config map', { resource: 'configmaps', namespace: 'ns', name: 'projected' }, 'allow'],
  ['its claim', { resource: 'persistentvolumeclaims', namespace: 'ns', name: 'claim' }, 'allow'],
  ['its ephemeral claim', { resource: 'persistentvolumeclaims', namespace: 'ns', name: 'web-scratch' }, 'allow'],
  [
    'the status of its claim',
    { resource: 'persistentvolumeclaims', namespace: 'ns', name: 'claim', subresource: 'status', verb: 'patch' },
    'allow',
  ],
  [
    'reading that status',
    { resource: 'persistentvolumeclaims', namespace: 'ns', name: 'claim', subresource: 'status' },
    'can only get/update/patch this type',
  ],
  [
    'listing claims',
    { resource: 'persistentvolumeclaims', namespace: 'ns', verb: 'list' },
    'can only get individual resources of this type',
  ],
  ['its volume', { resource: 'persistentvolumes', name: 'pv' }, 'allow'],
  ['its attachment', { resource: 'volumeattachments', apiGroup: 'storage.k8s.io', name: 'va' }, 'allow'],
  [
    'a token for its pod',
    { resource: 'serviceaccounts', subresource: 'token', verb: 'create', namespace: 'ns', name: 'robot' },
    'allow',
  ],
  [
    'a token of a stranger',
    { resource: 'serviceaccounts', subresource: 'token', verb: 'create', namespace: 'ns', name: 'x' },
    unrelated('n1'),
  ],
  [
    'a service account',
    { resource: 'serviceaccounts', verb: 'get', namespace: 'ns', name: 'robot' },
    'can only create tokens for individual service accounts',
  ],
  [
    'its lease',
    { resource: 'leases', apiGroup: 'coordination.k8s.io', namespace: 'kube-node-lease', name: 'n1', verb: 'update' },
    'allow',
  ],
  [
    'a lease of another',
    { resource: 'leases', apiGroup: 'coordination.k8s.io', namespace: 'kube-node-lease', name: 'n2', verb: 'update' },
    'can only access node lease with the same name as the requesting node',
  ],
  [
    'a lease elsewhere',
    { resource: 'leases', apiGroup: 'coordination.k8s.io', namespace: 'ns', name: 'n1' },
    'can only access leases in the "kube-node-lease" system namespace',
  ],
  [
    'listing leases',
    { resource: 'leases', apiGroup: 'coordination.k8s.io', namespace: 'kube-node-lease', verb: 'list' },
    'can only get, create, update, patch, or delete a node lease',
  ],
  ['its csi node', { resource: 'csinodes', apiGroup: 'storage.k8s.io', name: 'n1', verb: 'update' }, 'allow'],
  [
    'another csi node',
    { resource: 'csinodes', apiGroup: 'storage.k8s.io', name: 'n2' },
    'can only access CSINode with the same name as the requesting node',
  ],
  ['pods of anybody', { resource: 'pods', verb: 'list' }, 'allow'],
  ['services', { resource: 'services', verb: 'watch' }, 'allow'],
  ['writing services', { resource: 'services', verb: 'create', namespace: 'ns' }, ''],
] satisfies [string, Partial<Attributes>, string][]) {
  test(`a node and ${name}: ${expected}`, () => expect(decide(request)).toBe(expected))
}

test('another node gets none of it', () => {
  expect(decide(secret('mounted'), 'n2')).toBe(unrelated('n2'))
  expect(
    decide({ resource: 'serviceaccounts', subresource: 'token', verb: 'create', namespace: 'ns', name: 'robot' }, 'n2'),
  ).toBe('allow')
})

test('what a pod opened closes with it, unless another pod holds it open', () => {
  const made = graph()
  const robot: Partial<Attributes> = {
    resource: 'serviceaccounts',
    subresource: 'token',
    verb: 'create',
    namespace: 'ns',
    name: 'robot',
  }
  made.apply({ resource: 'pods', type: 'ADDED', object: pod('third', 'n1', { serviceAccountName: 'robot' }) })
  made.apply({ resource: 'pods', type: 'DELETED', object: web })
  expect(decide(secret('mounted'), 'n1', made)).toBe(unrelated('n1'))
  expect(decide(secret('stage', 'store'), 'n1', made)).toBe(unrelated('n1'))
  expect(decide(robot, 'n1', made)).toBe('allow')
  made.apply({ resource: 'pods', type: 'DELETED', object: pod('third', 'n1') })
  expect(decide(robot, 'n1', made)).toBe(unrelated('n1'))
})

test('a mirror pod opens nothing', () => {
  const made = nodeGraph()
  const mirror = { ...web, metadata: { ...web.metadata, annotations: { 'kubernetes.io/config.mirror': 'x' } } }
  made.apply({ resource: 'pods', type: 'ADDED', object: mirror })
  expect(decide(secret('mounted'), 'n1', made)).toBe(unrelated('n1'))
})

test('an unbound volume leads nowhere', () => {
  const made = graph()
  const { claimRef: _claim, ...unbound } = volume.spec
  made.apply({ resource: 'persistentvolumes', type: 'MODIFIED', object: { ...volume, spec: unbound } })
  expect(decide({ resource: 'persistentvolumes', name: 'pv' }, 'n1', made)).toBe(unrelated('n1'))
})

test('with selectors a node lists only its own pods', () => {
  const gates = ['AuthorizeNodeWithSelectors']
  expect(decide({ resource: 'pods', verb: 'list' }, 'n1', graph(), gates)).toBe(
    'can only list/watch pods with spec.nodeName field selector',
  )
  const selecting = (fieldSelector: string): string =>
    decide({ resource: 'pods', verb: 'list', ...parsedSelectors({ fieldSelector }) }, 'n1', graph(), gates)
  expect(selecting('spec.nodeName=n1')).toBe('allow')
  expect(selecting('spec.nodeName==n1,status.phase!=Failed')).toBe('allow')
  for (const other of ['spec.nodeName=n2', 'spec.nodeName!=n1', 'spec.nodeName', 'metadata.namespace=n1']) {
    expect(selecting(other)).toBe('can only list/watch pods with spec.nodeName field selector')
  }
  expect(decide({ resource: 'nodes', verb: 'get', name: 'n2' }, 'n1', graph(), gates)).toBe(
    "node 'n1' cannot read 'n2', only its own Node object",
  )
})

test('who is in the group without a name is unknown, who is not in it is nobody', () => {
  expect(decide(secret('mounted'), '')).toBe('unknown node for user "system:node:"')
  expect(decide({ ...secret('mounted'), user: { name: 'system:node:n1', groups: [] } })).toBe('')
})
