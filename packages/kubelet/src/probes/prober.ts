/**
 * Does one probe: exec, HTTP, TCP or gRPC.
 * In: probe, container, pod address. Out: success, warning or failure with a text; a probe that could not be done throws.
 * Elsewhere: when to probe (./probe-worker.ts), the connections (../node/probe-transport.ts).
 */
import type { Container, HTTPGetAction, Probe } from '@elli/api/core/v1'
import { CriError, type CriRuntime } from '../cri/runtime.ts'
import { staticEnvironment } from '../containers/environment.ts'
import { expand } from '../containers/expansion.ts'

export interface ProbeOutcome {
  readonly result: 'success' | 'warning' | 'failure'
  readonly output: string
}

export interface HttpProbe {
  readonly scheme: 'http' | 'https'
  readonly host: string
  readonly port: number
  readonly path: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly timeoutMs: number
}

/** Connections for probes and hooks. Outcomes carry Go's texts; only what cannot even be tried rejects. */
export interface ProbeTransport {
  http(request: HttpProbe, signal: AbortSignal): Promise<ProbeOutcome>
  tcp(host: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<ProbeOutcome>
  grpc(host: string, port: number, service: string, timeoutMs: number, signal: AbortSignal): Promise<ProbeOutcome>
}

export interface ProbeSubject {
  readonly container: Container
  readonly containerId: string
  readonly podIP: string
}

const maxOutputBytes = 10 * 1024

export async function runProbe(
  probe: Probe,
  subject: ProbeSubject,
  deps: { runtime: CriRuntime; transport: ProbeTransport },
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000
  if (probe.exec) return execProbe(probe.exec.command ?? [], subject, timeoutMs, deps.runtime, signal)
  if (probe.httpGet) {
    return deps.transport.http(httpRequest(probe.httpGet, subject, timeoutMs, probeHeaders), signal)
  }
  if (probe.tcpSocket) {
    const { port, host } = probe.tcpSocket
    return deps.transport.tcp(host || subject.podIP, portOf(port, subject.container), timeoutMs, signal)
  }
  if (probe.grpc) {
    return deps.transport.grpc(subject.podIP, probe.grpc.port, probe.grpc.service ?? '', timeoutMs, signal)
  }
  throw new Error(`missing probe handler for ${subject.container.name}`)
}

const probeHeaders = [
  ['User-Agent', 'kube-probe/1.31'],
  ['Accept', '*/*'],
] as const

export function httpRequest(
  action: HTTPGetAction,
  subject: Pick<ProbeSubject, 'container' | 'podIP'>,
  timeoutMs: number,
  defaults: readonly (readonly [string, string])[],
): HttpProbe {
  const own = (action.httpHeaders ?? []).map(({ name, value }) => [name, value] as const)
  const given = new Set(own.map(([name]) => name.toLowerCase()))
  return {
    scheme: (action.scheme ?? 'HTTP') === 'HTTPS' ? 'https' : 'http',
    host: action.host || subject.podIP,
    port: portOf(action.port, subject.container),
    path: normalPath(action.path ?? '/'),
    headers: [...defaults.filter(([name]) => !given.has(name.toLowerCase())), ...own].filter(
      // An empty value is how a header is taken away.
      ([name, value]) => value !== '' || (name !== 'User-Agent' && name !== 'Accept'),
    ),
    timeoutMs,
  }
}

const normalPath = (path: string): string => (path.startsWith('/') ? path : `/${path}`)

/** @throws Error when a named port is not one of the container's */
export function portOf(port: number | string, container: Container): number {
  const named = container.ports?.find(({ name }) => name === port)?.containerPort
  const number = named ?? Number(port)
  if (!Number.isInteger(number))
    throw new Error(`couldn't find port: ${JSON.stringify(port)} in container ${container.name}`)
  if (number <= 0 || number >= 65536) throw new Error(`invalid port number: ${number}`)
  return number
}

async function execProbe(
  command: readonly string[],
  { container, containerId }: ProbeSubject,
  timeoutMs: number,
  runtime: CriRuntime,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const known = staticEnvironment(container)
  const cmd = command.map((text) => expand(text, (name) => known.get(name)))
  try {
    const { stdout, stderr, exitCode } = await runtime.execSync(
      { containerId, cmd, timeout: timeoutMs / 1000 },
      { signal, timeoutMs: timeoutMs + 120_000 },
    )
    const output = Buffer.concat([stdout, stderr]).subarray(0, maxOutputBytes).toString('utf8')
    return { result: exitCode === 0 ? 'success' : 'failure', output }
  } catch (error) {
    const timedOut =
      error instanceof CriError && (error.code === 'DeadlineExceeded' || /timeout .* exceeded/.test(error.description))
    if (!timedOut) throw error
    return { result: 'failure', output: `command ${JSON.stringify(cmd.join(' '))} timed out` }
  }
}
