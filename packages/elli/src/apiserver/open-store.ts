/** Where the objects of `elli apiserver` lie: in etcd, or in an embedded store for those who run none. */
import type { StorageMediaType } from '@elli/apiserver/registry/storage-codec'
import type { Host } from '@elli/host/host'
import type { Store } from '@elli/store/contract'
import { openEtcdStore } from '@elli/store/node/etcd/etcd'
import { underPrefix } from '@elli/store/prefixed'
import { UsageError } from '../cli/flags.ts'
import { openClusterStore } from '../cluster/open-store.ts'
import type { Flags } from './configuration.ts'

export interface OpenedStore {
  readonly store: Store
  readonly storageMediaType: StorageMediaType
}

const mediaTypes: readonly StorageMediaType[] = ['application/json', 'application/vnd.kubernetes.protobuf']

/** @throws UsageError for flags that do not fit together, CommandError for a store that cannot be opened */
export async function openStore(host: Host, flags: Flags): Promise<OpenedStore> {
  const endpoints = flags['etcd-servers']
  const dataDir = flags['data-dir']
  if ((endpoints.length === 0) === (dataDir === undefined))
    throw new UsageError('--etcd-servers must be specified, or --data-dir for the embedded store, and not both')
  const wanted = flags['storage-media-type']
  const mediaType = mediaTypes.find((known) => known === wanted)
  if (wanted !== undefined && mediaType === undefined)
    throw new UsageError(`--storage-media-type "${wanted}" invalid, allowed values: ${mediaTypes.join(', ')}`)
  if (dataDir !== undefined)
    return { store: await openClusterStore(host, dataDir), storageMediaType: mediaType ?? 'application/json' }
  const read = async (path: string | undefined): Promise<string | undefined> =>
    path === undefined ? undefined : host.files.readText(path)
  const [ca, cert, key] = await Promise.all([
    read(flags['etcd-cafile']),
    read(flags['etcd-certfile']),
    read(flags['etcd-keyfile']),
  ])
  const tls = {
    ...(ca === undefined ? {} : { ca: Buffer.from(ca) }),
    ...(cert === undefined ? {} : { cert: Buffer.from(cert) }),
    ...(key === undefined ? {} : { key: Buffer.from(key) }),
  }
  const etcd = await openEtcdStore(host, { endpoints, ...(Object.keys(tls).length > 0 ? { tls } : {}) })
  return {
    store: underPrefix(etcd, flags['etcd-prefix']),
    storageMediaType: mediaType ?? 'application/vnd.kubernetes.protobuf',
  }
}
