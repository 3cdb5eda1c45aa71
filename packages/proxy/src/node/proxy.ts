/**
 * The Service proxy of a node: watches Services, EndpointSlices and its own Node, and keeps table `kube-proxy` of nftables true.
 * In: informers, and how to run `nft` and `conntrack`. Always: one transaction at a time; a failed one is followed by a full one;
 * after the signal the rules stay, so that Services go on working while the proxy is restarted (`removeProxyTables` takes them away).
 */
import { nodes, services } from '@elli/api/core/v1.resources'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import type { InformerFactory } from '@elli/client/informer'
import type { Host } from '@elli/host/host'
import { endpointsByPort, serviceNameLabel } from '../endpoints.ts'
import { frameCommands, tableName } from '../frame.ts'
import { isServiceChain } from '../names.ts'
import { type IpFamily, familyOf, servicePorts } from '../service-ports.ts'
import { staleFlowCommands } from '../stale-flows.ts'
import { type ProxyTable, type ServiceState, type TableSettings, emptyTable, proxyTable } from '../table.ts'
import { deleteChains, transition } from '../transaction.ts'

export interface ProxyConfig {
  nodeName: string
  /** Primary address of this node per family; NodePorts answer on it. */
  nodeIps: readonly string[]
  clusterCidrs: readonly string[]
  /** `primary` or addresses; `all` for every local address. */
  nodePortAddresses?: 'primary' | 'all' | readonly string[]
  masqueradeAll?: boolean
  masqueradeBit?: number
  /** Pause after which a failed transaction is tried again, and the whole state compared. Milliseconds. */
  syncPeriodMs?: number
  /** Shortest time between two transactions beyond a burst of two. Milliseconds. */
  minSyncPeriodMs?: number
}

export interface ProxyOptions {
  host: Host
  informers: InformerFactory
  config: ProxyConfig
}

