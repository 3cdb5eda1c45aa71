/** Conformance tests of the scheduler: which node a pod gets, and whom a more important pod may turn out. */
import { replicasets } from '@elli/api/apps/v1.resources'
import type { Pod, PodSpec } from '@elli/api/core/v1'
import { events, nodes, pods } from '@elli/api/core/v1.resources'
import { priorityclasses } from '@elli/api/scheduling/v1.resources'
import { isInvalid } from '@elli/machinery/errors'
import { describe, expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { walkLifecycle } from '../lifecycle.ts'
import { isReady, makePod, podsOf, podTemplate } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'
import { watching } from '../watching.ts'

const shared = sharedCluster({ nodes: 2, clock: 'virtual' })
const api = () => shared.client.for(pods)
const fake = 'example.com/fakecpu'

const asking = (resource: string, amount: string, spec: Partial<PodSpec> = {}): Partial<PodSpec> => ({
  containers: [
    {
      name: 'main',
      image: 'pause',
      resources: { requests: { [resource]: amount }, limits: { [resource]: amount } },
    },
  ],
  ...spec,
})

/** Both nodes have that much of what no pod but ours asks for. */
async function offer(amount: string): Promise<void> {
  for (const name of ['node-1', 'node-2']) {
    const body = { status: { capacity: { [fake]: amount }, allocatable: { [fake]: amount } } }
    await shared.client.for(nodes).patch(name, { type: 'merge', body }, { subresource: 'status' })
  }
}

const runs = (namespace: string, name: string): Promise<void> =>
  shared.until(async () => isReady(await api().get(name, { namespace })))

async function cleared(namespace: string): Promise<void> {
  await api().deleteCollection({ namespace, gracePeriodSeconds: 0 })
  await shared.until(async () => (await podsOf(shared.client, namespace)).length === 0)
}

/** Waits for the event that says why, and sees that the pod has no node. */
async function isLeftOver(namespace: string, name: string): Promise<string> {
  let message = ''
  await shared.until(async () => {
    const { items } = await shared.client.for(events).list({ namespace, fieldSelector: `involvedObject.name=${name}` })
    const failed = items.find(({ reason, type }) => reason === 'FailedScheduling' && type === 'Warning')
    message = failed?.message ?? ''
    return failed !== undefined
  })
  expect((await api().get(name, { namespace })).spec.nodeName).toBeUndefined()
  return message
}

describe('predicates', () => {
  const words = (what: string): string =>
    `[sig-scheduling] SchedulerPredicates [Serial] validates ${what} [Conformance]`

  conformance(words('resource limits of pods that are allowed to run'), async () => {
    const namespace = await shared.namespace()
    // All but a little of what each node has left is taken; then a pod asks for more than that.
    for (const name of ['node-1', 'node-2']) {
      const filler = makePod(
        namespace,
        `filler-${name}`,
        asking('cpu', '31', { nodeSelector: { 'kubernetes.io/hostname': name } }),
      )
      await api().create(filler)
    }
    for (const name of ['node-1', 'node-2']) await runs(namespace, `filler-${name}`)
    await api().create(makePod(namespace, 'additional', asking('cpu', '1500m')))
    expect(await isLeftOver(namespace, 'additional')).toContain('2 Insufficient cpu')
    await api().create(makePod(namespace, 'small', asking('cpu', '900m')))
    await runs(namespace, 'small')
    const { items } = await shared.client.for(events).list({ namespace, fieldSelector: 'involvedObject.name=small' })
    const { nodeName } = (await api().get('small', { namespace })).spec
    expect(items.find(({ reason }) => reason === 'Scheduled')).toMatchObject({
      type: 'Normal',
      message: `Successfully assigned ${namespace}/small to ${nodeName}`,
    })
    await cleared(namespace)
  })

  conformance(words('that NodeSelector is respected if not matching'), async () => {
    const namespace = await shared.namespace()
    await api().create(makePod(namespace, 'restricted', { nodeSelector: { label: 'nonempty' } }))
    expect(await isLeftOver(namespace, 'restricted')).toContain("didn't match Pod's node affinity/selector")
    await cleared(namespace)
  })

  conformance(words('that NodeSelector is respected if matching'), async () => {
    const namespace = await shared.namespace()
    const key = 'kubernetes.io/e2e-selected'
    await shared.client
      .for(nodes)
      .patch('node-2', { type: 'strategic', body: { metadata: { labels: { [key]: '42' } } } })
    await api().create(makePod(namespace, 'with-labels', { nodeSelector: { [key]: '42' } }))
    await runs(namespace, 'with-labels')
    expect((await api().get('with-labels', { namespace })).spec.nodeName).toBe('node-2')
    await cleared(namespace)
  })

  conformance(
    words('that there exists conflict between pods with same hostPort and protocol but one using 0.0.0.0 hostIP'),
    async () => {
      const namespace = await shared.namespace()
      const onPort = (name: string, hostIP: string, protocol: 'TCP' | 'UDP'): Pod =>
        makePod(namespace, name, {
          nodeSelector: { 'kubernetes.io/hostname': 'node-1' },
          containers: [
            { name: 'main', image: 'pause', ports: [{ containerPort: 8080, hostPort: 54322, protocol, hostIP }] },
          ],
        })
      await api().create(onPort('pod4', '0.0.0.0', 'TCP'))
      await runs(namespace, 'pod4')
      await api().create(onPort('pod5', '172.30.0.1', 'TCP'))
      expect(await isLeftOver(namespace, 'pod5')).toContain("didn't have free ports for the requested pod ports")
      await api().create(onPort('other-protocol', '172.30.0.1', 'UDP'))
      await runs(namespace, 'other-protocol')
      await cleared(namespace)
    },
  )
})

describe('preemption', () => {
  const words = (what: string): string => `[sig-scheduling] SchedulerPreemption [Serial] ${what} [Conformance]`
  let made = 0
  /** The name of a new class. */
  async function priority(value: number): Promise<string> {
    const name = `priority-${++made}`
    await shared.client.for(priorityclasses).create({ metadata: { name }, value })
    return name
  }
  const onNode = (node: string, priorityClassName: string, amount: string): Partial<PodSpec> =>
    asking(fake, amount, { priorityClassName, nodeSelector: { 'kubernetes.io/hostname': node } })

  /** One pod of low priority on node-1, one of medium on node-2, both nodes full enough. */
  async function full(): Promise<string> {
    const namespace = await shared.namespace()
    await offer('5')
    await api().create(makePod(namespace, 'low', onNode('node-1', await priority(1), '3')))
    await api().create(makePod(namespace, 'medium', onNode('node-2', await priority(100), '3')))
    await runs(namespace, 'low')
    await runs(namespace, 'medium')
    return namespace
  }
  const names = async (namespace: string): Promise<(string | undefined)[]> =>
    (await podsOf(shared.client, namespace)).map(({ metadata }) => metadata.name)

  conformance(words('validates basic preemption works'), async () => {
    const namespace = await full()
    await api().create(makePod(namespace, 'preemptor', asking(fake, '3', { priorityClassName: await priority(1000) })))
    await runs(namespace, 'preemptor')
    expect((await api().get('preemptor', { namespace })).spec.nodeName).toBe('node-1')
    await shared.until(async () => (await names(namespace)).join() === 'medium,preemptor')
    expect(isReady(await api().get('medium', { namespace }))).toBe(true)
    await cleared(namespace)
  })

  conformance(words('validates lower priority pod preemption by critical pod'), async () => {
    const namespace = await full()
    const critical = makePod(
      'kube-system',
      'critical-pod',
      asking(fake, '3', { priorityClassName: 'system-cluster-critical' }),
    )
    await api().create(critical)
    await runs('kube-system', 'critical-pod')
    await shared.until(async () => (await names(namespace)).join() === 'medium')
    await api().delete('critical-pod', { namespace: 'kube-system', gracePeriodSeconds: 0 })
    await cleared(namespace)
  })

  conformance(words('validates pod disruption condition is added to the preempted pod'), async () => {
    const namespace = await shared.namespace()
    await offer('1')
    const finalizer = 'example.com/test-finalizer'
    const victim = makePod(namespace, 'victim', onNode('node-1', await priority(1), '1'))
    await api().create({ ...victim, metadata: { ...victim.metadata, finalizers: [finalizer] } })
    await runs(namespace, 'victim')
    await api().create(makePod(namespace, 'preemptor', onNode('node-1', await priority(1000), '1')))
    await shared.until(async () => (await api().get('victim', { namespace })).metadata.deletionTimestamp !== undefined)
    const { status } = await api().get('victim', { namespace })
    expect(status?.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'PreemptionByScheduler',
    })
    await api().patch('victim', { type: 'merge', body: { metadata: { finalizers: null } } }, { namespace })
    await runs(namespace, 'preemptor')
    await cleared(namespace)
  })

  conformance(words('PreemptionExecutionPath runs ReplicaSets to verify preemption running path'), async () => {
    const namespace = await shared.namespace()
    await offer('1000')
    await using seen = watching(shared.client, pods, {
      namespace,
      resourceVersion: (await api().list({ namespace })).metadata.resourceVersion ?? '',
    })
    const set = async (name: string, value: number, replicas: number, amount: string): Promise<void> => {
      await shared.client.for(replicasets).create({
        metadata: { name, namespace },
        spec: {
          replicas,
          selector: { matchLabels: { name } },
          template: podTemplate({ name }, onNode('node-1', await priority(value), amount)),
        },
      })
    }
    const available = (name: string, replicas: number): Promise<void> =>
      shared.until(
        async () => (await podsOf(shared.client, namespace, `name=${name}`)).filter(isReady).length === replicas,
      )
    await set('rs1', 1, 5, '40')
    await set('rs2', 2, 4, '50')
    await set('rs3', 3, 4, '95')
    for (const [name, replicas] of [
      ['rs1', 5],
      ['rs2', 4],
      ['rs3', 4],
    ] as const)
      await available(name, replicas)
    // 220 are free: only all five of the lowest are enough, and none of the others has to go.
    await set('rs4', 4, 1, '400')
    await available('rs4', 1)
    await shared.cluster.passes({ seconds: 20 })
    const everSeen = (name: string): number =>
      seen.events.filter(({ type, object }) => type === 'ADDED' && object.metadata.labels?.['name'] === name).length
    expect(['rs1', 'rs2', 'rs3', 'rs4'].map(everSeen)).toEqual([10, 4, 4, 1])
    expect((await podsOf(shared.client, namespace, 'name=rs1')).filter(isReady)).toEqual([])
    for (const name of ['rs1', 'rs2', 'rs3', 'rs4'])
      await shared.client.for(replicasets).delete(name, { namespace, propagationPolicy: 'Background' })
    await shared.until(async () => (await podsOf(shared.client, namespace)).length === 0)
  })

  conformance(
    words('PriorityClass endpoints verify PriorityClass endpoints can be operated with different HTTP methods'),
    async () => {
      await walkLifecycle(shared.client, {
        resource: priorityclasses,
        make: () => ({ value: 1000, description: 'of the walk' }),
      })
      const classes = shared.client.for(priorityclasses)
      const name = await priority(77)
      const body = { description: 'updated', metadata: { labels: { test: 'yes' } } }
      expect(await classes.patch(name, { type: 'strategic', body })).toMatchObject({ ...body, value: 77 })
      const found = await classes.get(name)
      const changed = await classes.update({ ...found, value: 78 }).catch((error: unknown) => error)
      expect(isInvalid(changed)).toBe(true)
      expect((await classes.get(name)).value).toBe(77)
    },
  )
})
