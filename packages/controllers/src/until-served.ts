/**
 * Waits until the server has a resource that it need not have: alpha and beta APIs are off by default.
 * Always: whoever waits here asks for no informer before, so that nobody else waits for one that never gets its first list.
 */
import type { ResourceInfo } from '@elli/api/resources'
import type { ControllerContext } from './controller.ts'
import { discover } from './discovery.ts'

const periodMs = 30_000

/** @returns false when the signal came first */
export async function untilServed(
  { client, host }: Pick<ControllerContext, 'client' | 'host'>,
  wanted: readonly ResourceInfo[],
  signal: AbortSignal,
): Promise<boolean> {
  for (let told = false; !signal.aborted; ) {
    try {
      const { resources } = await discover(client, signal)
      const has = ({ apiVersion, resource }: ResourceInfo): boolean =>
        resources.some((item) => item.apiVersion === apiVersion && item.resource === resource)
      if (wanted.every(has)) return true
      if (!told)
        host.log.info('waiting for an API that the server does not have', {
          wanted: wanted.map(({ apiVersion }) => apiVersion).join(','),
        })
      told = true
    } catch (error) {
      if (signal.aborted) return false
      host.log.warn('failed to discover resources', { err: error instanceof Error ? error.message : String(error) })
    }
    try {
      await host.clock.sleep(periodMs, signal)
    } catch {
      return false // the signal ended the sleep
    }
  }
  return false
}
