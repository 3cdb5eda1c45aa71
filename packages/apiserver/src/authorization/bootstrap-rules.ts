/**
 * The rules of every default role as data: what upstream 1.31 grants with its default feature gates.
 * Elsewhere: the objects made of it (bootstrap-policy.ts), how they get into the cluster (reconcile.ts).
 */
import type { PolicyRule } from '@elli/api/rbac/v1'

export interface DefaultRole {
  readonly name: string
  readonly rules: readonly PolicyRule[]
  /** Is gathered by the roles of this name: label `rbac.authorization.k8s.io/aggregate-to-<label>`. */
  readonly label?: string
  /** Gathers the roles that carry the label of this name. */
  readonly gathers?: string
}

const read = 'get,list,watch'
const write = 'create,delete,deletecollection,patch,update'
const readWrite = 'create,delete,deletecollection,get,list,patch,update,watch'
const readUpdate = 'get,list,patch,update,watch'
const core = ''

/** Lists are separated by commas; the core group is the empty text. */
function on(verbs: string, groups: string, resources: string, names?: string): PolicyRule {
  const rule: PolicyRule = { verbs: verbs.split(','), apiGroups: groups.split(','), resources: resources.split(',') }
  return names === undefined ? rule : { ...rule, resourceNames: names.split(',') }
}

function urls(verbs: string, paths: string): PolicyRule {
  return { verbs: verbs.split(','), nonResourceURLs: paths.split(',') }
}

function role(name: string, rules: PolicyRule[], more: { label?: string; gathers?: string } = {}): DefaultRole {
  return { name, rules, ...more }
}

function controller(name: string, rules: PolicyRule[]): DefaultRole {
  return role(`system:controller:${name}`, rules)
}

function inNamespace(namespace: string, { name, rules }: DefaultRole): DefaultRole & { namespace: string } {
  return { namespace, name, rules }
}

const events = on('create,patch,update', ',events.k8s.io', 'events')

