/** Conformance tests of services and their endpoints as far as they are API objects: lifecycles, slices, mirrors, latency. */
import type { Endpoints, EndpointSubset, Service } from '@elli/api/core/v1'
import { endpoints, pods, replicationcontrollers, services } from '@elli/api/core/v1.resources'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import { describe, expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed, walkLifecycle } from '../lifecycle.ts'
import { isReady, makePod, podsOf, podTemplate } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'
import { watching } from '../watching.ts'

const shared = sharedCluster()
const slicesOf = async (namespace: string, service: string): Promise<EndpointSlice[]> =>
  (await shared.client.for(endpointslices).list({ namespace, labelSelector: `kubernetes.io/service-name=${service}` }))
    .items
const endpointsOf = async (namespace: string, name: string): Promise<Endpoints | undefined> =>
  (await shared.client.for(endpoints).list({ namespace, fieldSelector: `metadata.name=${name}` })).items[0]

describe('slices', () => {
  const words = (what: string): string => `[sig-network] EndpointSlice should ${what} [Conformance]`

  conformance(words('have Endpoints and EndpointSlices pointing to API Server'), async () => {
    const namespace = 'default'
    const service = await shared.client.for(services).get('kubernetes', { namespace })
    expect(service.spec?.ports).toMatchObject([{ name: 'https', port: 443, protocol: 'TCP' }])
    const [subset, ...more] = (await endpointsOf(namespace, 'kubernetes'))?.subsets ?? []
    expect([subset?.addresses?.length, more]).toEqual([1, []])
    const [slice, ...others] = await slicesOf(namespace, 'kubernetes')
    expect(others).toEqual([])
    expect(slice?.addressType).toBe('IPv4')
    expect(slice?.endpoints.flatMap(({ addresses }) => addresses)).toEqual(subset?.addresses?.map(({ ip }) => ip))
    expect(slice?.ports?.map(({ port }) => port)).toEqual(subset?.ports?.map(({ port }) => port))
  })

  conformance(
    words('create and delete Endpoints and EndpointSlices for a Service with a selector specified'),
    async () => {
      const namespace = await shared.namespace()
      const api = shared.client.for(services)
      await api.create({
        metadata: { name: 'empty', namespace },
        spec: {
          selector: { 'does-not-match-anything': 'endpoints-and-endpoint-slices-should-still-be-created' },
          ports: [{ name: 'example', port: 80 }],
        },
      })
      await shared.until(async () => (await endpointsOf(namespace, 'empty')) !== undefined)
      await shared.until(async () => (await slicesOf(namespace, 'empty')).length === 1)
      expect((await endpointsOf(namespace, 'empty'))?.subsets ?? []).toEqual([])
      const [slice] = await slicesOf(namespace, 'empty')
      expect(slice?.endpoints ?? []).toEqual([])
      expect(slice?.metadata.ownerReferences).toMatchObject([{ kind: 'Service', name: 'empty', controller: true }])
      await api.delete('empty', { namespace })
      await shared.until(async () => (await endpointsOf(namespace, 'empty')) === undefined)
      await shared.until(async () => (await slicesOf(namespace, 'empty')).length === 0)
    },
  )

  conformance(words('create Endpoints and EndpointSlices for Pods matching a Service'), async () => {
    const namespace = await shared.namespace()
    const named = (name: string, containerPort: number): Parameters<typeof makePod>[2] => ({
      containers: [{ name: 'main', image: 'pause', ports: [{ name, containerPort, protocol: 'TCP' }] }],
    })
    const api = shared.client.for(pods)
    await api.create(makePod(namespace, 'pod1', named('example-name', 3000), { foo: 'bar', which: '1' }))
    await api.create(makePod(namespace, 'pod2', named('example-name', 3001), { foo: 'bar', which: '2' }))
    const service = (name: string, selector: Record<string, string>, ports: unknown): Promise<Service> =>
      shared.client.for(services).create({ metadata: { name, namespace }, spec: { selector, ports } } as Service)
    await service('one', { which: '1' }, [{ name: 'example', port: 80, targetPort: 3000 }])
    await service('both', { foo: 'bar' }, [
      { name: 'example-port-1', port: 80, targetPort: 'example-name' },
      { name: 'example-port-2', port: 90, targetPort: 3001 },
    ])
    await shared.until(async () => {
      const all = await podsOf(shared.client, namespace)
      return all.length === 2 && all.every(isReady)
    })
    const [pod1, pod2] = await podsOf(shared.client, namespace)

    /** `pod1 3000/example, …` in no order of the slices. */
    const said = async (name: string): Promise<string[]> =>
      (await slicesOf(namespace, name))
        .flatMap((slice) =>
          slice.endpoints.map((endpoint) => {
            expect(endpoint.conditions?.ready).toBe(true)
            const ports = slice.ports?.map((port) => `${port.port}/${port.name}`).sort()
            return `${endpoint.targetRef?.name} ${endpoint.addresses.join()} ${endpoint.nodeName} ${ports?.join()}`
          }),
        )
        .sort()
    const expected = (pod: typeof pod1, ports: string): string =>
      `${pod?.metadata.name} ${pod?.status?.podIP} ${pod?.spec.nodeName} ${ports}`
    const settled = async (name: string, lines: string[]): Promise<void> => {
      await shared.until(async () => (await said(name)).length === lines.length)
      expect(await said(name)).toEqual(lines)
    }
    const one = [expected(pod1, '3000/example')]
    // One pod's port 3001 is the number asked for, the other's is the one of that name: two slices, since ports belong to a slice.
    const both = [
      expected(pod1, '3000/example-port-1,3001/example-port-2'),
      expected(pod2, '3001/example-port-1,3001/example-port-2'),
    ]
    await settled('one', one)
    await settled('both', both)
    expect(await slicesOf(namespace, 'both')).toHaveLength(2)
    await shared.until(async () => ((await endpointsOf(namespace, 'both'))?.subsets ?? []).length > 0)
    const addresses = (subsets: readonly EndpointSubset[] = []): string[] =>
      [...new Set(subsets.flatMap((subset) => (subset.addresses ?? []).map(({ ip }) => ip)))].sort()
    expect(addresses((await endpointsOf(namespace, 'both'))?.subsets)).toEqual(
      [pod1?.status?.podIP, pod2?.status?.podIP].sort(),
    )

    const before = (await slicesOf(namespace, 'both')).map(({ metadata }) => metadata.uid)
    for (const { metadata } of await slicesOf(namespace, 'both'))
      await shared.client.for(endpointslices).delete(metadata.name ?? '', { namespace })
    await shared.until(async () => {
      const now = (await slicesOf(namespace, 'both')).map(({ metadata }) => metadata.uid)
      return now.length === 2 && now.every((uid) => !before.includes(uid))
    })
    await settled('both', both)
  })

  conformance(words('support creating EndpointSlice API operations'), async () =>
    walkLifecycle<EndpointSlice>(shared.client, {
      resource: endpointslices,
      namespace: await shared.namespace(),
      make: () => ({ addressType: 'IPv4', endpoints: [{ addresses: ['1.2.3.4', '5.6.7.8'] }] }),
    }),
  )

  conformance(
    '[sig-network] EndpointSliceMirroring should mirror a custom Endpoints resource through create update and delete [Conformance]',
    async () => {
      const namespace = await shared.namespace()
      await shared.client
        .for(services)
        .create({ metadata: { name: 'custom', namespace }, spec: { ports: [{ name: 'example', port: 80 }] } })
      const api = shared.client.for(endpoints)
      const subset = (ip: string): EndpointSubset => ({
        addresses: [{ ip }],
        ports: [{ name: 'example', port: 80, protocol: 'TCP' }],
      })
      const mirrors = async (ip: string): Promise<void> => {
        await shared.until(async () => {
          const slices = await slicesOf(namespace, 'custom')
          return slices.length === 1 && slices[0]?.endpoints[0]?.addresses[0] === ip
        })
        const [slice] = await slicesOf(namespace, 'custom')
        expect(slice?.metadata.labels?.['endpointslice.kubernetes.io/managed-by']).toBe(
          'endpointslicemirroring-controller.k8s.io',
        )
        expect(slice?.endpoints.map(({ addresses }) => addresses)).toEqual([[ip]])
        expect(slice?.ports).toMatchObject([{ name: 'example', port: 80, protocol: 'TCP' }])
      }
      await api.create({ metadata: { name: 'custom', namespace }, subsets: [subset('10.1.2.3')] })
      await mirrors('10.1.2.3')
      await changed(shared.client, { resource: endpoints, namespace }, 'custom', (object) =>
        api.update({ ...object, subsets: [subset('10.2.3.4')] }),
      )
      await mirrors('10.2.3.4')
      await api.delete('custom', { namespace })
      await shared.until(async () => (await slicesOf(namespace, 'custom')).length === 0)
    },
  )
})

