/**
 * The Service proxy of a node: watches Services, EndpointSlices and its own Node, and keeps table `kube-proxy` of nftables true.
 * In: informers, and how to run `nft` and `conntrack`. Always: one transaction at a time; a failed one is followed by a full one;
 * after the signal the rules stay, so that Services go on working while the proxy is restarted (`removeProxyTables` takes them away).
 * Elsewhere: what is wanted (../fragments.ts), the kernel (./family-table.ts), when (../pace.ts), ports for people and balancers (./servers.ts).
 */
import { nodes, services } from '@elli/api/core/v1.resources'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import { servicecidrs } from '@elli/api/networking/v1beta1.resources'
import type { ServiceCIDR } from '@elli/api/networking/v1beta1'
import type { Node } from '@elli/api/core/v1'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import type { InformerFactory } from '@elli/client/informer'
import type { Host } from '@elli/host/host'
import { TaskGroup } from '@elli/host/tasks'
import { fromTime } from '@elli/host/time'
import { serviceNameLabel } from '../endpoints.ts'
import { Fragments } from '../fragments.ts'
import { tableName } from '../frame.ts'
import { ProxyHealth } from '../health.ts'
import {
  type NodePortAddresses,
  needsLocalAddresses,
  nodePortAddressesOf,
  parseLocalAddresses,
} from '../node-port-addresses.ts'
import { type ProxyObserver, silentObserver } from '../observer.ts'
import { Pace, Wake } from '../pace.ts'
import { familyOf } from '../service-ports.ts'
import type { TableSettings } from '../table.ts'
import { FamilyTable } from './family-table.ts'
import { proxyMetrics } from './metrics.ts'
import { healthHandler, metricsHandler, serveHttp } from './servers.ts'
import { serviceHealthPorts, ServiceHealthServers } from './service-health.ts'

export interface ProxyConfig {
  nodeName: string
  /** Primary address of this node per family; NodePorts answer on it. */
  nodeIps: readonly string[]
  /** Where pods' addresses come from; empty: traffic from outside is not told apart. */
  clusterCidrs: readonly string[]
  nodePortAddresses?: NodePortAddresses
  masqueradeAll?: boolean
  masqueradeBit?: number
  /** Pause after which a failed transaction is tried again without a new event, and the table is looked after. Milliseconds. */
  syncPeriodMs?: number
  /** Shortest time between two transactions beyond a burst of two. Milliseconds. */
  minSyncPeriodMs?: number
  /** Where `/healthz` and `/livez` are served, usually port 10256; off when absent. */
  healthz?: { address: string; port: number }
  /** Where `/metrics`, `/proxyMode` and `/healthz` are served, usually 127.0.0.1:10249; off when absent. */
  metrics?: { address: string; port: number }
  /** Gate MultiCIDRServiceAllocator: traffic to unallocated addresses of every ServiceCIDR is dropped. */
  multipleServiceCidrs?: boolean
  /** Address for the healthCheckNodePorts of Services with policy Local; off when absent. */
  serviceHealthAddress?: string
}

export interface ProxyOptions {
  host: Host
  informers: InformerFactory
  config: ProxyConfig
  /** Told about every run, beside the metrics. */
  observer?: ProxyObserver
}

const zoneLabel = 'topology.kubernetes.io/zone'
const triggerAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time'

