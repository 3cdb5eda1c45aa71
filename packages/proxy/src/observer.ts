/** What the proxy tells about its work; ./node/metrics.ts counts it. */
import type { IpFamily } from './service-ports.ts'

export interface ProxyObserver {
  /** Something changed that will have to be written, at the latest with the next run. */
  changed(what: 'service' | 'endpoints' | 'node', now: number): void
  /** One transaction of one family, successful or not. */
  synced(family: IpFamily, kind: 'full' | 'partial', seconds: number): void
  syncFailed(family: IpFamily): void
  /** Deleting unused chains failed; it is tried again. */
  cleanupFailed(family: IpFamily): void
  /** All changes so far are in the kernel. `triggers` are the instants at which the changes of endpoints were made. */
  programmed(now: number, triggers: readonly number[]): void
}

export const silentObserver: ProxyObserver = {
  changed() {},
  synced() {},
  syncFailed() {},
  cleanupFailed() {},
  programmed() {},
}
