/**
 * How often configuration files were read anew while the server ran, and how that went.
 * In: the server's registry and who the server is. Out: what to tell about each reload.
 * @see kubernetes v1.31 apiserver/pkg/server/options/{authenticationconfig,authorizationconfig}/metrics
 */
import { createHash } from 'node:crypto'
import type { Clock } from '@elli/host/clock'
import { HeldCounter, HeldGauge } from '@elli/host/metrics/held'
import type { MetricRegistry } from '@elli/host/metrics/registry'

export type ReloadedConfiguration = 'authentication' | 'authorization'

/** @param serverId the identity whose hash is a label; empty has no hash */
export function reloadMetrics(
  registry: MetricRegistry,
  clock: Clock,
  configuration: ReloadedConfiguration,
  serverId: string,
): (status: 'success' | 'failure') => void {
  const prefix = `apiserver_${configuration}_config_controller_automatic_reload`
  const labels = ['status', 'apiserver_id_hash']
  const what = `${configuration} configuration split by status and apiserver identity.`
  const total = new HeldCounter(
    { name: `${prefix}s_total`, help: `Total number of automatic reloads of ${what}`, labels },
    registry,
  )
  const last = new HeldGauge(
    {
      name: `${prefix}_last_timestamp_seconds`,
      help: `Timestamp of the last automatic reload of ${what}`,
      labels,
    },
    registry,
  )
  const hash = serverId === '' ? '' : `sha256:${createHash('sha256').update(serverId).digest('hex')}`
  return (status) => {
    total.child(status, hash).add(1)
    last.set(clock.now() / 1000, status, hash)
  }
}
