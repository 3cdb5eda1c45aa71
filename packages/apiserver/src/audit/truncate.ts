/**
 * Keeps events and batches below a size: too large an event loses its objects, and is dropped when that is not enough.
 * In: events. Out: batches to the next sink, none larger than told (but for the last event).
 */
import type { AuditEvent } from './event.ts'
import type { AuditSink, AuditTrouble } from './sink.ts'

export interface TruncateOptions {
  readonly maxEventSizeBytes: number
  readonly maxBatchSizeBytes: number
}

export const defaultTruncation: TruncateOptions = {
  maxEventSizeBytes: 100 * 1024,
  maxBatchSizeBytes: 10 * 1024 * 1024,
}

export function truncatingSink(next: AuditSink, options: TruncateOptions, trouble: AuditTrouble): AuditSink {
  const { maxEventSizeBytes, maxBatchSizeBytes } = options
  return {
    name: 'truncate',
    async process(events) {
      const tooLarge: AuditEvent[] = []
      let batch: AuditEvent[] = []
      let batchSize = 0
      let success = true
      for (const whole of events) {
        let event = whole
        let size = sizeOf(event)
        if (size > maxEventSizeBytes && (event.level === 'Request' || event.level === 'RequestResponse')) {
          event = truncated(event)
          size = sizeOf(event)
        }
        if (size > maxEventSizeBytes) {
          tooLarge.push(event)
          continue
        }
        if (batch.length > 0 && batchSize + size > maxBatchSizeBytes) {
          success = (await next.process(batch)) && success
          batch = []
          batchSize = 0
        }
        batch.push(event)
        batchSize += size
      }
      if (batch.length > 0) success = (await next.process(batch)) && success
      if (tooLarge.length > 0) trouble.lost('truncate', 'event is too large even after truncating', tooLarge)
      return success
    },
    close: () => next.close(),
  }
}

function truncated(event: AuditEvent): AuditEvent {
  const { requestObject: _request, responseObject: _response, ...rest } = event
  return { ...rest, annotations: { ...event.annotations, 'audit.k8s.io/truncated': 'true' } }
}

function sizeOf(event: AuditEvent): number {
  return Buffer.byteLength(JSON.stringify(event)) + 1
}
