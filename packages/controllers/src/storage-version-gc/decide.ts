/**
 * What is left of a StorageVersion when servers are gone. Pure.
 * @see kubernetes pkg/controller/storageversiongc, apiserver pkg/storageversion
 */
import type { StorageVersion } from '@elli/api/apiserverinternal/v1alpha1'
import { commonEncoding } from '@elli/machinery/storage-version-status'
import type { Lease } from '@elli/api/coordination/v1'

const identityLabel = 'apiserver.kubernetes.io/identity'

/** The lease by which a kube-apiserver says that it lives. */
export function isIdentity({ metadata }: Lease): boolean {
  return metadata.namespace === 'kube-system' && metadata.labels?.[identityLabel] === 'kube-apiserver'
}

/** @returns undefined when nothing is to do, `none` when no server is left that says anything */
export function withoutDead(
  version: StorageVersion,
  lives: (serverId: string) => boolean,
  now: string,
): StorageVersion | 'none' | undefined {
  const servers = version.status?.storageVersions ?? []
  const living = servers.filter(({ apiServerID = '' }) => lives(apiServerID))
  if (living.length === servers.length) return undefined
  if (living.length === 0) return 'none'
  return {
    ...version,
    status: commonEncoding({ ...version.status, storageVersions: living }, version.metadata.generation, now),
  }
}