describe('services', () => {
  const words = (what: string): string => `[sig-network] Services should ${what} [Conformance]`
  const labelled = (namespace: string, name: string): Service => ({
    metadata: { name, namespace, labels: { 'test-service-static': 'true' } },
    spec: { type: 'LoadBalancer', selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 80 }] },
  })

  conformance(words('provide secure master service'), async () => {
    const { spec } = await shared.client.for(services).get('kubernetes', { namespace: 'default' })
    expect(spec?.ports?.filter(({ port, name }) => port === 443 && name === 'https')).toHaveLength(1)
    expect(spec?.clusterIP).toMatch(/^10\.96\./)
  })

  conformance(words('find a service from listing all namespaces'), async () => {
    const { items } = await shared.client.for(services).list({})
    expect(items.some(({ metadata }) => metadata.name === 'kubernetes' && metadata.namespace === 'default')).toBe(true)
  })

  conformance(words('complete a service status lifecycle'), async () => {
    const namespace = await shared.namespace()
    const api = shared.client.for(services)
    const { resourceVersion = '' } = (await api.list({ namespace })).metadata
    await using seen = watching(shared.client, services, {
      namespace,
      labelSelector: 'test-service-static=true',
      resourceVersion,
    })
    const made = await api.create(labelled(namespace, 'web'))
    expect(made.spec?.ports?.[0]?.nodePort).toBeGreaterThanOrEqual(30000)
    expect((await api.subresource<Service>('get', 'web', 'status', { namespace })).status).toEqual({ loadBalancer: {} })

    const ingress = [{ ip: '203.0.113.1' }]
    const body = { metadata: { annotations: { patchedstatus: 'true' } }, status: { loadBalancer: { ingress } } }
    const patched = await api.patch('web', { type: 'merge', body }, { namespace, subresource: 'status' })
    expect(patched.status?.loadBalancer?.ingress).toMatchObject(ingress)
    expect(patched.metadata.annotations).toMatchObject({ patchedstatus: 'true' })
    const conditions = [
      {
        type: 'StatusUpdate',
        status: 'True',
        reason: 'E2E',
        message: 'Set from e2e test',
        lastTransitionTime: '2024-08-13T12:00:00Z',
      },
    ]
    const updated = await changed(shared.client, { resource: services, namespace }, 'web', (object) =>
      api.updateStatus({ ...object, status: { ...object.status, conditions } }),
    )
    expect(updated.status).toMatchObject({ conditions, loadBalancer: { ingress } })

    const spec = { type: 'strategic', body: { metadata: { labels: { 'test-service': 'patched' } } } } as const
    expect((await api.patch('web', spec, { namespace })).metadata.labels).toMatchObject({ 'test-service': 'patched' })
    await api.delete('web', { namespace })
    await shared.until(() => seen.events.at(-1)?.type === 'DELETED')
    const kinds = seen.events.map(({ type }) => type)
    expect([kinds[0], kinds.filter((type) => type === 'MODIFIED').length >= 3]).toEqual(['ADDED', true])
    expect((await api.list({ namespace })).items).toEqual([])
  })

  conformance(words('delete a collection of services'), async () => {
    const namespace = await shared.namespace()
    const api = shared.client.for(services)
    for (const name of ['one', 'two', 'other']) {
      const service = labelled(namespace, name)
      const labels = { 'e2e-test': name === 'other' ? 'no' : 'yes' }
      await api.create({ ...service, metadata: { ...service.metadata, labels } })
    }
    expect((await api.list({ namespace })).items).toHaveLength(3)
    await api.deleteCollection({ namespace, labelSelector: 'e2e-test=yes' })
    expect((await api.list({ namespace })).items.map(({ metadata }) => metadata.name)).toEqual(['other'])
  })

  conformance(words('test the lifecycle of an Endpoint'), async () => {
    const namespace = await shared.namespace()
    const api = shared.client.for(endpoints)
    const labels = { 'test-endpoint-static': 'true' }
    const { resourceVersion = '' } = (await api.list({ namespace })).metadata
    await using seen = watching(shared.client, endpoints, {
      namespace,
      labelSelector: 'test-endpoint-static=true',
      resourceVersion,
    })
    const ports: NonNullable<EndpointSubset['ports']> = [{ name: 'http', port: 80, protocol: 'TCP' }]
    const made = await api.create({
      metadata: { name: 'testservice', namespace, labels },
      subsets: [{ addresses: [{ ip: '10.0.0.24' }], ports }],
    })
    expect((await api.list({ labelSelector: 'test-endpoint-static=true' })).items.map((i) => i.metadata.uid)).toEqual([
      made.metadata.uid,
    ])
    await changed(shared.client, { resource: endpoints, namespace }, 'testservice', (object) =>
      api.update({ ...object, metadata: { ...object.metadata, labels: { ...labels, 'test-service': 'updated' } } }),
    )
    const body = {
      metadata: { labels: { 'test-service': 'patched' } },
      subsets: [{ addresses: [{ ip: '10.0.0.25' }], ports: [{ name: 'http-test', port: 8080 }] }],
    }
    await api.patch('testservice', { type: 'strategic', body }, { namespace })
    const found = await api.get('testservice', { namespace })
    expect(found.metadata.labels).toEqual({ ...labels, 'test-service': 'patched' })
    expect(found.subsets).toEqual([
      { addresses: [{ ip: '10.0.0.25' }], ports: [{ name: 'http-test', port: 8080, protocol: 'TCP' }] },
    ])
    await api.deleteCollection({ namespace, labelSelector: 'test-endpoint-static=true' })
    expect((await api.list({ namespace, labelSelector: 'test-endpoint-static=true' })).items).toEqual([])
    await shared.until(() => seen.events.at(-1)?.type === 'DELETED')
    expect(seen.events[0]?.type).toBe('ADDED')
  })
})