export const clusterRoleData: readonly DefaultRole[] = [
  role('admin', [], { gathers: 'admin' }),
  role('cluster-admin', [on('*', '*', '*'), urls('*', '*')]),
  role('edit', [], { label: 'admin', gathers: 'edit' }),
  role(
    'system:aggregate-to-admin',
    [
      on('create', 'authorization.k8s.io', 'localsubjectaccessreviews'),
      on(readWrite, 'rbac.authorization.k8s.io', 'rolebindings,roles'),
    ],
    { label: 'admin' },
  ),
  role(
    'system:aggregate-to-edit',
    [
      on(read, core, 'pods/attach,pods/exec,pods/portforward,pods/proxy,secrets,services/proxy'),
      on('impersonate', core, 'serviceaccounts'),
      on(write, core, 'pods,pods/attach,pods/exec,pods/portforward,pods/proxy'),
      on('create', core, 'pods/eviction'),
      on(
        write,
        core,
        'configmaps,endpoints,events,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,services/proxy',
      ),
      on('create', core, 'serviceaccounts/token'),
      on(
        write,
        'apps',
        'daemonsets,deployments,deployments/rollback,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale',
      ),
      on(write, 'autoscaling', 'horizontalpodautoscalers'),
      on(write, 'batch', 'cronjobs,jobs'),
      on(
        write,
        'extensions',
        'daemonsets,deployments,deployments/rollback,deployments/scale,ingresses,networkpolicies,replicasets,replicasets/scale,replicationcontrollers/scale',
      ),
      on(write, 'policy', 'poddisruptionbudgets'),
      on(write, 'networking.k8s.io', 'ingresses,networkpolicies'),
      on(readWrite, 'coordination.k8s.io', 'leases'),
    ],
    { label: 'edit' },
  ),
  role(
    'system:aggregate-to-view',
    [
      on(
        read,
        core,
        'configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status',
      ),
      on(
        read,
        core,
        'bindings,events,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status',
      ),
      on(read, core, 'namespaces'),
      on(read, 'discovery.k8s.io', 'endpointslices'),
      on(
        read,
        'apps',
        'controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status',
      ),
      on(read, 'autoscaling', 'horizontalpodautoscalers,horizontalpodautoscalers/status'),
      on(read, 'batch', 'cronjobs,cronjobs/status,jobs,jobs/status'),
      on(
        read,
        'extensions',
        'daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,ingresses,ingresses/status,networkpolicies,replicasets,replicasets/scale,replicasets/status,replicationcontrollers/scale',
      ),
      on(read, 'policy', 'poddisruptionbudgets,poddisruptionbudgets/status'),
      on(read, 'networking.k8s.io', 'ingresses,ingresses/status,networkpolicies'),
    ],
    { label: 'view' },
  ),
  role('system:auth-delegator', [
    on('create', 'authentication.k8s.io', 'tokenreviews'),
    on('create', 'authorization.k8s.io', 'subjectaccessreviews'),
  ]),
  role('system:basic-user', [
    on('create', 'authorization.k8s.io', 'selfsubjectaccessreviews,selfsubjectrulesreviews'),
    on('create', 'authentication.k8s.io', 'selfsubjectreviews'),
  ]),
  role('system:certificates.k8s.io:certificatesigningrequests:nodeclient', [
    on('create', 'certificates.k8s.io', 'certificatesigningrequests/nodeclient'),
  ]),
  role('system:certificates.k8s.io:certificatesigningrequests:selfnodeclient', [
    on('create', 'certificates.k8s.io', 'certificatesigningrequests/selfnodeclient'),
  ]),
  role('system:certificates.k8s.io:kube-apiserver-client-approver', [
    on('approve', 'certificates.k8s.io', 'signers', 'kubernetes.io/kube-apiserver-client'),
  ]),
  role('system:certificates.k8s.io:kube-apiserver-client-kubelet-approver', [
    on('approve', 'certificates.k8s.io', 'signers', 'kubernetes.io/kube-apiserver-client-kubelet'),
  ]),
  role('system:certificates.k8s.io:kubelet-serving-approver', [
    on('approve', 'certificates.k8s.io', 'signers', 'kubernetes.io/kubelet-serving'),
  ]),
  role('system:certificates.k8s.io:legacy-unknown-approver', [
    on('approve', 'certificates.k8s.io', 'signers', 'kubernetes.io/legacy-unknown'),
  ]),
  role('system:discovery', [
    urls('get', '/api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/'),
  ]),
  role('system:heapster', [on(read, core, 'events,namespaces,nodes,pods'), on(read, 'extensions', 'deployments')]),
  role('system:kube-aggregator', [on(read, core, 'endpoints,services')]),
  role('system:kube-controller-manager', [
    events,
    on('create', 'coordination.k8s.io', 'leases'),
    on('get,update', 'coordination.k8s.io', 'leases', 'kube-controller-manager'),
    on('create', core, 'secrets,serviceaccounts'),
    on('delete', core, 'secrets'),
    on('get', core, 'configmaps,namespaces,secrets,serviceaccounts'),
    on('update', core, 'secrets,serviceaccounts'),
    on('create', 'authentication.k8s.io', 'tokenreviews'),
    on('create', 'authorization.k8s.io', 'subjectaccessreviews'),
    on('list,watch', '*', '*'),
    on('create', core, 'serviceaccounts/token'),
  ]),
  role('system:kube-dns', [on('list,watch', core, 'endpoints,services')]),
  role('system:kube-scheduler', [
    events,
    on('create', 'coordination.k8s.io', 'leases'),
    on('get,list,update,watch', 'coordination.k8s.io', 'leases', 'kube-scheduler'),
    on(readWrite, 'coordination.k8s.io', 'leasecandidates'),
    on(read, core, 'nodes'),
    on('delete,get,list,watch', core, 'pods'),
    on('create', core, 'bindings,pods/binding'),
    on('patch,update', core, 'pods/status'),
    on(read, core, 'replicationcontrollers,services'),
    on(read, 'apps,extensions', 'replicasets'),
    on(read, 'apps', 'statefulsets'),
    on(read, 'policy', 'poddisruptionbudgets'),
    on(read, core, 'persistentvolumeclaims,persistentvolumes'),
    on('create', 'authentication.k8s.io', 'tokenreviews'),
    on('create', 'authorization.k8s.io', 'subjectaccessreviews'),
    on(read, 'storage.k8s.io', 'csinodes'),
    on(read, 'storage.k8s.io', 'volumeattachments'),
    on(read, core, 'namespaces'),
    on(read, 'storage.k8s.io', 'csidrivers'),
    on(read, 'storage.k8s.io', 'csistoragecapacities'),
  ]),
  role('system:kubelet-api-admin', [
    on(read, core, 'nodes'),
    on('proxy', core, 'nodes'),
    on('*', core, 'nodes/log,nodes/metrics,nodes/proxy,nodes/stats'),
  ]),
  role('system:monitoring', [
    urls('get', '/healthz,/healthz/*,/livez,/livez/*,/metrics,/metrics/slis,/readyz,/readyz/*'),
  ]),
  role('system:node', [
    on('create', 'authentication.k8s.io', 'tokenreviews'),
    on('create', 'authorization.k8s.io', 'localsubjectaccessreviews,subjectaccessreviews'),
    on(read, core, 'services'),
    on('create,get,list,watch', core, 'nodes'),
    on('patch,update', core, 'nodes/status'),
    on('patch,update', core, 'nodes'),
    on('create,patch,update', core, 'events'),
    on(read, core, 'pods'),
    on('create,delete', core, 'pods'),
    on('patch,update', core, 'pods/status'),
    on('create', core, 'pods/eviction'),
    on(read, core, 'configmaps,secrets'),
    on('get', core, 'persistentvolumeclaims,persistentvolumes'),
    on('get', core, 'endpoints'),
    on('create,get,list,watch', 'certificates.k8s.io', 'certificatesigningrequests'),
    on('create,delete,get,patch,update', 'coordination.k8s.io', 'leases'),
    on('get', 'storage.k8s.io', 'volumeattachments'),
    on('create', core, 'serviceaccounts/token'),
    on('get,patch,update', core, 'persistentvolumeclaims/status'),
    on(read, 'storage.k8s.io', 'csidrivers'),
    on('create,delete,get,patch,update', 'storage.k8s.io', 'csinodes'),
    on(read, 'node.k8s.io', 'runtimeclasses'),
  ]),
  role('system:node-bootstrapper', [on('create,get,list,watch', 'certificates.k8s.io', 'certificatesigningrequests')]),
  role('system:node-problem-detector', [on('get', core, 'nodes'), on('patch', core, 'nodes/status'), events]),
  role('system:node-proxier', [
    on('list,watch', core, 'endpoints,services'),
    on(read, core, 'nodes'),
    events,
    on('list,watch', 'discovery.k8s.io', 'endpointslices'),
  ]),
  role('system:persistent-volume-provisioner', [
    on('create,delete,get,list,watch', core, 'persistentvolumes'),
    on('get,list,update,watch', core, 'persistentvolumeclaims'),
    on(read, 'storage.k8s.io', 'storageclasses'),
    on('watch', core, 'events'),
    events,
  ]),
  role('system:public-info-viewer', [urls('get', '/healthz,/livez,/readyz,/version,/version/')]),
  role('system:service-account-issuer-discovery', [
    urls(
      'get',
      '/.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/',
    ),
  ]),
  role('system:volume-scheduler', [
    on(readUpdate, core, 'persistentvolumes'),
    on(read, 'storage.k8s.io', 'storageclasses'),
    on(readUpdate, core, 'persistentvolumeclaims'),
  ]),
  role('view', [], { label: 'edit', gathers: 'view' }),
]

