/**
 * cloudcontrollermanager.config.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { NodeControllerConfiguration } from '../cloud-provider-node-config/v1alpha1.ts'
import { ServiceControllerConfiguration } from '../cloud-provider-service-config/v1alpha1.ts'
import { GenericControllerManagerConfiguration } from '../controller-manager-config/v1alpha1.ts'
import { apiPackage, type MessageSchema, bool, duration, list, ref, string } from '../../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'config/cloud-provider-config/v1alpha1',
  group: 'cloudcontrollermanager.config.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/cloud-provider/config/v1alpha1',
})
export const packageInfo = pkg.package

export type CloudControllerManagerConfiguration = T.CloudControllerManagerConfiguration
export const CloudControllerManagerConfiguration: MessageSchema<CloudControllerManagerConfiguration> = pkg.message(
  'CloudControllerManagerConfiguration',
  {
    Generic: ref(0, () => GenericControllerManagerConfiguration, { required: true }),
    KubeCloudShared: ref(0, () => KubeCloudSharedConfiguration, { required: true }),
    NodeController: ref(0, () => NodeControllerConfiguration, { required: true }),
    ServiceController: ref(0, () => ServiceControllerConfiguration, { required: true }),
    NodeStatusUpdateFrequency: duration(0, { required: true }),
    Webhook: ref(0, () => WebhookConfiguration, { required: true }),
  },
  { kind: true },
)

export type KubeCloudSharedConfiguration = T.KubeCloudSharedConfiguration
export const KubeCloudSharedConfiguration: MessageSchema<KubeCloudSharedConfiguration> = pkg.message(
  'KubeCloudSharedConfiguration',
  {
    CloudProvider: ref(0, () => CloudProviderConfiguration, { required: true }),
    ExternalCloudVolumePlugin: string(0, { required: true }),
    UseServiceAccountCredentials: bool(0, { required: true }),
    AllowUntaggedCloud: bool(0, { required: true }),
    RouteReconciliationPeriod: duration(0, { required: true }),
    NodeMonitorPeriod: duration(0, { required: true }),
    ClusterName: string(0, { required: true }),
    ClusterCIDR: string(0, { required: true }),
    AllocateNodeCIDRs: bool(0, { required: true }),
    CIDRAllocatorType: string(0, { required: true }),
    ConfigureCloudRoutes: bool(0, { required: true, pointer: true }),
    NodeSyncPeriod: duration(0, { required: true }),
  },
)

export type CloudProviderConfiguration = T.CloudProviderConfiguration
export const CloudProviderConfiguration: MessageSchema<CloudProviderConfiguration> = pkg.message(
  'CloudProviderConfiguration',
  {
    Name: string(0, { required: true }),
    CloudConfigFile: string(0, { required: true }),
  },
)

export type WebhookConfiguration = T.WebhookConfiguration
export const WebhookConfiguration: MessageSchema<WebhookConfiguration> = pkg.message('WebhookConfiguration', {
  Webhooks: list(0, 'string', { required: true }),
})
