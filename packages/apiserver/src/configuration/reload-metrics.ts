/**
 * How often configuration files were read anew while the server ran, and how that went.
 * In: the server's registry and who the server is. Out: what to tell about each reload.
 * @see kubernetes v1.31 apiserver/pkg/server/options/{authenticationconfig,authorizationconfig}/metrics
 */
import { createHash } from 'node:crypto'
import type { Clock } from '@elli/host/clock'
import { Counter, Gauge, type Registry } from 'prom-client'

export type ReloadedConfiguration = 'authentication' | 'authorization'

/** @param serverId the identity whose hash is a label; empty has no hash */
export function reloadMetrics(
  registry: Registry,
  clock: Clock,
  configuration: ReloadedConfiguration,
  serverId: string,
): (status: 'success' | 'failure') => void {
  const prefix = `apiserver_${configuration}_config_controller_automatic_reload`
  const labelNames = ['status', 'apiserver_id_hash']
  const registers = [registry]
  const total = new Counter({
    name: `${prefix}s_total`,
    help: `Total number of automatic reloads of ${configuration} configuration split by status and apiserver identity.`,
    labelNames,
    registers,
  })
  const last = new Gauge({
    name: `${prefix}_last_timestamp_seconds`,
    help: `Timestamp of the last automatic reload of ${configuration} configuration split by status and apiserver identity.`,
    labelNames,
    registers,
  })
  const hash = serverId === '' ? '' : `sha256:${createHash('sha256').update(serverId).digest('hex')}`
  return (status) => {
    total.inc({ status, apiserver_id_hash: hash })
    last.set({ status, apiserver_id_hash: hash }, clock.now() / 1000)
  }
}
