/** Host ports follow sandboxes: shortly after some came or went, the rules are made anew from all that there are. */
import type { Host } from '@elli/host/host'
import { portMappings } from '../containers/sandbox-config.ts'
import type { HostPort } from '../network/nftables.ts'
import { isHostNetwork, uidOf } from '../pods/identity.ts'
import type { PodWorkers } from '../pods/pod-workers.ts'
import type { PodNetworkManager } from './pod-network.ts'

const gatherMs = 20

export function hostPortKeeper(host: Host, network: PodNetworkManager, workers: PodWorkers): { schedule(): void } {
  let waiting = false
  return {
    schedule() {
      if (waiting) return
      waiting = true
      host.clock.after(gatherMs, () => {
        waiting = false
        network
          .setHostPorts(currentHostPorts(workers))
          .catch((error: unknown) => host.log.error('cannot program host ports', { error }))
      })
    },
  }
}

function currentHostPorts(workers: PodWorkers): HostPort[] {
  return workers.pods().flatMap((pod) => {
    const worker = workers.get(uidOf(pod))
    const podIp = worker?.runtime?.ips[0]
    if (podIp === undefined || isHostNetwork(pod) || worker?.phase === 'terminated') return []
    return portMappings(pod).map((mapping) => ({ ...mapping, podIp }))
  })
}
