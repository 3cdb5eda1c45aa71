/**
 * Leader election on a Lease: of all who call, one at a time runs.
 * In: a Lease's place, who we are, and what the leader does. Out: how it ended.
 * Always: another's lease counts from when its record was last seen to change, by our own clock, so clocks need not agree;
 * the leader stops (its signal fires) when it could not renew for `renewDeadlineMs`, before `leaseDurationMs` lets another in.
 * @see client-go tools/leaderelection
 */
import type { Lease, LeaseSpec } from '@elli/api/coordination/v1'
import { leases } from '@elli/api/coordination/v1.resources'
import { withTimeout } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import type { Random } from '@elli/host/random'
import { toMicroTime } from '@elli/host/time'
import { isNotFound } from '@elli/machinery/errors'
import { jittered } from './back-off.ts'
import type { Client, ResourceClient } from './client.ts'
import type { EventRecorder } from './events.contract.ts'

export interface LeaderElectionOptions {
  namespace: string
  name: string
  /** Who we are, different in every process: host name, underscore, something random. */
  identity: string
  leaseDurationMs?: number
  renewDeadlineMs?: number
  retryPeriodMs?: number
  /** Give the lease up at the end, so that the next need not wait for it to run out. */
  releaseOnCancel?: boolean
  recorder?: EventRecorder
  /** Called whenever another, or we, were seen to lead. */
  onNewLeader?: (identity: string) => void
}

/** `stopped`: the signal ended, or the leader's work did. `lost`: another may lead now; upstream's components exit then. */
export type LeadershipEnd = 'stopped' | 'lost'

