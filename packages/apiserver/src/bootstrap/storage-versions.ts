/**
 * StorageVersions: which version of each resource this server writes, told for those who migrate (gate StorageVersionAPI).
 * In: what is served. Out: one object per stored resource with this server in its status, before the server is ready and again every ten minutes.
 * Always: told only once the server's identity lease is there, since what servers without one said is collected.
 * @see apiserver pkg/storageversion, kube-aggregator pkg/apiserver
 */
import { storageversions } from '@elli/api/apiserverinternal/v1alpha1.resources'
import type { ServerStorageVersion } from '@elli/api/apiserverinternal/v1alpha1'
import { storageVersion } from '@elli/api/conversion'
import { leases } from '@elli/api/coordination/v1.resources'
import { allResources, type ResourceInfo } from '@elli/api/resources'
import { every } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import { isAlreadyExists } from '@elli/machinery/errors'
import { withServer } from '@elli/machinery/storage-version-status'
import type { PostStartHook } from '../options.ts'
import { identityNamespace } from './identity-lease.ts'

const periodMs = 10 * 60_000
const leasePollMs = 100
const retryMs = 1_000

type HookContext = Parameters<PostStartHook['run']>[0]

/**
 * @param serverId name of the identity lease
 * @param served what this server has
 */
export function storageVersionHook(serverId: string, served: readonly ResourceInfo[]): PostStartHook {
  const said = storageVersionsOf(served)
  return {
    name: 'built-in-resources-storage-version-updater',
    async run(context) {
      const { host, reads, signal } = context
      while ((await reads.getFresh(leases, identityNamespace, serverId)) === undefined)
        await host.clock.sleep(leasePollMs, signal)
      for (;;) {
        try {
          await tellAll(context, serverId, said)
          break
        } catch (error) {
          host.log.error('failed to update storage versions', { error: String(error) })
          await host.clock.sleep(retryMs, signal)
        }
      }
      const again = every(host.clock, periodMs, () => {
        tellAll(context, serverId, said).catch((error: unknown) =>
          host.log.error('failed to update storage versions', { error: String(error) }),
        )
      })
      signal.addEventListener('abort', () => again.cancel(), { once: true })
    },
  }
}

type Said = Omit<ServerStorageVersion, 'apiServerID'>

/** By name of the object, `<group>.<resource>`; resources that are never stored are not told of. */
export function storageVersionsOf(served: readonly ResourceInfo[]): ReadonlyMap<string, Said> {
  const said = new Map<string, Said>()
  const stored = served
    .filter(({ verbs, resource }) => verbs.includes('get') && resource !== 'componentstatuses')
    .sort((a, b) => compare(a.group, b.group) || compare(a.resource, b.resource))
  for (const info of stored) {
    // Events are one resource under two groups.
    if (info.group === 'events.k8s.io') continue
    const name = `${info.group === '' ? 'core' : info.group}.${info.resource}`
    if (said.has(name)) continue
    const same = (each: ResourceInfo): boolean => each.group === info.group && each.resource === info.resource
    said.set(name, {
      encodingVersion: storageVersion(info).apiVersion,
      decodableVersions: [...new Set(allResources.filter(same).map(({ apiVersion }) => apiVersion))],
      servedVersions: [...new Set(stored.filter(same).map(({ apiVersion }) => apiVersion))],
    })
  }
  return said
}

async function tellAll(context: HookContext, serverId: string, said: ReadonlyMap<string, Said>): Promise<void> {
  for (const [name, versions] of said) await tell(context, name, { apiServerID: serverId, ...versions })
}

async function tell({ reads, host }: HookContext, name: string, server: ServerStorageVersion): Promise<void> {
  const now = toTime(host.clock.now())
  const change = () =>
    reads.updateStatus(storageversions, undefined, name, (version) => ({
      ...version,
      status: withServer(version.status ?? {}, server, version.metadata.generation, now),
    }))
  if ((await change()) !== undefined) return
  try {
    await reads.create(storageversions, {
      apiVersion: storageversions.apiVersion,
      kind: storageversions.kind,
      metadata: { name },
      spec: {},
    })
  } catch (error) {
    if (!isAlreadyExists(error)) throw error
  }
  await change()
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
