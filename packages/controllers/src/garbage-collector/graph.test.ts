import type { OwnerReference } from '@elli/api/meta/v1'
import type { ApiObject } from '@elli/api/object'
import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { blockingDependents, DependencyGraph } from './graph.ts'
import { identityText } from './identity.ts'

function recorded() {
  const log: string[] = []
  const graph = new DependencyGraph({
    attemptToDelete: (node) => log.push(`delete ${node.identity.name}${node.virtual ? '?' : ''}`),
    attemptToDeleteLater: (node) => log.push(`later ${node.identity.namespace}/${node.identity.name}`),
    attemptToOrphan: (node) => log.push(`orphan ${node.identity.name}`),
    invalidNamespace: (node, owner) => log.push(`invalid ${node.identity.name} -> ${identityText(owner)}`),
  })
  return { graph, told: () => log.splice(0) }
}

function reference(name: string, rest: Partial<OwnerReference> = {}): OwnerReference {
  return { apiVersion: 'v1', kind: 'ConfigMap', name, uid: `uid-${name}`, ...rest }
}

function configMap(name: string, metadata: Partial<ApiObject['metadata']> = {}): ApiObject {
  return { metadata: { name, namespace: 'here', uid: `uid-${name}`, ...metadata } }
}

const see = (graph: DependencyGraph, object: ApiObject, before?: ApiObject): void =>
  graph.observe(object, 'v1', 'ConfigMap', before)

describe('an owner nobody has seen', () => {
  it('gets a virtual node that is asked about, and becomes real when seen', () => {
    const { graph, told } = recorded()
    see(graph, configMap('child', { ownerReferences: [reference('parent')] }))
    expect(told()).toEqual(['delete parent?'])
    see(graph, configMap('parent'))
    expect(told()).toEqual([])
    expect(graph.get('uid-parent')?.virtual).toBe(false)
    expect([...(graph.get('uid-parent')?.dependents ?? [])].map((node) => node.identity.name)).toEqual(['child'])
  })
  it('takes its dependents along when the server does not have it', () => {
    const { graph, told } = recorded()
    see(graph, configMap('child', { ownerReferences: [reference('parent')] }))
    told()
    const owner = graph.get('uid-parent')
    graph.disprove(owner?.identity ?? expect.fail('no virtual node'))
    expect(told()).toEqual(['delete child'])
    expect(graph.get('uid-parent')).toBeUndefined()
    expect(graph.isAbsent(owner?.identity ?? expect.fail())).toBe(true)
  })
  it('is tried under the next name when dependents disagree', () => {
    const { graph, told } = recorded()
    see(graph, configMap('child-a', { ownerReferences: [reference('parent')] }))
    see(graph, configMap('child-b', { ownerReferences: [reference('parent', { kind: 'Secret' })] }))
    expect(told()).toEqual(['delete parent?', 'delete child-b'])
    graph.disprove(graph.get('uid-parent')?.identity ?? expect.fail('no virtual node'))
    expect(told()).toEqual(['delete child-a', 'later here/parent'])
    expect(graph.get('uid-parent')?.identity.kind).toBe('Secret')
  })
})

it('an owner in another namespace is reported, whoever was seen first', () => {
  const { graph, told } = recorded()
  see(graph, configMap('parent', { namespace: 'there' }))
  see(graph, configMap('child', { ownerReferences: [reference('parent')] }))
  const text = 'invalid child -> [v1/ConfigMap, namespace: here, name: parent, uid: uid-parent]'
  expect(told()).toEqual([text, 'delete child'])
  const other = recorded()
  see(other.graph, configMap('child', { ownerReferences: [reference('parent')] }))
  see(other.graph, configMap('parent', { namespace: 'there' }))
  expect(other.told()).toEqual(['delete parent?', text, 'delete child'])
})

it('the end of an owner wakes its dependents, the end of a dependent its waiting owner', () => {
  const { graph, told } = recorded()
  const parent = configMap('parent')
  see(graph, parent)
  see(graph, configMap('child', { ownerReferences: [reference('parent', { blockOwnerDeletion: true })] }))
  const leaving = configMap('parent', { deletionTimestamp: 'now', finalizers: ['foregroundDeletion'] })
  see(graph, leaving, parent)
  expect(told()).toEqual(['delete child', 'delete parent'])
  const node = graph.get('uid-parent') ?? expect.fail('no node')
  expect(blockingDependents(node).map((dependent) => dependent.identity.name)).toEqual(['child'])
  graph.forget(configMap('child'), 'v1', 'ConfigMap')
  expect(told()).toEqual(['delete parent'])
  expect(blockingDependents(node)).toEqual([])
})

it('orphaning begins once, with the finalizer', () => {
  const { graph, told } = recorded()
  const parent = configMap('parent')
  const leaving = configMap('parent', { deletionTimestamp: 'now', finalizers: ['orphan'] })
  see(graph, parent)
  see(graph, leaving, parent)
  see(graph, { ...leaving }, leaving)
  expect(told()).toEqual(['orphan parent'])
})

it('a reference that stops blocking wakes the owner', () => {
  const { graph, told } = recorded()
  see(graph, configMap('parent'))
  const child = configMap('child', { ownerReferences: [reference('parent', { blockOwnerDeletion: true })] })
  see(graph, child)
  see(graph, configMap('child', { ownerReferences: [reference('parent', { blockOwnerDeletion: false })] }), child)
  expect(told()).toEqual(['delete parent'])
})

describe('decide', () => {
  const gone = { reference: reference('gone'), owner: undefined }
  const alive = { reference: reference('alive'), owner: configMap('alive') }
  const waiting = {
    reference: reference('waiting'),
    owner: configMap('waiting', { deletionTimestamp: 'now', finalizers: ['foregroundDeletion'] }),
  }
  const { graph } = recorded()
  see(graph, configMap('leaf'))
  see(graph, configMap('waiting-leaf', { deletionTimestamp: 'now', finalizers: ['foregroundDeletion'] }))
  const leaf = graph.get('uid-leaf') ?? expect.fail('no node')
  const waitingLeaf = graph.get('uid-waiting-leaf') ?? expect.fail('no node')

  it.each([
    ['a live owner keeps it', {}, [alive], [], { kind: 'keep' }],
    [
      'other references go',
      {},
      [gone, alive, waiting],
      [leaf],
      { kind: 'drop-references', uids: ['uid-gone', 'uid-waiting'] },
    ],
    ['no owner is left', {}, [gone], [leaf], { kind: 'delete', policy: 'Background', unblock: false }],
    ['an owner waits for a leaf', {}, [waiting], [], { kind: 'delete', policy: 'Background', unblock: false }],
    ['an owner waits for a tree', {}, [waiting], [leaf], { kind: 'delete', policy: 'Foreground', unblock: false }],
    [
      'a dependent waits too: perhaps a cycle',
      {},
      [waiting],
      [waitingLeaf],
      { kind: 'delete', policy: 'Foreground', unblock: true },
    ],
    [
      'orphaning was asked for',
      { finalizers: ['orphan'] },
      [gone],
      [],
      { kind: 'delete', policy: 'Orphan', unblock: false },
    ],
    [
      'foreground was asked for',
      { finalizers: ['foregroundDeletion'] },
      [gone],
      [],
      { kind: 'delete', policy: 'Foreground', unblock: false },
    ],
  ] as const)('%s', (_, metadata, owners, dependents, verdict) => {
    const finalizers = 'finalizers' in metadata ? { finalizers: [...metadata.finalizers] } : {}
    expect(decide(configMap('it', finalizers), owners, new Set(dependents))).toEqual(verdict)
  })
})
