/**
 * Registers this node and keeps its status in the API true.
 * In: the node as it is now. Out: create, patch of nodes/status when something changed or five minutes have passed; events.
 * Always: five tries per update; a node that was deleted is registered again. Elsewhere: the content (./node-status.ts).
 */
import type { Node, NodeStatus } from '@elli/api/core/v1'
import { nodes as nodeResource } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import type { Host } from '@elli/host/host'
import { isAlreadyExists, isNotFound } from '@elli/machinery/errors'
import { sameJson } from '../pods/same-json.ts'

export interface NodeReporterOptions {
  readonly host: Host
  readonly client: Client
  readonly nodeName: string
  readonly register: boolean
  readonly initial: Node
  readonly updateMs: number
  readonly reportMs: number
  /** The node as informers have it, if at all. */
  cached(): Node | undefined
  status(before: Node | undefined): Promise<NodeStatus>
  event(type: 'Normal' | 'Warning', reason: string, message: string): void
  /** Told after each write, with the API's answer. */
  written(node: Node): void
}

export interface NodeReporter {
  run(signal: AbortSignal): Promise<void>
  /** Looks at once, e.g. because readiness changed. */
  poke(): void
}

const tries = 5

export function nodeReporter(options: NodeReporterOptions): NodeReporter {
  const { host, client, nodeName } = options
  const resource = client.for<Node>(nodeResource)
  let wake = (): void => undefined
  let lastReport = Number.NEGATIVE_INFINITY
  let last: Node | undefined

  const register = async (signal: AbortSignal): Promise<void> => {
    let delayMs = 100
    while (!signal.aborted) {
      try {
        last = await registerOnce(signal)
        options.written(last)
        return
      } catch (error) {
        if (signal.aborted) return
        host.log.warn('cannot register the node', { node: nodeName, error })
        await host.clock.sleep(delayMs, signal).catch(() => undefined)
        delayMs = Math.min(delayMs * 2, 7_000)
      }
    }
  }

  const registerOnce = async (signal: AbortSignal): Promise<Node> => {
    // With its status in it, the node is schedulable one write earlier.
    const status = await options.status(undefined)
    if (options.register) {
      try {
        const created = await resource.create({ ...options.initial, status }, { signal })
        tellTransitions(undefined, status, options.event, nodeName)
        return created
      } catch (error) {
        if (!isAlreadyExists(error)) throw error
      }
    }
    const existing = await resource.get(nodeName, { signal })
    const labels = { ...existing.metadata.labels, ...options.initial.metadata.labels }
    const annotations = { ...existing.metadata.annotations, ...options.initial.metadata.annotations }
    if (sameJson(labels, existing.metadata.labels) && sameJson(annotations, existing.metadata.annotations))
      return existing
    return resource.patch(nodeName, { type: 'merge', body: { metadata: { labels, annotations } } }, { signal })
  }

  const update = async (signal: AbortSignal): Promise<void> => {
    const before = newest(last, options.cached())
    const status = await options.status(before)
    const due = host.clock.monotonicMs() - lastReport >= options.reportMs
    if (!due && before?.status && sameButForHeartbeat(before.status, status)) return
    const body = { status: nodeStatusPatch(before?.status ?? {}, status) }
    last = await resource.patch(nodeName, { type: 'strategic', body }, { signal, subresource: 'status' })
    lastReport = host.clock.monotonicMs()
    tellTransitions(before?.status, status, options.event, nodeName)
    const [oldBoot, newBoot] = [before?.status?.nodeInfo?.bootID, status.nodeInfo?.bootID]
    if (oldBoot && newBoot !== undefined && oldBoot !== newBoot) {
      options.event('Warning', 'Rebooted', `Node ${nodeName} has been rebooted, boot id: ${newBoot}`)
    }
    options.written(last)
  }

  const updateWithRetries = async (signal: AbortSignal): Promise<void> => {
    for (let attempt = 1; attempt <= tries && !signal.aborted; attempt++) {
      try {
        await update(signal)
        return
      } catch (error) {
        if (signal.aborted) return
        if (isNotFound(error)) {
          last = undefined
          await register(signal)
          return
        }
        host.log.warn('Error updating node status, will retry', { node: nodeName, error })
      }
    }
  }

  return {
    poke: () => wake(),
    async run(signal) {
      await register(signal)
      while (!signal.aborted) {
        await updateWithRetries(signal)
        await new Promise<void>((resolve) => {
          const finish = (): void => {
            timer.cancel()
            signal.removeEventListener('abort', finish)
            resolve()
          }
          const timer = host.clock.after(options.updateMs, finish)
          wake = finish
          signal.addEventListener('abort', finish, { once: true })
          if (signal.aborted) finish()
        })
      }
    },
  }
}

function newest(a: Node | undefined, b: Node | undefined): Node | undefined {
  if (!a || !b) return a ?? b
  return Number(a.metadata.resourceVersion) > Number(b.metadata.resourceVersion) ? a : b
}

function sameButForHeartbeat(a: NodeStatus, b: NodeStatus): boolean {
  const bare = (status: NodeStatus) => ({
    ...status,
    conditions: (status.conditions ?? [])
      .map(({ lastHeartbeatTime: _unused, ...rest }) => rest)
      .toSorted((x, y) => (x.type < y.type ? -1 : 1)),
  })
  return sameJson(bare(a), bare(b))
}

/** Conditions always, for their heartbeat; of the rest what differs. */
export function nodeStatusPatch(before: NodeStatus, after: NodeStatus): Record<string, unknown> {
  const patch: Record<string, unknown> = { conditions: after.conditions ?? [] }
  const was: Partial<Record<string, unknown>> = { ...before }
  for (const [field, value] of Object.entries(after)) {
    if (field === 'conditions' || sameJson(was[field], value)) continue
    if (field === 'capacity' || field === 'allocatable') {
      const old = (was[field] ?? {}) as Record<string, string>
      const gone = Object.keys(old).filter((name) => !(name in (value as Record<string, string>)))
      patch[field] = { ...(value as object), ...Object.fromEntries(gone.map((name) => [name, null])) }
    } else if (field === 'addresses') {
      const types = new Set((after.addresses ?? []).map(({ type }) => type))
      const gone = (before.addresses ?? []).filter(({ type }) => !types.has(type))
      patch[field] = [...(after.addresses ?? []), ...gone.map(({ type }) => ({ type, $patch: 'delete' }))]
      patch['$setElementOrder/addresses'] = (after.addresses ?? []).map(({ type }) => ({ type }))
    } else patch[field] = value
  }
  return patch
}

const transitions: Readonly<Record<string, { True: string; False: string }>> = {
  MemoryPressure: { True: 'NodeHasInsufficientMemory', False: 'NodeHasSufficientMemory' },
  DiskPressure: { True: 'NodeHasDiskPressure', False: 'NodeHasNoDiskPressure' },
  PIDPressure: { True: 'NodeHasInsufficientPID', False: 'NodeHasSufficientPID' },
  Ready: { True: 'NodeReady', False: 'NodeNotReady' },
}

function tellTransitions(
  before: NodeStatus | undefined,
  after: NodeStatus,
  event: NodeReporterOptions['event'],
  nodeName: string,
): void {
  for (const { type, status } of after.conditions ?? []) {
    const was = before?.conditions?.find((condition) => condition.type === type)?.status
    const reason = transitions[type]?.[status === 'True' ? 'True' : 'False']
    if (was === status || reason === undefined) continue
    event('Normal', reason, `Node ${nodeName} status is now: ${reason}`)
  }
}
