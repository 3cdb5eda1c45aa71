/**
 * v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { apiPackage, type MessageSchema, bool, duration, float32, int32, string } from '../../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'config/component-base-config/v1alpha1',
  group: '',
  version: 'v1alpha1',
  goPackage: 'k8s.io/component-base/config/v1alpha1',
})
export const packageInfo = pkg.package

export type LeaderElectionConfiguration = T.LeaderElectionConfiguration
export const LeaderElectionConfiguration: MessageSchema<LeaderElectionConfiguration> = pkg.message(
  'LeaderElectionConfiguration',
  {
    leaderElect: bool(0, { required: true, pointer: true }),
    leaseDuration: duration(0, { required: true }),
    renewDeadline: duration(0, { required: true }),
    retryPeriod: duration(0, { required: true }),
    resourceLock: string(0, { required: true }),
    resourceName: string(0, { required: true }),
    resourceNamespace: string(0, { required: true }),
  },
)

export type DebuggingConfiguration = T.DebuggingConfiguration
export const DebuggingConfiguration: MessageSchema<DebuggingConfiguration> = pkg.message('DebuggingConfiguration', {
  enableProfiling: bool(0, { pointer: true }),
  enableContentionProfiling: bool(0, { pointer: true }),
})

export type ClientConnectionConfiguration = T.ClientConnectionConfiguration
export const ClientConnectionConfiguration: MessageSchema<ClientConnectionConfiguration> = pkg.message(
  'ClientConnectionConfiguration',
  {
    kubeconfig: string(0, { required: true }),
    acceptContentTypes: string(0, { required: true }),
    contentType: string(0, { required: true }),
    qps: float32(0, { required: true }),
    burst: int32(0, { required: true }),
  },
)
