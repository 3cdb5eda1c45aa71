/** One small valid object of nearly every kind, for tests that want all of them. */

const template = (restartPolicy = 'Always'): object => ({
  metadata: { labels: { app: 'web' } },
  spec: { restartPolicy, containers: [{ name: 'app', image: 'app:1', ports: [{ containerPort: 80 }] }] },
})
const selector = { matchLabels: { app: 'web' } }
const request = Buffer.from('-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n').toString(
  'base64',
)
const certificate = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n'
const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }]
const roleRef = (kind: string): object => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name: 'view' })
const subjects = [{ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }]
const webhooks = [
  {
    name: 'a.example.com',
    clientConfig: { url: 'https://a.example/check' },
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
  },
]

/** By `group/resource`; what is not metadata. */
export const smallObjects: Readonly<Record<string, object>> = {
  '/pods': { spec: (template() as { spec: object }).spec },
  '/nodes': {},
  '/services': { spec: { ports: [{ port: 80 }], selector: { app: 'web' } } },
  '/endpoints': { subsets: [{ addresses: [{ ip: '10.1.0.2' }], ports: [{ port: 80 }] }] },
  '/namespaces': {},
  '/configmaps': { data: { a: 'b' } },
  '/secrets': { stringData: { a: 'b' } },
  '/serviceaccounts': {},
  '/events': { involvedObject: { kind: 'Pod', namespace: 'default', name: 'web', apiVersion: 'v1' }, reason: 'Why' },
  '/limitranges': { spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] } },
  '/resourcequotas': { spec: { hard: { pods: '5', 'requests.cpu': '1' } } },
  '/persistentvolumes': {
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/data' } },
  },
  '/persistentvolumeclaims': { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  '/podtemplates': { template: template() },
  '/replicationcontrollers': { spec: { selector: { app: 'web' }, template: template() } },
  'apps/deployments': { spec: { selector, template: template() } },
  'apps/replicasets': { spec: { selector, template: template() } },
  'apps/daemonsets': { spec: { selector, template: template() } },
  'apps/statefulsets': { spec: { selector, template: template(), serviceName: 'web' } },
  'apps/controllerrevisions': { revision: 1, data: { a: 1 } },
  'batch/jobs': { spec: { template: template('Never') } },
  'batch/cronjobs': { spec: { schedule: '@daily', jobTemplate: { spec: { template: template('Never') } } } },
  'policy/poddisruptionbudgets': { spec: { minAvailable: 1, selector } },
  'rbac.authorization.k8s.io/roles': { rules },
  'rbac.authorization.k8s.io/clusterroles': { rules },
  'rbac.authorization.k8s.io/rolebindings': { roleRef: roleRef('Role'), subjects },
  'rbac.authorization.k8s.io/clusterrolebindings': { roleRef: roleRef('ClusterRole'), subjects },
  'certificates.k8s.io/certificatesigningrequests': {
    spec: { request, signerName: 'example.com/signer', usages: ['client auth'] },
  },
  'certificates.k8s.io/clustertrustbundles': { spec: { trustBundle: certificate } },
  'coordination.k8s.io/leases': { spec: { holderIdentity: 'me', leaseDurationSeconds: 10 } },
  'discovery.k8s.io/endpointslices': { addressType: 'IPv4', endpoints: [{ addresses: ['10.1.0.2'] }], ports: [] },
  'storage.k8s.io/storageclasses': { provisioner: 'example.com/disk' },
  'storage.k8s.io/csidrivers': { spec: {} },
  'storage.k8s.io/csinodes': { spec: { drivers: [{ name: 'a.example', nodeID: 'n' }] } },
  'storage.k8s.io/volumeattachments': {
    spec: { attacher: 'a.example', nodeName: 'n', source: { persistentVolumeName: 'v' } },
  },
  'storage.k8s.io/csistoragecapacities': { storageClassName: 'fast', capacity: '1Gi' },
  'storage.k8s.io/volumeattributesclasses': { driverName: 'a.example', parameters: { a: 'b' } },
  'scheduling.k8s.io/priorityclasses': { value: 5 },
  'node.k8s.io/runtimeclasses': { handler: 'runc' },
  'networking.k8s.io/ingresses': {
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  },
  'networking.k8s.io/ingressclasses': { spec: { controller: 'example.com/ingress' } },
  'networking.k8s.io/networkpolicies': { spec: { podSelector: {} } },
  'networking.k8s.io/servicecidrs': { spec: { cidrs: ['10.96.0.0/24'] } },
  'autoscaling/horizontalpodautoscalers': {
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'web', apiVersion: 'apps/v1' }, maxReplicas: 3 },
  },
  'admissionregistration.k8s.io/validatingwebhookconfigurations': { webhooks },
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': { webhooks },
  'admissionregistration.k8s.io/validatingadmissionpolicies': {
    spec: {
      matchConstraints: {
        resourceRules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
      },
      validations: [{ expression: 'true' }],
    },
  },
  'admissionregistration.k8s.io/validatingadmissionpolicybindings': {
    spec: { policyName: 'one', validationActions: ['Deny'] },
  },
  'flowcontrol.apiserver.k8s.io/flowschemas': {
    spec: { priorityLevelConfiguration: { name: 'one' }, matchingPrecedence: 100 },
  },
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations': {
    spec: { type: 'Limited', limited: { limitResponse: { type: 'Reject' } } },
  },
}
