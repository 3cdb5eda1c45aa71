/**
 * healthCheckNodePorts: one small HTTP server per Service with external policy Local, which tells balancers whether this node has endpoints.
 * In: the wanted ports after each run. Always: a port that cannot be had is reported once and tried again when it is still wanted.
 */
import { type Server, createServer } from 'node:http'
import type { Service } from '@elli/api/core/v1'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import type { Host } from '@elli/host/host'
import { answerJson } from './servers.ts'

export interface ServiceHealthPort {
  namespace: string
  name: string
  port: number
  /** Ready endpoints on this node. */
  localEndpoints: number
}

export function serviceHealthPorts(
  services: readonly Service[],
  slicesOf: (service: string) => readonly EndpointSlice[],
  nodeName: string,
): ServiceHealthPort[] {
  return services.flatMap(({ metadata, spec }) => {
    const port = spec.healthCheckNodePort ?? 0
    if (spec.type !== 'LoadBalancer' || spec.externalTrafficPolicy !== 'Local' || port === 0) return []
    const { namespace = '', name = '' } = metadata
    const here = new Set<string>()
    for (const slice of slicesOf(`${namespace}/${name}`))
      for (const endpoint of slice.endpoints ?? [])
        if (endpoint.nodeName === nodeName && (endpoint.conditions?.ready ?? true))
          here.add(endpoint.addresses[0] ?? '')
    return [{ namespace, name, port, localEndpoints: here.size }]
  })
}

interface Serving {
  server: Server
  wanted: ServiceHealthPort
}

export class ServiceHealthServers {
  readonly #host: Host
  readonly #address: string
  readonly #proxyHealthy: () => boolean
  readonly #serving = new Map<number, Serving>()
  readonly #refused = new Set<number>()

  constructor(host: Host, address: string, proxyHealthy: () => boolean) {
    this.#host = host
    this.#address = address
    this.#proxyHealthy = proxyHealthy
  }

  async sync(wanted: readonly ServiceHealthPort[]): Promise<void> {
    const ports = new Map(wanted.map((service) => [service.port, service]))
    for (const [port, { server }] of this.#serving) {
      if (ports.has(port)) continue
      this.#serving.delete(port)
      await closed(server)
    }
    for (const [port, service] of ports) {
      const serving = this.#serving.get(port)
      if (serving) serving.wanted = service
      else await this.#open(port, service)
    }
  }

  async close(): Promise<void> {
    await this.sync([])
  }

  async #open(port: number, wanted: ServiceHealthPort): Promise<void> {
    const serving: Serving = { server: createServer((_, response) => this.#answer(serving.wanted, response)), wanted }
    try {
      await new Promise<void>((resolve, reject) => {
        serving.server.once('error', reject)
        serving.server.listen(port, this.#address, resolve)
      })
      this.#serving.set(port, serving)
      this.#refused.delete(port)
    } catch (error) {
      if (!this.#refused.has(port))
        this.#host.log.child('kube-proxy').error('health check port of a service cannot be had', {
          service: `${wanted.namespace}/${wanted.name}`,
          port,
          err: error instanceof Error ? error.message : String(error),
        })
      this.#refused.add(port)
    }
  }

  #answer({ namespace, name, localEndpoints }: ServiceHealthPort, response: Parameters<typeof answerJson>[0]): void {
    const healthy = this.#proxyHealthy()
    response.setHeader('x-load-balancing-endpoint-weight', String(localEndpoints))
    answerJson(
      response,
      localEndpoints > 0 && healthy ? 200 : 503,
      `${JSON.stringify({ service: { namespace, name }, localEndpoints, serviceProxyHealthy: healthy })}\n`,
    )
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
