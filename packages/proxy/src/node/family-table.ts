/**
 * Table `kube-proxy` of one address family in the kernel: what we last wrote, and how to bring it to the next state.
 * In: the wanted table. Always: one transaction per change, also at the start, so that there is never a moment without rules; after a
 * failure nothing is assumed about the kernel, and after two in a row at the start the table is made anew.
 * Elsewhere: the texts of the commands (../frame.ts, ../transaction.ts), what is wanted (../table.ts).
 */
import type { Host } from '@elli/host/host'
import { type FrameSettings, frameCommands, tableName } from '../frame.ts'
import { isServiceChain } from '../names.ts'
import type { ProxyObserver } from '../observer.ts'
import type { IpFamily } from '../service-ports.ts'
import {
  type UdpTargets,
  forgetFlowCommand,
  listFlowsCommand,
  mayHaveStaleFlows,
  parseFlows,
  staleFlows,
} from '../stale-flows.ts'
import { type ProxyTable, elementContainers, emptyTable } from '../table.ts'
import { deleteChains, transition } from '../transaction.ts'

/** Unused chains stay this long, because older kernels need a moment to see that nothing refers to them. */
const staleChainMs = 1000

export interface FamilySettings {
  family: IpFamily
  /** Primary addresses of the node in this family. */
  nodeIps: readonly string[]
  /** Asked at each full start: on which addresses NodePorts answer. */
  nodePortAddresses(): Promise<FrameSettings['nodePortAddresses']>
  masqueradeBit: number
  /** Asked at each sync: where ClusterIPs come from; empty when several ranges are not in use. */
  serviceCidrs(): readonly string[]
}

export class FamilyTable {
  readonly family: IpFamily
  readonly #host: Host
  readonly #settings: FamilySettings
  readonly #observer: ProxyObserver
  /** Undefined until the first success, and after a failure. */
  #written: ProxyTable | undefined
  #failedStarts = 0
  /** Ranges that the frame has a rule for. */
  #framed = ''
  #stale = new Map<string, number>()
  /** Flows still to be looked at against these targets, because conntrack failed or the transaction did. */
  #udpBefore: UdpTargets | undefined
  #toldAboutConntrack = false

  constructor(host: Host, settings: FamilySettings, observer: ProxyObserver) {
    this.#host = host
    this.#settings = settings
    this.#observer = observer
    this.family = settings.family
  }

