/**
 * The paths that stream: /exec, /attach, /portForward, and /run which only answers.
 * In: an authorized request. Out: the caller joined with the runtime. Elsewhere: carrying the bytes (./streaming.ts).
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Pod } from '@elli/api/core/v1'
import { nameOf, namespaceOf, uidOf } from '../../pods/identity.ts'
import {
  execOverWebSocket,
  isWebSocket,
  passThrough,
  portForwardOverWebSocket,
  refuseUpgrade,
  type ExecOptions,
  type UpgradeInput,
} from './streaming.ts'
import { plain, type ServerDeps } from './parts.ts'

export const wantsStream = (url: URL): boolean => /^\/(?:exec|attach|portForward)\//.test(url.pathname)

interface Target {
  readonly kind: 'exec' | 'attach' | 'portForward' | 'run'
  readonly pod: Pod | undefined
  readonly podName: string
  readonly namespace: string
  readonly container: string
}

/** `/exec/{namespace}/{pod}[/{uid}]/{container}`; port-forward has no container. */
function targetOf(deps: ServerDeps, url: URL): Target | undefined {
  const [, kind, namespace = '', podName = '', ...rest] = url.pathname.split('/').map(decodeURIComponent)
  if (kind !== 'exec' && kind !== 'attach' && kind !== 'portForward' && kind !== 'run') return undefined
  const hasContainer = kind !== 'portForward'
  const uid = rest.length > (hasContainer ? 1 : 0) ? rest[0] : undefined
  const pod = deps.workers
    .pods()
    .find(
      (one) =>
        nameOf(one) === podName &&
        namespaceOf(one) === namespace &&
        (!uid || uidOf(one) === uid || isMirroredBy(deps, one, uid)),
    )
  return { kind, pod, podName, namespace, container: hasContainer ? (rest.at(-1) ?? '') : '' }
}

/** Callers know a static pod by its mirror's uid. */
const isMirroredBy = (deps: ServerDeps, pod: Pod, uid: string): boolean =>
  deps.workers.mirror(pod)?.metadata.uid === uid

async function runningContainer(deps: ServerDeps, pod: Pod, name: string): Promise<string | undefined> {
  const runtime = await deps.reader.pod(uidOf(pod), nameOf(pod), namespaceOf(pod))
  return runtime.containers.find((one) => one.name === name && one.state === 'running')?.id
}

export async function stream(deps: ServerDeps, input: UpgradeInput, url: URL): Promise<void> {
  const { socket, request } = input
  const target = targetOf(deps, url)
  if (!target || target.kind === 'run') return refuseUpgrade(socket, 404, '404 page not found\n')
  if (!deps.context.options.enableDebuggingHandlers) return refuseUpgrade(socket, 405, 'Debug endpoints are disabled.')
  const { pod } = target
  if (!pod) return refuseUpgrade(socket, 404, 'pod does not exist')
  if (target.kind === 'portForward') return portForward(deps, input, url, pod)
  const options = streamOptions(url.searchParams)
  if (!options.stdin && !options.stdout && !options.stderr) {
    return refuseUpgrade(socket, 400, 'you must specify at least 1 of stdin, stdout, stderr')
  }
  const containerId = await runningContainer(deps, pod, target.container)
  if (containerId === undefined) {
    return refuseUpgrade(socket, 500, `container not found (${JSON.stringify(target.container)})`)
  }
  const { runtime } = deps.context.cri
  const cmd = url.searchParams.getAll('command')
  const { url: streamingUrl } =
    target.kind === 'exec'
      ? await runtime.exec({ containerId, cmd, ...options, stderr: options.stderr && !options.tty })
      : await runtime.attach({ containerId, ...options, stderr: options.stderr && !options.tty })
  const destination = new URL(streamingUrl)
  if (isWebSocket(request)) await execOverWebSocket(input, destination, options)
  else passThrough(input, destination)
}

async function portForward(deps: ServerDeps, input: UpgradeInput, url: URL, pod: Pod): Promise<void> {
  const runtime = await deps.reader.pod(uidOf(pod), nameOf(pod), namespaceOf(pod))
  const sandbox = runtime.sandboxes.find(({ ready }) => ready)
  if (!sandbox)
    return refuseUpgrade(
      input.socket,
      500,
      `sandbox ID is empty, can't forward ports to pod ${JSON.stringify(nameOf(pod))}`,
    )
  const ports = url.searchParams.getAll('port').map(Number)
  if (ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65535)) {
    return refuseUpgrade(input.socket, 400, `invalid port number in ${url.search}`)
  }
  const answer = await deps.context.cri.runtime.portForward({ podSandboxId: sandbox.id, port: ports })
  const destination = new URL(answer.url)
  if (isWebSocket(input.request)) await portForwardOverWebSocket(input, destination, ports)
  else passThrough(input, destination)
}

/** The API server's own names (`stdin`) are understood beside the kubelet's (`input`). */
function streamOptions(query: URLSearchParams): ExecOptions {
  const on = (...names: string[]): boolean => names.some((name) => ['1', 'true'].includes(query.get(name) ?? ''))
  return { stdin: on('input', 'stdin'), stdout: on('output', 'stdout'), stderr: on('error', 'stderr'), tty: on('tty') }
}

/** POST /run/{namespace}/{pod}/{container}?cmd=…: runs a command and answers with what it printed. */
export async function runInContainer(
  deps: ServerDeps,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const target = targetOf(deps, url)
  if (request.method !== 'POST') return plain(response, 405, '405: Method Not Allowed')
  if (!deps.context.options.enableDebuggingHandlers) return plain(response, 405, 'Debug endpoints are disabled.')
  if (!target?.pod) return plain(response, 404, 'pod does not exist')
  const containerId = await runningContainer(deps, target.pod, target.container)
  if (containerId === undefined)
    return plain(response, 500, `container not found (${JSON.stringify(target.container)})`)
  const cmd = (url.searchParams.get('cmd') ?? '').split(' ').filter((part) => part !== '')
  const { stdout, stderr, exitCode } = await deps.context.cri.runtime.execSync({ containerId, cmd })
  const output = Buffer.concat([stdout, stderr])
  if (exitCode === 0) {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(output)
  } else plain(response, 500, `${output.toString('utf8')}\ncommand '${cmd.join(' ')}' exited with ${exitCode}`)
}
