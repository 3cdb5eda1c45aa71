/**
 * `elli up`: a whole cluster on this machine. Its process holds the API server; controllers and scheduler are a thread of it,
 * the node agent is a process of its own. Ends with Ctrl-C, SIGTERM or `elli down`, and takes everything down in order.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { restClient } from '@elli/client/rest'
import type { Client } from '@elli/client/client'
import { leases } from '@elli/api/coordination/v1.resources'
import { nodes } from '@elli/api/core/v1.resources'
import type { Instant } from '@elli/host/clock'
import { fromTime, toTime } from '@elli/host/time'
import type { Host } from '@elli/host/host'
import { type RunningControlPlane, startControlPlane } from '../cluster/control-plane.ts'
import { clusterFiles } from '../cluster/files.ts'
import {
  addressIn,
  type ClusterSettings,
  mergeSettings,
  readSettings,
  settingsProblem,
  writeSettings,
} from '../cluster/settings.ts'
import { ensureDnsRole, ensureDnsService } from '../cluster/system-objects.ts'
import { defaultNodeName, nodeAddress } from '../machine/addresses.ts'
import { lockNode } from '../machine/node-lock.ts'
import { whyNoRuntime } from '../machine/tools.ts'
import { type ClusterPki, clusterPki, dnsUser } from '../pki/cluster-pki.ts'
import { kubeconfigText } from '../pki/kubeconfig-file.ts'
import { componentHost } from '../processes/component-host.ts'
import { readRunRecord, removeRunRecord, type RunRecord, startTicks, writeRunRecord } from '../processes/run-file.ts'
import { stopRequest } from '../processes/stop-signal.ts'
import { type SupervisedProcess, superviseProcess } from '../processes/supervised-process.ts'
import { type SupervisedThread, superviseThread } from '../processes/supervised-thread.ts'
import { gitVersion } from '../version.ts'
import { chosenDataDir, dataDirFlag, prepareDataDir } from './data-dir.ts'
import { describeFlags, parseFlags, UsageError } from './flags.ts'
import { CommandError } from './command-error.ts'
import type { Command } from './main.ts'

const table = {
  'data-dir': dataDirFlag,
  'https-port': { kind: 'int', placeholder: 'PORT', help: 'port of the API server (default 6443)' },
  'bind-address': { kind: 'string', placeholder: 'IP', help: 'address the API server listens on (default 0.0.0.0)' },
  'node-name': { kind: 'string', placeholder: 'NAME', help: 'name of this node (default the host name)' },
  'node-ip': { kind: 'string', placeholder: 'IP', help: 'address of this node (default that of the default route)' },
  runtime: {
    kind: 'string',
    placeholder: 'containerd|none',
    help: 'what runs pods; none simulates the node (default containerd where it can run)',
  },
  'simulated-nodes': {
    kind: 'int',
    placeholder: 'N',
    help: 'play this many nodes without running their pods (default 0; 1 with --runtime none)',
  },
  'service-cidr': { kind: 'string', placeholder: 'CIDR', help: 'range of ClusterIPs (default 10.96.0.0/16)' },
  'pod-cidr': { kind: 'string', placeholder: 'CIDR', help: 'range of pod IPs (default 10.244.0.0/16)' },
  'kubelet-port': { kind: 'int', placeholder: 'PORT', help: 'port of the kubelet (default 10250)' },
  'feature-gates': {
    kind: 'string',
    placeholder: 'NAME=BOOL,...',
    help: 'features to switch on or off in all components',
  },
  'runtime-config': {
    kind: 'string',
    placeholder: 'NAME=BOOL,...',
    help: 'API versions to switch on or off, such as api/alpha=true',
  },
  'apiserver-arg': {
    kind: 'each',
    placeholder: 'FLAG=VALUE',
    help: 'a flag of "elli apiserver", such as audit-policy-file=FILE; may be given several times',
  },
  detach: { kind: 'bool', help: 'go on in the background; returns when the API server is ready' },
  wait: { kind: 'bool', help: 'return (with --detach) or report ready only when the node is Ready' },
  'unsafe-no-fsync': { kind: 'bool', help: 'for tests: acknowledge writes before they are on disk' },
  verbose: { kind: 'bool', short: 'v', help: 'more detail in the logs' },
} as const

type UpFlags = ReturnType<typeof parseFlags<typeof table>>['flags']

export const up: Command = {
  summary: 'start a cluster on this machine',
  help: () => `Start a cluster on this machine: API server, controllers, scheduler, and a node with its container runtime, proxy and DNS.
Started again on the same data directory it finds everything as it was, and remembers the flags it was first given.

Usage:
  elli up [flags]

Flags:
${describeFlags(table)}

Stop it with Ctrl-C or "elli down".
`,
  async run(args) {
    const { flags, rest } = parseFlags(table, args)
    if (rest.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(rest[0])}`)
    if (flags.runtime !== undefined && flags.runtime !== 'containerd' && flags.runtime !== 'none') {
      throw new UsageError(
        `invalid argument ${JSON.stringify(flags.runtime)} for "--runtime" flag: must be containerd or none`,
      )
    }
    const dataDir = chosenDataDir(flags['data-dir'])
    const host = componentHost({ logFile: undefined, verbose: false, component: 'elli' })
    await prepareDataDir(host, dataDir)
    const running = await readRunRecord(host, dataDir)
    if (running)
      throw new CommandError(
        `a cluster runs on ${dataDir} already (pid ${running.pid}, ${running.server}); stop it with: elli down --data-dir ${dataDir}`,
      )
    if (flags.detach) return detach(host, dataDir, args)
    return foreground(dataDir, flags)
  },
}

const say = (text: string): void => void process.stdout.write(`${text}\n`)

async function foreground(dataDir: string, flags: UpFlags): Promise<number> {
  const stop = stopRequest()
  const files = clusterFiles(dataDir)
  const host = componentHost({ logFile: files.log, verbose: flags.verbose, component: 'elli' })
  const startedMs = host.clock.monotonicMs()
  const startedAt = host.clock.now()
  const settings = await resolveSettings(host, dataDir, flags)
  const nodeLock = settings.runtime === 'none' ? undefined : await lockNode(host)
  const pki = await prepareFiles(host, dataDir, settings)
  const controlPlane = await startControlPlane(host, dataDir, settings, pki)
  const record: RunRecord = {
    pid: process.pid,
    startTicks: startTicks(process.pid) ?? '',
    state: 'starting',
    server: controlPlane.url,
    httpsPort: settings.httpsPort,
    nodeName: settings.nodeName,
    runtime: settings.runtime,
    version: gitVersion,
    startedAt: toTime(host.clock.now()),
  }
  await writeRunRecord(host, dataDir, record)
  say(`» API server ready on ${controlPlane.url} after ${Math.round(host.clock.monotonicMs() - startedMs)} ms`)

  const children = startChildren(host, dataDir, settings, record)
  try {
    const admin = restClient(controlPlane.adminTransport, { host, userAgent: 'elli-up' })
    await ensureDnsRole(admin)
    await ensureDnsService(admin, {
      clusterIp: settings.dnsIp,
      endpointIp: settings.nodeIp,
      endpointPort: settings.dnsPort,
    })
    if (await nodeIsReady(host, admin, settings.nodeName, startedAt, stop.signal)) {
      say(`» node ${settings.nodeName} is Ready after ${((host.clock.monotonicMs() - startedMs) / 1000).toFixed(1)} s`)
      record.state = 'ready'
      await noteState(host, dataDir, record)
      say(summary(dataDir, settings, controlPlane.url))
    }
    await aborted(stop.signal)
  } finally {
    await shutDown(host, dataDir, record, children, controlPlane)
    nodeLock?.close()
  }
  return 0
}

/** Flags, what an earlier start remembered, and what this machine can do. */
async function resolveSettings(host: Host, dataDir: string, flags: UpFlags): Promise<ClusterSettings> {
  const remembered = await readSettings(host, dataDir)
  const why = flags.runtime === 'none' ? undefined : await whyNoRuntime(host)
  const wanted = flags.runtime as ClusterSettings['runtime'] | undefined
  if (why !== undefined && wanted === 'containerd') throw new CommandError(`no container runtime can run here: ${why}`)
  const runtime = wanted ?? (why === undefined ? (remembered.runtime ?? 'containerd') : 'none')
  if (why !== undefined && wanted === undefined)
    say(
      `» no container runtime: ${why}\n» the node is simulated: pods are scheduled and become Running, but nothing is executed`,
    )
  const settings = mergeSettings(
    {
      nodeName: flags['node-name'],
      nodeIp: flags['node-ip'],
      bindAddress: flags['bind-address'],
      httpsPort: flags['https-port'],
      simulatedNodes: flags['simulated-nodes'],
      serviceCidr: flags['service-cidr'],
      podCidr: flags['pod-cidr'],
      kubeletPort: flags['kubelet-port'],
      featureGates: flags['feature-gates'],
      runtimeConfig: flags['runtime-config'],
      ...(flags['apiserver-arg'].length > 0 ? { apiserverArgs: flags['apiserver-arg'] } : {}),
      unsafeNoFsync: flags['unsafe-no-fsync'],
      verbose: flags.verbose,
      runtime,
      ...(flags['service-cidr'] === undefined ? {} : { dnsIp: addressIn(flags['service-cidr'], 10) }),
    } as Partial<ClusterSettings>,
    remembered,
    { nodeName: defaultNodeName(), nodeIp: nodeAddress(), runtime, dataDir },
  )
  const problem = settingsProblem(settings)
  if (problem !== undefined) throw new CommandError(`${problem}; see the flags in "elli up --help"`)
  return runtime === 'none' && settings.simulatedNodes === 0 ? { ...settings, simulatedNodes: 1 } : settings
}

