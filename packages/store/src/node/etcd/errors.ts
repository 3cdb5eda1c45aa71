/**
 * What can go wrong with an etcd, as the store's own errors.
 * In: a failed call. Out: CompactedError and the like where the contract has one, else an EtcdError with etcd's words.
 */
import { status, type ServiceError } from '@grpc/grpc-js'
import { CompactedError, FutureRevisionError, LeaseNotFoundError, StoreUnavailableError } from '../../contract.ts'

/** How a call ended that did not succeed. */
export interface Failure {
  readonly code: number
  readonly details: string
}

export function failureOf({ code, details }: ServiceError): Failure {
  return { code, details }
}

/** Another endpoint may know better: this one is not there, or has no leader. */
export function isUnavailable({ code }: Failure): boolean {
  return code === status.UNAVAILABLE
}

/** The call was never sent, so that it may be made again whatever it was. */
export function isUnsent({ code, details }: Failure): boolean {
  return (
    code === status.UNAVAILABLE && /^(No connection established|Name resolution failed|Failed to connect)/.test(details)
  )
}

export const compactedText = 'etcdserver: mvcc: required revision has been compacted'
const futureText = 'etcdserver: mvcc: required revision is a future revision'

export function isCompacted({ details }: Failure): boolean {
  return details === compactedText
}

/** @param revisions what to tell about where the store is */
export function storeError(failure: Failure, revisions: { compacted: number; current: number }): Error {
  const { code, details } = failure
  if (isCompacted(failure)) return new CompactedError(revisions.compacted)
  if (details === futureText) return new FutureRevisionError(revisions.current)
  if (details === 'etcdserver: requested lease not found') return new LeaseNotFoundError()
  if (details === 'etcdserver: duplicate key given in txn request') return new RangeError(details)
  if (code === status.DEADLINE_EXCEEDED) return new StoreUnavailableError('context deadline exceeded')
  if (details.startsWith('etcdserver: ')) return new StoreUnavailableError(details)
  return new StoreUnavailableError(`rpc error: code = ${codeName(code)} desc = ${details}`)
}

/** A code of gRPC as Go prints it. */
function codeName(code: number): string {
  const name = status[code] ?? `Code(${code})`
  return name
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('')
}
