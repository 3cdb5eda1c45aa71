import type { ContainerStatus, Pod } from '@elli/api/core/v1'
import { expect, test } from 'vitest'
import { podsStrategy } from './core/pods.ts'
import { nodesStrategy } from './core/nodes.ts'
import { servicesStrategy } from './core/services.ts'
import { eventsStrategy } from './core/events.ts'
import { jobsStrategy } from './batch/jobs.ts'
import { deploymentsStrategy } from './apps/deployments.ts'
import { endpointsStrategy } from './core/endpoints.ts'
import { resourcequotasStrategy } from './core/resourcequotas.ts'
import { horizontalpodautoscalersStrategy } from './autoscaling/horizontalpodautoscalers.ts'
import { ago, cells, container, now, pod, service, template } from './examples.ts'
import { humanDuration, listWithMore, since } from './printing.ts'

const [minute, hour, day] = [60, 3600, 86400]

for (const [seconds, expected] of [
  [-5, '<invalid>'],
  [-1, '0s'],
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [9 * minute + 59, '9m59s'],
  [10 * minute + 30, '10m'],
  [179 * minute, '179m'],
  [3 * hour, '3h'],
  [7 * hour + 5 * minute, '7h5m'],
  [8 * hour + 5 * minute, '8h'],
  [47 * hour, '47h'],
  [2 * day, '2d'],
  [5 * day + 3 * hour, '5d3h'],
  [8 * day + 3 * hour, '8d'],
  [729 * day, '729d'],
  [730 * day, '2y'],
  [3 * 365 * day + 4 * day, '3y4d'],
  [9 * 365 * day, '9y'],
] as const) {
  test(`${seconds} seconds print as ${expected}`, () => expect(humanDuration(seconds * 1000)).toBe(expected))
}

test('a time that is not set has no age', () => {
  expect(since(undefined, now)).toBe('<unknown>')
  expect(since(ago(90), now)).toBe('90s')
})

test('long lists are cut and counted', () => {
  expect(listWithMore(['a', 'b', 'c', 'd', 'e'], 3, '<unset>')).toBe('a,b,c + 2 more...')
  expect(listWithMore([], 3, '<unset>')).toBe('<unset>')
})

function status(change: Partial<ContainerStatus> = {}): ContainerStatus {
  return { name: 'app', ready: false, restartCount: 0, image: '', imageID: '', ...change }
}

const init = { name: 'init', image: 'init:1' }
const running = { running: { startedAt: ago(60) } }

