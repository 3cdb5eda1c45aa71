/**
 * The official JavaScript client against a real socket: objects, patches of all types, watches, an informer that loses its connection,
 * custom resources, logs, and how failures are told.
 */
import { createServer, connect, type Server, type Socket } from 'node:net'
import {
  ApiException,
  ApiextensionsV1Api,
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  type KubernetesObject,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  VersionApi,
  Watch,
} from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cluster, createCluster } from 'elli'

let cluster: Cluster
let line: CuttableLine
let config: KubeConfig
let core: CoreV1Api

beforeAll(async () => {
  cluster = await createCluster({ https: true })
  const direct = new KubeConfig()
  direct.loadFromString(cluster.kubeconfig ?? '')
  line = await cuttableLine(Number(new URL(direct.getCurrentCluster()?.server ?? '').port))
  config = new KubeConfig()
  config.loadFromString((cluster.kubeconfig ?? '').replace(/https:\/\/\S+/, `https://127.0.0.1:${line.port}`))
  core = config.makeApiClient(CoreV1Api)
})

afterAll(async () => {
  await line.close()
  await cluster.close()
})

interface CuttableLine {
  readonly port: number
  /** Breaks every connection that is open now. */
  cut(): void
  close(): Promise<void>
}

async function cuttableLine(to: number): Promise<CuttableLine> {
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  }
  const server: Server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    keep(near)
    keep(far)
    near.pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut,
    close: () =>
      new Promise((resolve) => {
        cut()
        server.close(() => resolve())
      }),
  }
}

async function failure(work: Promise<unknown>): Promise<{ code: number; status: Record<string, unknown> }> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ApiException)) throw new Error(`no ApiException but ${String(error)}`)
  const body: unknown = error.body
  return { code: error.code, status: (typeof body === 'string' ? JSON.parse(body) : body) as Record<string, unknown> }
}

test('the version and who is asked come from the kubeconfig', async () => {
  const { major, minor, gitVersion } = await config.makeApiClient(VersionApi).getCode()
  expect(`${major}.${minor}`).toBe('1.31')
  expect(gitVersion).toMatch(/^v1\.31\./)
  expect(config.getCurrentUser()?.name).toBe('kubernetes-admin')
})

test('an object from its beginning to its end', async () => {
  const made = await core.createNamespacedConfigMap({
    namespace: 'default',
    body: { metadata: { name: 'life', labels: { part: 'life' } }, data: { a: '1' }, binaryData: { b: 'AAE=' } },
  })
  expect(made.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/)
  expect(made.metadata?.creationTimestamp).toBeInstanceOf(Date)
  const read = await core.readNamespacedConfigMap({ name: 'life', namespace: 'default' })
  expect(read).toEqual(made)
  const replaced = await core.replaceNamespacedConfigMap({
    name: 'life',
    namespace: 'default',
    body: Object.assign(structuredClone(read), { data: { a: '2' } }),
  })
  expect(replaced.data).toEqual({ a: '2' })
  const stale = await failure(core.replaceNamespacedConfigMap({ name: 'life', namespace: 'default', body: read }))
  expect(stale.code).toBe(409)
  expect(stale.status).toMatchObject({ reason: 'Conflict', details: { name: 'life', kind: 'configmaps' } })
  const listed = await core.listNamespacedConfigMap({ namespace: 'default', labelSelector: 'part=life' })
  expect(listed.items.map(({ metadata }) => metadata?.name)).toEqual(['life'])
  const gone = await core.deleteNamespacedConfigMap({ name: 'life', namespace: 'default' })
  expect(gone.status).toBe('Success')
  const missing = await failure(core.readNamespacedConfigMap({ name: 'life', namespace: 'default' }))
  expect(missing.code).toBe(404)
  expect(missing.status).toMatchObject({ reason: 'NotFound', message: 'configmaps "life" not found' })
})

test('patches of every type', async () => {
  const apps = config.makeApiClient(AppsV1Api)
  const name = 'patched'
  const namespace = 'default'
  await apps.createNamespacedDeployment({
    namespace,
    body: {
      metadata: { name },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name: 'one', image: 'i:1' }] },
        },
      },
    },
  })
  const as = (type: PatchStrategy) => setHeaderOptions('Content-Type', type)
  const merged = await apps.patchNamespacedDeployment(
    { name, namespace, body: { metadata: { annotations: { m: '1' } } } },
    as(PatchStrategy.MergePatch),
  )
  expect(merged.metadata?.annotations).toMatchObject({ m: '1' })
  const strategic = await apps.patchNamespacedDeployment(
    { name, namespace, body: { spec: { template: { spec: { containers: [{ name: 'two', image: 'i:2' }] } } } } },
    as(PatchStrategy.StrategicMergePatch),
  )
  expect(strategic.spec?.template.spec?.containers.map((container) => container.name).toSorted()).toEqual([
    'one',
    'two',
  ])
  const byOperations = await apps.patchNamespacedDeployment(
    { name, namespace, body: [{ op: 'remove', path: '/metadata/annotations/m' }] },
    as(PatchStrategy.JsonPatch),
  )
  expect(byOperations.metadata?.annotations).not.toHaveProperty('m')
  const applied = await apps.patchNamespacedDeployment(
    {
      name,
      namespace,
      fieldManager: 'tester',
      force: true,
      body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels: { by: 'apply' } } },
    },
    as(PatchStrategy.ServerSideApply),
  )
  expect(applied.metadata?.labels).toEqual({ by: 'apply' })
  expect(
    applied.metadata?.managedFields?.some((entry) => entry.manager === 'tester' && entry.operation === 'Apply'),
  ).toBe(true)
  const scaled = await apps.patchNamespacedDeploymentScale(
    { name, namespace, body: { spec: { replicas: 1 } } },
    as(PatchStrategy.MergePatch),
  )
  expect(scaled.spec?.replicas).toBe(1)
  const refused = await failure(
    apps.patchNamespacedDeployment({ name, namespace, body: { spec: { replicas: -1 } } }, as(PatchStrategy.MergePatch)),
  )
  expect(refused.code).toBe(422)
  expect(refused.status).toMatchObject({ reason: 'Invalid', details: { causes: [{ field: 'spec.replicas' }] } })
})

