/**
 * The node agent: wires its parts together, runs them until the signal ends, leaves pods running behind.
 * In: host, client (none: standalone with static pods), options. Out: resolves when everything of ours has stopped.
 * Always: parts get what they need in one context; nothing is global. Elsewhere: each part in its own folder.
 */
import { createHash } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import type { Node, Pod, Service } from '@elli/api/core/v1'
import { nodes, pods as podResource, services as serviceResource } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import { eventRecorder } from '@elli/client/event-recorder'
import { sharedInformers } from '@elli/client/shared-informers'
import { every } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { TaskGroup } from '@elli/host/tasks'
import { admit } from '../admission/admit.ts'
import type { KubeletContext, RecordEvent } from '../context.ts'
import { evictionManager, type EvictionManager } from '../eviction/eviction-manager.ts'
import { containerGc } from '../images/container-gc.ts'
import { imageGc } from '../images/image-gc.ts'
import { imageManager } from '../images/image-manager.ts'
import { kubeletMetrics, probeMetrics } from '../metrics/kubelet-metrics.ts'
import { metricsRegistry } from '../metrics/registry.ts'
import { runNodeLease } from '../node-status/node-lease.ts'
import { nodeReporter, type NodeReporter } from '../node-status/node-reporter.ts'
import { initialNode, nodeAllocatable, nodeCapacity, nodeStatus } from '../node-status/node-status.ts'
import { podObjects } from '../objects/pod-objects.ts'
import { runtimeHandlerOf } from '../objects/runtime-class.ts'
import { tokenCache } from '../objects/token-cache.ts'
import { resolveOptions, type KubeletOptions } from '../options.ts'
import { BackOff } from '../pods/back-off.ts'
import { runFileSource } from '../pods/file-source.ts'
import { isStaticPod, namespaceOf, uidOf } from '../pods/identity.ts'
import { mirrorPods } from '../pods/mirror-pods.ts'
import { pleg as makePleg } from '../pods/pleg.ts'
import { podWorkers, type PodWorkers } from '../pods/pod-workers.ts'
import { isMirrorOf } from '../pods/static-pod.ts'
import { podRequests, qosClassOf } from '../pods/qos.ts'
import { runtimeReader } from '../pods/runtime-reader.ts'
import { statusManager } from '../pods/status-manager.ts'
import { probeManager } from '../probes/probe-manager.ts'
import { runProbe } from '../probes/prober.ts'
import { volumeManager } from '../volumes/manager.ts'
import { builtInPlugins } from '../volumes/plugins.ts'
import type { VolumeServices } from '../volumes/plugin.ts'
import { cgroupDriverOf, connectCri } from './cri-client.ts'
import { readLogTail } from './log-reader.ts'
import { rotateLogs } from './log-rotation.ts'
import { hostPortKeeper } from './host-ports.ts'
import { defaultAddress, readHugePages, readMachine } from './machine.ts'
import { systemMounter } from './mounter.ts'
import { kubepodsCapacity, podCgroups } from './pod-cgroups.ts'
import { podNetwork } from './pod-network.ts'
import { probeTransport } from './probe-transport.ts'
import { runtimeHealth } from './runtime-health.ts'
import { startKubeletServer } from './server/server.ts'
import { statsProvider } from './stats.ts'

export interface KubeletInput {
  readonly host: Host
  /** None: standalone, static pods only. */
  readonly client?: Client | undefined
  readonly config: KubeletOptions
  /** Told once the HTTP server listens. */
  readonly listening?: (address: { port: number }) => void
}

/** How long containerd may take to hear of an OOM kill after it heard of the exit. */
const oomMomentMs = 300

