/**
 * Connections for probes and lifecycle hooks: HTTP(S) without trust checks, TCP, gRPC health.
 * Always: every attempt ends within its time; texts are those of Go's net/http, which users and tests read in events.
 */
import * as http from 'node:http'
import * as https from 'node:https'
import * as net from 'node:net'
import * as grpc from '@grpc/grpc-js'
import { goDuration } from '../pods/go-duration.ts'
import { defineMessages } from '../cri/proto.ts'
import type { HttpProbe, ProbeOutcome, ProbeTransport } from '../probes/prober.ts'

const maxBody = 10 * 1024
const maxRedirects = 10

export function probeTransport(): ProbeTransport {
  return { http: (request, signal) => httpProbe(request, signal), tcp: tcpProbe, grpc: grpcProbe }
}

interface Answer {
  status: number
  body: string
  location: string | undefined
}

async function httpProbe(request: HttpProbe, signal: AbortSignal): Promise<ProbeOutcome> {
  const authority = request.host.includes(':') ? `[${request.host}]` : request.host
  const first = `${request.scheme}://${authority}:${request.port}${request.path}`
  const limit = AbortSignal.any([signal, AbortSignal.timeout(request.timeoutMs)])
  let url = first
  for (let redirects = 0; ; redirects++) {
    let answer: Answer
    try {
      answer = await getOnce(url, request.headers, limit)
    } catch (error) {
      signal.throwIfAborted()
      return { result: 'failure', output: `Get ${JSON.stringify(first)}: ${goNetError(error, request, limit)}` }
    }
    const { status, body, location } = answer
    if (status >= 300 && status < 400 && location !== undefined) {
      const next = new URL(location, url)
      if (next.hostname !== new URL(first).hostname) {
        return { result: 'warning', output: 'Probe terminated redirects, Response body: ' + body }
      }
      if (redirects >= maxRedirects) {
        return { result: 'failure', output: `Get ${JSON.stringify(location)}: stopped after 10 redirects` }
      }
      url = next.toString()
      continue
    }
    if (status >= 200 && status < 400) return { result: 'success', output: body }
    return { result: 'failure', output: `HTTP probe failed with statuscode: ${status}` }
  }
}

function getOnce(url: string, headers: readonly (readonly [string, string])[], signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const secure = url.startsWith('https:')
    const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1]
    const options: https.RequestOptions = {
      method: 'GET',
      headers: { ...Object.fromEntries(headers), ...(host !== undefined && { host }), connection: 'close' },
      signal,
      agent: false,
      ...(secure && { rejectUnauthorized: false }),
    }
    const request = (secure ? https : http).request(url, options, (response) => {
      let body = ''
      response.setEncoding('utf8')
      const finish = (): void => {
        response.destroy()
        resolve({ status: response.statusCode ?? 0, body: body.slice(0, maxBody), location: response.headers.location })
      }
      response.on('data', (chunk: string) => {
        body += chunk
        if (body.length >= maxBody) finish()
      })
      response.on('end', finish)
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end()
  })
}

function goNetError(error: unknown, { host, port }: { host: string; port: number }, limit: AbortSignal): string {
  if (limit.aborted) return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  const code = (error as NodeJS.ErrnoException | null)?.code ?? ''
  const texts: Readonly<Record<string, string>> = {
    ECONNREFUSED: `dial tcp ${address}: connect: connection refused`,
    EHOSTUNREACH: `dial tcp ${address}: connect: no route to host`,
    ENETUNREACH: `dial tcp ${address}: connect: network is unreachable`,
    ECONNRESET: `read tcp ${address}: read: connection reset by peer`,
    HPE_INVALID_CONSTANT: 'malformed HTTP response',
    EPROTO: 'http: server gave HTTP response to HTTPS client',
  }
  return texts[code] ?? (error instanceof Error ? error.message : String(error))
}

function tcpProbe(host: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<ProbeOutcome> {
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const socket = net.connect({ host, port, signal: limit })
    socket.once('connect', () => {
      socket.destroy()
      resolve({ result: 'success', output: '' })
    })
    socket.once('error', (error) => {
      socket.destroy()
      if (signal.aborted) reject(error)
      else if (limit.aborted) resolve({ result: 'failure', output: `dial tcp ${host}:${port}: i/o timeout` })
      else resolve({ result: 'failure', output: goNetError(error, { host, port }, limit) })
    })
  })
}

interface HealthMessages {
  HealthCheckRequest: { service: string }
  HealthCheckResponse: { status: 'UNKNOWN' | 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN' }
}

const health = defineMessages<HealthMessages>(
  { HealthCheckRequest: 'service:1 string', HealthCheckResponse: 'status:1 ServingStatus' },
  { ServingStatus: ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] },
)

function grpcProbe(
  host: string,
  port: number,
  service: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const address = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
  const client = new grpc.Client(address, grpc.credentials.createInsecure(), {
    'grpc.primary_user_agent': 'kube-probe/1.31',
    'grpc.enable_retries': 0,
  })
  const deadline = new Date(Date.now() + timeoutMs)
  return new Promise<ProbeOutcome>((resolve, reject) => {
    const fail = (output: string): void => resolve({ result: 'failure', output })
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    client.waitForReady(deadline, (notReady) => {
      if (notReady) {
        fail(
          `timeout: failed to connect service ${JSON.stringify(address)} within ${goDuration(timeoutMs)}: context deadline exceeded`,
        )
        return
      }
      client.makeUnaryRequest(
        '/grpc.health.v1.Health/Check',
        (value: { service: string }) => health.HealthCheckRequest.encode(value),
        (bytes: Buffer) => health.HealthCheckResponse.decode(bytes),
        { service },
        new grpc.Metadata(),
        { deadline },
        (error, response) => {
          if (error?.code === grpc.status.UNIMPLEMENTED) {
            fail(
              'error: this server does not implement the grpc health protocol (grpc.health.v1.Health): ' +
                error.details,
            )
          } else if (error?.code === grpc.status.DEADLINE_EXCEEDED) {
            fail(`timeout: health rpc did not complete within ${goDuration(timeoutMs)}`)
          } else if (error) fail(`error: health rpc probe failed: ${error.message}`)
          else if (response?.status !== 'SERVING') {
            fail(`service unhealthy (responded with ${JSON.stringify(response?.status ?? 'UNKNOWN')})`)
          } else resolve({ result: 'success', output: 'service healthy' })
        },
      )
    })
  }).finally(() => client.close())
}
