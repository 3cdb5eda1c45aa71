/**
 * API priority and fairness at the door: classifies a request, estimates it, and lets it in, makes it wait or refuses it.
 * In: who asks for what, how long it may take, and its signal. Out: an Admission whose `leave` frees its seats.
 * Always: what may run at once is admitted without waiting for a turn of the event loop; a refusal is 429 with Retry-After;
 * a client that goes away leaves its queue.
 * Elsewhere: the configuration (./configuration.ts), the queues (./queue-set.ts).
 */
import type { FlowSchema } from '@elli/api/flowcontrol/v1'
import type { Clock } from '@elli/host/clock'
import { TimedRatio } from '@elli/host/metrics/timed-ratio'
import { tooManyRequests } from '../http/refusal.ts'
import type { Admission, Asking, Gate } from '../in-flight.ts'
import type { RequestInfo } from '../request-info.ts'
import type { FlowControlMetrics } from './metrics.ts'
import type { Flow, PriorityLevel } from './priority-level.ts'
import type { PriorityLevels } from './priority-levels.ts'
import { QueuedRequest } from './queue-set.ts'
import { RetryAfter } from './retry-after.ts'
import { WatchCount } from './watch-count.ts'
import { estimateWork, type WorkEnvironment } from './work-estimate.ts'

export interface FlowControlParts {
  readonly clock: Clock
  readonly levels: PriorityLevels
  readonly metrics: FlowControlMetrics
  /** Nominal limits of reads and writes, for metrics. */
  readonly limits: { readonly readOnly: number; readonly mutating: number }
  readonly work: Omit<WorkEnvironment, 'interestedWatches'>
}

const longestWaitMs = 60_000
const readVerbs: ReadonlySet<string> = new Set(['get', 'list', 'watch'])

interface Kind {
  running: number
  waiting: number
  readonly executing: TimedRatio
  readonly queued: TimedRatio
}

export class FlowControl implements Gate {
  readonly admitsWatches = true
  readonly watches = new WatchCount()
  readonly levels: PriorityLevels
  readonly #clock: Clock
  readonly #metrics: FlowControlMetrics
  readonly #work: WorkEnvironment
  readonly #retryAfter: RetryAfter
  readonly #reads: Kind
  readonly #writes: Kind
  /** Headers of each schema and level, made once. */
  readonly #headers = new WeakMap<FlowSchema, { level: string; headers: Readonly<Record<string, string>> }>()

  constructor({ clock, levels, metrics, limits, work }: FlowControlParts) {
    this.levels = levels
    this.#clock = clock
    this.#metrics = metrics
    this.#work = { ...work, interestedWatches: (info) => this.watches.interested(info) }
    this.#retryAfter = new RetryAfter(clock)
    const kind = (name: 'readOnly' | 'mutating'): Kind => {
      const executing = metrics.readsOrWrites('executing', name)
      executing.setDenominator(Math.max(1, limits[name]), clock.monotonicMs())
      return { running: 0, waiting: 0, executing, queued: metrics.readsOrWrites('waiting', name) }
    }
    this.#reads = kind('readOnly')
    this.#writes = kind('mutating')
  }

  watching(info: RequestInfo): () => void {
    return this.watches.begin(info)
  }

  get reads(): number {
    return this.#reads.running
  }

  get writes(): number {
    return this.#writes.running
  }

  get waitingReads(): number {
    return this.#reads.waiting
  }

  get waitingWrites(): number {
    return this.#writes.waiting
  }

