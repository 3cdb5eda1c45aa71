/** Storage version migration (KEP-4192): objects are stored anew, with today's key and version, and only those that need it. */
import { secrets } from '@elli/api/core/v1.resources'
import { customresourcedefinitions } from '@elli/api/apiextensions/v1.resources'
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import type { StorageVersionMigration } from '@elli/api/storagemigration/v1alpha1'
import { storageversionmigrations } from '@elli/api/storagemigration/v1alpha1.resources'
import { readAll } from '@elli/host/wire'
import { afterEach, expect, it } from 'vitest'
import { type ControlPlane, controlPlane } from './control-plane.ts'

const gates = new Set(['StorageVersionMigrator', 'InformerResourceVersion'])
const keyOf = (fill: number): string => Buffer.alloc(32, fill).toString('base64')
const encryption = (...keys: [string, number][]): string =>
  `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources: [{resources: [secrets], providers: [{aescbc: {keys: [${keys
    .map(([name, fill]) => `{name: ${name}, secret: ${keyOf(fill)}}`)
    .join(', ')}]}}]}]`

let plane: ControlPlane
let file = encryption(['key1', 1])
async function start(enabled: ReadonlySet<string> = gates): Promise<void> {
  file = encryption(['key1', 1])
  plane = await controlPlane(
    ['storage-version-migrator-controller'],
    { featureEnabled: (gate) => enabled.has(gate) },
    {
      featureGates: { StorageVersionMigrator: true },
      server: {
        runtimeConfig: { 'storagemigration.k8s.io/v1alpha1': true },
        encryption: { text: file, reload: () => Promise.resolve(file) },
      },
    },
  )
}
afterEach(() => plane[Symbol.asyncDispose]())

const migrations = () => plane.client.for(storageversionmigrations)
const migrate = (name: string, group: string, version: string, resource: string): Promise<StorageVersionMigration> =>
  migrations().create({ metadata: { name }, spec: { resource: { group, version, resource } } })

async function outcome(name: string): Promise<StorageVersionMigration['status']> {
  let status: StorageVersionMigration['status']
  await plane.until(async () => {
    status = (await migrations().get(name)).status
    return status?.conditions?.some(({ type, status: value }) => type !== 'Running' && value === 'True') === true
  }, 300_000)
  return status
}
const shortly = (status: StorageVersionMigration['status']) =>
  status?.conditions?.map(({ type, status: value, reason, message }) => [type, value, reason, message ?? ''])

const stored = async (key: string): Promise<string> =>
  Buffer.from((await plane.store.get(key)).kv?.value ?? []).toString('latin1')

it('stores with the new key after a rotation, and leaves alone what is stored so already', async () => {
  await start()
  await plane.client.for(secrets).create({ metadata: { name: 'a', namespace: 'default' }, stringData: { a: 'b' } })
  expect(await stored('/registry/secrets/default/a')).toMatch(/^k8s:enc:aescbc:v1:key1:/)
  const version = async () =>
    (await plane.client.for(secrets).get('a', { namespace: 'default' })).metadata.resourceVersion
  const before = await version()
  file = encryption(['key2', 2], ['key1', 1])
  await plane.passes(61_000)
  await migrate('first', '', 'v1', 'secrets')
  expect(shortly(await outcome('first'))).toEqual([
    ['Running', 'False', 'StorageVersionMigrationInProgress', ''],
    ['Succeeded', 'True', 'StorageVersionMigrationSucceeded', ''],
  ])
  expect(await stored('/registry/secrets/default/a')).toMatch(/^k8s:enc:aescbc:v1:key2:/)
  const after = await version()
  expect(after).not.toBe(before)
  await migrate('second', '', 'v1', 'secrets')
  await outcome('second')
  expect(await version()).toBe(after)
})

const shirts = (...versions: [string, boolean][]): CustomResourceDefinition => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shirts.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'shirts', singular: 'shirt', kind: 'Shirt', listKind: 'ShirtList' },
    versions: versions.map(([name, storage]) => ({
      name,
      storage,
      served: true,
      schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    })),
  },
})