/** Each is bound to the service account of the same name in kube-system. */
export const controllerRoleData: readonly DefaultRole[] = [
  controller('attachdetach-controller', [
    on('list,watch', core, 'persistentvolumeclaims,persistentvolumes'),
    on(read, core, 'nodes'),
    on('patch,update', core, 'nodes/status'),
    on('list,watch', core, 'pods'),
    events,
    on('create,delete,get,list,watch', 'storage.k8s.io', 'volumeattachments'),
    on(read, 'storage.k8s.io', 'csidrivers'),
    on(read, 'storage.k8s.io', 'csinodes'),
  ]),
  controller('certificate-controller', [
    on('delete,get,list,watch', 'certificates.k8s.io', 'certificatesigningrequests'),
    on('update', 'certificates.k8s.io', 'certificatesigningrequests/approval,certificatesigningrequests/status'),
    on('approve', 'certificates.k8s.io', 'signers', 'kubernetes.io/kube-apiserver-client-kubelet'),
    on(
      'sign',
      'certificates.k8s.io',
      'signers',
      'kubernetes.io/kube-apiserver-client,kubernetes.io/kube-apiserver-client-kubelet,kubernetes.io/kubelet-serving,kubernetes.io/legacy-unknown',
    ),
    on('create', 'authorization.k8s.io', 'subjectaccessreviews'),
    events,
  ]),
  controller('clusterrole-aggregation-controller', [
    on('escalate,get,list,patch,update,watch', 'rbac.authorization.k8s.io', 'clusterroles'),
  ]),
  controller('cronjob-controller', [
    on('get,list,update,watch', 'batch', 'cronjobs'),
    on('create,delete,get,list,patch,update,watch', 'batch', 'jobs'),
    on('update', 'batch', 'cronjobs/status'),
    on('update', 'batch', 'cronjobs/finalizers'),
    on('delete,list', core, 'pods'),
    events,
  ]),
  controller('daemon-set-controller', [
    on(read, 'apps,extensions', 'daemonsets'),
    on('update', 'apps,extensions', 'daemonsets/status'),
    on('update', 'apps,extensions', 'daemonsets/finalizers'),
    on('list,watch', core, 'nodes'),
    on('create,delete,list,patch,watch', core, 'pods'),
    on('create', core, 'pods/binding'),
    on('create,delete,get,list,patch,update,watch', 'apps', 'controllerrevisions'),
    events,
  ]),
  controller('deployment-controller', [
    on('get,list,update,watch', 'apps,extensions', 'deployments'),
    on('update', 'apps,extensions', 'deployments/status'),
    on('update', 'apps,extensions', 'deployments/finalizers'),
    on('create,delete,get,list,patch,update,watch', 'apps,extensions', 'replicasets'),
    on('get,list,update,watch', core, 'pods'),
    events,
  ]),
  controller('disruption-controller', [
    on(read, 'apps,extensions', 'deployments'),
    on(read, 'apps,extensions', 'replicasets'),
    on(read, core, 'replicationcontrollers'),
    on(read, 'policy', 'poddisruptionbudgets'),
    on(read, 'apps', 'statefulsets'),
    on('update', 'policy', 'poddisruptionbudgets/status'),
    on('patch,update', core, 'pods/status'),
    on('get', '*', '*/scale'),
    events,
  ]),
  controller('endpoint-controller', [
    on(read, core, 'pods,services'),
    on('create,delete,get,list,update', core, 'endpoints'),
    on('create', core, 'endpoints/restricted'),
    events,
  ]),
  controller('endpointslice-controller', [
    on(read, core, 'nodes,pods,services'),
    on('update', core, 'services/finalizers'),
    on('create,delete,get,list,update', 'discovery.k8s.io', 'endpointslices'),
    on('create', 'discovery.k8s.io', 'endpointslices/restricted'),
    events,
  ]),
  controller('endpointslicemirroring-controller', [
    on(read, core, 'endpoints,services'),
    on('update', core, 'services/finalizers'),
    on('update', core, 'endpoints/finalizers'),
    on('create,delete,get,list,update', 'discovery.k8s.io', 'endpointslices'),
    on('create', 'discovery.k8s.io', 'endpointslices/restricted'),
    events,
  ]),
  controller('ephemeral-volume-controller', [
    on(read, core, 'pods'),
    on('update', core, 'pods/finalizers'),
    on('create,get,list,watch', core, 'persistentvolumeclaims'),
    events,
  ]),
  controller('expand-controller', [
    on(readUpdate, core, 'persistentvolumes'),
    on('patch,update', core, 'persistentvolumeclaims/status'),
    on(read, core, 'persistentvolumeclaims'),
    on(read, 'storage.k8s.io', 'storageclasses'),
    on('get', core, 'endpoints,services'),
    on('get', core, 'secrets'),
    events,
  ]),
  controller('generic-garbage-collector', [on('delete,get,list,patch,update,watch', '*', '*'), events]),
  controller('horizontal-pod-autoscaler', [
    on(read, 'autoscaling', 'horizontalpodautoscalers'),
    on('update', 'autoscaling', 'horizontalpodautoscalers/status'),
    on('get,update', '*', '*/scale'),
    on('list', core, 'pods'),
    on('list', 'metrics.k8s.io', 'pods'),
    on('get,list', 'custom.metrics.k8s.io', '*'),
    on('get,list', 'external.metrics.k8s.io', '*'),
    events,
  ]),
  controller('job-controller', [
    on(readUpdate, 'batch', 'jobs'),
    on('update', 'batch', 'jobs/status'),
    on('update', 'batch', 'jobs/finalizers'),
    on('create,delete,list,patch,watch', core, 'pods'),
    events,
  ]),
  controller('legacy-service-account-token-cleaner', [
    on('get', core, 'configmaps', 'kube-apiserver-legacy-service-account-token-tracking'),
    on('delete,patch', core, 'secrets'),
  ]),
  controller('namespace-controller', [
    on('delete,get,list,watch', core, 'namespaces'),
    on('update', core, 'namespaces/finalize,namespaces/status'),
    on('delete,deletecollection,get,list', '*', '*'),
  ]),
  controller('node-controller', [
    on('delete,get,list,patch,update', core, 'nodes'),
    on('patch,update', core, 'nodes/status'),
    on('patch,update', core, 'pods/status'),
    on('delete,get,list', core, 'pods'),
    events,
  ]),
  controller('persistent-volume-binder', [
    on('create,delete,get,list,update,watch', core, 'persistentvolumes'),
    on('update', core, 'persistentvolumes/status'),
    on('get,list,update,watch', core, 'persistentvolumeclaims'),
    on('update', core, 'persistentvolumeclaims/status'),
    on('create,delete,get,list,watch', core, 'pods'),
    on(read, 'storage.k8s.io', 'storageclasses'),
    on('create,delete,get,update', core, 'endpoints'),
    on('create,delete,get', core, 'services'),
    on('get', core, 'secrets'),
    on('get,list', core, 'nodes'),
    on('watch', core, 'events'),
    events,
  ]),
  controller('pod-garbage-collector', [
    on('delete,list,watch', core, 'pods'),
    on('get,list', core, 'nodes'),
    on('patch', core, 'pods/status'),
  ]),
  controller('pv-protection-controller', [on('get,list,update,watch', core, 'persistentvolumes'), events]),
  controller('pvc-protection-controller', [
    on('get,list,update,watch', core, 'persistentvolumeclaims'),
    on(read, core, 'pods'),
    events,
  ]),
  controller('replicaset-controller', [
    on('get,list,update,watch', 'apps,extensions', 'replicasets'),
    on('update', 'apps,extensions', 'replicasets/status'),
    on('update', 'apps,extensions', 'replicasets/finalizers'),
    on('create,delete,list,patch,watch', core, 'pods'),
    events,
  ]),
  controller('replication-controller', [
    on('get,list,update,watch', core, 'replicationcontrollers'),
    on('update', core, 'replicationcontrollers/status'),
    on('update', core, 'replicationcontrollers/finalizers'),
    on('create,delete,list,patch,watch', core, 'pods'),
    events,
  ]),
  controller('resourcequota-controller', [
    on('list,watch', '*', '*'),
    on('update', core, 'resourcequotas/status'),
    events,
  ]),
  controller('root-ca-cert-publisher', [on('create,update', core, 'configmaps'), events]),
  controller('route-controller', [on('list,watch', core, 'nodes'), on('patch', core, 'nodes/status'), events]),
  controller('service-account-controller', [on('create', core, 'serviceaccounts'), events]),
  controller('service-controller', [
    on(read, core, 'services'),
    on('patch,update', core, 'services/status'),
    on('list,watch', core, 'nodes'),
    events,
  ]),
  controller('statefulset-controller', [
    on('list,watch', core, 'pods'),
    on(read, 'apps', 'statefulsets'),
    on('update', 'apps', 'statefulsets/status'),
    on('update', 'apps', 'statefulsets/finalizers'),
    on('create,delete,get,patch,update', core, 'pods'),
    on('create,delete,get,list,patch,update,watch', 'apps', 'controllerrevisions'),
    on('create,get,list,watch', core, 'persistentvolumeclaims'),
    events,
    on('delete,update', core, 'persistentvolumeclaims'),
    on('update', core, 'pods/finalizers'),
  ]),
  controller('ttl-after-finished-controller', [on('delete,get,list,watch', 'batch', 'jobs'), events]),
  controller('ttl-controller', [on('list,patch,update,watch', core, 'nodes'), events]),
  controller('validatingadmissionpolicy-status-controller', [
    on(read, 'admissionregistration.k8s.io', 'validatingadmissionpolicies'),
    on('get,patch,update', 'admissionregistration.k8s.io', 'validatingadmissionpolicies/status'),
    events,
  ]),
]

