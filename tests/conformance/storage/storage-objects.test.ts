/** Conformance tests of storage that look at the API only: drivers, capacities, attachments, volumes and claims, what is immutable. */
import { configmaps, persistentvolumeclaims, persistentvolumes, pods, secrets } from '@elli/api/core/v1.resources'
import type { ConfigMap, PersistentVolume, PersistentVolumeClaim, Secret } from '@elli/api/core/v1'
import { csidrivers, csistoragecapacities, volumeattachments } from '@elli/api/storage/v1.resources'
import type { CSIDriver, CSIStorageCapacity, VolumeAttachment } from '@elli/api/storage/v1'
import { isInvalid } from '@elli/machinery/errors'
import { describe, expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed, walkLifecycle } from '../lifecycle.ts'
import { makePod } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'

const shared = sharedCluster({ nodes: 1 })

conformance('[sig-storage] CSIInlineVolumes should run through the lifecycle of a CSIDriver [Conformance]', () =>
  walkLifecycle<CSIDriver>(shared.client, {
    resource: csidrivers,
    make: () => ({ spec: { attachRequired: false, podInfoOnMount: true, volumeLifecycleModes: ['Ephemeral'] } }),
  }),
)

conformance('[sig-storage] CSIInlineVolumes should support CSIVolumeSource in Pod API [Conformance]', async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(pods)
  await shared.client.for(csidrivers).create({
    metadata: { name: 'inline.example.com' },
    spec: { attachRequired: false, volumeLifecycleModes: ['Ephemeral'] },
  })
  const csi = { driver: 'inline.example.com', readOnly: true, volumeAttributes: { size: '1' } }
  const pod = makePod(namespace, 'inline', {
    volumes: [{ name: 'volume', csi }],
    containers: [{ name: 'main', image: 'pause', volumeMounts: [{ name: 'volume', mountPath: '/mnt' }] }],
  })
  const made = await api.create(pod)
  const source = (volumes: typeof made.spec.volumes): unknown => volumes?.find(({ name }) => name === 'volume')?.csi
  expect(source(made.spec.volumes)).toEqual(csi)
  expect((await api.list({ namespace })).items.map(({ spec }) => source(spec.volumes))).toEqual([csi])
  const body = { metadata: { labels: { tested: 'patched' } } }
  await api.patch('inline', { type: 'strategic', body }, { namespace })
  const found = await api.list({ labelSelector: 'tested=patched' })
  expect(found.items.map(({ spec }) => source(spec.volumes))).toEqual([csi])
  await api.deleteCollection({ namespace, labelSelector: 'tested=patched', gracePeriodSeconds: 0 })
  await shared.until(async () => (await api.list({ namespace })).items.length === 0)
})

conformance(
  '[sig-storage] CSIStorageCapacity should support CSIStorageCapacities API operations [Conformance]',
  async () =>
    walkLifecycle<CSIStorageCapacity>(shared.client, {
      resource: csistoragecapacities,
      namespace: await shared.namespace(),
      make: () => ({ storageClassName: 'example', capacity: '1Gi', nodeTopology: { matchLabels: { zone: 'a' } } }),
    }),
)

conformance(
  '[sig-storage] VolumeAttachment Conformance should run through the lifecycle of a VolumeAttachment [Conformance]',
  () =>
    walkLifecycle<VolumeAttachment>(shared.client, {
      resource: volumeattachments,
      make: () => ({
        spec: { attacher: 'e2e-test.example.com', nodeName: 'nowhere', source: { persistentVolumeName: 'pv' } },
      }),
      statusPatch: { attached: true },
    }),
)

