import type { Pod, PodSpec } from '@elli/api/core/v1'
import { expect, test } from 'vitest'
import { ago, container, context, createErrors, now, pod, texts, updateErrors } from '../examples.ts'
import { ephemeralContainersStrategy, podsStrategy } from './pods.ts'
import { validateBinding, validateLogOptions } from './pods.validation.ts'

const withContainer = (change: Partial<typeof container> | object): Partial<PodSpec> => ({
  containers: [{ ...container, ...change }],
})

const refused: [what: string, spec: Partial<PodSpec>, errors: string[]][] = [
  ['no containers', { containers: [] }, ['spec.containers: Required value']],
  ['no image', withContainer({ image: '' }), ['spec.containers[0].image: Required value']],
  [
    'an image in spaces',
    withContainer({ image: ' app' }),
    ['spec.containers[0].image: Invalid value: " app": must not have leading or trailing whitespace'],
  ],
  ['no container name', withContainer({ name: '' }), ['spec.containers[0].name: Required value']],
  [
    'a bad container name',
    withContainer({ name: 'My_App' }),
    [
      "spec.containers[0].name: Invalid value: \"My_App\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ],
  ],
  [
    'two containers of one name',
    { containers: [container, container] },
    ['spec.containers[1].name: Duplicate value: "app"'],
  ],
  [
    'an unknown pull policy',
    withContainer({ imagePullPolicy: 'Often' }),
    [
      'spec.containers[0].imagePullPolicy: Unsupported value: "Often": supported values: "Always", "IfNotPresent", "Never"',
    ],
  ],
  [
    'a port out of range',
    withContainer({ ports: [{ containerPort: 70000, protocol: 'TCP' }] }),
    ['spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive'],
  ],
  [
    'no port number',
    withContainer({ ports: [{ containerPort: 0, protocol: 'TCP' }] }),
    ['spec.containers[0].ports[0].containerPort: Required value'],
  ],
  [
    'a host port twice',
    withContainer({
      ports: [
        { containerPort: 80, hostPort: 80, protocol: 'TCP' },
        { containerPort: 81, hostPort: 80, protocol: 'TCP' },
      ],
    }),
    ['spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"'],
  ],
  [
    'a mount of no volume',
    withContainer({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
    ['spec.containers[0].volumeMounts[0].name: Not found: "data"'],
  ],
  [
    'two mounts at one path',
    {
      ...withContainer({
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: 'data', mountPath: '/data' },
        ],
      }),
      volumes: [{ name: 'data', emptyDir: {} }],
    },
    ['spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/data": must be unique'],
  ],
  [
    'a volume twice',
    {
      volumes: [
        { name: 'data', emptyDir: {} },
        { name: 'data', emptyDir: {} },
      ],
    },
    ['spec.volumes[1].name: Duplicate value: "data"'],
  ],
  [
    'a volume of two kinds',
    { volumes: [{ name: 'data', emptyDir: {}, hostPath: { path: '/', type: '' } }] },
    ['spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type'],
  ],
  [
    'a host path that climbs',
    { volumes: [{ name: 'data', hostPath: { path: '/a/../b', type: '' } }] },
    ['spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain \'..\''],
  ],
  [
    'a probe without handler',
    withContainer({
      livenessProbe: { periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1, failureThreshold: 3 },
    }),
    ['spec.containers[0].livenessProbe: Required value: must specify a handler type'],
  ],
  [
    'a liveness probe that must succeed twice',
    withContainer({
      livenessProbe: {
        exec: { command: ['true'] },
        periodSeconds: 10,
        timeoutSeconds: 1,
        successThreshold: 2,
        failureThreshold: 3,
      },
    }),
    ['spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
  ],
  [
    'an env var with value and source',
    withContainer({ env: [{ name: 'A', value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }),
    ['spec.containers[0].env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty'],
  ],
  [
    'a field that is not offered',
    withContainer({ env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.phase' } } }] }),
    [
      'spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"',
    ],
  ],
  [
    'more requested than allowed',
    withContainer({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
    ['spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
  ],
  [
    'a negative limit',
    withContainer({ resources: { limits: { cpu: '-1' }, requests: { cpu: '-1' } } }),
    [
      'spec.containers[0].resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0',
      'spec.containers[0].resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0',
    ],
  ],
  [
    'an unknown restart policy',
    { restartPolicy: 'Sometimes' as 'Never' },
    ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'],
  ],
  [
    'an unknown DNS policy',
    { dnsPolicy: 'Magic' as 'None' },
    [
      'spec.dnsPolicy: Unsupported value: "Magic": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
    ],
  ],
  [
    'no DNS at all',
    { dnsPolicy: 'None' },
    ['spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'],
  ],
  [
    'a privileged container that may not escalate',
    withContainer({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
    [
      'spec.containers[0].securityContext: Invalid value: {"privileged":true,"allowPrivilegeEscalation":false}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
    ],
  ],
  [
    'a toleration of a value without key',
    { tolerations: [{ operator: 'Equal', value: 'b' }] },
    [
      'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
    ],
  ],
  [
    'a negative deadline',
    { activeDeadlineSeconds: -1 },
    ['spec.activeDeadlineSeconds: Invalid value: -1: must be between 1 and 2147483647, inclusive'],
  ],
  [
    'a spread without skew',
    { topologySpreadConstraints: [{ maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }] },
    ['spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero'],
  ],
  [
    'an init container with a lifecycle',
    { initContainers: [{ name: 'init', image: 'a:1', lifecycle: { preStop: { exec: { command: ['x'] } } } }] },
    ['spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always'],
  ],
  [
    'an ephemeral container at creation',
    { ephemeralContainers: [{ name: 'debug', image: 'a:1' }] },
    ['spec.ephemeralContainers: Forbidden: cannot be set on create'],
  ],
  [
    'a gate for a pod that has a node',
    { nodeName: 'one', schedulingGates: [{ name: 'wait' }] },
    ['spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared'],
  ],
]

test.each(refused)('a pod with %s is refused', (_what, spec, errors) => {
  expect(createErrors(podsStrategy, pod(spec))).toEqual(errors)
})

const accepted: [what: string, spec: Partial<PodSpec>][] = [
  ['one container', {}],
  ['a sidecar', { initContainers: [{ name: 'init', image: 'a:1', restartPolicy: 'Always' }] }],
  ['a memory volume', { volumes: [{ name: 'data', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } }] }],
  ['a numeric node name', { nodeName: '1.2' }],
  [
    'host ports of two protocols',
    withContainer({
      ports: [
        { containerPort: 53, hostPort: 53, protocol: 'TCP' },
        { containerPort: 53, hostPort: 53, protocol: 'UDP' },
      ],
    }),
  ],
]

test.each(accepted)('a pod with %s is accepted', (_what, spec) => {
  expect(createErrors(podsStrategy, pod(spec))).toEqual([])
})

test('a new pod is pending with its quality of service', () => {
  const created = pod(withContainer({ resources: { requests: { cpu: '1' } } }))
  podsStrategy.prepareForCreate?.(created, context())
  expect(created.status).toEqual({ phase: 'Pending', qosClass: 'Burstable' })
})

const stored = (): Pod => {
  const old = pod()
  podsStrategy.prepareForCreate?.(old, context())
  return old
}

test('an image, the deadline and new tolerations may change, nothing else', () => {
  const old = stored()
  const image = structuredClone(old)
  image.spec!.containers[0]!.image = 'app:2'
  image.spec!.activeDeadlineSeconds = 5
  image.spec!.tolerations = [{ key: 'a', operator: 'Exists' }]
  expect(updateErrors(podsStrategy, image, old)).toEqual([])

  const moved = structuredClone(old)
  moved.spec!.nodeName = 'other'
  const [error, ...more] = updateErrors(podsStrategy, moved, old)
  expect(more).toEqual([])
  expect(error).toMatch(
    /^spec: Forbidden: pod updates may not change fields other than `spec\.containers\[\*\]\.image`,`spec\.initContainers\[\*\]\.image`,`spec\.activeDeadlineSeconds`,`spec\.tolerations` \(only additions to existing tolerations\),`spec\.terminationGracePeriodSeconds` \(allow it to be set to 1 if it was previously negative\)\n/,
  )
})

test('containers can neither come nor go', () => {
  const old = stored()
  const more = structuredClone(old)
  more.spec!.containers.push({ ...old.spec!.containers[0]!, name: 'two' })
  expect(updateErrors(podsStrategy, more, old)).toEqual([
    'spec.containers: Forbidden: pod updates may not add or remove containers',
  ])
})

test('a deadline may shrink, not grow or go', () => {
  const old = stored()
  old.spec!.activeDeadlineSeconds = 10
  const longer = structuredClone(old)
  longer.spec!.activeDeadlineSeconds = 20
  expect(updateErrors(podsStrategy, longer, old)).toEqual([
    'spec.activeDeadlineSeconds: Invalid value: 20: must be less than or equal to previous value',
  ])
  const none = structuredClone(old)
  delete none.spec!.activeDeadlineSeconds
  expect(updateErrors(podsStrategy, none, old)).toEqual([
    'spec.activeDeadlineSeconds: Invalid value: "null": must not update from a positive integer to nil value',
  ])
})

test('debug containers are added through their subresource and stay', () => {
  const old = stored()
  const debug = structuredClone(old)
  debug.spec!.ephemeralContainers = [
    {
      name: 'debug',
      image: 'busybox:1',
      imagePullPolicy: 'IfNotPresent',
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      securityContext: {},
    },
  ]
  const change = structuredClone(debug)
  ephemeralContainersStrategy.prepareForUpdate?.(change, old, context())
  expect(texts(ephemeralContainersStrategy.validateUpdate?.(change, old, context()))).toEqual([])
  expect(texts(ephemeralContainersStrategy.validateUpdate?.(old, debug, context()))).toEqual([
    'spec.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be removed\n',
  ])
})

test.each<[what: string, change: (pod: Pod) => void, requested: number | undefined, seconds: number | undefined]>([
  [
    'an unscheduled pod goes at once',
    (it) => {
      it.spec!.nodeName = ''
    },
    undefined,
    0,
  ],
  [
    'a finished pod goes at once',
    (it) => {
      it.status!.phase = 'Succeeded'
    },
    undefined,
    0,
  ],
  ['a pod with a node waits as it says', () => {}, undefined, 30],
  ['a request says otherwise', () => {}, 5, 5],
  ['a negative period is a second', () => {}, -5, 1],
  ['a request for none is a request for none', () => {}, 0, 0],
])('deleting: %s', (_what, change, requested, seconds) => {
  const running = stored()
  running.spec!.nodeName = 'one'
  running.status!.phase = 'Running'
  change(running)
  expect(podsStrategy.gracePeriodSeconds?.(running, requested) ?? 0).toBe(seconds)
})

test('field selectors see what upstream offers', () => {
  const one = pod({ nodeName: 'one', hostNetwork: true, serviceAccountName: 'robot' })
  one.status = { phase: 'Running', podIP: '10.1.0.2', podIPs: [{ ip: '10.1.0.2' }] }
  const seen = Object.fromEntries(
    Object.entries(podsStrategy.fieldSelectors!).map(([label, read]) => [label, read(one)]),
  )
  expect(seen).toEqual({
    'spec.nodeName': 'one',
    'spec.restartPolicy': 'Always',
    'spec.schedulerName': 'default-scheduler',
    'spec.serviceAccountName': 'robot',
    'spec.hostNetwork': 'true',
    'status.phase': 'Running',
    'status.podIP': '10.1.0.2',
    'status.podIPs': '10.1.0.2',
    'status.nominatedNodeName': '',
  })
})

test('a status may not bind, and a container that ended for good stays ended', () => {
  const old = stored()
  old.status!.containerStatuses = [
    {
      name: 'app',
      image: 'app:1',
      imageID: 'x',
      ready: false,
      restartCount: 0,
      state: { terminated: { exitCode: 0, finishedAt: ago(10), startedAt: ago(20) } },
    },
  ]
  old.spec!.restartPolicy = 'Never'
  const again = structuredClone(old)
  again.status!.containerStatuses![0]!.state = { running: { startedAt: ago(1) } }
  expect(texts(podsStrategy.status!.validateUpdate?.(again, old, context()))).toEqual([
    'status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state',
  ])
})

test('warnings tell of what will disappoint', () => {
  const spec: Partial<PodSpec> = {
    containers: [
      {
        ...container,
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
    ],
    nodeSelector: { 'beta.kubernetes.io/os': 'linux' },
    terminationGracePeriodSeconds: -1,
  }
  expect(podsStrategy.warnings?.(pod(spec), undefined, context())).toEqual([
    'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
    'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
    'spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
  ])
})

test('a binding names a node', () => {
  expect(texts(validateBinding({ metadata: { name: 'web' }, target: { kind: 'Node', name: '' } }))).toEqual([
    'target.name: Required value',
  ])
  expect(texts(validateBinding({ metadata: { name: 'web' }, target: { kind: 'Pod', name: 'x' } }))).toEqual([
    'target.kind: Unsupported value: "Pod": supported values: "Node", "<empty>"',
  ])
})

test('log options are positive and not both times', () => {
  expect(
    texts(
      validateLogOptions({ tailLines: -1, limitBytes: 0, sinceSeconds: 1, sinceTime: new Date(now).toISOString() }),
    ),
  ).toEqual([
    'tailLines: Invalid value: -1: must be greater than or equal to 0',
    'limitBytes: Invalid value: 0: must be greater than 0',
    ': Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
  ])
})
