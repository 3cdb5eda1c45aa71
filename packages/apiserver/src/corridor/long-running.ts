/** Requests without an end of their own: no time limit holds for them, no shutdown waits for them, and only watches take seats at all. */
import type { RequestInfo } from '../request-info.ts'

export const longRunningSubresources: ReadonlySet<string> = new Set(['attach', 'exec', 'proxy', 'log', 'portforward'])

export function isLongRunning(info: RequestInfo): boolean {
  return info.verb === 'watch' || info.verb === 'proxy' || longRunningSubresources.has(info.subresource)
}
