/**
 * exec, attach, portforward: the client's upgraded connection continues at the kubelet, bytes pass unchanged both ways.
 * In: a call with upgrade headers. Out: the kubelet's answer to the upgrade.
 * Always: admission sees a CONNECT with the options before anything is opened.
 */
import type { Pod } from '@elli/api/core/v1'
import type { ApiObject } from '@elli/api/object'
import type { UpgradeResponse } from '@elli/host/wire'
import { badRequest, internalError, notFound } from '@elli/machinery/errors'
import type { Call } from '../endpoints/call.ts'
import type { ServedEndpoints } from '../endpoints/served-endpoints.ts'
import type { NodeTransport } from '../options.ts'
import type { Reads } from '../reads.ts'
import { readFresh } from '../registry/environment.ts'
import { isTrue } from '../request-info.ts'
import { containerFor } from './containers.ts'
import { forwardedHeaders } from './headers.ts'
import { hostOf, nodeAddress } from './node-address.ts'

export type StreamKind = 'exec' | 'attach' | 'portforward'

const optionKinds: Readonly<Record<StreamKind, string>> = {
  exec: 'PodExecOptions',
  attach: 'PodAttachOptions',
  portforward: 'PodPortForwardOptions',
}

export function isStreamKind(subresource: string): subresource is StreamKind {
  return subresource in optionKinds
}

export async function openStream(
  pods: ServedEndpoints,
  call: Call,
  kind: StreamKind,
  reads: Reads,
  transport: NodeTransport,
): Promise<UpgradeResponse> {
  const { namespace, name, query } = call.info
  const entry = await readFresh(pods.env, pods.served.kind, namespace, name)
  if (entry === undefined) throw notFound({ group: '', resource: 'pods' }, name)
  const pod = pods.env.hot.object(entry) as Pod
  const options = connectOptions(kind, query)
  const context = pods.writes.context(call, false, options, kind)
  await context.admit('CONNECT', name, options, undefined)
  await context.validate('CONNECT', name, options, undefined)
  const path = kubeletPath(kind, pod, query)
  const node = await nodeAddress(reads, hostOf(pod))
  const { signal } = call.request
  try {
    return await transport.kubelet(node).upgrade({
      method: call.request.method,
      path,
      headers: forwardedHeaders(call.request.headers, true),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw internalError(new Error(`error dialing backend: ${text}`))
  }
}

function connectOptions(kind: StreamKind, query: URLSearchParams): ApiObject {
  const head = { apiVersion: 'v1', kind: optionKinds[kind], metadata: {} }
  if (kind === 'portforward') return { ...head, ports: query.getAll('ports').map(Number) } as ApiObject
  const streams = {
    stdin: isTrue(query.get('stdin')),
    stdout: isTrue(query.get('stdout')),
    stderr: isTrue(query.get('stderr')),
    tty: isTrue(query.get('tty')),
    ...(query.get('container') ? { container: query.get('container') } : {}),
  }
  return { ...head, ...streams, ...(kind === 'exec' ? { command: query.getAll('command') } : {}) } as ApiObject
}

function kubeletPath(kind: StreamKind, pod: Pod, query: URLSearchParams): string {
  const { namespace = '', name = '' } = pod.metadata
  const out = new URLSearchParams()
  if (kind === 'portforward') {
    for (const ports of query.getAll('ports')) for (const port of ports.split(',')) out.append('port', port)
    const text = out.toString()
    return `/portForward/${namespace}/${name}${text === '' ? '' : `?${text}`}`
  }
  const container = containerFor(pod, query.get('container') ?? '')
  const flags = [
    ['stdin', 'input'],
    ['stdout', 'output'],
    ['stderr', 'error'],
    ['tty', 'tty'],
  ] as const
  for (const [asked, sent] of flags) if (isTrue(query.get(asked))) out.set(sent, '1')
  if (!out.has('input') && !out.has('output') && !out.has('error')) {
    throw badRequest('you must specify at least 1 of stdin, stdout, stderr')
  }
  for (const word of query.getAll('command')) out.append('command', word)
  return `/${kind}/${namespace}/${name}/${container}?${out.toString()}`
}