for (const [name, change, expected] of [
  ['waiting for a node', { status: { phase: 'Pending' } }, ['0/1', 'Pending', '0']],
  [
    'held back',
    {
      status: { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }] },
    },
    ['0/1', 'SchedulingGated', '0'],
  ],
  [
    'running',
    { status: { phase: 'Running', containerStatuses: [status({ ready: true, state: running })] } },
    ['1/1', 'Running', '0'],
  ],
  [
    'starting',
    {
      status: {
        phase: 'Pending',
        containerStatuses: [status({ state: { waiting: { reason: 'ContainerCreating' } } })],
      },
    },
    ['0/1', 'ContainerCreating', '0'],
  ],
  [
    'crashing',
    {
      status: {
        phase: 'Running',
        containerStatuses: [
          status({
            restartCount: 3,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 1, finishedAt: ago(300) } },
          }),
        ],
      },
    },
    ['0/1', 'CrashLoopBackOff', '3 (5m ago)'],
  ],
  [
    'done',
    {
      status: {
        phase: 'Succeeded',
        containerStatuses: [status({ state: { terminated: { exitCode: 0, reason: 'Completed' } } })],
      },
    },
    ['0/1', 'Completed', '0'],
  ],
  [
    'killed without a reason',
    {
      status: { phase: 'Failed', containerStatuses: [status({ state: { terminated: { exitCode: 137, signal: 9 } } })] },
    },
    ['0/1', 'Signal:9', '0'],
  ],
  [
    'in its first init container',
    {
      spec: { initContainers: [init, { ...init, name: 'two' }], containers: [container] },
      status: { phase: 'Pending', initContainerStatuses: [status({ name: 'init', state: running })] },
    },
    ['0/1', 'Init:0/2', '0'],
  ],
  [
    'with a failing init container',
    {
      spec: { initContainers: [init], containers: [container] },
      status: {
        phase: 'Pending',
        initContainerStatuses: [status({ name: 'init', restartCount: 2, state: { terminated: { exitCode: 1 } } })],
      },
    },
    ['0/1', 'Init:ExitCode:1', '2'],
  ],
  [
    'after its init containers',
    {
      spec: { initContainers: [init], containers: [container] },
      status: {
        phase: 'Pending',
        initContainerStatuses: [status({ name: 'init', state: { terminated: { exitCode: 0 } } })],
        containerStatuses: [status({ state: { waiting: { reason: 'PodInitializing' } } })],
      },
    },
    ['0/1', 'PodInitializing', '0'],
  ],
  [
    'with a sidecar',
    {
      spec: { initContainers: [{ ...init, restartPolicy: 'Always' }], containers: [container] },
      status: {
        phase: 'Running',
        initContainerStatuses: [status({ name: 'init', ready: true, started: true, state: running })],
        containerStatuses: [status({ ready: true, state: running })],
      },
    },
    ['2/2', 'Running', '0'],
  ],
  [
    'on its way out',
    {
      metadata: { name: 'web', deletionTimestamp: ago(5) },
      status: { phase: 'Running', containerStatuses: [status({ ready: true, state: running })] },
    },
    ['1/1', 'Terminating', '0'],
  ],
  [
    'on a lost node',
    { metadata: { name: 'web', deletionTimestamp: ago(5) }, status: { phase: 'Running', reason: 'NodeLost' } },
    ['0/1', 'Unknown', '0'],
  ],
  ['evicted', { status: { phase: 'Failed', reason: 'Evicted' } }, ['0/1', 'Evicted', '0']],
] as const) {
  test(`a pod ${name} prints as ${expected.join(' ')}`, () => {
    const object = { ...pod(), ...(structuredClone(change) as Partial<Pod>) }
    expect(cells(podsStrategy, object).slice(1, 4)).toEqual(expected)
  })
}

test('the wide cells of a pod', () => {
  const object = pod({ nodeName: 'node-1', readinessGates: [{ conditionType: 'a' }, { conditionType: 'b' }] })
  object.status = { podIPs: [{ ip: '10.1.0.3' }], conditions: [{ type: 'a', status: 'True' }] }
  expect(cells(podsStrategy, object).slice(5)).toEqual(['10.1.0.3', 'node-1', '<none>', '1/2'])
  expect(podsStrategy.table?.columns.map((column) => column.priority)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1])
})

test('a node prints its roles, state and addresses', () => {
  const node = {
    metadata: {
      name: 'n',
      creationTimestamp: ago(3 * day),
      labels: { 'node-role.kubernetes.io/worker': '', 'node-role.kubernetes.io/control-plane': '' },
    },
    spec: { unschedulable: true },
    status: {
      conditions: [{ type: 'Ready', status: 'False' }],
      addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
    },
  }
  expect(cells(nodesStrategy, node)).toEqual([
    'n',
    'NotReady,SchedulingDisabled',
    'control-plane,worker',
    '3d',
    '',
    '10.0.0.1',
    '<none>',
    '<unknown>',
    '<unknown>',
    '<unknown>',
  ])
})

for (const [name, change, external, ports] of [
  ['ClusterIP', {}, '<none>', '80/TCP'],
  ['NodePort', { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] }, '<none>', '80:30080/TCP'],
  ['LoadBalancer', { type: 'LoadBalancer' }, '<pending>', '80/TCP'],
  [
    'ExternalName',
    { type: 'ExternalName', externalName: 'example.com', clusterIPs: [], ports: [] },
    'example.com',
    '<none>',
  ],
  ['external addresses', { externalIPs: ['1.2.3.4', '5.6.7.8'] }, '1.2.3.4,5.6.7.8', '80/TCP'],
] as const) {
  test(`a service with ${name} prints where it is`, () => {
    const row = cells(servicesStrategy, service(structuredClone(change) as Parameters<typeof service>[0]))
    expect([row[3], row[4]]).toEqual([external, ports])
  })
}

