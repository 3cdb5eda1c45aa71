/** Connections to the outside that carry a request's trace on: each exchange is a span, and its header names it. */
import type { Transport } from '@elli/host/wire'
import type { Dial } from '../outbound/outbound.ts'
import type { Tracer } from './tracer.ts'

export function tracedDial(dial: Dial, tracer: Tracer): Dial {
  return (options) => tracedTransport(dial(options), tracer, options.serverName ?? options.host)
}

function tracedTransport(transport: Transport, tracer: Tracer, peer: string): Transport {
  return {
    async send(request) {
      const span = tracer
        .current()
        ?.child(`HTTP ${request.method}`, { 'http.method': request.method, 'net.peer.name': peer })
      if (span === undefined) return transport.send(request)
      try {
        const answer = await transport.send({ ...request, headers: { ...request.headers, ...span.headers } })
        span.set({ 'http.status_code': answer.status })
        return answer
      } catch (error) {
        span.failed(error)
        throw error
      } finally {
        span.end()
      }
    },
    upgrade: (request) => transport.upgrade(request),
    close: () => transport.close(),
  }
}
