/**
 * Status of a StorageVersion: which version each API server writes, and whether they all write the same.
 * In: what servers say. Out: the status with its common version and condition. Pure.
 * @see apiserver pkg/storageversion/updater.go
 */
import type {
  StorageVersionCondition,
  StorageVersionStatus,
  ServerStorageVersion,
} from '@elli/api/apiserverinternal/v1alpha1'

const type = 'AllEncodingVersionsEqual'

/** With the common version of those that are named, if they have one. */
export function commonEncoding(
  status: StorageVersionStatus,
  generation: number | undefined,
  now: string,
): StorageVersionStatus {
  const { commonEncodingVersion: before, conditions = [], storageVersions = [] } = status
  const versions = new Set(storageVersions.map(({ encodingVersion }) => encodingVersion ?? ''))
  const [first] = versions
  const common = versions.size === 1 ? first : undefined
  const { commonEncodingVersion: _before, ...rest } = status
  const old = conditions.find((condition) => condition.type === type)
  const value = common === undefined ? 'False' : 'True'
  const moved = before !== undefined && common !== undefined && before !== common
  const condition: StorageVersionCondition = {
    type,
    status: value,
    observedGeneration: generation ?? 0,
    lastTransitionTime: old === undefined || old.status !== value || moved ? now : (old.lastTransitionTime ?? now),
    reason: common === undefined ? 'CommonEncodingVersionUnset' : 'CommonEncodingVersionSet',
    message: common === undefined ? 'Common encoding version unset' : 'Common encoding version set',
  }
  return {
    ...rest,
    storageVersions,
    ...(common === undefined ? {} : { commonEncodingVersion: common }),
    conditions:
      old === undefined ? [...conditions, condition] : conditions.map((each) => (each === old ? condition : each)),
  }
}

/** With what one server says of itself. */
export function withServer(
  status: StorageVersionStatus,
  server: ServerStorageVersion,
  generation: number | undefined,
  now: string,
): StorageVersionStatus {
  const { storageVersions = [] } = status
  const known = storageVersions.some(({ apiServerID }) => apiServerID === server.apiServerID)
  const all = known
    ? storageVersions.map((each) => (each.apiServerID === server.apiServerID ? server : each))
    : [...storageVersions, server]
  return commonEncoding({ ...status, storageVersions: all }, generation, now)
}