test('a watch tells of what happens, in order', async () => {
  const events: string[] = []
  let ended: (() => void) | undefined
  const end = new Promise<void>((resolve) => (ended = resolve))
  const controller = await new Watch(config).watch(
    '/api/v1/namespaces/default/secrets',
    { labelSelector: 'watched=yes', allowWatchBookmarks: true },
    (phase, object: KubernetesObject) => {
      if (phase !== 'BOOKMARK') events.push(`${phase} ${object.metadata?.name}`)
    },
    () => ended?.(),
  )
  const metadata = { name: 'seen', labels: { watched: 'yes' } }
  await core.createNamespacedSecret({ namespace: 'default', body: { metadata } })
  await core.createNamespacedSecret({ namespace: 'default', body: { metadata: { name: 'unseen' } } })
  await core.replaceNamespacedSecret({ name: 'seen', namespace: 'default', body: { metadata, stringData: { a: 'b' } } })
  await core.deleteNamespacedSecret({ name: 'seen', namespace: 'default' })
  await cluster.until(() => events.length >= 3)
  expect(events).toEqual(['ADDED seen', 'MODIFIED seen', 'DELETED seen'])
  controller.abort()
  await end
})

test('an informer goes on where it was when its connection breaks', async () => {
  const namespace = 'default'
  const list = () => core.listNamespacedServiceAccount({ namespace })
  const informer = makeInformer(config, `/api/v1/namespaces/${namespace}/serviceaccounts`, list)
  const seen: string[] = []
  let stopped = false
  informer.on('add', ({ metadata }) => void seen.push(`add ${metadata?.name}`))
  informer.on('update', ({ metadata }) => void seen.push(`update ${metadata?.name}`))
  informer.on('delete', ({ metadata }) => void seen.push(`delete ${metadata?.name}`))
  informer.on('error', () => {
    // As its documentation has it: whoever uses it starts it again.
    if (!stopped) setTimeout(() => void informer.start(), 10)
  })
  await informer.start()
  await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'before' } } })
  await cluster.until(() => seen.includes('add before'))
  line.cut()
  const direct = new KubeConfig()
  direct.loadFromString(cluster.kubeconfig ?? '')
  const aside = direct.makeApiClient(CoreV1Api)
  await aside.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'meanwhile' } } })
  await aside.deleteNamespacedServiceAccount({ name: 'before', namespace })
  await cluster.until(() => seen.includes('add meanwhile') && seen.includes('delete before'))
  await aside.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'after' } } })
  await cluster.until(() => seen.includes('add after'))
  expect(
    informer
      .list(namespace)
      ?.map(({ metadata }) => metadata?.name)
      .toSorted(),
  ).toEqual(['after', 'default', 'meanwhile'])
  expect(seen.filter((line_) => line_ === 'add meanwhile')).toHaveLength(1)
  stopped = true
  await informer.stop()
})

test('custom resources', async () => {
  const extensions = config.makeApiClient(ApiextensionsV1Api)
  await extensions.createCustomResourceDefinition({
    body: {
      metadata: { name: 'ships.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'ships', singular: 'ship', kind: 'Ship' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: { type: 'object', properties: { crew: { type: 'integer', minimum: 1 } } },
                  status: { type: 'object', properties: { at: { type: 'string' } } },
                },
              },
            },
          },
        ],
      },
    },
  })
  await cluster.until(async () => {
    const { status } = await extensions.readCustomResourceDefinition({ name: 'ships.example.com' })
    return status?.conditions?.some(({ type, status: is }) => type === 'Established' && is === 'True') === true
  })
  const custom = config.makeApiClient(CustomObjectsApi)
  const where = { group: 'example.com', version: 'v1', namespace: 'default', plural: 'ships' }
  const ship = { apiVersion: 'example.com/v1', kind: 'Ship', metadata: { name: 'ark' }, spec: { crew: 8, cats: 2 } }
  const made = (await custom.createNamespacedCustomObject({ ...where, body: ship })) as typeof ship
  expect(made.spec).toEqual({ crew: 8 })
  const bad = { ...ship, metadata: { name: 'ghost' }, spec: { crew: 0 } }
  const refused = await failure(custom.createNamespacedCustomObject({ ...where, body: bad }))
  expect(refused.code).toBe(422)
  expect(String(refused.status['message'])).toContain('spec.crew in body should be greater than or equal to 1')
  await custom.patchNamespacedCustomObjectStatus(
    { ...where, name: 'ark', body: { status: { at: 'sea' } } },
    setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
  )
  const listed = (await custom.listNamespacedCustomObject(where)) as { items: { status?: { at?: string } }[] }
  expect(listed.items.map(({ status }) => status?.at)).toEqual(['sea'])
  await custom.deleteNamespacedCustomObject({ ...where, name: 'ark' })
  expect((await failure(custom.getNamespacedCustomObject({ ...where, name: 'ark' }))).code).toBe(404)
})

test('the log of a pod that runs nowhere is refused with the reason', async () => {
  const missing = await failure(core.readNamespacedPodLog({ name: 'nobody', namespace: 'default' }))
  expect(missing.code).toBe(404)
  expect(missing.status).toMatchObject({ message: 'pods "nobody" not found' })
})