describe('volumes and claims', () => {
  const volume = (name: string, label: string): PersistentVolume => ({
    metadata: { name, labels: { walk: label } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '1Gi' },
      csi: { driver: 'fake.example.com', volumeHandle: `e2e-${name}` },
      storageClassName: 'nothing-provides-it',
      persistentVolumeReclaimPolicy: 'Retain',
    },
  })
  const claim = (namespace: string, name: string, label: string): PersistentVolumeClaim => ({
    metadata: { name, namespace, labels: { walk: label } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      storageClassName: 'nothing-provides-it',
    },
  })
  const words = (what: string): string => `[sig-storage] PersistentVolumes CSI Conformance should ${what} [Conformance]`

  conformance(words('run through the lifecycle of a PV and a PVC'), async () => {
    const namespace = await shared.namespace()
    const volumes = shared.client.for(persistentvolumes)
    const claims = shared.client.for(persistentvolumeclaims)
    await volumes.create(volume('first', 'life'))
    await claims.create(claim(namespace, 'first', 'life'))
    expect((await volumes.list({ labelSelector: 'walk=life' })).items).toHaveLength(1)
    expect((await claims.list({ namespace, labelSelector: 'walk=life' })).items).toHaveLength(1)
    expect((await claims.list({ labelSelector: 'walk=life' })).items).toHaveLength(1)

    const body = { metadata: { labels: { patched: 'yes' } } }
    expect((await volumes.patch('first', { type: 'strategic', body })).metadata.labels).toMatchObject({
      patched: 'yes',
    })
    const patched = await claims.patch('first', { type: 'strategic', body }, { namespace })
    expect(patched.metadata.labels).toMatchObject({ patched: 'yes', walk: 'life' })
    expect((await volumes.get('first')).spec?.csi?.volumeHandle).toBe('e2e-first')
    expect((await claims.get('first', { namespace })).spec?.resources?.requests).toEqual({ storage: '1Gi' })

    // Protection holds neither back, as nobody uses them.
    const none = async (): Promise<void> => {
      await shared.until(async () => (await claims.list({ namespace })).items.length === 0)
      await shared.until(async () => (await volumes.list({ labelSelector: 'walk=life' })).items.length === 0)
    }
    await claims.delete('first', { namespace })
    await volumes.delete('first')
    await none()

    await volumes.create(volume('second', 'life'))
    await claims.create(claim(namespace, 'second', 'life'))
    const updated = await changed(shared.client, { resource: persistentvolumes }, 'second', (object) =>
      volumes.update({ ...object, metadata: { ...object.metadata, labels: { walk: 'life', updated: 'yes' } } }),
    )
    expect(updated.metadata.labels).toEqual({ walk: 'life', updated: 'yes' })
    const claimed = await changed(shared.client, { resource: persistentvolumeclaims, namespace }, 'second', (object) =>
      claims.update({ ...object, metadata: { ...object.metadata, labels: { walk: 'life', updated: 'yes' } } }),
    )
    expect(claimed.metadata.labels).toEqual({ walk: 'life', updated: 'yes' })
    await claims.deleteCollection({ namespace, labelSelector: 'updated=yes' })
    await volumes.deleteCollection({ labelSelector: 'updated=yes' })
    await none()
  })

  conformance(words('apply changes to a pv/pvc status'), async () => {
    const namespace = await shared.namespace()
    const volumes = shared.client.for(persistentvolumes)
    const claims = shared.client.for(persistentvolumeclaims)
    await volumes.create(volume('with-status', 'status'))
    await claims.create(claim(namespace, 'with-status', 'status'))
    await volumes.subresource('get', 'with-status', 'status')
    await claims.subresource('get', 'with-status', 'status', { namespace })

    const conditions = [{ type: 'StatusPatched', status: 'True', reason: 'E2E', message: 'Set from e2e test' }]
    const patchedClaim = await claims.patch(
      'with-status',
      { type: 'strategic', body: { status: { conditions } } },
      { namespace, subresource: 'status' },
    )
    expect(patchedClaim.status?.conditions).toMatchObject(conditions)
    const patchedVolume = await volumes.patch(
      'with-status',
      {
        type: 'strategic',
        body: { spec: { storageClassName: 'other' }, status: { message: 'patched', reason: 'E2E' } },
      },
      { subresource: 'status' },
    )
    expect([patchedVolume.status?.message, patchedVolume.spec?.storageClassName]).toEqual([
      'patched',
      'nothing-provides-it',
    ])

    const more = { type: 'StatusUpdated', status: 'True', reason: 'E2E', message: 'Set from e2e test' }
    const updatedClaim = await changed(
      shared.client,
      { resource: persistentvolumeclaims, namespace },
      'with-status',
      (object) =>
        claims.updateStatus({
          ...object,
          status: { ...object.status, conditions: [...(object.status?.conditions ?? []), more] },
        }),
    )
    expect(updatedClaim.status?.conditions?.map(({ type }) => type)).toEqual(['StatusPatched', 'StatusUpdated'])
    const updatedVolume = await changed(shared.client, { resource: persistentvolumes }, 'with-status', (object) =>
      volumes.updateStatus({ ...object, status: { ...object.status, message: 'updated' } }),
    )
    expect(updatedVolume.status?.message).toBe('updated')
  })
})

