import { expect, test } from 'vitest'
import type { Pod } from '@elli/api/core/v1'
import { decideActions, type PodActions, type ProbeVerdicts } from './actions.ts'
import type { RuntimePod } from './runtime-pod.ts'
import { container, exited, instance, noProbes, pod, runtime, sandbox } from './testing.ts'

function summary(actions: PodActions): string {
  const names = (list: readonly { name: string }[]): string => list.map(({ name }) => name).join(',')
  return [
    actions.killPod ? 'killPod' : '',
    actions.createSandbox ? `sandbox#${actions.attempt}` : '',
    ...actions.kill.map((kill) => `kill(${kill.message})`),
    actions.ephemeral.length > 0 ? `ephemeral:${names(actions.ephemeral.map(({ container: one }) => one))}` : '',
    actions.init.length > 0 ? `init:${names(actions.init)}` : '',
    actions.regular.length > 0 ? `start:${names(actions.regular)}` : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

const two = pod({ containers: [container('a'), container('b')] })
const withInit = (extra: Partial<Pod['spec']> = {}): Pod =>
  pod({ initContainers: [container('i1'), container('i2')], ...extra })
const sidecar = (extra: Partial<Pod['spec']> = {}): Pod =>
  pod({ initContainers: [container('sc', { restartPolicy: 'Always' }), container('i2')], ...extra })
const verdicts = (extra: Partial<ProbeVerdicts>): ProbeVerdicts => ({ ...noProbes, ...extra })

const rows: readonly [what: string, pod: Pod, runtime: RuntimePod, expected: string, probes?: ProbeVerdicts][] = [
  ['a new pod gets a sandbox and its containers', two, runtime([], []), 'killPod sandbox#0 start:a,b'],
  ['a new pod with init containers starts with the first', withInit(), runtime([], []), 'killPod sandbox#0 init:i1'],
  ['nothing to do when all runs', two, runtime([instance('a'), instance('b')]), ''],
  [
    'a dead sandbox is replaced',
    two,
    runtime([exited('a', 0)], [sandbox({ ready: false })]),
    'killPod sandbox#1 start:a,b',
  ],
  [
    'two ready sandboxes are one too many',
    two,
    runtime([], [sandbox({ id: 's1', attempt: 1 }), sandbox()]),
    'killPod sandbox#2 start:a,b',
  ],
  ['a sandbox without address is replaced', two, runtime([], [sandbox({ ips: [] })]), 'killPod sandbox#1 start:a,b'],
  [
    'a host network pod needs none',
    pod({ hostNetwork: true }),
    runtime([], [sandbox({ ips: [], hostNetwork: true })]),
    'start:a',
  ],
  [
    'a pod that never restarts is not begun again',
    pod({ restartPolicy: 'Never' }),
    runtime([exited('a', 0)], [sandbox({ ready: false })]),
    'killPod',
  ],
  [
    'OnFailure runs only what has not succeeded',
    pod({ restartPolicy: 'OnFailure', containers: [container('a'), container('b')] }),
    runtime([exited('a', 0), exited('b', 1)], [sandbox({ ready: false })]),
    'killPod sandbox#1 start:b',
  ],
  ['Always restarts what ended well', two, runtime([exited('a', 0), instance('b')]), 'start:a'],
  [
    'OnFailure leaves what ended well',
    pod({ restartPolicy: 'OnFailure', containers: [container('a'), container('b')] }),
    runtime([exited('a', 0), instance('b')]),
    '',
  ],
  [
    'Never leaves what failed',
    pod({ restartPolicy: 'Never', containers: [container('a'), container('b')] }),
    runtime([exited('a', 1), instance('b')]),
    '',
  ],
  ['the pod is over when nothing runs or will', pod({ restartPolicy: 'Never' }), runtime([exited('a', 0)]), 'killPod'],
  [
    'a deleted pod starts nothing',
    pod({}, { metadata: { deletionTimestamp: '2024-01-01T00:00:00Z' } }),
    runtime([exited('a', 1)]),
    'killPod',
  ],
  [
    'an older definition is replaced',
    pod(),
    runtime([instance('a', { hash: 'other' })]),
    'kill(Container a definition changed, will be restarted) start:a',
  ],
  [
    'a failed liveness probe restarts',
    pod(),
    runtime([instance('a')]),
    'kill(Container a failed liveness probe, will be restarted) start:a',
    verdicts({ liveness: () => false }),
  ],
  [
    'a failed liveness probe only kills under Never',
    pod({ restartPolicy: 'Never' }),
    runtime([instance('a')]),
    'killPod kill(Container a failed liveness probe)',
    verdicts({ liveness: () => false }),
  ],
  [
    'a container of unknown state is killed first',
    pod(),
    runtime([instance('a', { state: 'unknown' })]),
    'kill(Container is in "unknown" state, try killing it before restart) start:a',
  ],
  ['init containers go one by one', withInit(), runtime([exited('i1', 0)]), 'init:i2'],
  ['a running init container is waited for', withInit(), runtime([instance('i1')]), ''],
  ['a failed init container is tried again', withInit(), runtime([exited('i1', 1)]), 'init:i1'],
  [
    'a failed init container ends a pod that never restarts',
    withInit({ restartPolicy: 'Never' }),
    runtime([exited('i1', 1)]),
    'killPod',
  ],
  [
    'after the last init container come the regular ones',
    withInit(),
    runtime([exited('i2', 0), exited('i1', 0)]),
    'start:a',
  ],
  ['init containers that were collected are not run again', withInit(), runtime([instance('a')]), ''],
  ['a running sidecar lets the next one start', sidecar(), runtime([instance('sc')]), 'init:i2'],
  [
    'a sidecar that ended is brought back',
    sidecar(),
    runtime([instance('a'), exited('i2', 0), exited('sc', 0)]),
    'init:sc',
  ],
  [
    'a sidecar does not keep a finished pod alive',
    sidecar({ restartPolicy: 'Never' }),
    runtime([exited('a', 0), exited('i2', 0), exited('sc', 1)]),
    'killPod',
  ],
  [
    'a sidecar with a startup probe holds the next one back',
    pod({ initContainers: [container('sc', { restartPolicy: 'Always', startupProbe: {} }), container('i2')] }),
    runtime([instance('sc')]),
    '',
  ],
  [
    'ephemeral containers start at once, but only once',
    pod({ ephemeralContainers: [container('e1'), container('e2')] }),
    runtime([instance('a'), exited('e1', 1)]),
    'ephemeral:e2',
  ],
]

for (const [what, subject, snapshot, expected, probes] of rows) {
  test(what, () => expect(summary(decideActions(subject, snapshot, probes ?? noProbes))).toBe(expected))
}
