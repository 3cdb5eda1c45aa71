/**
 * From a transaction to what it changes. Pure: reads the state it is given, decides, and changes nothing itself, so that
 * an engine may decide against state that is not yet durable and apply later.
 */
import type { Compare, KeyValue, Operation, StoreEvent } from './contract.ts'
import { LeaseNotFoundError, maxKeyBytes } from './contract.ts'

/** Everything that happened at one revision; never empty. */
export interface Change {
  readonly revision: number
  readonly events: readonly StoreEvent[]
}

export type Plan =
  | { kind: 'change'; change: Change; previous: (KeyValue | undefined)[] }
  /** The comparisons held, but there was nothing to change. */
  | { kind: 'nothing'; previous: (KeyValue | undefined)[] }
  | { kind: 'refused'; current: (KeyValue | undefined)[] }

export interface PlanView {
  read(key: string): KeyValue | undefined
  hasLease(lease: number): boolean
}

/** @param revision the revision the change will have */
export function planTxn(
  view: PlanView,
  revision: number,
  compare: readonly Compare[],
  operations: readonly Operation[],
): Plan {
  checkKeys(operations)
  for (const { key, modRevision } of compare) {
    if ((view.read(key)?.modRevision ?? 0) === modRevision) continue
    return { kind: 'refused', current: compare.map((each) => view.read(each.key)) }
  }
  const events: StoreEvent[] = []
  const previous: (KeyValue | undefined)[] = []
  for (const operation of operations) {
    const before = view.read(operation.key)
    previous.push(before)
    if (operation.kind === 'delete') {
      if (before !== undefined) events.push({ type: 'delete', revision, key: operation.key, previous: before })
      continue
    }
    const lease = operation.lease ?? 0
    if (lease !== 0 && !view.hasLease(lease)) throw new LeaseNotFoundError()
    const kv: KeyValue = {
      key: operation.key,
      value: operation.value,
      modRevision: revision,
      createRevision: before?.createRevision ?? revision,
      version: (before?.version ?? 0) + 1,
      lease,
    }
    events.push({ type: 'put', revision, kv, previous: before })
  }
  return events.length === 0
    ? { kind: 'nothing', previous }
    : { kind: 'change', change: { revision, events }, previous }
}

/** @throws RangeError for keys that no engine takes */
export function checkKeys(operations: readonly Operation[]): void {
  for (const { key } of operations) {
    if (key === '') throw new RangeError('etcdserver: key is not provided')
    // A UTF-16 unit is at most three bytes of UTF-8: short keys need no counting.
    if (key.length * 3 > maxKeyBytes && Buffer.byteLength(key) > maxKeyBytes)
      throw new RangeError(`key of ${Buffer.byteLength(key)} bytes is longer than ${maxKeyBytes}: ${key.slice(0, 60)}…`)
  }
  if (operations.length > 1 && new Set(operations.map(({ key }) => key)).size < operations.length)
    throw new RangeError('etcdserver: duplicate key given in txn request')
}

export function keyOf(event: StoreEvent): string {
  return event.type === 'put' ? event.kv.key : event.key
}