/** @throws RangeError when the times do not fit each other; what `run` throws */
export async function runLeaderElected(
  client: Client,
  host: Pick<Host, 'clock' | 'random' | 'log'>,
  options: LeaderElectionOptions,
  run: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<LeadershipEnd> {
  const elector = new Elector(client, host, options)
  if (!(await elector.acquire(signal))) return 'stopped'

  // The work ends with the leadership or with the caller, and the leadership ends with the work.
  const working = new AbortController()
  const renewing = new AbortController()
  const onAbort = (): void => {
    working.abort(signal.reason)
    renewing.abort(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  let lost = false
  try {
    const renewal = elector.renew(renewing.signal).then((kept) => {
      if (kept) return
      lost = true
      working.abort(new Error('leaderelection lost'))
    })
    try {
      await run(working.signal)
    } catch (error) {
      if (!working.signal.aborted) throw error
    } finally {
      renewing.abort(new DOMException('the work has ended', 'AbortError'))
      await renewal
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    elector.stopped()
    // Only now: while the work still ran, nobody else may have had the lease.
    if (options.releaseOnCancel ?? true) await elector.release()
  }
  return lost ? 'lost' : 'stopped'
}

const jitterFactor = 1.2

class Elector {
  readonly #leases: ResourceClient<Lease>
  readonly #host: Pick<Host, 'clock' | 'random' | 'log'>
  readonly #options: LeaderElectionOptions
  readonly #random: Random
  readonly #leaseDurationMs: number
  readonly #renewDeadlineMs: number
  readonly #retryPeriodMs: number
  #observed: Lease | undefined
  #observedRecord = ''
  #observedMs = 0
  #reportedLeader = ''

  constructor(client: Client, host: Pick<Host, 'clock' | 'random' | 'log'>, options: LeaderElectionOptions) {
    const { leaseDurationMs = 15_000, renewDeadlineMs = 10_000, retryPeriodMs = 2_000 } = options
    if (leaseDurationMs <= renewDeadlineMs) throw new RangeError('leaseDuration must be greater than renewDeadline')
    if (renewDeadlineMs <= jitterFactor * retryPeriodMs) {
      throw new RangeError('renewDeadline must be greater than retryPeriod*JitterFactor')
    }
    if (options.identity === '') throw new RangeError('the identity of a leader may not be empty')
    this.#leases = client.for(leases)
    this.#host = host
    this.#options = options
    this.#random = host.random.stream(`client/leader-election/${options.name}`)
    this.#leaseDurationMs = leaseDurationMs
    this.#renewDeadlineMs = renewDeadlineMs
    this.#retryPeriodMs = retryPeriodMs
  }

  /** @returns false when the signal ended first */
  async acquire(signal: AbortSignal): Promise<boolean> {
    const { clock, log } = this.#host
    const lock = this.#describe()
    log.info('attempting to acquire leader lease', { lock })
    while (!signal.aborted) {
      if (await this.#tryAcquireOrRenew(signal)) {
        log.info('successfully acquired lease', { lock })
        this.#event('became leader')
        return true
      }
      await clock.sleep(jittered(this.#retryPeriodMs, jitterFactor, this.#random), signal).catch(() => {})
    }
    return false
  }

  /** Renews until the signal ends (true) or the deadline has passed without success (false). */
  async renew(signal: AbortSignal): Promise<boolean> {
    const { clock, log } = this.#host
    for (;;) {
      await clock.sleep(this.#retryPeriodMs, signal).catch(() => {})
      if (signal.aborted) return true
      const deadline = withTimeout(clock, this.#renewDeadlineMs, signal)
      try {
        while (!(await this.#tryAcquireOrRenew(deadline.signal))) {
          await clock.sleep(this.#retryPeriodMs, deadline.signal).catch(() => {})
          if (!deadline.signal.aborted) continue
          if (signal.aborted) return true
          log.error('failed to renew lease', { lock: this.#describe() })
          return false
        }
      } finally {
        deadline.done()
      }
    }
  }

  stopped(): void {
    this.#event('stopped leading')
  }

  async release(): Promise<void> {
    if (!this.#isLeader() || this.#observed === undefined) return
    const now = toMicroTime(this.#host.clock.now())
    const { leaseTransitions = 0 } = this.#observed.spec
    // Upstream releases by a record without holder that lasts one second.
    const spec = { holderIdentity: '', leaseDurationSeconds: 1, acquireTime: now, renewTime: now, leaseTransitions }
    const deadline = withTimeout(this.#host.clock, this.#renewDeadlineMs)
    try {
      await this.#update(this.#observed, spec, deadline.signal)
    } catch (error) {
      this.#host.log.warn('failed to release lease', { lock: this.#describe(), error: String(error) })
    } finally {
      deadline.done()
    }
  }

  async #tryAcquireOrRenew(signal: AbortSignal): Promise<boolean> {
    const { clock, log } = this.#host
    try {
      const held = this.#isLeader() && !this.#hasExpired() ? this.#observed : undefined
      if (held !== undefined) {
        // The leader writes without reading first; somebody else's write shows as a conflict.
        try {
          await this.#update(held, this.#record(held.spec, true), signal)
          return true
        } catch (error) {
          if (signal.aborted) return false
          log.info('lease changed under its leader, reading it anew', { lock: this.#describe(), error: String(error) })
        }
      }
      const { namespace, name } = this.#options
      let lease: Lease
      try {
        lease = await this.#leases.get(name, { namespace, signal })
      } catch (error) {
        if (!isNotFound(error)) throw error
        this.#observe(
          await this.#leases.create(
            { metadata: { name, namespace }, spec: this.#record(undefined, false) },
            { signal },
          ),
        )
        return true
      }
      if (recordOf(lease) !== this.#observedRecord) this.#observe(lease)
      else this.#observed = lease
      const { holderIdentity = '' } = lease.spec
      if (holderIdentity !== '' && !this.#isLeader() && !this.#hasExpired()) return false
      await this.#update(lease, this.#record(lease.spec, this.#isLeader()), signal)
      return true
    } catch (error) {
      if (!signal.aborted)
        log.warn('leader election', { lock: this.#describe(), error: String(error), at: clock.now() })
      return false
    }
  }

  /** @param keeps whether we led already, so that acquire time and count of transitions stay */
  #record(before: LeaseSpec | undefined, keeps: boolean): LeaseSpec {
    const now = toMicroTime(this.#host.clock.now())
    const transitions = before?.leaseTransitions ?? 0
    return {
      holderIdentity: this.#options.identity,
      leaseDurationSeconds: Math.floor(this.#leaseDurationMs / 1000),
      acquireTime: keeps ? (before?.acquireTime ?? now) : now,
      renewTime: now,
      leaseTransitions: before === undefined || keeps ? transitions : transitions + 1,
    }
  }

  async #update(lease: Lease, spec: LeaseSpec, signal: AbortSignal): Promise<void> {
    this.#observe(await this.#leases.update({ ...lease, spec }, { signal }))
  }

  #observe(lease: Lease): void {
    this.#observed = lease
    this.#observedRecord = recordOf(lease)
    this.#observedMs = this.#host.clock.monotonicMs()
    const { holderIdentity = '' } = lease.spec
    if (holderIdentity === this.#reportedLeader) return
    this.#reportedLeader = holderIdentity
    if (holderIdentity !== '') this.#options.onNewLeader?.(holderIdentity)
  }

  #isLeader(): boolean {
    return this.#observed?.spec.holderIdentity === this.#options.identity
  }

  #hasExpired(): boolean {
    const seconds = this.#observed?.spec.leaseDurationSeconds ?? 0
    return this.#host.clock.monotonicMs() > this.#observedMs + seconds * 1000
  }

  #event(what: string): void {
    const { recorder, namespace, name, identity } = this.#options
    const subject = this.#observed && { apiVersion: leases.apiVersion, kind: leases.kind, ...this.#observed }
    if (subject === undefined) return
    recorder?.event(subject, 'Normal', 'LeaderElection', `${identity} ${what}`)
    this.#host.log.info(`${identity} ${what}`, { namespace, name })
  }

  #describe(): string {
    return `${this.#options.namespace}/${this.#options.name}`
  }
}

/** What of a lease tells whether its holder lives: any change of it. */
function recordOf({ spec }: Lease): string {
  const { holderIdentity, leaseDurationSeconds, acquireTime, renewTime, leaseTransitions } = spec
  return JSON.stringify([holderIdentity, leaseDurationSeconds, acquireTime, renewTime, leaseTransitions])
}
