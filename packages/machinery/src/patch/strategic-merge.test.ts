import { Node, Pod, PodSpec, ServiceAccount, Service } from '@elli/api/core/v1'
import { Deployment } from '@elli/api/apps/v1'
import type { MessageSchema } from '@elli/api/schema/schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createStrategicMergePatch, threeWayMerge } from './strategic-diff.ts'
import { applyStrategicMergePatch, patchSchemaOf } from './strategic-merge.ts'

const spec = patchSchemaOf(PodSpec)

describe('applying', () => {
  for (const [name, schema, doc, patch, expected] of [
    [
      'merges containers by name, patched ones first in the order of the patch',
      PodSpec,
      {
        containers: [
          { name: 'a', image: '1' },
          { name: 'b', image: '1' },
        ],
      },
      {
        containers: [
          { name: 'b', image: '2' },
          { name: 'c', image: '3' },
        ],
      },
      {
        containers: [
          { name: 'a', image: '1' },
          { name: 'b', image: '2' },
          { name: 'c', image: '3' },
        ],
      },
    ],
    [
      'deletes an item',
      PodSpec,
      { containers: [{ name: 'a' }, { name: 'b' }] },
      { containers: [{ name: 'a', $patch: 'delete' }] },
      { containers: [{ name: 'b' }] },
    ],
    [
      'replaces a list',
      PodSpec,
      { containers: [{ name: 'a' }, { name: 'b' }] },
      { containers: [{ name: 'c' }, { $patch: 'replace' }] },
      { containers: [{ name: 'c' }] },
    ],
    [
      'replaces a map',
      PodSpec,
      { securityContext: { runAsUser: 1, runAsGroup: 2 } },
      { securityContext: { $patch: 'replace', fsGroup: 3 } },
      { securityContext: { fsGroup: 3 } },
    ],
    [
      'empties a map',
      PodSpec,
      { nodeSelector: { a: 'b' } },
      { nodeSelector: { $patch: 'delete' } },
      { nodeSelector: {} },
    ],
    [
      'null deletes a key',
      PodSpec,
      { nodeSelector: { a: 'b', c: 'd' } },
      { nodeSelector: { a: null } },
      { nodeSelector: { c: 'd' } },
    ],
    [
      'null of what is not there is dropped',
      PodSpec,
      {},
      { nodeSelector: { a: null, b: 'c' } },
      { nodeSelector: { b: 'c' } },
    ],
    [
      'lists without a strategy are replaced',
      PodSpec,
      { tolerations: [{ key: 'a' }] },
      { tolerations: [{ key: 'b' }] },
      { tolerations: [{ key: 'b' }] },
    ],
    [
      'retainKeys clears what it does not name, as when a volume changes its kind',
      PodSpec,
      { volumes: [{ name: 'v', emptyDir: {} }] },
      { volumes: [{ name: 'v', $retainKeys: ['name', 'hostPath'], hostPath: { path: '/x' } }] },
      { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
    ],
    [
      'primitive lists with merge strategy lose what is named and gain what is new',
      Pod,
      { metadata: { finalizers: ['a', 'b', 'c'] } },
      { metadata: { '$deleteFromPrimitiveList/finalizers': ['b'], finalizers: ['d'] } },
      { metadata: { finalizers: ['d', 'a', 'c'] } },
    ],
    [
      'the element order is obeyed, own items stay near their neighbours',
      PodSpec,
      { containers: [{ name: 'a' }, { name: 'x' }, { name: 'b' }] },
      { '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }], containers: [{ name: 'a', image: '2' }] },
      { containers: [{ name: 'x' }, { name: 'b' }, { name: 'a', image: '2' }] },
    ],
    [
      'a new item takes the place of a deleted one among those that only the server has',
      PodSpec,
      { containers: [{ name: 'x' }, { name: 'old' }] },
      {
        '$setElementOrder/containers': [{ name: 'new' }],
        containers: [{ name: 'new' }, { name: 'old', $patch: 'delete' }],
      },
      { containers: [{ name: 'x' }, { name: 'new' }] },
    ],
    [
      'ports of a service merge by port',
      Service,
      { spec: { ports: [{ port: 80, name: 'a' }] } },
      {
        spec: {
          ports: [
            { port: 80, targetPort: 8080 },
            { port: 443, name: 'b' },
          ],
        },
      },
      {
        spec: {
          ports: [
            { port: 80, name: 'a', targetPort: 8080 },
            { port: 443, name: 'b' },
          ],
        },
      },
    ],
    [
      'conditions merge by type',
      Node,
      {
        status: {
          conditions: [
            { type: 'Ready', status: 'True' },
            { type: 'X', status: 'True' },
          ],
        },
      },
      { status: { conditions: [{ type: 'Ready', status: 'False' }] } },
      {
        status: {
          conditions: [
            { type: 'Ready', status: 'False' },
            { type: 'X', status: 'True' },
          ],
        },
      },
    ],
    [
      'deployment strategy keeps only its keys',
      Deployment,
      { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
      { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
      { spec: { strategy: { type: 'Recreate' } } },
    ],
    [
      "the conformance suite's zero values do no harm",
      Deployment,
      { metadata: { name: 'd', creationTimestamp: 'x', labels: { a: 'b' } }, spec: { replicas: 3 } },
      { metadata: { labels: { c: 'd' } }, spec: {}, status: {} },
      {
        metadata: { name: 'd', creationTimestamp: 'x', labels: { a: 'b', c: 'd' } },
        spec: { replicas: 3 },
        status: {},
      },
    ],
    [
      'pull secrets of a pod merge by name, new ones first; those of a service account are replaced',
      PodSpec,
      { imagePullSecrets: [{ name: 'p' }] },
      { imagePullSecrets: [{ name: 'q' }] },
      { imagePullSecrets: [{ name: 'q' }, { name: 'p' }] },
    ],
    [
      'secrets of a service account merge by name',
      ServiceAccount,
      { secrets: [{ name: 'a' }], imagePullSecrets: [{ name: 'p' }] },
      { imagePullSecrets: [{ name: 'q' }] },
      { secrets: [{ name: 'a' }], imagePullSecrets: [{ name: 'q' }] },
    ],
  ] as const) {
    test(name, () => {
      const before = structuredClone([doc, patch])
      expect(applyStrategicMergePatch(doc, patch, patchSchemaOf(schema as MessageSchema))).toEqual(expected)
      expect([doc, patch]).toEqual(before)
    })
  }

  for (const [patch, message, code] of [
    [{ containers: [{ image: 'x' }] }, 'map: map[image:x] does not contain declared merge key: name', 500],
    [{ containers: [{ name: 'a', $patch: 'frob' }] }, 'unknown patch type: frob in map: map[$patch:frob name:a]', 500],
    [{ volumes: [{ name: 'v', $retainKeys: ['name'], hostPath: {} }] }, 'invalid patch format of retainKeys', 400],
    [{ '$setElementOrder/containers': 'x' }, 'expected a []interface {}, but received a string', 500],
    [{ $deleteFromPrimitiveListX: ['x'] }, 'invalid patch format of primitive list', 400],
    [
      { '$setElementOrder/containers': [{ name: 'b' }], containers: [{ name: 'a' }] },
      "The order in patch list:\n[map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:b]]\n",
      500,
    ],
    [{ containers: [{ name: 'a' }, 'b'] }, /list element types are not identical/, 500],
    [
      { affinity: { podAffinity: { x: { y: {} } } } },
      'unable to find api field in struct PodAffinity for the json field "x"',
      500,
    ],
  ] as const) {
    test(`refuses: ${String(message)}`, () => {
      const doc = { containers: [{ name: 'a' }], volumes: [{ name: 'v' }], affinity: { podAffinity: { x: { y: {} } } } }
      const work = (): unknown => applyStrategicMergePatch(doc, patch, spec)
      expect(work).toThrow(message)
      expect(work).toThrow(expect.objectContaining({ code }))
    })
  }
})

describe('making', () => {
  for (const [name, from, to, patch] of [
    ['nothing', { containers: [{ name: 'a' }] }, { containers: [{ name: 'a' }] }, {}],
    [
      'a changed container names its key and the order',
      { containers: [{ name: 'a', image: '1' }] },
      { containers: [{ name: 'a', image: '2' }] },
      { '$setElementOrder/containers': [{ name: 'a' }], containers: [{ name: 'a', image: '2' }] },
    ],
    [
      'a removed container is marked',
      { containers: [{ name: 'a' }, { name: 'b' }] },
      { containers: [{ name: 'b' }] },
      { '$setElementOrder/containers': [{ name: 'b' }], containers: [{ name: 'a', $patch: 'delete' }] },
    ],
    [
      'a volume that changes its kind retains only its keys',
      { volumes: [{ name: 'v', emptyDir: {} }] },
      { volumes: [{ name: 'v', hostPath: { path: '/x' } }] },
      {
        '$setElementOrder/volumes': [{ name: 'v' }],
        volumes: [{ name: 'v', $retainKeys: ['hostPath', 'name'], emptyDir: null, hostPath: { path: '/x' } }],
      },
    ],
    ['a list without strategy is replaced', { tolerations: [{ key: 'a' }] }, { tolerations: [] }, { tolerations: [] }],
    ['a key that went is null', { nodeName: 'n', hostname: 'h' }, { hostname: 'h' }, { nodeName: null }],
  ] as const) {
    test(name, () => expect(createStrategicMergePatch(from, to, spec)).toEqual(patch))
  }

  test('finalizers are taken out of a parallel list', () => {
    const schema = patchSchemaOf(Pod)
    expect(
      createStrategicMergePatch({ metadata: { finalizers: ['a', 'b'] } }, { metadata: { finalizers: ['b'] } }, schema),
    ).toEqual({
      metadata: { '$deleteFromPrimitiveList/finalizers': ['a'], '$setElementOrder/finalizers': ['b'] },
    })
  })
})

test('three ways: own changes, own deletions, and what others did stays', () => {
  const original = { containers: [{ name: 'a', image: '1', command: ['x'] }, { name: 'old' }], hostname: 'h' }
  const modified = { containers: [{ name: 'a', image: '2' }] }
  const current = {
    containers: [{ name: 'a', image: '1', command: ['x'], tty: true }, { name: 'old' }, { name: 'injected' }],
    hostname: 'h',
  }
  const patch = threeWayMerge(original, modified, current, spec, { overwrite: true })
  expect(applyStrategicMergePatch(current, patch, spec)).toEqual({
    containers: [{ name: 'a', image: '2', tty: true }, { name: 'injected' }],
  })
  expect(() =>
    threeWayMerge({ hostname: 'a' }, { hostname: 'b' }, { hostname: 'c' }, spec, { overwrite: false }),
  ).toThrow('conflicts with changes made from original to current')
})

const container = fc.record(
  { name: fc.constantFrom('a', 'b', 'c', 'd'), image: fc.constantFrom('1', '2'), tty: fc.boolean() },
  { requiredKeys: ['name'] },
)
const podSpec = fc.record(
  {
    containers: fc.uniqueArray(container, { selector: ({ name }) => name, minLength: 1 }),
    nodeSelector: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2')),
    hostname: fc.constantFrom('h', 'i'),
    tolerations: fc.array(fc.record({ key: fc.constantFrom('k', 'l') }), { maxLength: 2 }),
    volumes: fc.uniqueArray(
      fc.oneof(
        fc.record({ name: fc.constantFrom('v', 'w'), emptyDir: fc.constant({}) }),
        fc.record({ name: fc.constantFrom('v', 'w'), hostPath: fc.record({ path: fc.constantFrom('/1', '/2') }) }),
      ),
      { selector: ({ name }) => name, minLength: 1 },
    ),
  },
  { requiredKeys: ['containers', 'volumes'] },
)

test('a patch that was made makes the one of the other', () => {
  fc.assert(
    fc.property(podSpec, podSpec, (a, b) => {
      const patch = createStrategicMergePatch(a, b, spec)
      expect(applyStrategicMergePatch(a, patch, spec)).toEqual(b)
    }),
  )
})

test('merge of finalizers agrees with a plain set', () => {
  const schema = patchSchemaOf(Pod)
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 })
  fc.assert(
    fc.property(names, names, (live, more) => {
      const out = applyStrategicMergePatch(
        { metadata: { finalizers: live } },
        { metadata: { finalizers: more } },
        schema,
      )
      const got = (out['metadata'] as { finalizers: string[] }).finalizers
      expect([...got].sort()).toEqual([...new Set([...live, ...more])].sort())
    }),
  )
})
