/** Types of v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */

export interface LeaderElectionConfiguration {
  leaderElect: boolean
  /** Duration such as 1m30s. */
  leaseDuration: string
  /** Duration such as 1m30s. */
  renewDeadline: string
  /** Duration such as 1m30s. */
  retryPeriod: string
  resourceLock: string
  resourceName: string
  resourceNamespace: string
}

export interface DebuggingConfiguration {
  enableProfiling?: boolean
  enableContentionProfiling?: boolean
}

export interface ClientConnectionConfiguration {
  kubeconfig: string
  acceptContentTypes: string
  contentType: string
  qps: number
  burst: number
}