  /** How long until unused chains may be deleted; undefined when there are none. */
  staleInMs(): number | undefined {
    if (this.#stale.size === 0) return undefined
    const oldest = Math.min(...new Set(this.#stale.values()))
    return Math.max(0, oldest + staleChainMs - this.#host.clock.monotonicMs())
  }

  /** Brings the kernel to the wanted table. @throws Error when nft refused; the next call then starts over */
  async sync(wanted: ProxyTable): Promise<void> {
    const began = this.#host.clock.monotonicMs()
    // The frame is written as a whole.
    if (this.#settings.serviceCidrs().join() !== this.#framed) this.#written = undefined
    const full = this.#written === undefined
    const { before, commands } =
      this.#written === undefined ? await this.#startOver() : { before: this.#written, commands: [] }
    const change = transition(this.family, before, wanted)
    commands.push(...change.commands)
    this.#udpBefore ??= before.udpTargets
    if (commands.length > 0) {
      this.#written = undefined // until the kernel has taken it, nobody knows what is there
      if (full) this.#failedStarts++
      await this.#nft(commands)
      this.#failedStarts = 0
      this.#observer.synced(this.family, full ? 'full' : 'partial', (this.#host.clock.monotonicMs() - began) / 1000)
    }
    this.#written = wanted
    const now = this.#host.clock.monotonicMs()
    for (const chain of change.staleChains) this.#stale.set(chain, now)
    await this.#deleteStaleChains(wanted)
    await this.#forgetStaleFlows(wanted.udpTargets, full)
  }

  /** Looks whether the table is still there; after somebody flushed the whole rule set, the next sync writes it again. */
  async verify(): Promise<void> {
    if (this.#written === undefined) return
    const result = await this.#host.processes.run('nft', ['--json', 'list', 'tables', this.family])
    if (result.code !== 0) throw new Error(`nft list tables: ${result.stderr.trim()}`)
    const listing = JSON.parse(result.stdout) as { nftables: { table?: { family: string; name: string } }[] }
    const found = listing.nftables.some(({ table }) => table?.family === this.family && table.name === tableName)
    if (!found) this.#written = undefined
  }

  /** The table as an earlier run left it, and commands that write the frame and empty the maps. */
  async #startOver(): Promise<{ before: ProxyTable; commands: string[] }> {
    const where = `${this.family} ${tableName}`
    this.#stale.clear()
    const before = await this.#leftovers()
    const serviceCidrs = this.#settings.serviceCidrs()
    const frame = frameCommands({
      family: this.family,
      nodePortAddresses: await this.#settings.nodePortAddresses(),
      masqueradeBit: this.#settings.masqueradeBit,
      serviceCidrs,
    })
    this.#framed = serviceCidrs.join()
    // What another version left may not fit ours (a chain of other priority, a set of other type): then it all goes, clients' affinity too.
    if (this.#failedStarts >= 2)
      return {
        before: { ...emptyTable(), udpTargets: before.udpTargets },
        commands: [`add table ${where}`, `delete table ${where}`, ...frame],
      }
    const flushMaps = elementContainers.map(
      (name) => `flush ${name === 'cluster-ips' ? 'set' : 'map'} ${where} ${name}`,
    )
    return { before, commands: [...frame, ...flushMaps] }
  }

  async #leftovers(): Promise<ProxyTable> {
    const table = emptyTable()
    const result = await this.#host.processes.run('nft', ['--json', 'list', 'table', this.family, tableName])
    if (result.code !== 0) {
      if (/No such file or directory/.test(result.stderr)) return table
      throw new Error(`nft list table ${this.family} ${tableName}: ${result.stderr.trim()}`)
    }
    const { nftables } = JSON.parse(result.stdout) as Listing
    for (const { chain, set, map } of nftables) {
      if (chain && isServiceChain(chain.name)) table.chains.set(chain.name, ['left by an earlier run'])
      // Kept sets keep clients with their endpoints over a restart of the proxy.
      if (set?.name.startsWith('affinity-')) table.affinitySets.set(set.name, set.timeout ?? 0)
      if (map?.name === 'service-ips' || map?.name === 'service-nodeports')
        for (const [key] of map.elem ?? []) addLeftUdp(table, key)
    }
    return table
  }

  async #deleteStaleChains(wanted: ProxyTable): Promise<void> {
    const now = this.#host.clock.monotonicMs()
    const due: string[] = []
    for (const [chain, since] of this.#stale) {
      if (wanted.chains.has(chain))
        this.#stale.delete(chain) // used again: no longer stale
      else if (now - since >= staleChainMs) due.push(chain)
    }
    if (due.length === 0) return
    try {
      await this.#nft(deleteChains(this.family, due))
      for (const chain of due) this.#stale.delete(chain)
    } catch (error) {
      // They are empty and nothing leads to them: no harm but memory. Tried again with the next run that has a reason.
      for (const chain of due) this.#stale.set(chain, now + 29_000)
      this.#observer.cleanupFailed(this.family)
      this.#log().warn('unused chains could not be deleted', { chains: due.length, err: messageOf(error) })
    }
  }

  async #forgetStaleFlows(targets: UdpTargets, full: boolean): Promise<void> {
    const before = this.#udpBefore ?? targets
    this.#udpBefore = undefined
    if (!mayHaveStaleFlows(before, targets) && !(full && targets.size > 0)) return
    try {
      const listed = await this.#conntrack(listFlowsCommand(this.family))
      for (const flow of staleFlows(parseFlows(listed), before, targets, this.#settings.nodeIps))
        await this.#conntrack(forgetFlowCommand(this.family, flow))
    } catch (error) {
      if (!this.#toldAboutConntrack)
        this.#log().error('UDP flows to vanished endpoints could not be removed', { err: messageOf(error) })
      this.#toldAboutConntrack = true
    }
  }

  async #nft(commands: readonly string[]): Promise<void> {
    const result = await this.#host.processes.run('nft', ['-f', '-'], { input: `${commands.join('\n')}\n` })
    if (result.code !== 0) throw new Error(`nft -f -: ${result.stderr.trim().split('\n').slice(0, 5).join('; ')}`)
  }

  async #conntrack(args: readonly string[]): Promise<string> {
    const result = await this.#host.processes.run('conntrack', args)
    // Exit code 1 with "0 flow entries" says that there was nothing to forget.
    if (result.code !== 0 && !/\b0 flow entries/.test(result.stderr))
      throw new Error(`conntrack ${args.join(' ')}: ${result.stderr.trim()}`)
    return result.stdout
  }

  #log() {
    return this.#host.log.child('kube-proxy')
  }
}

interface Listing {
  nftables: {
    chain?: { name: string }
    set?: { name: string; timeout?: number }
    map?: { name: string; elem?: [key: unknown, value: unknown][] }
  }[]
}

/** A key of a map as nft prints it: `{ concat: [address?, protocol, port] }`, or with its attributes inside `elem`. */
function addLeftUdp(table: ProxyTable, key: unknown): void {
  const plain = field(field(key, 'elem'), 'val') ?? key
  const parts = field(plain, 'concat')
  if (!Array.isArray(parts)) return
  const [port, protocol, address = '*'] = parts.map(String).reverse()
  if (protocol === 'udp' || protocol === '17') table.udpTargets.set(`${address} ${port}`, new Set(['unknown']))
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
