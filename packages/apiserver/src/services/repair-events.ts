/**
 * Events about what repair found, as kube-apiserver's repair controllers tell them.
 * Always: what lasts is told once, not with every look; telling never fails and nobody waits for it.
 */
import type { Event } from '@elli/api/core/v1'
import { events } from '@elli/api/core/v1.resources'
import type { ApiObject } from '@elli/api/object'
import type { Host } from '@elli/host/host'
import { toMicroTime } from '@elli/host/time'
import type { Reads } from '../reads.ts'

export interface Finding {
  readonly reason: string
  readonly action: string
  readonly note: string
}

export class RepairEvents {
  readonly #reads: Pick<Reads, 'create'>
  readonly #host: Host
  readonly #reporter: string
  #sequence = 0
  /** Told at this look and at the one before. */
  #now = new Set<string>()
  #before = new Set<string>()

  /** @param reporter `ipallocator-repair-controller` */
  constructor(reads: Pick<Reads, 'create'>, host: Host, reporter: string) {
    this.#reads = reads
    this.#host = host
    this.#reporter = reporter
  }

  /** A new look begins: what is not found again may be told again later. */
  nextLook(): void {
    this.#before = this.#now
    this.#now = new Set()
  }

  tell(object: ApiObject, finding: Finding): void {
    const { metadata, kind = '', apiVersion = '' } = object
    const key = `${kind}/${metadata.uid}/${finding.reason}/${finding.note}`
    if (this.#now.has(key)) return
    this.#now.add(key)
    if (this.#before.has(key)) return
    const now = this.#host.clock.now()
    // Upstream names by nanoseconds; ours count in milliseconds, so a sequence stands for the rest.
    const nanos = BigInt(now) * 1_000_000n + BigInt(this.#sequence++ % 1_000_000)
    const { namespace, name, uid, resourceVersion } = metadata
    const event: Event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${nanos.toString(16)}`, namespace: namespace || 'default' },
      involvedObject: {
        kind,
        apiVersion,
        ...(namespace === undefined ? {} : { namespace }),
        ...(name === undefined ? {} : { name }),
        ...(uid === undefined ? {} : { uid }),
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
      },
      eventTime: toMicroTime(now),
      reportingComponent: this.#reporter,
      reportingInstance: this.#reporter,
      type: 'Warning',
      reason: finding.reason,
      action: finding.action,
      message: finding.note,
    }
    this.#reads.create(events, event).catch((error: unknown) => {
      this.#host.log.warn('an event of repair is lost', { reason: finding.reason, error: String(error) })
    })
  }
}