/** Certificates, kubeconfigs and cluster.json; everything the other processes read. */
async function prepareFiles(host: Host, dataDir: string, settings: ClusterSettings): Promise<ClusterPki> {
  const files = clusterFiles(dataDir)
  const pki = await clusterPki(host, {
    directory: files.pki,
    nodeName: settings.nodeName,
    serverHosts: [
      'localhost',
      '127.0.0.1',
      '::1',
      settings.nodeIp,
      settings.nodeName,
      addressIn(settings.serviceCidr, 1),
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      `kubernetes.default.svc.${settings.clusterDomain}`,
    ],
    nodeHosts: [settings.nodeIp, '127.0.0.1', 'localhost'],
  })
  const server = `https://127.0.0.1:${settings.httpsPort}`
  const kubeconfigs = [
    [files.adminKubeconfig, 'kubernetes-admin', pki.admin],
    [files.controllerManagerKubeconfig, 'system:kube-controller-manager', pki.controllerManager],
    [files.schedulerKubeconfig, 'system:kube-scheduler', pki.scheduler],
    [files.kubeletKubeconfig, `system:node:${settings.nodeName}`, pki.kubelet],
    [files.proxyKubeconfig, 'system:kube-proxy', pki.proxy],
    [files.dnsKubeconfig, dnsUser, pki.dns],
  ] as const
  await Promise.all(
    kubeconfigs.map(([path, user, client]) =>
      host.files.writeAtomic(path, kubeconfigText({ server, caPem: pki.ca.certificatePem, user, client }), {
        mode: 0o600,
      }),
    ),
  )
  await writeSettings(host, dataDir, settings)
  await host.files.mkdir(settings.staticPodPath, { mode: 0o755 })
  return pki
}

