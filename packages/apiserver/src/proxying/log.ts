/**
 * pods/log: a container's output from the kubelet that runs it, passed through as it comes.
 * In: PodLogOptions in the query. Out: text, or upstream's refusals.
 */
import type { Pod } from '@elli/api/core/v1'
import type { Transport, WireResponse } from '@elli/host/wire'
import { readAll } from '@elli/host/wire'
import { badRequest, genericResponse, internalError, invalid, notFound } from '@elli/machinery/errors'
import { at, forbidden, invalid as invalidField, type FieldError } from '@elli/machinery/field'
import type { Call } from '../endpoints/call.ts'
import type { ServedEndpoints } from '../endpoints/served-endpoints.ts'
import { emptyBody } from '../http/body.ts'
import type { NodeTransport } from '../options.ts'
import type { Reads } from '../reads.ts'
import { readFresh } from '../registry/environment.ts'
import { isTrue } from '../request-info.ts'
import { containerFor } from './containers.ts'
import { nodeAddress } from './node-address.ts'

export async function podLog(
  pods: ServedEndpoints,
  call: Call,
  reads: Reads,
  transport: NodeTransport,
): Promise<WireResponse> {
  const { namespace, name, query } = call.info
  const entry = await readFresh(pods.env, pods.served.kind, namespace, name)
  if (entry === undefined) throw notFound({ group: '', resource: 'pods' }, name)
  const pod = pods.env.hot.object(entry) as Pod
  const wanted = logQuery(query, name)
  const container = containerFor(pod, query.get('container') ?? '')
  const headers = { 'content-type': 'text/plain' }
  // Nobody runs it yet, so it has said nothing.
  if (!pod.spec.nodeName) return { status: 200, headers, body: emptyBody }
  const node = await nodeAddress(reads, pod.spec.nodeName)
  const path = `/containerLogs/${namespace}/${name}/${container}${wanted}`
  const answer = await sendTo(transport.kubelet(node), call, path, node.host)
  if (answer.status < 200 || answer.status > 206) throw await refusal(answer, name)
  return { status: 200, headers, body: answer.body }
}

async function sendTo(kubelet: Transport, call: Call, path: string, host: string): Promise<WireResponse> {
  const { signal } = call.request
  try {
    return await kubelet.send({ method: 'GET', path, headers: {}, ...(signal === undefined ? {} : { signal }) })
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    throw internalError(new Error(`Get "https://${host}${path}": ${text}`))
  }
}

async function refusal(answer: WireResponse, name: string): Promise<Error> {
  const text = (await readAll(answer.body)).toString('utf8')
  if (answer.status === 500) return internalError(new Error(text))
  if (answer.status === 400) return badRequest(text)
  return genericResponse({
    code: answer.status,
    verb: '',
    resource: { group: '', resource: 'pods/log' },
    name,
    serverMessage: text,
    unexpected: false,
  })
}

const numbers = ['tailLines', 'limitBytes', 'sinceSeconds'] as const

/** Checks the options and writes them for the kubelet. */
function logQuery(query: URLSearchParams, name: string): string {
  const out = new URLSearchParams()
  const errors: FieldError[] = []
  for (const option of ['follow', 'previous', 'timestamps']) if (isTrue(query.get(option))) out.set(option, 'true')
  for (const option of numbers) {
    const text = query.get(option)
    if (text === null || text === '') continue
    if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`)
    const value = Number(text)
    if (option === 'tailLines' && value < 0)
      errors.push(invalidField(at(option), value, 'must be greater than or equal to 0'))
    if (option !== 'tailLines' && value < 1) errors.push(invalidField(at(option), value, 'must be greater than 0'))
    out.set(option, text)
  }
  const since = query.get('sinceTime')
  if (since) {
    if (query.get('sinceSeconds')) {
      errors.push(forbidden(at('sinceSeconds'), 'at most one of `sinceTime` or `sinceSeconds` may be specified'))
    }
    out.set('sinceTime', since)
  }
  if (errors.length > 0) throw invalid({ group: '', kind: 'PodLogOptions' }, name, errors)
  const text = out.toString()
  return text === '' ? '' : `?${text}`
}
