/**
 * Objects that are right, one or more of each kind that has rules worth breaking.
 * Elsewhere: breaking them (mutate.ts), all other kinds (shaped.ts), the custom kind (custom-kind.ts).
 */
import { customKind } from './custom-kind.ts'
import type { Shape } from './shaped.ts'

const podSpec = {
  containers: [
    {
      name: 'c',
      image: 'i:1',
      ports: [{ name: 'http', containerPort: 80 }],
      env: [
        { name: 'A', value: 'b' },
        { name: 'P', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      ],
      resources: { requests: { cpu: '10m' }, limits: { cpu: '20m', memory: '1Gi' } },
      livenessProbe: { httpGet: { path: '/', port: 'http' } },
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
      securityContext: { capabilities: { drop: ['ALL'] } },
    },
  ],
  volumes: [{ name: 'v', emptyDir: {} }],
  tolerations: [{ key: 'a', operator: 'Exists' }],
  affinity: {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { a: 'b' } } },
      ],
    },
  },
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'ScheduleAnyway' }],
}
const template = { metadata: { labels: { app: 'a' } }, spec: podSpec }
const selector = { matchLabels: { app: 'a' } }
const never = { metadata: { labels: { app: 'a' } }, spec: { ...podSpec, restartPolicy: 'Never' } }
const rule = { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['daemonsets'] }

