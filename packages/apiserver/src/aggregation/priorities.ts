/**
 * In which order groups and versions are shown: clients that know only a name take the first group that has it.
 * Always: upstream's numbers, since they are written into APIServices, where people see them.
 * @see kubernetes v1.31 pkg/controlplane/apiserver/aggregator.go, cmd/kube-apiserver/app/aggregator.go
 */
export interface Priority {
  readonly group: number
  readonly version: number
}

/** What a custom resource's group version has. */
export const customPriority: Priority = { group: 1000, version: 100 }
/** The group of APIServices themselves stands before all others. */
const registration: Priority = { group: 20_000, version: 100 }

const groups: Readonly<Record<string, readonly [group: number, versions: Readonly<Record<string, number>>]>> = {
  '': [18_000, { v1: 1 }],
  apps: [17_800, { v1: 15 }],
  'events.k8s.io': [17_750, { v1: 15, v1beta1: 5 }],
  'authentication.k8s.io': [17_700, { v1: 15, v1beta1: 9, v1alpha1: 1 }],
  'authorization.k8s.io': [17_600, { v1: 15 }],
  autoscaling: [17_500, { v1: 15, v2: 30 }],
  batch: [17_400, { v1: 15, v1beta1: 9 }],
  'certificates.k8s.io': [17_300, { v1: 15, v1alpha1: 1 }],
  'networking.k8s.io': [17_200, { v1: 15, v1beta1: 9, v1alpha1: 1 }],
  policy: [17_100, { v1: 15, v1beta1: 9 }],
  'rbac.authorization.k8s.io': [17_000, { v1: 15 }],
  'storage.k8s.io': [16_800, { v1: 15, v1beta1: 9, v1alpha1: 1 }],
  'apiextensions.k8s.io': [16_700, { v1: 15 }],
  'admissionregistration.k8s.io': [16_700, { v1: 15, v1beta1: 12, v1alpha1: 9 }],
  'scheduling.k8s.io': [16_600, { v1: 15 }],
  'coordination.k8s.io': [16_500, { v1: 15, v1alpha1: 9 }],
  'node.k8s.io': [16_300, { v1: 15, v1beta1: 9, v1alpha1: 1 }],
  'discovery.k8s.io': [16_200, { v1: 15, v1beta1: 12 }],
  'flowcontrol.apiserver.k8s.io': [16_100, { v1: 21, v1beta3: 18, v1beta2: 15, v1beta1: 12, v1alpha1: 9 }],
  'internal.apiserver.k8s.io': [16_000, { v1alpha1: 9 }],
  'resource.k8s.io': [15_900, { v1alpha3: 9 }],
  'storagemigration.k8s.io': [15_800, { v1alpha1: 9 }],
}

/** Of a built-in group version; undefined for one that gets no APIService. */
export function builtInPriority(group: string, version: string): Priority | undefined {
  const found = groups[group]
  const own = found?.[1][version]
  return found === undefined || own === undefined ? undefined : { group: found[0], version: own }
}

/** For discovery: the group of APIServices has a place as well, though nobody registers it. */
export function discoveryPriority(group: string, version: string): Priority {
  if (group === 'apiregistration.k8s.io') return registration
  return builtInPriority(group, version) ?? customPriority
}
