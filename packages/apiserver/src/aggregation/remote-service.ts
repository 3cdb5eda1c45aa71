/**
 * One APIService whose group version another server answers for: is it there, what does it serve, and the way to it.
 * In: the object, read anew each time. Out: the condition Available; resources and documents for discovery and OpenAPI.
 * Always: five tries at once, of which one must succeed, each at most five seconds long; what was known of a server stays known
 * while it cannot be asked.
 * @see kube-aggregator pkg/controllers/status/remote, pkg/apiserver/handler_discovery.go
 */
import type { APIService } from '@elli/api/apiregistration/v1'
import { decodeAnyJson } from '@elli/api/schema/decodeJson'
import { withTimeout } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { readAll, type Transport, type WireResponse } from '@elli/host/wire'
import { isJsonObject } from '@elli/machinery/json'
import type { UserInfo } from '../authentication/authenticator.ts'
import type { DiscoveredResource } from '../discovery/contract.ts'
import type { RemoteContent } from '../openapi/documents.ts'
import type { Schema } from '../openapi/schemas.ts'
import type { Outbound } from '../outbound/outbound.ts'
import type { Available } from './availability.ts'
import { passed } from './availability.ts'
import { aggregatedAccept, fromAggregated, fromClassic, isAggregated } from './remote-discovery.ts'
import { identityHeaders } from './remote-proxy.ts'

export interface ProxyClient {
  readonly certPem: string
  readonly keyPem: string
}

export interface RemoteParts {
  readonly host: Pick<Host, 'clock'>
  readonly outbound: Pick<Outbound, 'transport'>
  /** `--proxy-client-cert-file` and `--proxy-client-key-file`, as they are now. */
  proxyClient(): ProxyClient | undefined
}

const attempts = 5
const patienceMs = 5_000
const aggregator: UserInfo = { name: 'system:kube-aggregator', groups: ['system:masters'] }
const documenter: UserInfo = { name: 'system:aggregator', groups: ['system:masters'] }

export class RemoteService {
  readonly #parts: RemoteParts

  constructor(parts: RemoteParts) {
    this.#parts = parts
  }

  /** @param careless a server's certificate is not looked at: for questions whose answers nobody relies on */
  transport({ spec }: APIService, careless = false): Transport {
    const { namespace = '', name = '', port = 443 } = spec.service ?? {}
    const client = this.#parts.proxyClient()
    return this.#parts.outbound.transport({
      service: { namespace, name, port },
      timeoutMs: patienceMs,
      ...(careless || spec.insecureSkipTLSVerify === true ? { insecure: true } : {}),
      ...(!careless && spec.caBundle ? { caBundle: spec.caBundle } : {}),
      ...(client === undefined ? {} : { clientCertPem: client.certPem, clientKeyPem: client.keyPem }),
    })
  }

  /** Asks for the version's own document. */
  async check(service: APIService, signal: AbortSignal): Promise<Available> {
    const { namespace = '', name = '', port = 443 } = service.spec.service ?? {}
    const path = versionPath(service)
    const url = `https://${name}.${namespace}.svc:${port}${path}`
    const transport = this.transport(service, true)
    const one = async (): Promise<void> => {
      const answer = await this.#get(transport, path, 'application/json', aggregator, signal)
      if (answer.status < 200 || answer.status >= 300) throw new Error(`bad status from ${url}: ${answer.status}`)
    }
    try {
      await Promise.any(Array.from({ length: attempts }, one))
      return passed
    } catch (error) {
      const last: unknown = error instanceof AggregateError ? error.errors.at(-1) : error
      const message = `failing or missing response from ${url}: ${messageOf(last)}`
      return { status: 'False', reason: 'FailedDiscoveryCheck', message }
    }
  }

  /** What it serves of the APIService's group version. @throws Error when it cannot be told */
  async resources(service: APIService, signal: AbortSignal): Promise<DiscoveredResource[]> {
    const { group = '', version = '' } = service.spec
    const transport = this.transport(service)
    const all = await this.#get(transport, '/apis', aggregatedAccept, aggregator, signal)
    if (all.status === 503) throw new Error(`the service answered with ${all.status}`)
    if (all.status === 200 && isAggregated(all.headers['content-type']))
      return fromAggregated(decodeAnyJson(all.body), group, version) ?? []
    const own = await this.#get(transport, versionPath(service), 'application/json', aggregator, signal)
    if (own.status !== 200) throw new Error(`the classic document was answered with ${own.status}`)
    return fromClassic(decodeAnyJson(own.body), group, version)
  }

  /** Its documents, as far as they are about the APIService's group version. @throws Error when it cannot be asked */
  async documents(service: APIService, signal: AbortSignal): Promise<RemoteContent> {
    const transport = this.transport(service)
    const { group = '', version = '' } = service.spec
    const two = await this.#get(transport, '/openapi/v2', 'application/json', documenter, signal)
    const three = await this.#get(transport, '/openapi/v3', 'application/json', documenter, signal)
    return {
      v2: two.status === 200 ? ownContent(decodeAnyJson(two.body), `/apis/${group}/`) : undefined,
      v3: three.status === 200 ? ownDocuments(decodeAnyJson(three.body), `apis/${group}/${version}`) : new Map(),
    }
  }

  async #get(
    transport: Transport,
    path: string,
    accept: string,
    user: UserInfo,
    signal: AbortSignal,
  ): Promise<Omit<WireResponse, 'body'> & { body: Uint8Array }> {
    const limit = withTimeout(this.#parts.host.clock, patienceMs, signal)
    const { headers, repeated } = identityHeaders(user)
    try {
      const answer = await transport.send({
        method: 'GET',
        path,
        headers: { accept, ...headers },
        repeatedHeaders: repeated,
        signal: limit.signal,
      })
      return { ...answer, body: await readAll(answer.body) }
    } finally {
      limit.done()
    }
  }
}

function versionPath({ metadata, spec }: APIService): string {
  return metadata.name === 'v1.' ? `/api/${spec.version}` : `/apis/${spec.group}/${spec.version}`
}

/** Paths below a prefix, and the definitions that they and one another mention. */
function ownContent(document: unknown, prefix: string): { paths: Schema; schemas: Schema } {
  const { paths: allPaths, definitions } = isJsonObject(document) ? document : {}
  const given = isJsonObject(definitions) ? definitions : {}
  const paths: Schema = {}
  const schemas: Schema = {}
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    else if (isJsonObject(value)) {
      const { $ref } = value
      if (typeof $ref === 'string') {
        const name = $ref.slice($ref.lastIndexOf('/') + 1)
        if (schemas[name] === undefined && given[name] !== undefined) {
          schemas[name] = given[name]
          visit(given[name])
        }
      }
      for (const item of Object.values(value)) visit(item)
    }
  }
  for (const [path, item] of Object.entries(isJsonObject(allPaths) ? allPaths : {})) {
    if (!path.startsWith(prefix)) continue
    paths[path] = item
    visit(item)
  }
  return { paths, schemas }
}

function ownDocuments(index: unknown, name: string): Map<string, { url: string }> {
  const paths = isJsonObject(index) && isJsonObject(index['paths']) ? index['paths'] : {}
  const found = paths[name]
  const url = isJsonObject(found) ? found['serverRelativeURL'] : undefined
  return new Map(typeof url === 'string' ? [[name, { url }]] : [])
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