it('stores custom resources in the version that is stored now', async () => {
  await start()
  const path = '/apis/example.com/v1/namespaces/default/shirts'
  const post = async (name: string): Promise<number> => {
    const body = { apiVersion: 'example.com/v1', kind: 'Shirt', metadata: { name }, spec: { color: 'blue' } }
    return (await plane.client.raw('POST', path, { body })).status
  }
  const get = async (name: string): Promise<{ metadata: { resourceVersion: string; generation: number } }> =>
    JSON.parse((await readAll((await plane.client.raw('GET', `${path}/${name}`)).body)).toString()) as never
  const definitions = plane.client.for(customresourcedefinitions)
  await definitions.create(shirts(['v1', true]))
  await plane.until(async () => (await post('old')) === 201)
  const present = await definitions.get('shirts.example.com')
  await definitions.update({ ...present, spec: shirts(['v1', false], ['v2', true]).spec })
  let made = 0
  await plane.until(async () => {
    const name = `new-${made++}`
    return (
      (await post(name)) === 201 &&
      (await stored(`/registry/example.com/shirts/default/${name}`)).includes('example.com/v2')
    )
  })
  const fresh = `new-${made - 1}`
  expect(await stored('/registry/example.com/shirts/default/old')).toContain('example.com/v1')
  const [oldBefore, freshBefore] = [await get('old'), await get(fresh)]
  await migrate('shirts', 'example.com', 'v1', 'shirts')
  expect(shortly(await outcome('shirts'))?.at(-1)?.[0]).toBe('Succeeded')
  expect(await stored('/registry/example.com/shirts/default/old')).toContain('example.com/v2')
  const [oldAfter, freshAfter] = [await get('old'), await get(fresh)]
  expect(oldAfter.metadata.resourceVersion).not.toBe(oldBefore.metadata.resourceVersion)
  expect(oldAfter.metadata.generation).toBe(oldBefore.metadata.generation)
  expect(freshAfter.metadata.resourceVersion).toBe(freshBefore.metadata.resourceVersion)
})

it('says what it cannot migrate: what discovery does not know, and what the garbage collector does not follow', async () => {
  await start()
  await migrate('nothing', 'example.com', 'v1', 'ghosts')
  expect(shortly(await outcome('nothing'))).toEqual([
    ['Failed', 'True', 'StorageVersionMigrationFailed', 'resource does not exist in discovery'],
  ])
  await migrate('events', '', 'v1', 'events')
  await plane.passes(30_000)
  expect(shortly((await migrations().get('events')).status) ?? []).toEqual([])
  expect(shortly(await outcome('events'))?.at(-1)).toEqual([
    'Failed',
    'True',
    'StorageVersionMigrationFailed',
    'resource not found',
  ])
})

it('takes no migration without a version, nor another resource later, nor both outcomes', async () => {
  await start()
  await expect(
    migrations().create({ metadata: { name: 'a' }, spec: { resource: { resource: 'secrets' } } }),
  ).rejects.toThrow('spec.resource.version: Required value: version is required')
  await migrate('done', '', 'v1', 'secrets')
  await outcome('done')
  const present = await migrations().get('done')
  const spec = { ...present.spec, resource: { ...present.spec.resource, resource: 'pods' } }
  await expect(migrations().update({ ...present, spec })).rejects.toThrow('field is immutable')
  const failed = { type: 'Failed', status: 'True', lastUpdateTime: '2024-08-13T00:00:00Z', reason: 'X' }
  const conditions = [...(present.status?.conditions ?? []), failed]
  await expect(migrations().updateStatus({ ...present, status: { ...present.status, conditions } })).rejects.toThrow(
    'Both success and failed conditions cannot be true at the same time',
  )
})

it('does nothing without the gate of clients', async () => {
  await start(new Set(['StorageVersionMigrator']))
  await migrate('idle', '', 'v1', 'secrets')
  await plane.passes(300_000)
  expect((await migrations().get('idle')).status?.conditions).toBeUndefined()
})
