/** Every group version, served or not: for walkers that need all of them, such as OpenAPI and the look-up of kinds. */
import { packageInfo as admissionV1 } from './admission/v1.ts'
import { packageInfo as admissionV1beta1 } from './admission/v1beta1.ts'
import { packageInfo as admissionregistrationV1 } from './admissionregistration/v1.ts'
import { packageInfo as admissionregistrationV1alpha1 } from './admissionregistration/v1alpha1.ts'
import { packageInfo as admissionregistrationV1beta1 } from './admissionregistration/v1beta1.ts'
import { packageInfo as apidiscoveryV2 } from './apidiscovery/v2.ts'
import { packageInfo as apidiscoveryV2beta1 } from './apidiscovery/v2beta1.ts'
import { packageInfo as apiextensionsV1 } from './apiextensions/v1.ts'
import { packageInfo as apiextensionsV1beta1 } from './apiextensions/v1beta1.ts'
import { packageInfo as apimachineryTypes } from './apimachinery/types.ts'
import { packageInfo as apimachineryVersion } from './apimachinery/version.ts'
import { packageInfo as apiregistrationV1 } from './apiregistration/v1.ts'
import { packageInfo as apiregistrationV1beta1 } from './apiregistration/v1beta1.ts'
import { packageInfo as apiserverinternalV1alpha1 } from './apiserverinternal/v1alpha1.ts'
import { packageInfo as appsV1 } from './apps/v1.ts'
import { packageInfo as appsV1beta1 } from './apps/v1beta1.ts'
import { packageInfo as appsV1beta2 } from './apps/v1beta2.ts'
import { packageInfo as authenticationV1 } from './authentication/v1.ts'
import { packageInfo as authenticationV1alpha1 } from './authentication/v1alpha1.ts'
import { packageInfo as authenticationV1beta1 } from './authentication/v1beta1.ts'
import { packageInfo as authorizationV1 } from './authorization/v1.ts'
import { packageInfo as authorizationV1beta1 } from './authorization/v1beta1.ts'
import { packageInfo as autoscalingV1 } from './autoscaling/v1.ts'
import { packageInfo as autoscalingV2 } from './autoscaling/v2.ts'
import { packageInfo as autoscalingV2beta1 } from './autoscaling/v2beta1.ts'
import { packageInfo as autoscalingV2beta2 } from './autoscaling/v2beta2.ts'
import { packageInfo as batchV1 } from './batch/v1.ts'
import { packageInfo as batchV1beta1 } from './batch/v1beta1.ts'
import { packageInfo as certificatesV1 } from './certificates/v1.ts'
import { packageInfo as certificatesV1alpha1 } from './certificates/v1alpha1.ts'
import { packageInfo as certificatesV1beta1 } from './certificates/v1beta1.ts'
import { packageInfo as coordinationV1 } from './coordination/v1.ts'
import { packageInfo as coordinationV1alpha1 } from './coordination/v1alpha1.ts'
import { packageInfo as coordinationV1beta1 } from './coordination/v1beta1.ts'
import { packageInfo as coreV1 } from './core/v1.ts'
import { packageInfo as customMetricsV1beta1 } from './custom_metrics/v1beta1.ts'
import { packageInfo as customMetricsV1beta2 } from './custom_metrics/v1beta2.ts'
import { packageInfo as discoveryV1 } from './discovery/v1.ts'
import { packageInfo as discoveryV1beta1 } from './discovery/v1beta1.ts'
import { packageInfo as eventsV1 } from './events/v1.ts'
import { packageInfo as eventsV1beta1 } from './events/v1beta1.ts'
import { packageInfo as extensionsV1beta1 } from './extensions/v1beta1.ts'
import { packageInfo as externalMetricsV1beta1 } from './external_metrics/v1beta1.ts'
import { packageInfo as flowcontrolV1 } from './flowcontrol/v1.ts'
import { packageInfo as flowcontrolV1beta1 } from './flowcontrol/v1beta1.ts'
import { packageInfo as flowcontrolV1beta2 } from './flowcontrol/v1beta2.ts'
import { packageInfo as flowcontrolV1beta3 } from './flowcontrol/v1beta3.ts'
import { packageInfo as imagepolicyV1alpha1 } from './imagepolicy/v1alpha1.ts'
import { packageInfo as metaV1 } from './meta/v1.ts'
import { packageInfo as metaV1beta1 } from './meta/v1beta1.ts'
import { packageInfo as metricsV1alpha1 } from './metrics/v1alpha1.ts'
import { packageInfo as metricsV1beta1 } from './metrics/v1beta1.ts'
import { packageInfo as networkingV1 } from './networking/v1.ts'
import { packageInfo as networkingV1alpha1 } from './networking/v1alpha1.ts'
import { packageInfo as networkingV1beta1 } from './networking/v1beta1.ts'
import { packageInfo as nodeV1 } from './node/v1.ts'
import { packageInfo as nodeV1alpha1 } from './node/v1alpha1.ts'
import { packageInfo as nodeV1beta1 } from './node/v1beta1.ts'
import { packageInfo as policyV1 } from './policy/v1.ts'
import { packageInfo as policyV1beta1 } from './policy/v1beta1.ts'
import { packageInfo as rbacV1 } from './rbac/v1.ts'
import { packageInfo as rbacV1alpha1 } from './rbac/v1alpha1.ts'
import { packageInfo as rbacV1beta1 } from './rbac/v1beta1.ts'
import { packageInfo as resourceV1alpha3 } from './resource/v1alpha3.ts'
import { packageInfo as schedulingV1 } from './scheduling/v1.ts'
import { packageInfo as schedulingV1alpha1 } from './scheduling/v1alpha1.ts'
import { packageInfo as schedulingV1beta1 } from './scheduling/v1beta1.ts'
import { packageInfo as storageV1 } from './storage/v1.ts'
import { packageInfo as storageV1alpha1 } from './storage/v1alpha1.ts'
import { packageInfo as storageV1beta1 } from './storage/v1beta1.ts'
import { packageInfo as storagemigrationV1alpha1 } from './storagemigration/v1alpha1.ts'
import type { ApiPackage } from './schema/schema.ts'

