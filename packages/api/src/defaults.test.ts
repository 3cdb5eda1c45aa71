/** Rows: what a writer gives, and what upstream makes of it. */
import { describe, expect, test } from 'vitest'
import { applyDefaults } from './defaults.ts'
import { deployments, statefulsets } from './apps/v1.resources.ts'
import { horizontalpodautoscalers } from './autoscaling/v2.resources.ts'
import { cronjobs, jobs } from './batch/v1.resources.ts'
import { customresourcedefinitions } from './apiextensions/v1.resources.ts'
import { endpointslices } from './discovery/v1.resources.ts'
import { flowschemas } from './flowcontrol/v1.resources.ts'
import { networkpolicies } from './networking/v1.resources.ts'
import { clusterrolebindings } from './rbac/v1.resources.ts'
import { csidrivers, storageclasses } from './storage/v1.resources.ts'
import {
  configmaps,
  limitranges,
  namespaces,
  nodes,
  persistentvolumeclaims,
  persistentvolumes,
  pods,
  replicationcontrollers,
  services,
} from './core/v1.resources.ts'
import type { ResourceInfo } from './resources.ts'

const podSpec = {
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
  schedulerName: 'default-scheduler',
}
const container = {
  name: 'a',
  image: 'busybox:1.36',
  imagePullPolicy: 'IfNotPresent',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
}