  /**
   * @param timeoutMs how long the whole request may take; it waits for a quarter of that, a minute at most
   * @throws Refusal, at once or from the promise
   */
  enter(asking: Asking, timeoutMs: number, signal: AbortSignal | undefined): Admission | Promise<Admission> {
    const { info, user } = asking
    const { levels } = this
    const schema = levels.classifier.find(user, info) ?? levels.catchAll
    const level = levels.of(schema)
    const flow = level.flow(schema, level.sharded ? distinguisherOf(schema, asking) : '')
    const estimate = estimateWork(this.#work, info, level.widest)
    const { metrics } = flow
    metrics.estimatedSeats.observe(Math.max(estimate.initialSeats, estimate.finalSeats))
    const nowMs = this.#clock.monotonicMs()
    const request = new QueuedRequest(metrics, flow.distinguisher, estimate, nowMs, this.#clock.now(), asking)
    const fate = level.queues.start(request, flow.hand)
    if (fate === 'executing') return this.#admit(schema, level, flow, request, asking)
    if (fate === 'waiting') return this.#wait(schema, level, flow, request, asking, timeoutMs, signal)
    throw this.#refuse(schema, level, flow, request, fate)
  }

  #admit(schema: FlowSchema, level: PriorityLevel, flow: Flow, request: QueuedRequest, asking: Asking): Admission {
    const { metrics } = flow
    const nowMs = this.#clock.monotonicMs()
    if (!level.exempt) metrics.waitedAndRan.observe((nowMs - request.arrivedMs) / 1000)
    metrics.dispatched.add(1)
    const kind = this.#kind(asking)
    kind.running++
    kind.executing.set(kind.running, nowMs)
    let left = false
    return {
      headers: this.#headersOf(schema, level),
      leave: () => {
        if (left) return
        left = true
        const doneMs = this.#clock.monotonicMs()
        kind.running--
        kind.executing.set(kind.running, doneMs)
        const took = asking.info.verb === 'watch' ? metrics.watchBegan : metrics.ran
        took.observe((doneMs - nowMs) / 1000)
        level.queues.finish(request)
        this.#reap(level)
      },
    }
  }

  #wait(
    schema: FlowSchema,
    level: PriorityLevel,
    flow: Flow,
    request: QueuedRequest,
    asking: Asking,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Admission> {
    const kind = this.#kind(asking)
    const waits = (by: number): void => {
      kind.waiting += by
      kind.queued.set(kind.waiting, this.#clock.monotonicMs())
    }
    waits(1)
    return new Promise((resolve, reject) => {
      const settle = (): void => {
        timer.cancel()
        signal?.removeEventListener('abort', gone)
        waits(-1)
      }
      const giveUp = (reason: 'time-out' | 'cancelled'): void => {
        if (!level.queues.abandon(request, reason)) return
        settle()
        reject(this.#refuse(schema, level, flow, request, 'time-out'))
        this.#reap(level)
      }
      const gone = (): void => giveUp('cancelled')
      const timer = this.#clock.after(Math.min(timeoutMs / 4, longestWaitMs), () => giveUp('time-out'))
      signal?.addEventListener('abort', gone, { once: true })
      request.begin = () => {
        settle()
        resolve(this.#admit(schema, level, flow, request, asking))
      }
      if (signal?.aborted === true) gone()
    })
  }

  #refuse(schema: FlowSchema, level: PriorityLevel, flow: Flow, request: QueuedRequest, reason: string): Error {
    flow.metrics.waitedInVain.observe((this.#clock.monotonicMs() - request.arrivedMs) / 1000)
    this.#metrics.rejected(level.name, schema.metadata.name ?? '', reason)
    return tooManyRequests(this.#retryAfter.refused(level.name), this.#headersOf(schema, level))
  }

  /** Identifiers and not names: how an administrator calls things is nobody's business. */
  #headersOf(schema: FlowSchema, level: PriorityLevel): Readonly<Record<string, string>> {
    const known = this.#headers.get(schema)
    if (known?.level === level.uid) return known.headers
    const headers = {
      'x-kubernetes-pf-flowschema-uid': schema.metadata.uid ?? '',
      'x-kubernetes-pf-prioritylevel-uid': level.uid,
    }
    this.#headers.set(schema, { level: level.uid, headers })
    return headers
  }

  #kind({ info }: Asking): Kind {
    return readVerbs.has(info.verb) ? this.#reads : this.#writes
  }

  #reap(level: PriorityLevel): void {
    if (level.quiescing && level.queues.idle) this.onIdleUnwanted?.()
  }

  /** Called when a level that is no longer wanted has become empty. */
  onIdleUnwanted: (() => void) | undefined
}

function distinguisherOf({ spec }: FlowSchema, { info, user }: Asking): string {
  switch (spec.distinguisherMethod?.type) {
    case 'ByUser':
      return user.name
    case 'ByNamespace':
      return info.namespace
    default:
      return ''
  }
}