/** Ends with the signal. `informers.run` is the caller's. */
export async function runProxy({ host, informers, config }: ProxyOptions, signal: AbortSignal): Promise<void> {
  const log = host.log.child('kube-proxy')
  const serviceInformer = informers.for(services)
  const sliceInformer = informers.for(endpointslices)
  const nodeInformer = informers.for(nodes, { fieldSelector: `metadata.name=${config.nodeName}` })
  sliceInformer.addIndex('service', (slice) => {
    const name = slice.metadata.labels?.[serviceNameLabel]
    return name ? [`${slice.metadata.namespace}/${name}`] : []
  })
  const families = [...new Set(config.nodeIps.map(familyOf))].map((family) => new FamilyTable(host, config, family))
  const wake = new Wake()
  const changed = { added: () => wake.up(), updated: () => wake.up(), deleted: () => wake.up() }
  const off = [serviceInformer.on(changed), sliceInformer.on(changed), nodeInformer.on(changed)]
  try {
    await informers.synced(signal)
    const minSyncPeriodMs = config.minSyncPeriodMs ?? 1000
    let burst = 2
    let lastRefill = host.clock.monotonicMs()
    while (!signal.aborted) {
      wake.clear()
      const zone = nodeInformer.get(undefined, config.nodeName)?.metadata.labels?.['topology.kubernetes.io/zone']
      let failed = false
      for (const family of families) {
        const state: ServiceState[] = serviceInformer.list().map((service) => ({
          ports: servicePorts(service, family.family),
          endpoints: endpointsByPort(
            sliceInformer.byIndex('service', `${service.metadata.namespace}/${service.metadata.name}`),
            family.family,
            config.nodeName,
          ),
        }))
        try {
          await family.sync(state, zone)
        } catch (error) {
          failed = true
          log.error('nftables sync failed', {
            family: family.family,
            err: error instanceof Error ? error.message : String(error),
            retryInMs: config.syncPeriodMs ?? 30_000,
          })
        }
      }
      await wake.or(
        host,
        failed
          ? (config.syncPeriodMs ?? 30_000)
          : families.some((family) => family.hasStale)
            ? 1100
            : (config.syncPeriodMs ?? 30_000),
        !failed,
        signal,
      )
      const now = host.clock.monotonicMs()
      burst = Math.min(2, burst + (now - lastRefill) / minSyncPeriodMs)
      lastRefill = now
      if (burst < 1) await host.clock.sleep((1 - burst) * minSyncPeriodMs, signal)
      burst -= 1
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    for (const stop of off) stop()
  }
}

/** Takes every rule of the proxy away; a table that is not there is fine. */
export async function removeProxyTables(host: Host): Promise<void> {
  for (const family of ['ip', 'ip6']) {
    const result = await host.processes.run('nft', ['delete', 'table', family, tableName])
    if (result.code !== 0 && !/No such file or directory/.test(result.stderr))
      throw new Error(`nft delete table ${family} ${tableName}: ${result.stderr.trim()}`)
  }
}

/** One address family's table: what we last wrote, and how to bring it to the next state. */
class FamilyTable {
  readonly family: IpFamily
  readonly #host: Host
  readonly #config: ProxyConfig
  #written: ProxyTable | undefined
  #stale = new Map<string, number>()

  constructor(host: Host, config: ProxyConfig, family: IpFamily) {
    this.#host = host
    this.#config = config
    this.family = family
  }

  get hasStale(): boolean {
    return this.#stale.size > 0
  }

  async sync(state: readonly ServiceState[], zone: string | undefined): Promise<void> {
    const nodeIps = this.#config.nodeIps.filter((ip) => familyOf(ip) === this.family)
    const settings: TableSettings = {
      family: this.family,
      nodeIp: nodeIps[0] ?? '',
      zone,
      masqueradeAll: this.#config.masqueradeAll ?? false,
      clusterCidrs: this.#config.clusterCidrs.filter((cidr) => familyOf(cidr) === this.family),
    }
    const wanted = proxyTable(state, settings)
    const before = this.#written ?? (await this.#startOver(nodeIps))
    await this.#deleteStale(wanted)
    const { commands, staleChains } = transition(this.family, before, wanted)
    if (commands.length > 0) {
      this.#written = undefined // until the kernel has taken it, nobody knows what is there
      await this.#nft(commands)
    }
    this.#written = wanted
    const now = this.#host.clock.monotonicMs()
    for (const chain of staleChains) this.#stale.set(chain, now)
    for (const args of staleFlowCommands(this.family, before, wanted)) await this.#conntrack(args)
  }

  /** Writes the frame, empties what an earlier run left, and answers with the table as it then is. */
  async #startOver(nodeIps: readonly string[]): Promise<ProxyTable> {
    const addresses = this.#config.nodePortAddresses ?? 'primary'
    const table = emptyTable()
    const left = await this.#existing()
    const where = `${this.family} ${tableName}`
    const commands = frameCommands({
      family: this.family,
      nodePortAddresses:
        addresses === 'primary'
          ? nodeIps
          : addresses === 'all'
            ? 'all'
            : addresses.filter((ip) => familyOf(ip) === this.family),
      masqueradeBit: this.#config.masqueradeBit ?? 14,
      serviceCidrs: [],
    })
    for (const map of [
      'service-ips',
      'service-nodeports',
      'no-endpoint-services',
      'no-endpoint-nodeports',
      'firewall-ips',
    ])
      commands.push(`flush map ${where} ${map}`)
    commands.push(`flush set ${where} cluster-ips`)
    for (const chain of left.chains) {
      commands.push(`flush chain ${where} ${chain}`)
      table.chains.set(chain, ['left by an earlier run'])
    }
    // Kept sets keep clients with their endpoints over a restart of the proxy.
    for (const [name, seconds] of left.affinitySets) table.affinitySets.set(name, seconds)
    this.#frame = commands
    return table
  }

  /** The frame goes out in the same transaction as the first content, so that there is no moment without rules. */
  #frame: string[] = []

  async #existing(): Promise<{ chains: string[]; affinitySets: Map<string, number> }> {
    const result = await this.#host.processes.run('nft', ['--json', '--terse', 'list', 'table', this.family, tableName])
    const found = { chains: [] as string[], affinitySets: new Map<string, number>() }
    if (result.code !== 0) {
      if (/No such file or directory/.test(result.stderr)) return found
      throw new Error(`nft list table ${this.family} ${tableName}: ${result.stderr.trim()}`)
    }
    const listing = JSON.parse(result.stdout) as {
      nftables: { chain?: { name: string }; set?: { name: string; timeout?: number } }[]
    }
    for (const { chain, set } of listing.nftables) {
      if (chain && isServiceChain(chain.name)) found.chains.push(chain.name)
      if (set?.name.startsWith('affinity-')) found.affinitySets.set(set.name, set.timeout ?? 0)
    }
    return found
  }

  async #deleteStale(wanted: ProxyTable): Promise<void> {
    const now = this.#host.clock.monotonicMs()
    const due: string[] = []
    for (const [chain, since] of this.#stale) {
      if (wanted.chains.has(chain))
        this.#stale.delete(chain) // used again: no longer stale
      else if (now - since >= 1000) due.push(chain)
    }
    if (due.length === 0) return
    await this.#nft(deleteChains(this.family, due))
    for (const chain of due) this.#stale.delete(chain)
  }

  async #nft(commands: readonly string[]): Promise<void> {
    const input = `${[...this.#frame, ...commands].join('\n')}\n`
    const result = await this.#host.processes.run('nft', ['-f', '-'], { input })
    if (result.code !== 0) throw new Error(`nft -f -: ${result.stderr.trim().split('\n').slice(0, 5).join('; ')}`)
    this.#frame = []
  }

  async #conntrack(args: readonly string[]): Promise<void> {
    const result = await this.#host.processes.run('conntrack', args)
    // Exit code 1 with "0 flow entries" says that there was nothing to forget.
    if (result.code !== 0 && !/0 flow entries/.test(result.stderr))
      this.#host.log
        .child('kube-proxy')
        .warn('conntrack entries could not be removed', { args: args.join(' '), err: result.stderr.trim() })
  }
}

/** Something to wait on that remembers one call made while nobody waited. */
class Wake {
  #pending = false
  #resolve: (() => void) | undefined

  up(): void {
    this.#pending = true
    this.#resolve?.()
  }

  clear(): void {
    this.#pending = false
  }

  /** Waits for `up` (when `early` is true) or the time. */
  async or(host: Host, ms: number, early: boolean, signal: AbortSignal): Promise<void> {
    if (early && this.#pending) return
    const stop = new AbortController()
    const onAbort = (): void => stop.abort()
    signal.addEventListener('abort', onAbort, { once: true })
    if (early) this.#resolve = () => stop.abort()
    try {
      if (!signal.aborted) await host.clock.sleep(ms, stop.signal)
    } catch (error) {
      if (!stop.signal.aborted) throw error
    } finally {
      this.#resolve = undefined
      signal.removeEventListener('abort', onAbort)
    }
  }
}