/** By `resource.group`. */
export const seeds: Readonly<Record<string, readonly Shape[]>> = {
  'pods.': [{ spec: podSpec }],
  'configmaps.': [{ data: { a: 'b' }, binaryData: { c: 'AA==' } }],
  'secrets.': [
    { stringData: { a: 'b' }, data: { c: 'AA==' } },
    { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': 'e30=' } },
  ],
  'services.': [
    { spec: { selector: { app: 'a' }, ports: [{ name: 'p', port: 80, targetPort: 'http' }] } },
    { spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30_123 }], externalIPs: ['1.2.3.4'] } },
    { spec: { type: 'ExternalName', externalName: 'a.example.com' } },
  ],
  'endpoints.': [{ subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 80 }] }] }],
  'namespaces.': [{ spec: { finalizers: ['kubernetes'] } }],
  'nodes.': [
    {
      spec: { podCIDR: '10.244.1.0/24', taints: [{ key: 'a', effect: 'NoSchedule' }] },
      status: { capacity: { cpu: '1' } },
    },
  ],
  'events.': [
    {
      involvedObject: { kind: 'Pod', namespace: 'default', name: 'x' },
      reason: 'R',
      message: 'm',
      type: 'Normal',
      count: 1,
    },
  ],
  'resourcequotas.': [{ spec: { hard: { 'count/secrets': '1000', 'requests.storage': '1Ti' } } }],
  'limitranges.': [{ spec: { limits: [{ type: 'PersistentVolumeClaim', max: { storage: '1Ti' } }] } }],
  'persistentvolumes.': [
    { spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/x' } } },
  ],
  'persistentvolumeclaims.': [
    { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  ],
  'replicationcontrollers.': [{ spec: { replicas: 1, selector: { app: 'a' }, template } }],
  'serviceaccounts.': [{ secrets: [{ name: 'x' }], automountServiceAccountToken: false }],
  'deployments.apps': [{ spec: { replicas: 2, selector, template, strategy: { rollingUpdate: { maxSurge: '25%' } } } }],
  'replicasets.apps': [{ spec: { replicas: 1, selector, template } }],
  'daemonsets.apps': [{ spec: { selector, template } }],
  'statefulsets.apps': [{ spec: { serviceName: 's', selector, template } }],
  'controllerrevisions.apps': [{ revision: 1, data: { a: 1 } }],
  'jobs.batch': [{ spec: { completions: 2, parallelism: 1, completionMode: 'Indexed', template: never } }],
  'cronjobs.batch': [{ spec: { schedule: '*/5 * * * *', jobTemplate: { spec: { template: never } } } }],
  'horizontalpodautoscalers.autoscaling': [
    { spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' } } },
  ],
  'poddisruptionbudgets.policy': [{ spec: { selector, maxUnavailable: '50%' } }],
  'ingresses.networking.k8s.io': [
    {
      spec: {
        rules: [
          {
            host: 'a.b',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 's', port: { number: 80 } } } }],
            },
          },
        ],
      },
    },
  ],
  'networkpolicies.networking.k8s.io': [
    {
      spec: {
        podSelector: selector,
        ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }],
      },
    },
  ],
  'servicecidrs.networking.k8s.io': [{ spec: { cidrs: ['10.97.0.0/24'] } }],
  'ipaddresses.networking.k8s.io': [
    { spec: { parentRef: { group: '', resource: 'services', namespace: 'default', name: 'x' } } },
  ],
  'clusterroles.rbac.authorization.k8s.io': [
    { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
    { rules: [], aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } },
  ],
  'roles.rbac.authorization.k8s.io': [{ rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['*'] }] }],
  'rolebindings.rbac.authorization.k8s.io': [
    {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'User', name: 'u', apiGroup: 'rbac.authorization.k8s.io' }],
    },
  ],
  'clusterrolebindings.rbac.authorization.k8s.io': [
    { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' }, subjects: [] },
  ],
  'certificatesigningrequests.certificates.k8s.io': [
    { spec: { request: 'AA==', signerName: 'example.com/x', usages: ['client auth'], expirationSeconds: 600 } },
  ],
  'leases.coordination.k8s.io': [
    { spec: { holderIdentity: 'x', leaseDurationSeconds: 5, renewTime: '2024-01-01T00:00:00.000000Z' } },
  ],
  'endpointslices.discovery.k8s.io': [
    { addressType: 'IPv4', endpoints: [{ addresses: ['10.1.1.1'] }], ports: [{ name: 'p', port: 80 }] },
  ],
  'runtimeclasses.node.k8s.io': [{ handler: 'h', overhead: { podFixed: { cpu: '1m' } } }],
  'priorityclasses.scheduling.k8s.io': [{ value: 5 }],
  'storageclasses.storage.k8s.io': [{ provisioner: 'p.example.com', parameters: { a: 'b' } }],
  'csidrivers.storage.k8s.io': [{ spec: { attachRequired: false, volumeLifecycleModes: ['Ephemeral'] } }],
  'volumeattachments.storage.k8s.io': [
    { spec: { attacher: 'a.example.com', nodeName: 'n', source: { persistentVolumeName: 'x' } } },
  ],
  'flowschemas.flowcontrol.apiserver.k8s.io': [
    {
      spec: {
        priorityLevelConfiguration: { name: 'catch-all' },
        matchingPrecedence: 9000,
        rules: [
          {
            subjects: [{ kind: 'User', user: { name: 'u' } }],
            resourceRules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'], namespaces: ['*'] }],
          },
        ],
      },
    },
  ],
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': [
    {
      spec: {
        type: 'Limited',
        limited: {
          nominalConcurrencyShares: 5,
          limitResponse: { type: 'Queue', queuing: { queues: 4, handSize: 2, queueLengthLimit: 5 } },
        },
      },
    },
  ],
  'validatingadmissionpolicies.admissionregistration.k8s.io': [
    {
      spec: {
        failurePolicy: 'Fail',
        paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
        matchConstraints: { resourceRules: [rule] },
        matchConditions: [{ name: 'm', expression: 'request.operation != "DELETE"' }],
        variables: [{ name: 'y', expression: 'object.metadata.?labels' }],
        validations: [
          {
            expression: 'object.spec.template.spec.containers.all(c, c.image != "x")',
            messageExpression: '"no " + object.metadata.name',
          },
        ],
        auditAnnotations: [{ key: 'k', valueExpression: 'string(variables.y.hasValue())' }],
      },
    },
  ],
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': [
    {
      spec: { policyName: 'x', validationActions: ['Audit', 'Warn'], matchResources: { namespaceSelector: selector } },
    },
  ],
  'validatingwebhookconfigurations.admissionregistration.k8s.io': [
    {
      webhooks: [
        {
          name: 'a.example.com',
          clientConfig: { service: { namespace: 'default', name: 's', path: '/x' }, caBundle: '' },
          rules: [rule],
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          matchConditions: [{ name: 'm', expression: 'object.metadata.name == "x"' }],
          timeoutSeconds: 1,
        },
      ],
    },
  ],
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': [
    {
      webhooks: [
        {
          name: 'a.example.com',
          clientConfig: { url: 'https://127.0.0.1:1/x' },
          rules: [rule],
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          reinvocationPolicy: 'IfNeeded',
        },
      ],
    },
  ],
  'deviceclasses.resource.k8s.io': [
    { spec: { selectors: [{ cel: { expression: 'device.driver == "d.example.com"' } }] } },
  ],
  'resourceclaims.resource.k8s.io': [
    {
      spec: {
        devices: { requests: [{ name: 'r', deviceClassName: 'x', selectors: [{ cel: { expression: 'true' } }] }] },
      },
    },
  ],
  'apiservices.apiregistration.k8s.io': [
    {
      metadata: { name: 'v1.agg.example.com' },
      spec: {
        group: 'agg.example.com',
        version: 'v1',
        groupPriorityMinimum: 100,
        versionPriority: 10,
        service: { namespace: 'default', name: 's' },
        insecureSkipTLSVerify: true,
      },
    },
  ],
  'tokenreviews.authentication.k8s.io': [{ spec: { token: 'a.b.c', audiences: ['x'] } }],
  'subjectaccessreviews.authorization.k8s.io': [
    {
      spec: {
        user: 'u',
        groups: ['g'],
        resourceAttributes: { verb: 'get', resource: 'pods', fieldSelector: { rawSelector: 'a=b' } },
      },
    },
  ],
  'selfsubjectaccessreviews.authorization.k8s.io': [{ spec: { nonResourceAttributes: { path: '/x', verb: 'get' } } }],
  'selfsubjectrulesreviews.authorization.k8s.io': [{ spec: { namespace: 'default' } }],
  'customresourcedefinitions.apiextensions.k8s.io': [customKind('others')],
}
