/** Every configuration format: for what must know them all. Who reads one file imports its schema instead. */
import { packageInfo as apiserverConfigV1 } from './apiserver-config/v1.ts'
import { packageInfo as apiserverConfigV1alpha1 } from './apiserver-config/v1alpha1.ts'
import { packageInfo as apiserverConfigV1beta1 } from './apiserver-config/v1beta1.ts'
import { packageInfo as auditV1 } from './audit/v1.ts'
import { packageInfo as clientauthenticationV1 } from './clientauthentication/v1.ts'
import { packageInfo as clientauthenticationV1beta1 } from './clientauthentication/v1beta1.ts'
import { packageInfo as cloudProviderConfigV1alpha1 } from './cloud-provider-config/v1alpha1.ts'
import { packageInfo as cloudProviderNodeConfigV1alpha1 } from './cloud-provider-node-config/v1alpha1.ts'
import { packageInfo as cloudProviderServiceConfigV1alpha1 } from './cloud-provider-service-config/v1alpha1.ts'
import { packageInfo as componentBaseConfigV1alpha1 } from './component-base-config/v1alpha1.ts'
import { packageInfo as componentBaseLogsV1 } from './component-base-logs/v1.ts'
import { packageInfo as componentBaseTracingV1 } from './component-base-tracing/v1.ts'
import { packageInfo as controllerManagerConfigV1 } from './controller-manager-config/v1.ts'
import { packageInfo as controllerManagerConfigV1alpha1 } from './controller-manager-config/v1alpha1.ts'
import { packageInfo as controllerManagerConfigV1beta1 } from './controller-manager-config/v1beta1.ts'
import { packageInfo as kubeControllerManagerConfigV1alpha1 } from './kube-controller-manager-config/v1alpha1.ts'
import { packageInfo as kubeProxyConfigV1alpha1 } from './kube-proxy-config/v1alpha1.ts'
import { packageInfo as kubeSchedulerConfigV1 } from './kube-scheduler-config/v1.ts'
import { packageInfo as kubeSchedulerExtenderV1 } from './kube-scheduler-extender/v1.ts'
import { packageInfo as kubeconfigV1 } from './kubeconfig/v1.ts'
import { packageInfo as kubeletConfigV1 } from './kubelet-config/v1.ts'
import { packageInfo as kubeletConfigV1alpha1 } from './kubelet-config/v1alpha1.ts'
import { packageInfo as kubeletConfigV1beta1 } from './kubelet-config/v1beta1.ts'
import { packageInfo as kubeletCredentialproviderV1 } from './kubelet-credentialprovider/v1.ts'
import { packageInfo as kubeletCredentialproviderV1alpha1 } from './kubelet-credentialprovider/v1alpha1.ts'
import { packageInfo as kubeletCredentialproviderV1beta1 } from './kubelet-credentialprovider/v1beta1.ts'
import { packageInfo as kubeletStatsV1alpha1 } from './kubelet-stats/v1alpha1.ts'
import { packageInfo as podSecurityAdmissionV1 } from './pod-security-admission/v1.ts'
import { packageInfo as podSecurityAdmissionV1alpha1 } from './pod-security-admission/v1alpha1.ts'
import { packageInfo as podSecurityAdmissionV1beta1 } from './pod-security-admission/v1beta1.ts'
import { packageInfo as resourcequotaConfigV1 } from './resourcequota-config/v1.ts'
import { packageInfo as resourcequotaConfigV1alpha1 } from './resourcequota-config/v1alpha1.ts'
import { packageInfo as resourcequotaConfigV1beta1 } from './resourcequota-config/v1beta1.ts'
import { packageInfo as webhookadmissionV1 } from './webhookadmission/v1.ts'
import { packageInfo as webhookadmissionV1alpha1 } from './webhookadmission/v1alpha1.ts'
import type { ApiPackage } from '../schema/schema.ts'

/** Types of configuration files, audit logs, exec credentials and the like. */
export const configPackages: readonly ApiPackage[] = [
  apiserverConfigV1,
  apiserverConfigV1alpha1,
  apiserverConfigV1beta1,
  auditV1,
  clientauthenticationV1,
  clientauthenticationV1beta1,
  cloudProviderConfigV1alpha1,
  cloudProviderNodeConfigV1alpha1,
  cloudProviderServiceConfigV1alpha1,
  componentBaseConfigV1alpha1,
  componentBaseLogsV1,
  componentBaseTracingV1,
  controllerManagerConfigV1,
  controllerManagerConfigV1alpha1,
  controllerManagerConfigV1beta1,
  kubeControllerManagerConfigV1alpha1,
  kubeProxyConfigV1alpha1,
  kubeSchedulerConfigV1,
  kubeSchedulerExtenderV1,
  kubeconfigV1,
  kubeletConfigV1,
  kubeletConfigV1alpha1,
  kubeletConfigV1beta1,
  kubeletCredentialproviderV1,
  kubeletCredentialproviderV1alpha1,
  kubeletCredentialproviderV1beta1,
  kubeletStatsV1alpha1,
  podSecurityAdmissionV1,
  podSecurityAdmissionV1alpha1,
  podSecurityAdmissionV1beta1,
  resourcequotaConfigV1,
  resourcequotaConfigV1alpha1,
  resourcequotaConfigV1beta1,
  webhookadmissionV1,
  webhookadmissionV1alpha1,
]