interface Children {
  controllers: SupervisedThread
  nodeAgent: SupervisedProcess | undefined
}

function startChildren(host: Host, dataDir: string, settings: ClusterSettings, record: RunRecord): Children {
  const modulePath = process.argv[1] as string
  const files = clusterFiles(dataDir)
  mkdirSync(`${dataDir}/logs`, { recursive: true })
  const controllers = superviseThread(host, {
    name: 'controllers',
    modulePath,
    args: ['controllers', '--data-dir', dataDir],
  })
  if (settings.runtime === 'none') return { controllers, nodeAgent: undefined }
  const nodeAgent = superviseProcess(host, {
    name: 'node agent',
    modulePath,
    args: ['node', '--data-dir', dataDir],
    logFile: files.nodeAgentLog,
    onStart: (pid) => {
      record.nodeAgentPid = pid
      writeRunRecord(host, dataDir, record).catch((error: unknown) =>
        host.log.error('run file could not be written', { err: String(error) }),
      )
    },
  })
  nodeAgent.onMessage((message) => {
    if (message.kind === 'progress') say(`» ${message.text}`)
    if (message.kind === 'failed')
      say(`» the node agent failed and is started again: ${message.text} (more in ${files.nodeAgentLog})`)
  })
  return { controllers, nodeAgent }
}

