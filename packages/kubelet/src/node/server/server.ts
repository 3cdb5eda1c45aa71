/**
 * The kubelet's HTTP servers: 10250 with TLS, authentication and authorization; 10248 with /healthz on loopback.
 * In: the running kubelet's parts. Out: a running server. Always: every request but none is authenticated first; upgrades too.
 * Elsewhere: who may what (./authenticate.ts), logs (./container-logs.ts), streams (./streaming.ts), pages (./pages.ts).
 */
import * as http from 'node:http'
import * as https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { attributesOf, forbiddenText } from '../../server/attributes.ts'
import { guard } from './authenticate.ts'
import { answerContainerLogs } from './container-logs.ts'
import { answerPage } from './pages.ts'
import { plain, type ServerDeps } from './parts.ts'
import { refuseUpgrade } from './streaming.ts'
import { runInContainer, stream, wantsStream } from './stream-routes.ts'

export interface KubeletServer {
  readonly port: number
  close(): Promise<void>
}

export async function startKubeletServer(deps: ServerDeps): Promise<KubeletServer> {
  const { options, host, client } = deps.context
  const guarded = guard({
    host,
    client,
    nodeName: options.nodeName,
    anonymous: options.anonymousAuth,
    webhook: options.webhookAuthentication,
    authorization: options.authorizationMode,
  })
  const sockets = new Set<Duplex>()

  /** undefined when the request may go on; else status and text of the refusal. */
  const refusal = async (request: http.IncomingMessage, path: string): Promise<[number, string] | undefined> => {
    try {
      const caller = await guarded.authenticate(request)
      if (!caller) return [401, 'Unauthorized']
      const attributes = attributesOf(request.method ?? 'GET', path)
      if (await guarded.authorize(caller, attributes)) return undefined
      return [403, forbiddenText(caller.name, attributes)]
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      host.log.error('cannot authenticate or authorize a request', { path, error: text })
      return [500, `Authorization error (${text})`]
    }
  }

  const onRequest = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://kubelet')
    void (async () => {
      const refused = await refusal(request, url.pathname)
      if (refused) return plain(response, ...refused)
      deps.metrics.count('kubelet_http_requests_total', {
        method: request.method ?? '',
        path: firstPart(url.pathname),
        server_type: 'readwrite',
      })
      if (await answerContainerLogs(deps, request, response, url)) return
      if (url.pathname.startsWith('/run/')) return runInContainer(deps, request, response, url)
      if (wantsStream(url)) return plain(response, 400, 'Upgrade request required')
      await answerPage(deps, request, response, url)
    })().catch((error: unknown) => {
      host.log.error('a request failed', { path: url.pathname, error })
      if (response.headersSent) response.destroy()
      else plain(response, 500, error instanceof Error ? error.message : String(error))
    })
  }

  const onUpgrade = (request: http.IncomingMessage, socket: Duplex, head: Buffer): void => {
    const url = new URL(request.url ?? '/', 'http://kubelet')
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    void (async () => {
      const refused = await refusal(request, url.pathname)
      if (refused) return refuseUpgrade(socket, ...refused)
      await stream(deps, { request, socket, head }, url)
    })().catch((error: unknown) => {
      host.log.warn('a stream failed', { path: url.pathname, error })
      if (!socket.destroyed) refuseUpgrade(socket, 500, error instanceof Error ? error.message : String(error))
    })
  }

  const { tls, clientCA } = options
  if (!tls && client) throw new Error('the kubelet needs a serving certificate: set tls.cert and tls.key')
  const server = tls
    ? https.createServer({
        cert: tls.cert,
        key: tls.key,
        minVersion: 'TLSv1.2',
        // Without a certificate of ours a caller may still bring a token.
        requestCert: clientCA !== undefined,
        rejectUnauthorized: false,
        ...(clientCA !== undefined && { ca: clientCA }),
      })
    : http.createServer()
  server.on('request', onRequest)
  server.on('upgrade', onUpgrade)
  server.requestTimeout = 0
  server.timeout = 0
  await listening(server, options.port, tls ? options.address : '127.0.0.1')

  const health = options.healthzPort > 0 ? http.createServer(onHealth) : undefined
  if (health) await listening(health, options.healthzPort, '127.0.0.1')

  function onHealth(request: http.IncomingMessage, response: http.ServerResponse): void {
    const path = (request.url ?? '/').split('?', 1)[0]
    if (path === '/healthz' || path === '/healthz/ping') plain(response, 200, 'ok')
    else if (path === '/healthz/syncloop') {
      const problem = deps.pleg.problem()
      plain(response, problem === undefined ? 200 : 500, problem ?? 'ok')
    } else plain(response, 404, '404 page not found\n')
  }

  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      health?.closeAllConnections()
      await Promise.all([closed(server), health && closed(health)])
    },
  }
}

const firstPart = (path: string): string => path.split('/')[1] ?? ''

function listening(server: http.Server | https.Server, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function closed(server: http.Server | https.Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
