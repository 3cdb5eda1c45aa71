/**
 * Defaults of every kind the API server takes.
 * In: a resource (or anything that has a schema) and an object of it. Out: the object, changed.
 * Always: what upstream v1.31 fills in; a second run changes nothing.
 * Elsewhere: the rules of a group (`<group>/<version>.defaults.ts`), how they are run (schema/defaults.ts).
 */
import { admissionregistrationV1Defaults } from './admissionregistration/v1.defaults.ts'
import { admissionregistrationV1alpha1Defaults } from './admissionregistration/v1alpha1.defaults.ts'
import { admissionregistrationV1beta1Defaults } from './admissionregistration/v1beta1.defaults.ts'
import { apiextensionsV1Defaults } from './apiextensions/v1.defaults.ts'
import { apiregistrationV1Defaults } from './apiregistration/v1.defaults.ts'
import { appsV1Defaults } from './apps/v1.defaults.ts'
import { authenticationV1Defaults } from './authentication/v1.defaults.ts'
import { autoscalingV1Defaults } from './autoscaling/v1.defaults.ts'
import { autoscalingV2Defaults } from './autoscaling/v2.defaults.ts'
import { batchV1Defaults } from './batch/v1.defaults.ts'
import { coreV1Defaults } from './core/v1.defaults.ts'
import { discoveryV1Defaults } from './discovery/v1.defaults.ts'
import { flowcontrolV1Defaults } from './flowcontrol/v1.defaults.ts'
import { flowcontrolV1beta3Defaults } from './flowcontrol/v1beta3.defaults.ts'
import { networkingV1Defaults } from './networking/v1.defaults.ts'
import { rbacV1Defaults } from './rbac/v1.defaults.ts'
import { resourceV1alpha3Defaults } from './resource/v1alpha3.defaults.ts'
import { schedulingV1Defaults } from './scheduling/v1.defaults.ts'
import { defaulter, type GateLookup } from './schema/defaults.ts'
import type { MessageSchema } from './schema/schema.ts'
import { storageV1Defaults } from './storage/v1.defaults.ts'
import { storageV1beta1Defaults } from './storage/v1beta1.defaults.ts'

const fill = defaulter([
  ...admissionregistrationV1Defaults,
  ...admissionregistrationV1alpha1Defaults,
  ...admissionregistrationV1beta1Defaults,
  ...apiextensionsV1Defaults,
  ...apiregistrationV1Defaults,
  ...appsV1Defaults,
  ...authenticationV1Defaults,
  ...autoscalingV1Defaults,
  ...autoscalingV2Defaults,
  ...batchV1Defaults,
  ...coreV1Defaults,
  ...discoveryV1Defaults,
  ...flowcontrolV1Defaults,
  ...flowcontrolV1beta3Defaults,
  ...networkingV1Defaults,
  ...rbacV1Defaults,
  ...resourceV1alpha3Defaults,
  ...schedulingV1Defaults,
  ...storageV1Defaults,
  ...storageV1beta1Defaults,
])

/** The gates that change defaults, as v1.31 ships them. */
const shippedGates: Readonly<Record<string, boolean>> = {
  ImageVolume: false,
  InPlacePodVerticalScaling: false,
  JobPodReplacementPolicy: true,
  LoadBalancerIPMode: true,
  MaxUnavailableStatefulSet: false,
  SELinuxMountReadWriteOncePod: true,
  StatefulSetAutoDeletePVC: true,
}

/** Changes the object, which must be the caller's own and not one from a cache. */
export function applyDefaults<T extends object>(
  info: { readonly schema: MessageSchema },
  object: T,
  gates: GateLookup = (name) => shippedGates[name] === true,
): T {
  fill(info.schema, object, gates)
  return object
}