/** Types that clients and servers of the API exchange. */
export const apiPackages: readonly ApiPackage[] = [
  admissionV1,
  admissionV1beta1,
  admissionregistrationV1,
  admissionregistrationV1alpha1,
  admissionregistrationV1beta1,
  apidiscoveryV2,
  apidiscoveryV2beta1,
  apiextensionsV1,
  apiextensionsV1beta1,
  apimachineryTypes,
  apimachineryVersion,
  apiregistrationV1,
  apiregistrationV1beta1,
  apiserverinternalV1alpha1,
  appsV1,
  appsV1beta1,
  appsV1beta2,
  authenticationV1,
  authenticationV1alpha1,
  authenticationV1beta1,
  authorizationV1,
  authorizationV1beta1,
  autoscalingV1,
  autoscalingV2,
  autoscalingV2beta1,
  autoscalingV2beta2,
  batchV1,
  batchV1beta1,
  certificatesV1,
  certificatesV1alpha1,
  certificatesV1beta1,
  coordinationV1,
  coordinationV1alpha1,
  coordinationV1beta1,
  coreV1,
  customMetricsV1beta1,
  customMetricsV1beta2,
  discoveryV1,
  discoveryV1beta1,
  eventsV1,
  eventsV1beta1,
  extensionsV1beta1,
  externalMetricsV1beta1,
  flowcontrolV1,
  flowcontrolV1beta1,
  flowcontrolV1beta2,
  flowcontrolV1beta3,
  imagepolicyV1alpha1,
  metaV1,
  metaV1beta1,
  metricsV1alpha1,
  metricsV1beta1,
  networkingV1,
  networkingV1alpha1,
  networkingV1beta1,
  nodeV1,
  nodeV1alpha1,
  nodeV1beta1,
  policyV1,
  policyV1beta1,
  rbacV1,
  rbacV1alpha1,
  rbacV1beta1,
  resourceV1alpha3,
  schedulingV1,
  schedulingV1alpha1,
  schedulingV1beta1,
  storageV1,
  storageV1alpha1,
  storageV1beta1,
  storagemigrationV1alpha1,
]
