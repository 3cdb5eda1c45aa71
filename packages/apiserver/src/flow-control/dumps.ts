/**
 * What priority and fairness is doing right now, as text for people: levels, queues, requests.
 * In: a path below /debug/api_priority_and_fairness/. Out: columns as upstream's, aligned.
 */
import { toMicroTime } from '@elli/host/time'
import type { WireResponse } from '@elli/host/wire'
import type { PlainEndpoints } from '../plain-endpoints.ts'
import { textResponse } from '../http/responses.ts'
import type { Asking } from '../in-flight.ts'
import type { PriorityLevels } from './priority-levels.ts'
import type { QueuedRequest } from './queue-set.ts'

const root = '/debug/api_priority_and_fairness/'

export function flowControlDumps(levels: PriorityLevels): PlainEndpoints {
  return (call) => Promise.resolve(dump(levels, call.info.path, call.info.query))
}

function dump(levels: PriorityLevels, path: string, query: URLSearchParams): WireResponse | undefined {
  if (!path.startsWith(root)) return undefined
  switch (path.slice(root.length)) {
    case 'dump_priority_levels':
      return textResponse(200, priorityLevels(levels))
    case 'dump_queues':
      return textResponse(200, queues(levels))
    case 'dump_requests':
      return textResponse(200, requests(levels, (query.get('includeRequestDetails') ?? '') !== ''))
    default:
      return undefined
  }
}

function inOrder(levels: PriorityLevels) {
  return [...levels.all.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function priorityLevels(levels: PriorityLevels): string {
  return aligned([
    [
      'PriorityLevelName',
      'ActiveQueues',
      'IsIdle',
      'IsQuiescing',
      'WaitingRequests',
      'ExecutingRequests',
      'DispatchedRequests',
      'RejectedRequests',
      'TimedoutRequests',
      'CancelledRequests',
    ],
    ...inOrder(levels).map(({ name, queues: set, quiescing }) => [
      name,
      ...[set.queues.filter((queue) => queue.waiting.length > 0).length, set.idle, quiescing].map(String),
      ...[set.waiting, set.executing, set.dispatched, set.rejected, set.timedOut, set.cancelled].map(String),
    ]),
  ])
}

function queues(levels: PriorityLevels): string {
  const rows = [
    [
      'PriorityLevelName',
      'Index',
      'PendingRequests',
      'ExecutingRequests',
      'SeatsInUse',
      'NextDispatchR',
      'InitialSeatsSum',
      'MaxSeatsSum',
      'TotalWorkSum',
    ],
  ]
  for (const { name, queues: set } of inOrder(levels)) {
    for (const queue of set.queues) {
      const { index, waiting, executing, seatsInUse, nextDispatchR, initialSeats, maxSeats, work } = queue
      rows.push([
        name,
        ...[index, waiting.length, executing.size, seatsInUse].map(String),
        seatSeconds(nextDispatchR),
        String(initialSeats),
        String(maxSeats),
        seatSeconds(work),
      ])
    }
  }
  return aligned(rows)
}

const requestColumns = [
  'PriorityLevelName',
  'FlowSchemaName',
  'QueueIndex',
  'RequestIndexInQueue',
  // Spelt as upstream spells it, since scripts look for it.
  'FlowDistingsher',
  'ArriveTime',
  'InitialSeats',
  'FinalSeats',
  'AdditionalLatency',
  'StartTime',
]
const detailColumns = ['UserName', 'Verb', 'APIPath', 'Namespace', 'Name', 'APIVersion', 'Resource', 'SubResource']

function requests(levels: PriorityLevels, details: boolean): string {
  const rows = [details ? [...requestColumns, ...detailColumns] : requestColumns]
  for (const { name, queues: set } of inOrder(levels)) {
    const add = (queue: number, place: number, request: QueuedRequest): void => {
      const { schema, distinguisher, estimate, arrivedAt, startedAt, about } = request
      rows.push([
        name,
        schema.flowSchema,
        String(queue),
        String(place),
        distinguisher,
        instant(arrivedAt),
        String(estimate.initialSeats),
        String(estimate.finalSeats),
        duration(estimate.additionalLatencyMs),
        // One that has not begun shows Go's zero time.
        startedAt === 0 ? '0001-01-01T00:00:00Z' : instant(startedAt),
        ...(details ? detailsOf(about as Asking) : []),
      ])
    }
    for (const queue of set.queues) {
      for (const [place, request] of queue.waiting.entries()) add(queue.index, place, request)
      for (const request of queue.executing) add(queue.index, -1, request)
    }
    for (const request of set.queueless) add(-1, -1, request)
  }
  return aligned(rows)
}

function detailsOf({ info, user }: Asking): string[] {
  const { verb, path, namespace, name, apiGroup, apiVersion, resource, subresource } = info
  const version = apiGroup === '' ? apiVersion : `${apiGroup}/${apiVersion}`
  return [user.name, verb, path, namespace, name, version, resource, subresource]
}

function instant(ms: number): string {
  return toMicroTime(ms).replace(/\.?0*Z$/, 'Z')
}

function duration(ms: number): string {
  if (ms === 0) return '0s'
  return ms < 1000 ? `${ms}ms` : `${ms / 1000}s`
}

function seatSeconds(value: number): string {
  const scaled = Math.max(0, Math.round(value * 1e8))
  return `${Math.floor(scaled / 1e8)}.${String(scaled % 1e8).padStart(8, '0')}ss`
}

/** Cells end in a comma and fill up to the widest of their column, one space and eight characters at least. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 8, cell.length + 2)
  }
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === row.length - 1 ? cell : `${cell},`.padEnd(widths[i] ?? 0))).join('')
  return rows.map((row) => `${line(row)}\n`).join('')
}