describe('immutable', () => {
  const refused = async (work: Promise<unknown>): Promise<void> => {
    const outcome = await work.then(
      () => 'it was let in',
      (error: unknown) => error,
    )
    if (!isInvalid(outcome)) throw new Error('it was not refused as invalid', { cause: outcome })
    expect((outcome as Error).message).toContain('field is immutable when `immutable` is set')
  }

  conformance('[sig-storage] ConfigMap should be immutable if `immutable` field is set [Conformance]', async () => {
    const namespace = await shared.namespace()
    const api = shared.client.for(configmaps)
    const start: ConfigMap = { metadata: { name: 'fixed', namespace }, data: { 'data-1': 'value-1' } }
    await api.create(start)
    const write = (change: (object: ConfigMap) => ConfigMap): Promise<ConfigMap> =>
      changed(shared.client, { resource: configmaps, namespace }, 'fixed', (object) => api.update(change(object)))
    await write((object) => ({ ...object, data: { ...object.data, 'data-4': 'value-4' } }))
    await write((object) => ({ ...object, immutable: true }))
    await refused(write((object) => ({ ...object, data: { ...object.data, 'data-4': 'other' } })))
    await refused(write((object) => ({ ...object, binaryData: { more: 'dmFsdWU=' } })))
    await refused(write((object) => ({ ...object, immutable: false })))
    const labelled = await write((object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { label1: 'value1' } },
    }))
    expect([labelled.data, labelled.immutable]).toEqual([{ 'data-1': 'value-1', 'data-4': 'value-4' }, true])
    await api.delete('fixed', { namespace })
  })

  conformance('[sig-storage] Secrets should be immutable if `immutable` field is set [Conformance]', async () => {
    const namespace = await shared.namespace()
    const api = shared.client.for(secrets)
    await api.create({ metadata: { name: 'fixed', namespace }, data: { 'data-1': 'dmFsdWU=' } })
    const write = (change: (object: Secret) => Secret): Promise<Secret> =>
      changed(shared.client, { resource: secrets, namespace }, 'fixed', (object) => api.update(change(object)))
    await write((object) => ({ ...object, data: { ...object.data, 'data-4': 'dmFsdWU=' } }))
    await write((object) => ({ ...object, immutable: true }))
    await refused(write((object) => ({ ...object, data: { ...object.data, 'data-4': 'b3RoZXI=' } })))
    await refused(write((object) => ({ ...object, immutable: false })))
    const labelled = await write((object) => ({
      ...object,
      metadata: { ...object.metadata, labels: { label1: 'value1' } },
    }))
    expect([labelled.metadata.labels, labelled.immutable]).toEqual([{ label1: 'value1' }, true])
    await api.delete('fixed', { namespace })
  })
})