/** Ends with the signal; rejects when a port that was asked for cannot be had. `informers.run` is the caller's. */
export async function runProxy(options: ProxyOptions, signal: AbortSignal): Promise<void> {
  const { host, config } = options
  const health = new ProxyHealth(host.clock, 2 * (config.syncPeriodMs ?? 30_000))
  const metrics = config.metrics || config.healthz ? proxyMetrics() : undefined
  const observer = both(options.observer ?? silentObserver, metrics?.observer ?? silentObserver)
  try {
    await using tasks = new TaskGroup(signal)
    if (config.healthz) await serveHttp(config.healthz, healthHandler(health, metrics), tasks)
    if (config.metrics) await serveHttp(config.metrics, metricsHandler(metrics), tasks)
    tasks.start((taskSignal) => keepRules(options, health, observer, taskSignal))
    await tasks.settled()
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

async function keepRules(
  { host, informers, config }: ProxyOptions,
  health: ProxyHealth,
  observer: ProxyObserver,
  signal: AbortSignal,
): Promise<void> {
  const log = host.log.child('kube-proxy')
  const syncPeriodMs = config.syncPeriodMs ?? 30_000
  const serviceInformer = informers.for(services)
  const sliceInformer = informers.for(endpointslices)
  const nodeInformer = informers.for(nodes, { fieldSelector: `metadata.name=${config.nodeName}` })
  sliceInformer.addIndex('service', (slice) => {
    const name = slice.metadata.labels?.[serviceNameLabel]
    return name ? [`${slice.metadata.namespace}/${name}`] : []
  })
  const slicesOf = (service: string): readonly EndpointSlice[] => sliceInformer.byIndex('service', service)
  const rangeInformer = config.multipleServiceCidrs ? informers.for(servicecidrs) : undefined
  const families = familiesOf(host, config, observer, () => cidrsOf(rangeInformer?.list() ?? []))
  const healthServers = config.serviceHealthAddress
    ? new ServiceHealthServers(host, config.serviceHealthAddress, () => health.healthy)
    : undefined
  const wake = new Wake()
  const triggers = new TriggerTimes()
  const changed = (what: 'service' | 'endpoints' | 'node'): void => {
    observer.changed(what, host.clock.now())
    health.queued()
    wake.up()
  }
  const always = (what: 'service' | 'endpoints') => ({
    added: () => changed(what),
    updated: () => changed(what),
    deleted: () => changed(what),
  })
  const nodeSeen = (node: Node): void => health.nodeSeen(node)
  const off = [
    serviceInformer.on(always('service')),
    sliceInformer.on(always('endpoints')),
    ...(rangeInformer === undefined
      ? []
      : [rangeInformer.on({ added: () => wake.up(), updated: () => wake.up(), deleted: () => wake.up() })]),
    // Changes that were there before this proxy say nothing about how fast it is.
    sliceInformer.on({
      added: (slice, first) => first || triggers.add(slice),
      updated: (_, slice) => triggers.add(slice),
    }),
    nodeInformer.on({
      added(node) {
        nodeSeen(node)
        changed('node')
      },
      updated(before, node) {
        nodeSeen(node)
        // Heartbeats are none of our business.
        if (before.metadata.labels?.[zoneLabel] !== node.metadata.labels?.[zoneLabel]) changed('node')
      },
      deleted: () => changed('node'),
    }),
  ]
  try {
    await informers.synced(signal)
    const pace = new Pace(host.clock, config.minSyncPeriodMs ?? 1000, 2)
    for (;;) {
      await pace.next(signal)
      wake.clear()
      const changeTimes = triggers.take()
      const zone = nodeInformer.get(undefined, config.nodeName)?.metadata.labels?.[zoneLabel]
      const all = serviceInformer.list()
      let failed = false
      for (const { table, fragments, settings } of families) {
        try {
          await table.sync(fragments.table(all, slicesOf, config.nodeName, { ...settings, zone }))
        } catch (error) {
          failed = true
          observer.syncFailed(table.family)
          log.error('nftables sync failed', { family: table.family, err: messageOf(error), retryInMs: syncPeriodMs })
        }
      }
      if (failed) triggers.giveBack(changeTimes)
      else {
        health.updated()
        observer.programmed(host.clock.now(), changeTimes)
      }
      await healthServers?.sync(serviceHealthPorts(all, slicesOf, config.nodeName))
      const staleInMs = families.flatMap(({ table }) => table.staleInMs() ?? [])
      const woken = await wake.within(host.clock, failed ? syncPeriodMs : Math.min(syncPeriodMs, ...staleInMs), signal)
      if (woken || failed) continue
      for (const { table } of families)
        await table
          .verify()
          .catch((error: unknown) => log.warn('rules could not be looked at', { err: messageOf(error) }))
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    for (const stop of off) stop()
    await healthServers?.close()
  }
}

interface Family {
  table: FamilyTable
  fragments: Fragments
  settings: Omit<TableSettings, 'zone'>
}

/** One table per address family that the node has. */
function familiesOf(
  host: Host,
  config: ProxyConfig,
  observer: ProxyObserver,
  serviceCidrs: () => readonly string[],
): Family[] {
  const setting = config.nodePortAddresses ?? 'primary'
  return [...new Set(config.nodeIps.map(familyOf))].map((family) => {
    const nodeIps = config.nodeIps.filter((ip) => familyOf(ip) === family)
    return {
      table: new FamilyTable(
        host,
        {
          family,
          nodeIps,
          masqueradeBit: config.masqueradeBit ?? 14,
          serviceCidrs: () => serviceCidrs().filter((cidr) => familyOf(cidr) === family),
          async nodePortAddresses() {
            const local = needsLocalAddresses(setting) ? await localAddresses(host) : []
            return nodePortAddressesOf(setting, family, nodeIps, local)
          },
        },
        observer,
      ),
      fragments: new Fragments(),
      settings: {
        family,
        nodeIp: nodeIps[0] ?? '',
        masqueradeAll: config.masqueradeAll ?? false,
        clusterCidrs: config.clusterCidrs.filter((cidr) => familyOf(cidr) === family),
      },
    }
  })
}

/** Each range once, in an order that does not change. */
function cidrsOf(ranges: readonly ServiceCIDR[]): readonly string[] {
  return [...new Set(ranges.flatMap(({ spec }) => spec?.cidrs ?? []))].sort()
}

async function localAddresses(host: Host): Promise<string[]> {
  const result = await host.processes.run('ip', ['-json', 'address', 'show'])
  if (result.code !== 0) throw new Error(`ip address show: ${result.stderr.trim()}`)
  return parseLocalAddresses(result.stdout)
}

/** When the changes were made that wait to be written: upstream's network programming latency. */
class TriggerTimes {
  #waiting: number[] = []

  add(slice: EndpointSlice): void {
    const text = slice.metadata.annotations?.[triggerAnnotation]
    if (text !== undefined) this.#waiting.push(fromTime(text))
  }

  take(): number[] {
    const taken = this.#waiting
    this.#waiting = []
    return taken
  }

  giveBack(times: readonly number[]): void {
    this.#waiting.unshift(...times)
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

function both(a: ProxyObserver, b: ProxyObserver): ProxyObserver {
  if (b === silentObserver) return a
  return {
    changed(what, now) {
      a.changed(what, now)
      b.changed(what, now)
    },
    synced(family, kind, seconds) {
      a.synced(family, kind, seconds)
      b.synced(family, kind, seconds)
    },
    syncFailed(family) {
      a.syncFailed(family)
      b.syncFailed(family)
    },
    cleanupFailed(family) {
      a.cleanupFailed(family)
      b.cleanupFailed(family)
    },
    programmed(now, triggers) {
      a.programmed(now, triggers)
      b.programmed(now, triggers)
    },
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
