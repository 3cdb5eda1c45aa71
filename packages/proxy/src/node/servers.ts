/** Small HTTP servers of the proxy: health for load balancers and probes, metrics for people. They end with their task group. */
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { TaskGroup } from '@elli/host/tasks'
import type { ProxyHealth } from '../health.ts'
import type { ProxyMetrics } from './metrics.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** Resolves when it listens; rejects when the port cannot be had. */
export async function serveHttp(
  where: { address: string; port: number },
  handler: Handler,
  tasks: TaskGroup,
): Promise<void> {
  const server = createServer(handler)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(where.port, where.address, () => {
      server.off('error', reject)
      resolve()
    })
  })
  tasks.start(
    (signal) =>
      new Promise<void>((resolve, reject) => {
        server.on('error', reject)
        const stop = (): void => {
          server.close(() => resolve())
          server.closeAllConnections()
        }
        if (signal.aborted) stop()
        else signal.addEventListener('abort', stop, { once: true })
      }),
  )
}

export function healthHandler(health: ProxyHealth, metrics: ProxyMetrics | undefined): Handler {
  return (request, response) => {
    const what = pathOf(request)
    if (what !== '/healthz' && what !== '/livez') return notFound(response)
    const { code, body } = what === '/healthz' ? health.healthz() : health.livez()
    metrics?.healthAnswered(what === '/healthz' ? 'healthz' : 'livez', code)
    answerJson(response, code, body)
  }
}

export function metricsHandler(metrics: ProxyMetrics | undefined): Handler {
  return (request, response) => {
    switch (pathOf(request)) {
      case '/healthz':
        return void response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('ok')
      case '/proxyMode':
        return void response
          .writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' })
          .end('nftables')
      case '/metrics':
        if (metrics === undefined) return notFound(response)
        return void metrics.text().then(
          (text) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text),
          (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
        )
      default:
        return notFound(response)
    }
  }
}

export function answerJson(response: ServerResponse, code: number, body: string): void {
  response.writeHead(code, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' }).end(body)
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/'
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('404 page not found\n')
}
