/**
 * pods/proxy, services/proxy, nodes/proxy: any HTTP request carried to a pod, an endpoint or a kubelet.
 * In: a call whose path goes on behind `/proxy`. Out: the backend's answer, with links led back through the API server.
 * Always: a GET of the bare `/proxy` is redirected to `/proxy/`, so that relative links of pages work.
 */
import type { ApiObject } from '@elli/api/object'
import { readAll, type UpgradeResponse, type WireRequest, type WireResponse } from '@elli/host/wire'
import type { Random } from '@elli/host/random'
import { serviceUnavailable } from '@elli/machinery/errors'
import type { Call } from '../endpoints/call.ts'
import type { ServedEndpoints } from '../endpoints/served-endpoints.ts'
import { Bytes, emptyBody, utf8 } from '../http/body.ts'
import type { NodeTransport } from '../options.ts'
import type { Reads } from '../reads.ts'
import { answeredHeaders, forwardedHeaders } from './headers.ts'
import { rewriteLinks, rewriteLocation } from './links.ts'
import { proxyTarget, type Target } from './target.ts'

export interface ProxyParts {
  readonly reads: Reads
  readonly transport: NodeTransport
  readonly random: Random
}

const optionKinds: Readonly<Record<string, string>> = {
  pods: 'PodProxyOptions',
  services: 'ServiceProxyOptions',
  nodes: 'NodeProxyOptions',
}

interface Way {
  readonly target: Target
  /** Path and query at the backend. */
  readonly path: string
  /** What the client's path has before it. */
  readonly prefix: string
}

export async function proxyRequest(endpoints: ServedEndpoints, call: Call, parts: ProxyParts): Promise<WireResponse> {
  const { request, info } = call
  const { prefix, rest } = splitPath(info.path, info.namespace !== '' && info.resource !== 'nodes')
  if (rest === '' && !info.path.endsWith('/') && (request.method === 'GET' || request.method === 'HEAD')) {
    const query = request.path.slice(info.path.length)
    return { status: 301, headers: { location: `${info.path}/${query}` }, body: emptyBody }
  }
  const way = await wayOf(endpoints, call, parts, prefix, rest)
  const { signal, body } = request
  let answer: WireResponse
  try {
    answer = await way.target.transport.send({
      method: request.method,
      path: way.path,
      headers: { ...forwardedHeaders(request.headers, false), ...forwardedFor(request, prefix, rest) },
      ...(body === undefined || body.length === 0 ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw serviceUnavailable(`error trying to reach service: ${text}`)
  }
  return led(answer, way, prefix)
}

export async function proxyUpgrade(
  endpoints: ServedEndpoints,
  call: Call,
  parts: ProxyParts,
): Promise<UpgradeResponse> {
  const { request, info } = call
  const { prefix, rest } = splitPath(info.path, info.namespace !== '' && info.resource !== 'nodes')
  const way = await wayOf(endpoints, call, parts, prefix, rest)
  const { signal } = request
  return way.target.transport.upgrade({
    method: request.method,
    path: way.path,
    headers: forwardedHeaders(request.headers, true),
    ...(signal === undefined ? {} : { signal }),
  })
}

async function wayOf(
  endpoints: ServedEndpoints,
  call: Call,
  parts: ProxyParts,
  prefix: string,
  rest: string,
): Promise<Way> {
  const { info, request } = call
  const options = {
    apiVersion: 'v1',
    kind: optionKinds[info.resource] ?? '',
    metadata: {},
    path: rest,
  } as ApiObject
  const context = endpoints.writes.context(call, false, options, 'proxy')
  await context.admit('CONNECT', info.name, options, undefined)
  await context.validate('CONNECT', info.name, options, undefined)
  const target = await proxyTarget(info.resource, info.namespace, info.name, parts.reads, parts.transport, parts.random)
  return { target, path: `/${rest}${request.path.slice(info.path.length)}`, prefix }
}

/** The raw path cut behind `/proxy`: what belongs to the API server, and what to the backend. */
function splitPath(path: string, namespaced: boolean): { prefix: string; rest: string } {
  const segments = path.split('/')
  // `/api/v1/namespaces/ns/pods/name/proxy/…` or `/api/v1/nodes/name/proxy/…`
  const count = namespaced ? 8 : 6
  return { prefix: segments.slice(0, count).join('/'), rest: segments.slice(count).join('/') }
}

function forwardedFor(request: WireRequest, prefix: string, rest: string): Record<string, string> {
  return {
    'x-forwarded-uri': `${prefix}/${rest}`,
    'x-forwarded-host': request.headers['host'] ?? request.headers[':authority'] ?? '',
    'x-forwarded-proto': 'https',
  }
}

async function led(answer: WireResponse, way: Way, prefix: string): Promise<WireResponse> {
  const headers = answeredHeaders(answer.headers)
  const { location } = headers
  if (location !== undefined) headers['location'] = rewriteLocation(location, way.target.host, prefix)
  if (!(headers['content-type'] ?? '').startsWith('text/html') || headers['content-encoding'] !== undefined) {
    return { ...answer, headers }
  }
  const text = (await readAll(answer.body)).toString('utf8')
  const body = new Bytes([utf8(rewriteLinks(text, way.target.host, prefix))])
  return { status: answer.status, headers: { ...headers, 'content-length': String(body.length) }, body }
}
