/**
 * Keeps the objects that priority and fairness starts with: made when they are missing, put right while nobody has taken them
 * over, and taken away when they are no longer among them.
 * In: the server's reads, a way to write. Out: a hook that is done after the first round and goes on each minute.
 * @see kubernetes v1.31 pkg/registry/flowcontrol/ensurer
 */
import type { FlowSchema, PriorityLevelConfiguration } from '@elli/api/flowcontrol/v1'
import { flowschemas, prioritylevelconfigurations } from '@elli/api/flowcontrol/v1.resources'
import type { ResourceInfo } from '@elli/api/resources'
import { every } from '@elli/host/clock'
import { readAll, type Transport } from '@elli/host/wire'
import { loopbackUser } from '../authentication/well-known.ts'
import {
  autoUpdateSpecAnnotation,
  mandatoryFlowControl,
  reconciledFlowControl,
  suggestedFlowControl,
} from '../bootstrap/flow-control.ts'
import { utf8 } from '../http/body.ts'
import type { PostStartHook } from '../options.ts'
import type { Reads } from '../reads.ts'

const roundMs = 60_000

export const flowControlProducer: PostStartHook = {
  name: 'priority-and-fairness-config-producer',
  async run({ reads, transport, host, signal }) {
    const writer = transport(loopbackUser)
    await ensureFlowControl(reads, writer)
    const timer = every(host.clock, roundMs, () => {
      ensureFlowControl(reads, writer).catch((error: unknown) => {
        if (!signal.aborted)
          host.log.error('APF bootstrap ensurer ran into error, will retry later', { error: String(error) })
      })
    })
    signal.addEventListener('abort', () => timer.cancel(), { once: true })
  },
}

/** One round. Always: somebody else who writes the same at the same time is no error. */
export async function ensureFlowControl(reads: Reads, writer: Transport): Promise<void> {
  const [mandatory, suggested] = [mandatoryFlowControl(), suggestedFlowControl()]
  for (const [{ priorityLevels, flowSchemas }, must] of [
    [suggested, false],
    [mandatory, true],
  ] as const) {
    await ensure(reads, writer, prioritylevelconfigurations, priorityLevels, must)
    await ensure(reads, writer, flowschemas, flowSchemas, must)
  }
  const ours = [...mandatory.flowSchemas, ...suggested.flowSchemas]
  const ourLevels = [...mandatory.priorityLevels, ...suggested.priorityLevels]
  await removeOld(reads, writer, flowschemas, ours)
  await removeOld(reads, writer, prioritylevelconfigurations, ourLevels)
}

type Kind = FlowSchema | PriorityLevelConfiguration

async function ensure<T extends Kind>(
  reads: Reads,
  writer: Transport,
  resource: ResourceInfo<T>,
  wanted: readonly T[],
  mandatory: boolean,
): Promise<void> {
  for (const object of wanted) {
    const existing = reads.get(resource, undefined, object.metadata.name ?? '')
    const write = reconciledFlowControl(existing, object, mandatory)
    if (write === undefined) continue
    if (existing === undefined) await send(writer, 'POST', pathOf(resource), write, [409])
    else await send(writer, 'PUT', pathOf(resource, write), write, [404, 409])
  }
}

/** Objects that an older version began with, and that nobody has taken over. */
async function removeOld<T extends Kind>(
  reads: Reads,
  writer: Transport,
  resource: ResourceInfo<T>,
  ours: readonly Kind[],
): Promise<void> {
  const names = new Set(ours.map(({ metadata }) => metadata.name))
  for (const object of reads.list(resource)) {
    const { name, annotations, uid, resourceVersion } = object.metadata
    if (names.has(name) || annotations?.[autoUpdateSpecAnnotation] !== 'true') continue
    const preconditions = { uid, resourceVersion }
    await send(writer, 'DELETE', pathOf(resource, object), { preconditions }, [404, 409])
  }
}

function pathOf<T extends Kind>({ group, version, resource }: ResourceInfo<T>, object?: Kind): string {
  const all = `/apis/${group}/${version}/${resource}`
  return object === undefined ? all : `${all}/${object.metadata.name ?? ''}`
}

async function send(
  writer: Transport,
  method: string,
  path: string,
  body: object,
  lost: readonly number[],
): Promise<void> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const answer = await writer.send({ method, path, headers, body: utf8(JSON.stringify(body)) })
  const text = (await readAll(answer.body)).toString('utf8')
  if (answer.status >= 300 && !lost.includes(answer.status)) throw new Error(`${method} ${path}: ${text}`)
}
