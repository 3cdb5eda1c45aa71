/** Types of cloudcontrollermanager.config.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { NodeControllerConfiguration } from '../cloud-provider-node-config/v1alpha1.types.ts'
import type { ServiceControllerConfiguration } from '../cloud-provider-service-config/v1alpha1.types.ts'
import type { GenericControllerManagerConfiguration } from '../controller-manager-config/v1alpha1.types.ts'

export interface CloudControllerManagerConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  Generic: GenericControllerManagerConfiguration
  KubeCloudShared: KubeCloudSharedConfiguration
  NodeController: NodeControllerConfiguration
  ServiceController: ServiceControllerConfiguration
  /** Duration such as 1m30s. */
  NodeStatusUpdateFrequency: string
  Webhook: WebhookConfiguration
}

export interface KubeCloudSharedConfiguration {
  CloudProvider: CloudProviderConfiguration
  ExternalCloudVolumePlugin: string
  UseServiceAccountCredentials: boolean
  AllowUntaggedCloud: boolean
  /** Duration such as 1m30s. */
  RouteReconciliationPeriod: string
  /** Duration such as 1m30s. */
  NodeMonitorPeriod: string
  ClusterName: string
  ClusterCIDR: string
  AllocateNodeCIDRs: boolean
  CIDRAllocatorType: string
  ConfigureCloudRoutes: boolean
  /** Duration such as 1m30s. */
  NodeSyncPeriod: string
}

export interface CloudProviderConfiguration {
  Name: string
  CloudConfigFile: string
}

export interface WebhookConfiguration {
  Webhooks: string[]
}