test('a service prints the addresses of its load balancer, sorted', () => {
  const object = service({ type: 'LoadBalancer', externalIPs: ['9.9.9.9'] })
  object.status = { loadBalancer: { ingress: [{ ip: '5.5.5.5' }, { hostname: 'a.example.com' }, { ip: '4.4.4.4' }] } }
  expect(cells(servicesStrategy, object)[3]).toBe('4.4.4.4,5.5.5.5,a.example.com,9.9.9.9')
})

test('an event of a series prints when it was last seen', () => {
  const event = {
    metadata: { name: 'e', namespace: 'default' },
    involvedObject: { kind: 'Pod', name: 'web', fieldPath: 'spec.containers{app}' },
    reason: 'BackOff',
    type: 'Warning',
    message: ' Back-off \n',
    eventTime: ago(600),
    series: { count: 5, lastObservedTime: ago(30) },
    reportingComponent: 'kubelet',
    reportingInstance: 'node-1',
  }
  expect(cells(eventsStrategy, event)).toEqual([
    '30s',
    'Warning',
    'BackOff',
    'pod/web',
    'spec.containers{app}',
    'kubelet, node-1',
    'Back-off',
    '10m',
    5,
    'e',
  ])
})

test('jobs print completions and how long they ran', () => {
  const job = {
    metadata: { name: 'j' },
    spec: { completions: 3, template: template() },
    status: {
      succeeded: 3,
      startTime: ago(100),
      completionTime: ago(40),
      conditions: [{ type: 'Complete', status: 'True' }],
    },
  }
  expect(cells(jobsStrategy, job).slice(1, 4)).toEqual(['Complete', '3/3', '60s'])
  const parallel = { ...job, spec: { parallelism: 2, template: template() }, status: { succeeded: 1 } }
  expect(cells(jobsStrategy, parallel).slice(1, 4)).toEqual(['Running', '1/1 of 2', ''])
})

test('deployments print readiness and their containers', () => {
  const deployment = {
    metadata: { name: 'd', creationTimestamp: ago(hour * 5) },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template: template() },
    status: { readyReplicas: 1, updatedReplicas: 2, availableReplicas: 1 },
  }
  expect(cells(deploymentsStrategy, deployment)).toEqual(['d', '1/3', 2, 1, '5h', 'app', 'app:1', 'app=web'])
})

test('endpoints print three addresses and count the rest', () => {
  const object = {
    metadata: { name: 'e' },
    subsets: [
      { addresses: ['10.0.0.1', '10.0.0.2', 'fd00::1', '10.0.0.4'].map((ip) => ({ ip })), ports: [{ port: 80 }] },
    ],
  }
  expect(cells(endpointsStrategy, object)[1]).toBe('10.0.0.1:80,10.0.0.2:80,[fd00::1]:80 + 1 more...')
  expect(cells(endpointsStrategy, { metadata: { name: 'e' } })[1]).toBe('<none>')
})

test('quotas print requests apart from limits', () => {
  const quota = {
    metadata: { name: 'q', creationTimestamp: ago(60) },
    spec: {},
    status: { hard: { pods: '10', 'limits.cpu': '4', cpu: '2' }, used: { pods: '3', 'limits.cpu': '500m' } },
  }
  expect(cells(resourcequotasStrategy, quota)).toEqual(['q', '60s', 'cpu: 0/2, pods: 3/10', 'limits.cpu: 500m/4'])
})

test('autoscalers print current and wanted values', () => {
  const autoscaler = {
    metadata: { name: 'h' },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'web' },
      maxReplicas: 5,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        { type: 'Pods', pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '1k' } } },
        { type: 'Object' },
      ],
    },
    status: {
      desiredReplicas: 2,
      currentReplicas: 2,
      currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 31 } } }],
    },
  }
  expect(cells(horizontalpodautoscalersStrategy, autoscaler).slice(1, 6)).toEqual([
    'Deployment/web',
    'cpu: 31%/80%, <unknown>/1k + 1 more...',
    '<unset>',
    5,
    2,
  ])
})