conformance('[sig-network] Service endpoints latency should not be very high [Conformance]', async () => {
  const namespace = await shared.namespace()
  const app = 'svc-latency-rc'
  await shared.client.for(replicationcontrollers).create({
    metadata: { name: app, namespace },
    spec: { replicas: 1, selector: { app }, template: podTemplate({ app }) },
  })
  await shared.until(async () => (await podsOf(shared.client, namespace)).some(isReady))
  const { resourceVersion = '' } = (await shared.client.for(endpoints).list({ namespace })).metadata
  const created = new Map<string, number>()
  const latencies: number[] = []
  await using seen = watching(shared.client, endpoints, { namespace, resourceVersion })
  let looked = 0
  const { clock } = shared.cluster.host
  /** When the first endpoints of each came, as far as they have come. */
  const look = (): number => {
    for (; looked < seen.events.length; looked++) {
      const { metadata, subsets } = seen.events[looked]?.object ?? { metadata: {} }
      const start = created.get(metadata.name ?? '')
      if (start === undefined || !subsets?.some(({ addresses }) => addresses?.length)) continue
      created.delete(metadata.name ?? '')
      latencies.push(clock.monotonicMs() - start)
    }
    return latencies.length
  }
  const total = 200
  const names = Array.from({ length: total }, (_, index) => `latency-svc-${index}`)
  while (names.length > 0)
    await Promise.all(
      names.splice(0, 15).map(async (name) => {
        const spec: Service['spec'] = { selector: { app }, ports: [{ protocol: 'TCP', port: 80 }] }
        created.set(name, clock.monotonicMs())
        await shared.client.for(services).create({ metadata: { name, namespace }, spec })
        look()
      }),
    )
  await shared.until(() => look() === total)
  latencies.sort((a, b) => a - b)
  // The official limits: so generous that only something broken is above them.
  expect(latencies[total / 2]).toBeLessThan(20_000)
  expect(latencies[Math.floor(total * 0.99)]).toBeLessThan(50_000)
})
