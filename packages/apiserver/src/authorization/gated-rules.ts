/**
 * Rules and roles of the default policy that are there only with a feature gate, as data.
 * Elsewhere: those of every cluster (bootstrap-rules.ts); the objects made of both (bootstrap-policy.ts).
 */
import type { PolicyRule } from '@elli/api/rbac/v1'

export interface GatedRules {
  /** All of them must be on. */
  readonly gates: readonly string[]
  /** A role of every cluster gets more, or one comes that is not there otherwise. */
  readonly role: string
  readonly rules: readonly PolicyRule[]
  /** For a role that comes, who is bound to it: a service account of kube-system, or a group. */
  readonly boundTo?: { readonly serviceAccount: string } | { readonly group: string }
}

function on(verbs: string, apiGroup: string, resources: string): PolicyRule {
  return { verbs: verbs.split(','), apiGroups: [apiGroup], resources: resources.split(',') }
}

const read = 'get,list,watch'
const events: PolicyRule = {
  verbs: ['create', 'patch', 'update'],
  apiGroups: ['', 'events.k8s.io'],
  resources: ['events'],
}

function controller(gates: readonly string[], name: string, rules: readonly PolicyRule[]): GatedRules {
  return { gates, role: `system:controller:${name}`, rules, boundTo: { serviceAccount: name } }
}

export const gatedRules: readonly GatedRules[] = [
  {
    gates: ['DynamicResourceAllocation'],
    role: 'system:node',
    rules: [
      on('get', 'resource.k8s.io', 'resourceclaims'),
      on('deletecollection', 'resource.k8s.io', 'resourceslices'),
    ],
  },
  {
    gates: ['ClusterTrustBundle'],
    role: 'system:node',
    rules: [on(read, 'certificates.k8s.io', 'clustertrustbundles')],
  },
  {
    gates: ['MultiCIDRServiceAllocator'],
    role: 'system:node-proxier',
    rules: [on('list,watch', 'networking.k8s.io', 'servicecidrs')],
  },
  {
    gates: ['DynamicResourceAllocation'],
    role: 'system:kube-scheduler',
    rules: [
      on(read, 'resource.k8s.io', 'deviceclasses'),
      on('get,list,patch,update,watch', 'resource.k8s.io', 'resourceclaims'),
      on('get,list,patch,update,watch', 'resource.k8s.io', 'resourceclaims/status'),
      on('create,delete,deletecollection,get,list,patch,update,watch', 'resource.k8s.io', 'podschedulingcontexts'),
      on(read, 'resource.k8s.io', 'podschedulingcontexts/status'),
      on('get,list,patch,update,watch', '', 'pods/finalizers'),
      on(read, 'resource.k8s.io', 'resourceslices'),
    ],
  },
  {
    gates: ['ClusterTrustBundle'],
    role: 'system:cluster-trust-bundle-discovery',
    rules: [on(read, 'certificates.k8s.io', 'clustertrustbundles')],
    boundTo: { group: 'system:serviceaccounts' },
  },
  controller(['DynamicResourceAllocation'], 'resource-claim-controller', [
    on(read, '', 'pods'),
    on('update', '', 'pods/finalizers'),
    on('create,delete,get,list,watch', 'resource.k8s.io', 'resourceclaims'),
    on('create,get,list,patch,update,watch', 'resource.k8s.io', 'podschedulingcontexts'),
    on('patch,update', 'resource.k8s.io', 'resourceclaims,resourceclaims/status'),
    on('patch,update', '', 'pods/status'),
    events,
  ]),
  controller(['MultiCIDRServiceAllocator'], 'service-cidrs-controller', [
    on('get,list,patch,update,watch', 'networking.k8s.io', 'servicecidrs'),
    on('patch,update', 'networking.k8s.io', 'servicecidrs/finalizers'),
    on('patch,update', 'networking.k8s.io', 'servicecidrs/status'),
    on(read, 'networking.k8s.io', 'ipaddresses'),
    events,
  ]),
  controller(['StorageVersionAPI', 'APIServerIdentity'], 'storage-version-garbage-collector', [
    on(read, 'coordination.k8s.io', 'leases'),
    on('delete,get,list,patch,update,watch', 'internal.apiserver.k8s.io', 'storageversions'),
    on('get,patch,update', 'internal.apiserver.k8s.io', 'storageversions/status'),
  ]),
  controller(['StorageVersionMigrator'], 'storage-version-migrator-controller', [
    // Whoever applies to what is gone would create it: that always fails, for the uid is named, but must be allowed.
    on('create,list,patch', '*', '*'),
    on('update', 'storagemigration.k8s.io', 'storageversionmigrations/status'),
  ]),
]