export async function runKubelet(input: KubeletInput, outer: AbortSignal): Promise<void> {
  const options = resolveOptions(input.config)
  const host: Host = { ...input.host, log: input.host.log.child('kubelet') }
  const { client } = input
  const metrics = metricsRegistry(kubeletMetrics)
  const proberMetrics = metricsRegistry(probeMetrics)
  await using tasks = new TaskGroup(outer)
  const { signal } = tasks

  const machine = await readMachine(host)
  const cri = connectCri({
    endpoint: options.criEndpoint,
    clock: host.clock,
    observe(method, seconds, error) {
      const labels = {
        operation_type: method.replace(/[A-Z]/g, (c, i: number) => (i > 0 ? '_' : '') + c.toLowerCase()),
      }
      metrics.count('kubelet_runtime_operations_total', labels)
      metrics.observe('kubelet_runtime_operations_duration_seconds', seconds, labels)
      if (error) metrics.count('kubelet_runtime_operations_errors_total', labels)
    },
  })
  const version = await cri.runtime.version({ version: '0.1.0' }, { signal })
  const runtimeVersion = `${version.runtimeName}://${version.runtimeVersion}`
  const nodeIP = options.nodeIP ?? (await defaultAddress(host))
  const hostIPs = nodeIP === undefined ? [] : nodeIP.split(',')
  for (const directory of [options.rootDir, options.podsDir, options.podLogsDir, options.containerLogsDir]) {
    await host.files.mkdir(directory, { mode: 0o755 })
  }

  // --- what the API tells us
  const informers = client && sharedInformers(client, host, { trimManagedFields: true })
  const podInformer = informers?.for<Pod>(podResource, { fieldSelector: `spec.nodeName=${options.nodeName}` })
  const nodeInformer = informers?.for<Node>(nodes, { fieldSelector: `metadata.name=${options.nodeName}` })
  const serviceInformer = informers?.for<Service>(serviceResource)
  let writtenNode: Node | undefined
  const currentNode = (): Node | undefined => nodeInformer?.get(undefined, options.nodeName) ?? writtenNode
  const recording = new AbortController()
  const recorder =
    client && eventRecorder(client, host, { component: 'kubelet', host: options.nodeName, signal: recording.signal })
  const record: RecordEvent = (subject, type, reason, message, fieldPath) => {
    const { kind = 'Pod', apiVersion = 'v1', metadata } = subject
    const { name = '', namespace, uid, resourceVersion } = metadata
    host.log.debug('event', { name, namespace, type, reason, message })
    recorder?.event(
      {
        kind,
        apiVersion,
        name,
        ...(namespace !== undefined && { namespace }),
        ...(uid !== undefined && { uid }),
        ...(resourceVersion !== undefined && kind === 'Pod' && { resourceVersion }),
        ...(fieldPath !== undefined && { fieldPath }),
      },
      type,
      reason,
      message,
    )
  }
  const nodeEvent = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    record(
      { apiVersion: 'v1', kind: 'Node', metadata: { name: options.nodeName, uid: options.nodeName } },
      type,
      reason,
      message,
    )

  const caches =
    client &&
    podObjects(host, client, signal, (uids) => {
      for (const uid of uids) {
        volumes.retryNow(uid)
        workers.wake(uid)
      }
    })
  const tokens = client && tokenCache(host, client)

  // --- what this machine gives
  const filesystem = async () => {
    const { blocks, bsize } = await statfs(options.rootDir)
    return { capacityBytes: blocks * bsize }
  }
  const rootFilesystem = await filesystem()
  const hugePages = await readHugePages(host, machine.hugePageSizes)
  const capacity = nodeCapacity({ machine, options, filesystem: rootFilesystem, hugePages })
  const allocatable = nodeAllocatable(capacity, options)
  const cgroups = await podCgroups({
    host,
    driver: (await cgroupDriverOf(cri, signal)) ?? options.cgroupDriver,
    root: options.cgroupRoot,
    enabled: options.cgroupsPerQOS,
    podPidsLimit: options.podPidsLimit,
    capacity: kubepodsCapacity(machine, [options.kubeReserved, options.systemReserved]),
  })
  await cgroups.prepare()
  const network =
    options.cniConfDir === undefined
      ? undefined
      : podNetwork({
          host,
          cniConfDir: options.cniConfDir,
          bridge: options.bridgeName,
          ipamDir: `${options.rootDir}/cni-ipam`,
          mtu: options.networkMtu,
          clusterCIDRs: options.clusterCIDRs,
        })

  // --- the runtime's health
  let reporter: NodeReporter | undefined
  const health = runtimeHealth({
    host,
    runtime: cri.runtime,
    signal,
    plegProblem: () => pleg.problem(),
    changed: () => reporter?.poke(),
  })

  // --- the parts
  const mounter = systemMounter(host)
  const volumeServices: VolumeServices = {
    host,
    mounter,
    configMap: (namespace, name) => (caches ? caches.configMaps.get(namespace, name) : noApi()),
    secret: (namespace, name) => (caches ? caches.secrets.get(namespace, name) : noApi()),
    serviceAccountToken: (asked) => (tokens ? tokens.get(asked) : noApi()),
    allocatable: () => allocatable,
    addresses: (pod) => ({
      podIPs: statuses.get(uidOf(pod))?.podIPs?.map(({ ip }) => ip ?? '') ?? [],
      hostIPs,
    }),
  }
  const transport = probeTransport()
  // An aborted wait only means that the kubelet ends: the status is read again all the same.
  const moment = (): Promise<void> => host.clock.sleep(oomMomentMs, signal).catch(() => undefined)
  const reader = runtimeReader(cri.runtime, { files: host.files, logTail: readLogTail }, moment)
  const pleg = makePleg({
    host,
    reader,
    changed: (uid) => workers.wake(uid),
    observe: (seconds) => metrics.observe('kubelet_pleg_relist_duration_seconds', seconds),
  })
  const statuses = statusManager({
    host,
    client,
    apiPod: (pod) => {
      if (!isStaticPod(pod)) return podInformer?.get(namespaceOf(pod), pod.metadata.name ?? '')
      const mirror = workers.mirror(pod)
      return mirror && isMirrorOf(mirror, pod) ? mirror : undefined
    },
    couldHaveRunningContainers: (uid) => workers.get(uid)?.couldHaveRunningContainers ?? false,
  })
  const probes = probeManager({
    host,
    signal,
    view: (uid) => {
      const pod = workers.get(uid)?.pod
      const status = statuses.get(uid)
      return pod && status && { pod, status }
    },
    run: (probe, subject, probeSignal) => runProbe(probe, subject, { runtime: cri.runtime, transport }, probeSignal),
    changed: (uid) => workers.wake(uid),
    event: (pod, fieldPath, type, reason, message) => record(pod, type, reason, message, fieldPath),
    observe: (kind, result, pod, container) =>
      proberMetrics.count('prober_probe_total', {
        container,
        namespace: namespaceOf(pod),
        pod: pod.metadata.name ?? '',
        pod_uid: uidOf(pod),
        probe_type: kind.charAt(0).toUpperCase() + kind.slice(1),
        result,
      }),
  })
  const images = imageManager({ host, images: cri.images, serializePulls: options.serializeImagePulls })
  const volumes = volumeManager({ services: volumeServices, plugins: builtInPlugins, podsDir: options.podsDir })
  const context: KubeletContext = {
    host,
    options,
    machine,
    cri,
    client,
    record,
    images,
    volumes,
    volumeServices,
    probes,
    transport,
    cgroups,
    services: () => (serviceInformer?.hasSynced() ? serviceInformer.list() : undefined),
    configMap: volumeServices.configMap,
    secret: volumeServices.secret,
    node: currentNode,
    hostIPs: () => hostIPs,
    allocatable: () => allocatable,
    networkProblem: () => health.networkProblem(),
    runtimeHandler: (name) => runtimeHandlerOf(client, name),
    sandboxesChanged: () => hostPorts?.schedule(),
    count: (name, labels) => metrics.count(name, labels),
  }
  let eviction: EvictionManager | undefined
  const backOff = new BackOff()
  const mirrors = mirrorPods({ host, client, node: currentNode, mirror: (pod) => workers.mirror(pod) })
  const workers: PodWorkers = podWorkers({
    context,
    reader,
    statuses,
    backOff,
    signal,
    sources: [
      ...(client ? (['api'] as const) : []),
      ...(options.staticPodPath === undefined ? [] : (['file'] as const)),
    ],
    ensureMirror: (pod) => mirrors.ensure(pod),
    removeMirror: (mirror) => mirrors.remove(mirror),
    registerObjects: (pod) => caches?.register(pod),
    releaseObjects: (uid) => {
      caches?.release(uid)
      tokens?.forgetPod(uid)
    },
    touched: () => pleg.heat(),
    admit: (pod, others) =>
      admit({
        pod,
        others,
        node: currentNode(),
        allocatable: currentNode()?.status?.allocatable ?? allocatable,
        maxPods: Number(allocatable['pods']),
        pressures: eviction?.pressures() ?? { memory: false, disk: false, pid: false },
        allowedUnsafeSysctls: options.allowedUnsafeSysctls,
        appArmor: machine.appArmor,
      }),
    observe: (operation, seconds) =>
      metrics.observe('kubelet_pod_worker_duration_seconds', seconds, { operation_type: operation }),
  })
  const stats = statsProvider({ host, cri, cgroups, workers, options, machine })
  eviction = evictionManager({ context, workers, stats, metrics, nodeEvent, changed: () => reporter?.poke() })
  const imageCollector = imageGc({ context, nodeEvent, imageFs: () => stats.imageFs() })
  const containerCollector = containerGc(context, workers)
  eviction.reclaimWith(async () => {
    await containerCollector.collect(pleg.outlines(), true)
    await imageCollector.deleteUnused()
  })

  const hostPorts = network && hostPortKeeper(host, network, workers)

  // --- run
  metrics.set('kubelet_node_name', 1, { node: options.nodeName })
  metrics.set('kubelet_cgroup_version', machine.cgroupV2 ? 2 : 1)
  if (network && options.podCIDR !== undefined) await network.configure(options.podCIDR.split(','))
  await health.check()
  await pleg.relist()

  if (informers && client && podInformer && nodeInformer) {
    nodeInformer.on({
      added: (node) => void configureNetwork(node),
      updated: (_before, node) => void configureNetwork(node),
    })
    podInformer.on({
      added: (pod, initial) => {
        if (!initial) workers.update(pod)
      },
      updated: (_before, pod) => workers.update(pod),
      deleted: (pod) => {
        workers.removed(pod)
      },
    })
    tasks.start((s) => informers.run(s))
    reporter = nodeReporter({
      host,
      client,
      nodeName: options.nodeName,
      register: options.registerNode,
      initial: initialNode({ options, machine, systemInfo: machine.systemInfo }),
      updateMs: options.nodeStatusUpdateSeconds * 1000,
      reportMs: options.nodeStatusReportSeconds * 1000,
      cached: currentNode,
      event: nodeEvent,
      written: (node) => {
        writtenNode = node
        void configureNetwork(node)
      },
      status: async (before) =>
        nodeStatus(
          {
            options,
            machine,
            systemInfo: machine.systemInfo,
            runtimeVersion,
            hostIPs,
            filesystem: rootFilesystem,
            hugePages,
            images: (await cri.images.listImages({}, { signal })).images,
            pressures: eviction?.pressures() ?? { memory: false, disk: false, pid: false },
            problems: health.problems(),
            port: options.port,
          },
          before,
          host.clock.now(),
        ),
    })
    tasks.start((s) => reporter?.run(s) ?? Promise.resolve())
    tasks.start((s) =>
      runNodeLease(
        { host, client, nodeName: options.nodeName, durationSeconds: options.nodeLeaseSeconds, node: currentNode },
        s,
      ),
    )
    nodeEvent('Normal', 'Starting', 'Starting kubelet.')
    if (options.cgroupsPerQOS) {
      nodeEvent('Normal', 'NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods')
    }
    if (!machine.cgroupV2) {
      nodeEvent('Warning', 'CgroupV1', 'Cgroup v1 support is in maintenance mode, please migrate to Cgroup v2.')
    }
    tasks.start(async (s) => {
      await informers.synced(s)
      workers.setSource('api', podInformer.list())
    })
  }
  tasks.start((s) => statuses.run(s))
  tasks.start((s) => pleg.run(s))
  tasks.start((s) => eviction?.run(s) ?? Promise.resolve())
  const { staticPodPath } = options
  if (staticPodPath !== undefined) {
    tasks.start((s) =>
      runFileSource(
        {
          host,
          path: staticPodPath,
          nodeName: options.nodeName,
          periodMs: options.fileCheckSeconds * 1000,
          hash: (text) => createHash('md5').update(text).digest('hex'),
          update: (list) => workers.setSource('file', list),
        },
        s,
      ),
    )
  }
  const timers = [
    every(host.clock, 5_000, () => void health.check()),
    every(host.clock, 2_000, () => void quietly(host, 'housekeeping', () => workers.housekeep(pleg.outlines()))),
    every(
      host.clock,
      60_000,
      () => void quietly(host, 'container collection', () => containerCollector.collect(pleg.outlines(), false)),
    ),
    every(host.clock, 300_000, () => void quietly(host, 'image collection', () => imageCollector.collect())),
    every(host.clock, 60_000, () => {
      backOff.collect(host.clock.now())
      images.collect()
    }),
    every(host.clock, 10_000, () => {
      void quietly(host, 'log rotation', () =>
        rotateLogs(
          host,
          cri.runtime,
          { maxBytes: options.containerLogMaxBytes, maxFiles: options.containerLogMaxFiles },
          signal,
        ),
      )
    }),
    every(host.clock, 10_000, () => {
      const burstable = workers.active().filter((pod) => qosClassOf(pod) === 'Burstable')
      const milli = burstable.reduce((sum, pod) => sum + (podRequests(pod)['cpu'] ?? 0), 0)
      void quietly(host, 'class cgroups', () => cgroups.updateClasses(milli))
    }),
  ]
  const server = await startKubeletServer({
    context,
    workers,
    statuses,
    stats,
    metrics,
    proberMetrics,
    reader,
    pleg,
    signal,
  })
  input.listening?.({ port: server.port })
  host.log.info('kubelet is running', { node: options.nodeName, port: server.port, runtime: runtimeVersion })

  async function configureNetwork(node: Node): Promise<void> {
    const cidrs = node.spec?.podCIDRs ?? (node.spec?.podCIDR === undefined ? [] : [node.spec.podCIDR])
    if (!network || cidrs.length === 0) return
    await quietly(host, 'pod network', async () => {
      await network.configure(cidrs)
      if (health.networkProblem() === undefined) return
      // The runtime notices a new CNI file by itself, in a moment; nobody should wait five seconds for us to ask.
      for (let i = 0; i < 50 && !signal.aborted; i++) {
        await health.check()
        if (health.networkProblem() === undefined) break
        await host.clock.sleep(100, signal)
      }
      for (const pod of workers.pods()) workers.wake(uidOf(pod))
    })
  }

  try {
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true })
      if (signal.aborted) resolve()
    })
  } finally {
    for (const timer of timers) timer.cancel()
    await server.close()
    await workers.idle()
    // The API server may be gone for good; what is left to be told is not worth waiting for.
    const patience = host.clock.after(2_000, () => recording.abort(new Error('the kubelet stops')))
    await recorder?.flush()
    patience.cancel()
    cri.close()
  }
}

function noApi(): Promise<never> {
  return Promise.reject(new Error('there is no API server to ask: the kubelet runs standalone'))
}

async function quietly(host: Host, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    host.log.warn(`${what} failed`, { error })
  }
}