export const namespacedRoleData: readonly (DefaultRole & { namespace: string })[] = [
  inNamespace(
    'kube-public',
    role('system:controller:bootstrap-signer', [
      on(read, core, 'configmaps'),
      on('update', core, 'configmaps', 'cluster-info'),
      events,
    ]),
  ),
  inNamespace(
    'kube-system',
    role('extension-apiserver-authentication-reader', [
      on(read, core, 'configmaps', 'extension-apiserver-authentication'),
    ]),
  ),
  inNamespace(
    'kube-system',
    role('system::leader-locking-kube-controller-manager', [
      on('watch', core, 'configmaps'),
      on('get,update', core, 'configmaps', 'kube-controller-manager'),
      on('create,get,list,update,watch', 'coordination.k8s.io', 'leases'),
      on('create,get,list,update,watch', 'coordination.k8s.io', 'leasecandidates'),
    ]),
  ),
  inNamespace(
    'kube-system',
    role('system::leader-locking-kube-scheduler', [
      on('watch', core, 'configmaps'),
      on('get,update', core, 'configmaps', 'kube-scheduler'),
      on('create,get,list,update,watch', 'coordination.k8s.io', 'leases'),
      on('create,get,list,update,watch', 'coordination.k8s.io', 'leasecandidates'),
    ]),
  ),
  inNamespace('kube-system', role('system:controller:bootstrap-signer', [on(read, core, 'secrets')])),
  inNamespace(
    'kube-system',
    role('system:controller:cloud-provider', [on('create,get,list,watch', core, 'configmaps')]),
  ),
  inNamespace(
    'kube-system',
    role('system:controller:token-cleaner', [on('delete,get,list,watch', core, 'secrets'), events]),
  ),
]