/** Waits for the node's Ready condition, as its agent tells it in this run and not from before. False when stopped first. */
async function nodeIsReady(
  host: Host,
  client: Client,
  name: string,
  since: Instant,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    while (!signal.aborted) {
      const [node] = (await client.for(nodes).list({ fieldSelector: `metadata.name=${name}`, signal })).items
      const ready = node?.status?.conditions?.some(
        (condition) => condition.type === 'Ready' && condition.status === 'True',
      )
      const [lease] = (
        await client.for(leases).list({ namespace: 'kube-node-lease', fieldSelector: `metadata.name=${name}`, signal })
      ).items
      if (ready && (fromTime(lease?.spec?.renewTime) ?? 0) >= since) return true
      await host.clock.sleep(50, signal)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return false
}

/** What the run file says of a cluster that runs already is worth less than the cluster: a full disk does not end it. */
async function noteState(host: Host, dataDir: string, record: RunRecord): Promise<void> {
  try {
    await writeRunRecord(host, dataDir, record)
  } catch (error) {
    host.log.error('run file could not be written', { err: String(error) })
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

async function shutDown(
  host: Host,
  dataDir: string,
  record: RunRecord,
  children: Children,
  controlPlane: RunningControlPlane,
): Promise<void> {
  say('» stopping …')
  record.state = 'stopping'
  await noteState(host, dataDir, record)
  await children.nodeAgent?.stop({ kind: 'stop', removePods: true }, 90_000)
  await children.controllers.stop(5_000)
  await controlPlane.close()
  await removeRunRecord(host, dataDir)
  say('» stopped; the data stays in ' + dataDir)
}

function summary(dataDir: string, settings: ClusterSettings, url: string): string {
  const kubeconfig = clusterFiles(dataDir).adminKubeconfig
  return `
Elli (Kubernetes ${gitVersion}) runs on ${url}
  node        ${settings.nodeName}, ${settings.runtime === 'none' ? `simulated (${settings.simulatedNodes})` : 'containerd'}
  kubeconfig  ${kubeconfig}

Try:
  export KUBECONFIG=${kubeconfig}
  kubectl get nodes -o wide
  kubectl create deployment web --image=IMAGE --replicas=3

Stop it with Ctrl-C, or "elli down"${dataDir === chosenDataDir(undefined) ? '' : ` --data-dir ${dataDir}`} from elsewhere.`
}

/** Runs the same command in the background, and returns when it is ready, or with its complaint. */
async function detach(host: Host, dataDir: string, args: readonly string[]): Promise<number> {
  const log = clusterFiles(dataDir).log
  const output = openSync(log, 'a', 0o644)
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv,
      process.argv[1] as string,
      'up',
      ...args.filter((argument) => !/^--detach(=.*)?$/.test(argument)),
    ],
    {
      detached: true,
      stdio: ['ignore', output, output],
    },
  )
  let exitCode: number | undefined
  child.on('exit', (code) => {
    exitCode = code ?? 1
  })
  const wantsNode = args.some((argument) => argument === '--wait' || argument === '--wait=true')
  const never = new AbortController().signal
  for (;;) {
    const record = await readRunRecord(host, dataDir)
    if (record !== undefined && record.pid === child.pid && (record.state === 'ready' || !wantsNode)) {
      child.unref()
      say(
        `Elli runs in the background (pid ${record.pid}) on ${record.server}; kubeconfig: ${clusterFiles(dataDir).adminKubeconfig}`,
      )
      return 0
    }
    if (exitCode !== undefined) {
      const lines = (await host.files.readText(log)).trimEnd().split('\n')
      const complaint =
        lines.findLast((line) => line.startsWith('elli up: '))?.slice('elli up: '.length) ?? lines.slice(-5).join('\n')
      throw new CommandError(`the cluster did not start: ${complaint}\nThe whole story is in ${log}`)
    }
    await host.clock.sleep(20, never)
  }
}
