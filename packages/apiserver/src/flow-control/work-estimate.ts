/**
 * How wide a request is: seats while it runs, and seats for what it sets off afterwards.
 * In: a request, how many objects its resource has, how many watches will hear of it. Out: a WorkEstimate.
 * Always: between one seat and the level's most; lists by the objects they look at, writes by the watches they wake.
 */
import type { RequestInfo } from '../request-info.ts'
import { isTrue } from '../request-info.ts'

export interface WorkEstimate {
  readonly initialSeats: number
  /** Seats held for `additionalLatencyMs` after the answer. */
  readonly finalSeats: number
  readonly additionalLatencyMs: number
}

const mostSeats = 10
const objectsPerSeat = 100
const watchesPerSeat = 10
const eventMs = 5

const oneSeat: WorkEstimate = { initialSeats: 1, finalSeats: 0, additionalLatencyMs: 0 }
const writes: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete'])

export interface WorkEnvironment {
  /** Objects stored of a resource; undefined when it is not stored here. */
  stored(group: string, resource: string): number | undefined
  /** Watches that a write of this request would wake. */
  interestedWatches(info: RequestInfo): number
  readonly watchList: boolean
  readonly consistentListFromCache: boolean
}

export function maxSeats(estimate: WorkEstimate): number {
  return Math.max(estimate.initialSeats, estimate.finalSeats)
}

/** @param levelSeats the most seats the level gives one request; undefined when it does not say */
export function estimateWork(env: WorkEnvironment, info: RequestInfo, levelSeats: number | undefined): WorkEstimate {
  if (!info.isResource) return oneSeat
  const most = levelSeats === undefined || levelSeats > mostSeats ? mostSeats : levelSeats
  if (info.verb === 'list' || (info.verb === 'watch' && env.watchList)) return ofList(env, info, most)
  if (writes.has(info.verb)) return ofWrite(env, info, most)
  return oneSeat
}

function ofList(env: WorkEnvironment, info: RequestInfo, most: number): WorkEstimate {
  if (info.name !== '') return oneSeat
  const { query } = info
  if (info.verb === 'watch' && !isTrue(query.get('sendInitialEvents'))) return oneSeat
  const stored = env.stored(info.apiGroup, info.resource)
  if (stored === undefined) return oneSeat
  const asked = Number(query.get('limit') ?? 0)
  const limit = asked > 0 && asked < stored ? asked : stored
  let looked: number
  if (info.verb === 'watch' || !fromStorage(env, query)) looked = stored
  else if (info.fieldSelector !== '' || info.labelSelector !== '') looked = stored + limit
  else looked = 2 * limit
  const seats = Math.min(Math.max(Math.ceil(looked / objectsPerSeat), 1), most)
  return seats === 1 ? oneSeat : { initialSeats: seats, finalSeats: 0, additionalLatencyMs: 0 }
}

/** Lists that the watch cache cannot answer. */
function fromStorage(env: WorkEnvironment, query: URLSearchParams): boolean {
  const version = query.get('resourceVersion') ?? ''
  const match = query.get('resourceVersionMatch') ?? ''
  const limited = Number(query.get('limit') ?? 0) > 0
  if (version === '' && !env.consistentListFromCache) return true
  if ((query.get('continue') ?? '') !== '') return true
  if (match !== '' && match !== 'NotOlderThan') return true
  return limited && match === '' && version !== '' && version !== '0'
}

function ofWrite(env: WorkEnvironment, info: RequestInfo, most: number): WorkEstimate {
  // A token is made, and nobody hears of it.
  if (info.resource === 'serviceaccounts' && info.subresource === 'token') return oneSeat
  const watches = env.interestedWatches(info)
  if (watches < watchesPerSeat) return oneSeat
  const seats = Math.ceil(watches / watchesPerSeat)
  const finalSeats = Math.min(seats, most)
  return { initialSeats: 1, finalSeats, additionalLatencyMs: (seats * eventMs) / finalSeats }
}
