/**
 * Audit events as lines of a file: JSON, or the one-line `legacy` format.
 * In: events. Out: lines through a LineWriter, in order. Elsewhere: rotation (./log-file.ts).
 */
import { eventLine, type AuditEvent } from './event.ts'
import type { AuditSink, AuditTrouble } from './sink.ts'

export type LogFormat = 'json' | 'legacy'
export const logFormats: readonly LogFormat[] = ['legacy', 'json']

export interface LineWriter {
  /** Resolves when the text is written. */
  write(text: string): Promise<void>
  close(): Promise<void>
}

export function logSink(writer: LineWriter, format: LogFormat, trouble: AuditTrouble): AuditSink {
  const line = (event: AuditEvent): string => `${format === 'json' ? JSON.stringify(event) : eventLine(event)}\n`
  return {
    name: 'log',
    async process(events) {
      try {
        await writer.write(events.map(line).join(''))
        return true
      } catch (error) {
        trouble.lost('log', String(error), events)
        return false
      }
    },
    close: () => writer.close(),
  }
}
