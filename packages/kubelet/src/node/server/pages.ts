/**
 * The pages one can simply get: pods, health, statistics, metrics, configuration.
 * Elsewhere: logs (./container-logs.ts), streams (./stream-routes.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readdir, readFile, stat } from 'node:fs/promises'
import type { Pod } from '@elli/api/core/v1'
import { isStaticPod, uidOf } from '../../pods/identity.ts'
import { resourceMetrics } from '../../server/resource-metrics.ts'
import { plain, type ServerDeps } from './parts.ts'

export async function answerPage(
  deps: ServerDeps,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { pathname } = url
  const { options } = deps.context
  const metricsPage = (text: string): void => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
    response.end(text)
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(response, 405, '405: Method Not Allowed')
  switch (pathname) {
    case '/healthz':
    case '/healthz/ping':
    case '/healthz/log':
      return plain(response, 200, 'ok')
    case '/healthz/syncloop': {
      const problem = deps.pleg.problem()
      return plain(response, problem === undefined ? 200 : 500, problem ?? 'ok')
    }
    case '/pods':
    case '/pods/':
      return json(response, podList(deps, deps.workers.pods()))
    case '/runningpods':
    case '/runningpods/':
      return json(response, runningPods(deps))
    case '/stats/summary': {
      const only = ['true', '1'].includes(url.searchParams.get('only_cpu_and_memory') ?? '')
      return json(response, await deps.stats.summary({ onlyCpuAndMemory: only }))
    }
    case '/metrics':
      refreshGauges(deps)
      return metricsPage(deps.metrics.text())
    case '/metrics/probes':
      return metricsPage(deps.proberMetrics.text())
    case '/metrics/slis':
      return metricsPage('')
    case '/metrics/resource':
    case '/metrics/cadvisor':
      return metricsPage(resourceMetrics(await deps.stats.summary({ onlyCpuAndMemory: true })))
    case '/configz':
      return json(response, { kubeletconfig: configuration(deps) })
    case '/debug/flags/v':
      return plain(response, 405, 'only PUT is allowed')
    default:
  }
  if (pathname === '/logs' || pathname.startsWith('/logs/')) {
    if (!options.enableDebuggingHandlers) return plain(response, 405, 'Debug endpoints are disabled.')
    return serveFiles(response, '/var/log', pathname.slice('/logs'.length))
  }
  plain(response, 404, '404 page not found\n')
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

function podList(deps: ServerDeps, pods: readonly Pod[]) {
  return {
    kind: 'PodList',
    apiVersion: 'v1',
    metadata: {},
    items: pods.map((pod) => {
      const status = deps.statuses.get(uidOf(pod)) ?? pod.status
      return { ...pod, kind: undefined, apiVersion: undefined, ...(status && { status }) }
    }),
  }
}

function runningPods(deps: ServerDeps) {
  const items = [...deps.pleg.outlines().values()]
    .map(({ uid, name, namespace, containers }) => ({
      metadata: { name, namespace, uid },
      spec: {
        containers: [...containers.values()]
          .filter(({ state }) => state === 'running')
          .map((container) => ({ name: container.name, resources: {} })),
      },
      status: {},
    }))
    .filter(({ spec }) => spec.containers.length > 0)
  return { kind: 'PodList', apiVersion: 'v1', metadata: {}, items }
}

function refreshGauges({ metrics, pleg, workers }: ServerDeps): void {
  const counts = { created: 0, running: 0, exited: 0, unknown: 0 }
  let pods = 0
  for (const { sandboxes, containers } of pleg.outlines().values()) {
    if ([...sandboxes.values()].includes('ready')) pods++
    for (const { state } of containers.values()) counts[state]++
  }
  metrics.set('kubelet_running_pods', pods)
  for (const [state, count] of Object.entries(counts))
    metrics.set('kubelet_running_containers', count, { container_state: state })
  const active = workers.active()
  metrics.set('kubelet_active_pods', active.filter(isStaticPod).length, { static: 'true' })
  metrics.set('kubelet_active_pods', active.filter((pod) => !isStaticPod(pod)).length, { static: 'false' })
}

/** The options in the words of KubeletConfiguration. */
function configuration({ context: { options } }: ServerDeps): Record<string, unknown> {
  return {
    address: options.address,
    port: options.port,
    healthzPort: options.healthzPort,
    staticPodPath: options.staticPodPath,
    clusterDNS: options.clusterDNS,
    clusterDomain: options.clusterDomain,
    resolvConf: options.resolvConf,
    maxPods: options.maxPods,
    podsPerCore: options.podsPerCore,
    podPidsLimit: options.podPidsLimit,
    cgroupRoot: options.cgroupRoot,
    cgroupDriver: options.cgroupDriver,
    cgroupsPerQOS: options.cgroupsPerQOS,
    evictionHard: options.evictionHard,
    evictionSoft: options.evictionSoft,
    evictionPressureTransitionPeriod: `${options.evictionPressureTransitionSeconds}s`,
    kubeReserved: options.kubeReserved,
    systemReserved: options.systemReserved,
    serializeImagePulls: options.serializeImagePulls,
    containerLogMaxSize: String(options.containerLogMaxBytes),
    containerLogMaxFiles: options.containerLogMaxFiles,
    imageGCHighThresholdPercent: options.imageGCHighThresholdPercent,
    imageGCLowThresholdPercent: options.imageGCLowThresholdPercent,
    imageMinimumGCAge: `${options.imageMinimumGCAgeSeconds}s`,
    nodeStatusUpdateFrequency: `${options.nodeStatusUpdateSeconds}s`,
    nodeStatusReportFrequency: `${options.nodeStatusReportSeconds}s`,
    nodeLeaseDurationSeconds: options.nodeLeaseSeconds,
    nodeStatusMaxImages: options.nodeStatusMaxImages,
    syncFrequency: `${options.syncSeconds}s`,
    fileCheckFrequency: `${options.fileCheckSeconds}s`,
    enableDebuggingHandlers: options.enableDebuggingHandlers,
    authentication: {
      anonymous: { enabled: options.anonymousAuth },
      webhook: { enabled: options.webhookAuthentication },
    },
    authorization: { mode: options.authorizationMode },
    seccompDefault: options.seccompDefault,
    allowedUnsafeSysctls: options.allowedUnsafeSysctls,
    podLogsDir: options.podLogsDir,
    containerRuntimeEndpoint: options.criEndpoint,
  }
}

async function serveFiles(response: ServerResponse, root: string, encoded: string): Promise<void> {
  const parts = decodeURIComponent(encoded)
    .split('/')
    .filter((part) => part !== '')
  if (parts.includes('..')) return plain(response, 400, 'invalid path')
  const path = [root, ...parts].join('/')
  const found = await stat(path).catch(() => undefined)
  if (!found) return plain(response, 404, '404 page not found\n')
  if (!found.isDirectory()) {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(await readFile(path))
    return
  }
  const entries = await readdir(path, { withFileTypes: true })
  const links = entries.map((entry) => {
    const name = `${entry.name}${entry.isDirectory() ? '/' : ''}`
    return `<a href="${encodeURI(name)}">${name.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</a>`
  })
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  response.end(`<pre>\n${links.join('\n')}\n</pre>\n`)
}
