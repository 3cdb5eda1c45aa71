/** Upstream's defaults of kube-controller-manager, v1.31. */
import type { ControllerOptions } from './controller.ts'

export function defaultControllerOptions(given: Partial<ControllerOptions> = {}): ControllerOptions {
  return {
    clusterCidrs: [],
    serviceClusterIpRange: '',
    allocateNodeCidrs: false,
    nodeCidrMaskSize: 24,
    rootCaPem: undefined,
    signing: undefined,
    legacyTokenSigner: undefined,
    nodeMonitorPeriodMs: 5_000,
    nodeMonitorGracePeriodMs: 40_000,
    nodeStartupGracePeriodMs: 60_000,
    nodeEvictionRate: 0.1,
    secondaryNodeEvictionRate: 0.01,
    largeClusterSizeThreshold: 50,
    unhealthyZoneThreshold: 0.55,
    terminatedPodGcThreshold: 12_500,
    resourceQuotaSyncPeriodMs: 5 * 60_000,
    concurrentSyncs: 5,
    featureEnabled: () => true,
    ...given,
  }
}