const rows: [string, ResourceInfo, object, object][] = [
  [
    'pod',
    pods,
    { spec: { containers: [{ name: 'a', image: 'busybox:1.36' }] } },
    { spec: { ...podSpec, containers: [container], enableServiceLinks: true } },
  ],
  [
    'pod: limits become requests, and amounts finer than a thousandth are rounded up',
    pods,
    {
      spec: {
        containers: [
          { ...container, resources: { limits: { cpu: '100500u', memory: '1Gi' }, requests: { memory: '1Mi' } } },
        ],
      },
    },
    {
      spec: {
        ...podSpec,
        containers: [
          {
            ...container,
            resources: { limits: { cpu: '101m', memory: '1Gi' }, requests: { cpu: '101m', memory: '1Mi' } },
          },
        ],
        enableServiceLinks: true,
      },
    },
  ],
  [
    'pod on the network of the host',
    pods,
    { spec: { hostNetwork: true, containers: [{ ...container, image: 'a', ports: [{ containerPort: 80 }] }] } },
    {
      spec: {
        ...podSpec,
        hostNetwork: true,
        containers: [{ ...container, image: 'a', ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP' }] }],
        enableServiceLinks: true,
      },
    },
  ],
  [
    'volumes',
    pods,
    {
      spec: {
        containers: [],
        volumes: [
          { name: 'a' },
          { name: 'b', hostPath: { path: '/x' } },
          { name: 'c', secret: { secretName: 's' } },
          { name: 'd', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
          { name: 'e', azureDisk: { diskName: 'd', diskURI: 'u' } },
          { name: 'f', downwardAPI: { items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.name' } }] } },
        ],
      },
    },
    {
      spec: {
        ...podSpec,
        containers: [],
        enableServiceLinks: true,
        volumes: [
          { name: 'a', emptyDir: {} },
          { name: 'b', hostPath: { path: '/x', type: '' } },
          { name: 'c', secret: { secretName: 's', defaultMode: 420 } },
          {
            name: 'd',
            projected: {
              defaultMode: 420,
              sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3600 } }],
            },
          },
          {
            name: 'e',
            azureDisk: {
              diskName: 'd',
              diskURI: 'u',
              cachingMode: 'ReadWrite',
              fsType: 'ext4',
              readOnly: false,
              kind: 'Shared',
            },
          },
          {
            name: 'f',
            downwardAPI: {
              defaultMode: 420,
              items: [{ path: 'p', fieldRef: { fieldPath: 'metadata.name', apiVersion: 'v1' } }],
            },
          },
        ],
      },
    },
  ],
  [
    'probes',
    pods,
    {
      spec: {
        containers: [
          {
            ...container,
            livenessProbe: { httpGet: { port: 80 } },
            readinessProbe: { periodSeconds: 3, grpc: { port: 1 } },
          },
        ],
      },
    },
    {
      spec: {
        ...podSpec,
        enableServiceLinks: true,
        containers: [
          {
            ...container,
            livenessProbe: {
              httpGet: { port: 80, path: '/', scheme: 'HTTP' },
              timeoutSeconds: 1,
              periodSeconds: 10,
              successThreshold: 1,
              failureThreshold: 3,
            },
            readinessProbe: {
              grpc: { port: 1, service: '' },
              timeoutSeconds: 1,
              periodSeconds: 3,
              successThreshold: 1,
              failureThreshold: 3,
            },
          },
        ],
      },
    },
  ],
  [
    'service',
    services,
    { spec: { ports: [{ port: 80 }] } },
    {
      spec: {
        sessionAffinity: 'None',
        type: 'ClusterIP',
        internalTrafficPolicy: 'Cluster',
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      },
    },
  ],
  [
    'service with a load balancer and sticky clients',
    services,
    {
      spec: { type: 'LoadBalancer', sessionAffinity: 'ClientIP' },
      status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } },
    },
    {
      spec: {
        type: 'LoadBalancer',
        sessionAffinity: 'ClientIP',
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } },
        externalTrafficPolicy: 'Cluster',
        internalTrafficPolicy: 'Cluster',
        allocateLoadBalancerNodePorts: true,
      },
      status: { loadBalancer: { ingress: [{ ip: '1.2.3.4', ipMode: 'VIP' }] } },
    },
  ],
  [
    'namespace',
    namespaces,
    { metadata: { name: 'a', labels: { x: 'y' } } },
    { metadata: { name: 'a', labels: { x: 'y', 'kubernetes.io/metadata.name': 'a' } }, status: { phase: 'Active' } },
  ],
  [
    'node',
    nodes,
    { metadata: {}, status: { capacity: { cpu: '2' } } },
    { metadata: {}, status: { capacity: { cpu: '2' }, allocatable: { cpu: '2' } } },
  ],
  ['config map', configmaps, { metadata: {} }, { metadata: {}, data: {} }],
  [
    'persistent volume',
    persistentvolumes,
    { spec: { iscsi: { lun: 0, iqn: 'q', targetPortal: 'p' } } },
    {
      spec: {
        iscsi: { lun: 0, iqn: 'q', targetPortal: 'p', iscsiInterface: 'default' },
        persistentVolumeReclaimPolicy: 'Retain',
        volumeMode: 'Filesystem',
      },
      status: { phase: 'Pending' },
    },
  ],
  ['claim', persistentvolumeclaims, { spec: {} }, { spec: { volumeMode: 'Filesystem' }, status: { phase: 'Pending' } }],
  [
    'limit range',
    limitranges,
    {
      spec: {
        limits: [
          { type: 'Container', max: { cpu: '2' }, min: { memory: '1Mi' } },
          { type: 'Pod', max: { cpu: '4' } },
        ],
      },
    },
    {
      spec: {
        limits: [
          {
            type: 'Container',
            max: { cpu: '2' },
            min: { memory: '1Mi' },
            default: { cpu: '2' },
            defaultRequest: { cpu: '2', memory: '1Mi' },
          },
          { type: 'Pod', max: { cpu: '4' } },
        ],
      },
    },
  ],
  [
    'replication controller takes labels and selector from its template',
    replicationcontrollers,
    { metadata: {}, spec: { template: { metadata: { labels: { a: 'b' } }, spec: { containers: [] } } } },
    {
      metadata: { labels: { a: 'b' } },
      spec: {
        replicas: 1,
        selector: { a: 'b' },
        template: { metadata: { labels: { a: 'b' } }, spec: { ...podSpec, containers: [] } },
      },
    },
  ],
  [
    'deployment; a pod template gets no service links',
    deployments,
    { spec: { template: { spec: { containers: [{ name: 'a', image: 'busybox:1.36' }] } } } },
    {
      spec: {
        replicas: 1,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        template: { spec: { ...podSpec, containers: [container] } },
      },
    },
  ],
  [
    'stateful set',
    statefulsets,
    { spec: { template: { spec: { containers: [] } }, volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: {} }] } },
    {
      spec: {
        replicas: 1,
        podManagementPolicy: 'OrderedReady',
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        revisionHistoryLimit: 10,
        template: { spec: { ...podSpec, containers: [] } },
        volumeClaimTemplates: [
          { metadata: { name: 'd' }, spec: { volumeMode: 'Filesystem' }, status: { phase: 'Pending' } },
        ],
      },
    },
  ],
  [
    'job',
    jobs,
    { metadata: {}, spec: { template: { metadata: { labels: { a: 'b' } }, spec: { containers: [] } } } },
    {
      metadata: { labels: { a: 'b' } },
      spec: {
        completions: 1,
        parallelism: 1,
        backoffLimit: 6,
        completionMode: 'NonIndexed',
        suspend: false,
        podReplacementPolicy: 'TerminatingOrFailed',
        manualSelector: false,
        template: { metadata: { labels: { a: 'b' } }, spec: { ...podSpec, containers: [] } },
      },
    },
  ],
  [
    'cron job leaves the numbers of its job to the job',
    cronjobs,
    {
      metadata: {},
      spec: { schedule: '* * * * *', jobTemplate: { spec: { template: { spec: { containers: [] } } } } },
    },
    {
      metadata: {},
      spec: {
        schedule: '* * * * *',
        concurrencyPolicy: 'Allow',
        suspend: false,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
        jobTemplate: { spec: { template: { spec: { ...podSpec, containers: [] } } } },
      },
    },
  ],
  [
    'network policy',
    networkpolicies,
    { spec: { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] } },
    {
      spec: {
        podSelector: {},
        egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }],
        policyTypes: ['Ingress', 'Egress'],
      },
    },
  ],
  [
    'role binding',
    clusterrolebindings,
    {
      metadata: {},
      roleRef: { kind: 'ClusterRole', name: 'r' },
      subjects: [
        { kind: 'User', name: 'u' },
        { kind: 'ServiceAccount', name: 's' },
      ],
    },
    {
      metadata: {},
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'r' },
      subjects: [
        { kind: 'User', name: 'u', apiGroup: 'rbac.authorization.k8s.io' },
        { kind: 'ServiceAccount', name: 's' },
      ],
    },
  ],
  [
    'autoscaler',
    horizontalpodautoscalers,
    {
      spec: {
        maxReplicas: 3,
        scaleTargetRef: { kind: 'Deployment', name: 'd' },
        behavior: { scaleDown: { policies: [] } },
      },
    },
    {
      spec: {
        minReplicas: 1,
        maxReplicas: 3,
        scaleTargetRef: { kind: 'Deployment', name: 'd' },
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        ],
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: 0,
            selectPolicy: 'Max',
            policies: [
              { type: 'Pods', value: 4, periodSeconds: 15 },
              { type: 'Percent', value: 100, periodSeconds: 15 },
            ],
          },
          scaleDown: { selectPolicy: 'Max', policies: [] },
        },
      },
    },
  ],
  [
    'endpoint slice',
    endpointslices,
    { endpoints: [], ports: [{ port: 80 }] },
    { endpoints: [], ports: [{ port: 80, name: '', protocol: 'TCP' }] },
  ],
  [
    'storage class',
    storageclasses,
    { metadata: {} },
    { metadata: {}, reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
  ],
  [
    'CSI driver',
    csidrivers,
    { spec: {} },
    {
      spec: {
        attachRequired: true,
        podInfoOnMount: false,
        storageCapacity: false,
        fsGroupPolicy: 'ReadWriteOnceWithFSType',
        volumeLifecycleModes: ['Persistent'],
        requiresRepublish: false,
        seLinuxMount: false,
      },
    },
  ],
  ['flow schema', flowschemas, { metadata: {} }, { metadata: {}, spec: { matchingPrecedence: 1000 } }],
  [
    'custom resource definition',
    customresourcedefinitions,
    {
      metadata: {},
      spec: { names: { kind: 'CronTab', plural: 'crontabs' }, versions: [{ name: 'v1', storage: true, served: true }] },
    },
    {
      metadata: {},
      spec: {
        names: { kind: 'CronTab', plural: 'crontabs', singular: 'crontab', listKind: 'CronTabList' },
        conversion: { strategy: 'None' },
        versions: [{ name: 'v1', storage: true, served: true }],
      },
      status: { storedVersions: ['v1'] },
    },
  ],
]

describe.each(rows)('%s', (_name, info, given, expected) => {
  const once = applyDefaults(info, structuredClone(given))
  test('gets upstream defaults', () => expect({ metadata: {}, ...once }).toEqual({ metadata: {}, ...expected }))
  test('stays the same the second time', () => {
    expect(applyDefaults(info, structuredClone(once))).toEqual(once)
  })
})
