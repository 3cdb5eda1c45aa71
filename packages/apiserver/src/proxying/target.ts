/**
 * What a proxy request is about: `[scheme:]name[:port]` of a pod, service or node, as an address to send to.
 * @see kubernetes pkg/registry/core/{pod,service,node}/strategy and storage
 */
import type { Endpoints, Pod, Service } from '@elli/api/core/v1'
import { endpoints, pods, services } from '@elli/api/core/v1.resources'
import type { Random } from '@elli/host/random'
import type { Transport } from '@elli/host/wire'
import { badRequest, notFound, serviceUnavailable } from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'
import type { NodeTransport } from '../options.ts'
import type { Reads } from '../reads.ts'
import { nodeAddress } from './node-address.ts'

export interface Target {
  readonly transport: Transport
  readonly host: string
}

interface SchemeNamePort {
  readonly scheme: '' | 'http' | 'https'
  readonly name: string
  readonly port: string
}

/** `https:web:443`, `web:80`, `web`; undefined for anything else. */
export function splitSchemeNamePort(id: string): SchemeNamePort | undefined {
  const parts = id.split(':')
  const [first = '', second = '', third = ''] = parts
  if (parts.length === 1 && first !== '') return { scheme: '', name: first, port: '' }
  if (parts.length === 2 && first !== '') return { scheme: '', name: first, port: second }
  if (parts.length === 3 && second !== '' && (first === '' || first === 'http' || first === 'https'))
    return { scheme: first, name: second, port: third }
  return undefined
}

export async function proxyTarget(
  resource: string,
  namespace: string,
  id: string,
  reads: Reads,
  transport: NodeTransport,
  random: Random,
): Promise<Target> {
  switch (resource) {
    case 'pods':
      return podTarget(namespace, id, reads, transport)
    case 'services':
      return serviceTarget(namespace, id, reads, transport, random)
    default:
      return nodeTarget(id, reads, transport)
  }
}

async function nodeTarget(id: string, reads: Reads, transport: NodeTransport): Promise<Target> {
  const parts = splitSchemeNamePort(id)
  if (parts === undefined) throw badRequest(`invalid node request ${goQuote(id)}`)
  const node = await nodeAddress(reads, parts.name)
  if (parts.port === '' || Number(parts.port) === node.port) {
    return { transport: transport.kubelet(node), host: `${node.host}:${node.port}` }
  }
  const scheme = parts.scheme === '' ? 'http' : parts.scheme
  return { transport: transport.direct(scheme, node.host, Number(parts.port)), host: `${node.host}:${parts.port}` }
}

async function podTarget(namespace: string, id: string, reads: Reads, transport: NodeTransport): Promise<Target> {
  const parts = splitSchemeNamePort(id)
  if (parts === undefined) throw badRequest(`invalid pod request ${goQuote(id)}`)
  const pod = await reads.getFresh<Pod>(pods, namespace, parts.name)
  if (pod === undefined) throw notFound({ group: '', resource: 'pods' }, parts.name)
  const ip = pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP ?? ''
  if (ip === '') throw badRequest('address not allowed')
  const declared = pod.spec.containers.flatMap((container) => container.ports ?? [])[0]?.containerPort
  const scheme = parts.scheme === '' ? 'http' : parts.scheme
  const port = parts.port !== '' ? Number(parts.port) : (declared ?? (scheme === 'https' ? 443 : 80))
  return { transport: transport.direct(scheme, ip, port), host: `${ip}:${port}` }
}

async function serviceTarget(
  namespace: string,
  id: string,
  reads: Reads,
  transport: NodeTransport,
  random: Random,
): Promise<Target> {
  const parts = splitSchemeNamePort(id)
  if (parts === undefined) throw badRequest(`invalid service request ${goQuote(id)}`)
  let portName = parts.port
  if (/^\d+$/.test(parts.port)) {
    const service = await reads.getFresh<Service>(services, namespace, parts.name)
    if (service === undefined) throw notFound({ group: '', resource: 'services' }, parts.name)
    const port = (service.spec.ports ?? []).find((item) => item.port === Number(parts.port))
    if (port === undefined)
      throw serviceUnavailable(`no service port ${parts.port} found for service ${goQuote(parts.name)}`)
    portName = port.name ?? ''
  }
  const found = await reads.getFresh<Endpoints>(endpoints, namespace, parts.name)
  if (found === undefined) throw notFound({ group: '', resource: 'endpoints' }, parts.name)
  const subsets = found.subsets ?? []
  if (subsets.length === 0) throw serviceUnavailable(`no endpoints available for service ${goQuote(parts.name)}`)
  const choices = subsets.flatMap((subset) => {
    const port = (subset.ports ?? []).find((item) => (item.name ?? '') === portName)
    return port === undefined ? [] : (subset.addresses ?? []).map((address) => ({ ip: address.ip, port: port.port }))
  })
  const choice = choices[choices.length === 0 ? 0 : random.below(choices.length)]
  if (choice === undefined) throw serviceUnavailable(`no endpoints available for service ${goQuote(id)}`)
  const scheme = parts.scheme === '' ? 'http' : parts.scheme
  return { transport: transport.direct(scheme, choice.ip, choice.port), host: `${choice.ip}:${choice.port}` }
}
