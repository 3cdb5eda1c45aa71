/**
 * The newcomer's day: deploy, look, expose, log into, scale, roll, roll back, break and remove real containers with a real kubectl.
 * One cluster for the whole file; each test leaves its namespace behind for nobody.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Deployment } from '@elli/api/apps/v1'
import type { Job } from '@elli/api/batch/v1'
import type { Node, Pod, PodList, Service } from '@elli/api/core/v1'
import { elli, eventually, Machine, run, whyNot } from './machine.ts'

const web = 'elli.test/web:1'
const web2 = 'elli.test/web:2'
/** Answers every connection with the pod's name. */
const serve = `mkdir -p /www && hostname > /www/index.html && exec httpd -f -p 8080 -h /www`

function deployment(name: string, replicas: number, image = web): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, labels: { app: ${name} } }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: web
        image: ${image}
        command: [sh, -c, "${serve}"]
        ports: [{ name: http, containerPort: 8080 }]
        readinessProbe: { httpGet: { path: /, port: http }, periodSeconds: 1 }
`
}

describe.skipIf(whyNot !== '')(`a real cluster${whyNot ? ` (skipped: ${whyNot})` : ''}`, () => {
  let machine: Machine

  beforeAll(async () => {
    machine = await Machine.create()
    await machine.up()
    await machine.loadBusybox(web)
    await machine.loadBusybox(web2)
  })

  afterAll(async () => {
    await machine?.remove()
  })

  const podsOf = async (selector: string): Promise<Pod[]> =>
    (await machine.json<PodList>(['get', 'pods', '-l', selector])).items
  const runningPods = (selector: string, count: number): Promise<Pod[]> =>
    eventually(`${count} ready pods of ${selector}`, async () => {
      const pods = (await podsOf(selector)).filter((pod) => pod.metadata.deletionTimestamp === undefined)
      const ready = pods.filter((pod) =>
        pod.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
      )
      return ready.length === count && pods.length === count && pods
    })

  test('has a Ready node, and says so', async () => {
    const node = (await machine.json<{ items: Node[] }>(['get', 'nodes'])).items[0]
    expect(node?.status?.nodeInfo?.kubeletVersion).toMatch(/^v1\.31\.\d+\+elli/)
    const status = await elli(['status', '--data-dir', machine.dataDir])
    expect(status.code).toBe(0)
    expect(status.stdout).toContain('ready')
  })

  test('create deployment, get -o wide, describe', async () => {
    await machine.kubectl([
      'create',
      'deployment',
      'hello',
      `--image=${web}`,
      '--replicas=3',
      '--',
      'sh',
      '-c',
      'sleep 3600',
    ])
    await machine.kubectl(['rollout', 'status', 'deployment/hello', '--timeout=60s'])
    const wide = await machine.kubectl(['get', 'pods', '-o', 'wide', '-l', 'app=hello'])
    expect(wide.trim().split('\n')).toHaveLength(4)
    expect(wide).toMatch(/NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE\s+IP\s+NODE/)
    const described = await machine.kubectl(['describe', 'deployment', 'hello'])
    expect(described).toMatch(/Replicas:\s+3 desired \| 3 updated \| 3 total \| 3 available \| 0 unavailable/)
    expect(described).toContain('ScalingReplicaSet')
    await machine.kubectl(['delete', 'deployment', 'hello', '--wait'])
  })

  test('a Service answers by ClusterIP, NodePort and name, from a pod and from the host', async () => {
    await machine.apply(deployment('web', 2))
    const pods = await runningPods('app=web', 2)
    await machine.kubectl(['expose', 'deployment', 'web', '--port=80', '--target-port=http', '--type=NodePort'])
    const service = await machine.json<Service>(['get', 'service', 'web'])
    const { clusterIP = '', ports } = service.spec
    const node = (await machine.json<{ items: Node[] }>(['get', 'nodes'])).items[0]
    const nodeIp = node?.status?.addresses?.find((address) => address.type === 'InternalIP')?.address ?? ''
    const names = pods.map((pod) => pod.metadata.name)
    const fetchHost = async (url: string): Promise<string> => (await run('curl', ['-s', '-m', '5', url])).stdout.trim()
    await eventually('the ClusterIP answers from the host', async () =>
      names.includes(await fetchHost(`http://${clusterIP}/`)),
    )
    await eventually('the NodePort answers from the host', async () =>
      names.includes(await fetchHost(`http://${nodeIp}:${ports?.[0]?.nodePort}/`)),
    )
    const inPod = async (url: string): Promise<string> =>
      (await machine.kubectl(['exec', names[0] ?? '', '--', 'wget', '-q', '-O', '-', url])).trim()
    expect(names).toContain(await inPod(`http://${clusterIP}/`))
    expect(names).toContain(await inPod('http://web/'))
    expect(names).toContain(await inPod('http://web.default.svc.cluster.local/'))
    expect(names).toContain(await inPod(`http://${nodeIp}:${ports?.[0]?.nodePort}/`))
    const lookup = await machine.tryKubectl(['exec', names[0] ?? '', '--', 'nslookup', 'web.default.svc.cluster.local'])
    expect(lookup.stdout).toContain(clusterIP)
  })

  test('logs -f, exec, cp and port-forward', async () => {
    await machine.apply(`
apiVersion: v1
kind: Pod
metadata: { name: talker }
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: talker
    image: ${web}
    command: [sh, -c, "i=0; while true; do echo line $i; i=$((i+1)); sleep 0.2; done & ${serve}"]
`)
    await machine.kubectl(['wait', '--for=condition=Ready', 'pod/talker', '--timeout=60s'])
    const follow = machine.spawnKubectl(['logs', '-f', 'talker'])
    let seen = ''
    follow.stdout.on('data', (chunk) => {
      seen += String(chunk)
    })
    await eventually('lines follow', async () => seen.includes('line 5\n'))
    follow.kill('SIGKILL')
    expect((await machine.kubectl(['logs', '--tail=2', 'talker'])).trim().split('\n')).toHaveLength(2)
    expect(await machine.kubectl(['exec', 'talker', '--', 'sh', '-c', 'echo out; exit 0'])).toBe('out\n')
    expect((await machine.tryKubectl(['exec', 'talker', '--', 'sh', '-c', 'exit 7'])).code).toBe(7)
    expect(await machine.kubectl(['exec', '-i', 'talker', '--', 'cat'], { input: 'through stdin' })).toBe(
      'through stdin',
    )
    await machine.kubectl(['exec', 'talker', '--', 'sh', '-c', 'echo copied > /tmp/file'])
    await machine.kubectl(['cp', 'talker:/tmp/file', `${machine.dataDir}/copied`])
    expect((await run('cat', [`${machine.dataDir}/copied`])).stdout).toBe('copied\n')
    await machine.kubectl(['cp', `${machine.dataDir}/copied`, 'talker:/tmp/back'])
    expect(await machine.kubectl(['exec', 'talker', '--', 'cat', '/tmp/back'])).toBe('copied\n')
    const forward = machine.spawnKubectl(['port-forward', 'pod/talker', ':8080'])
    let told = ''
    forward.stdout.on('data', (chunk) => {
      told += String(chunk)
    })
    const port = await eventually('the forward is told', async () => /127\.0\.0\.1:(\d+)/.exec(told)?.[1])
    expect((await run('curl', ['-s', '-m', '5', `http://127.0.0.1:${port}/`])).stdout).toBe('talker\n')
    forward.kill('SIGKILL')
    await machine.kubectl(['delete', 'pod', 'talker', '--wait'])
  })

  test('scale, set image, rollout status and undo', async () => {
    await machine.kubectl(['scale', 'deployment/web', '--replicas=3'])
    await runningPods('app=web', 3)
    await machine.kubectl(['set', 'image', 'deployment/web', `web=${web2}`])
    await machine.kubectl(['rollout', 'status', 'deployment/web', '--timeout=90s'])
    expect((await runningPods('app=web', 3)).every((pod) => pod.spec.containers[0]?.image === web2)).toBe(true)
    await machine.kubectl(['rollout', 'undo', 'deployment/web'])
    await machine.kubectl(['rollout', 'status', 'deployment/web', '--timeout=90s'])
    expect((await runningPods('app=web', 3)).every((pod) => pod.spec.containers[0]?.image === web)).toBe(true)
    expect(
      (await machine.json<Deployment>(['get', 'deployment', 'web'])).metadata.annotations?.[
        'deployment.kubernetes.io/revision'
      ],
    ).toBe('3')
  })

  test('apply of several documents twice: the second changes nothing', async () => {
    const manifest = `${deployment('twice', 1)}---
apiVersion: v1
kind: Service
metadata: { name: twice }
spec: { selector: { app: twice }, ports: [{ port: 80, targetPort: http }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: twice }
data: { key: value }
`
    await machine.apply(manifest)
    const second = await machine.apply(manifest)
    expect(second.trim().split('\n').sort()).toEqual([
      'configmap/twice unchanged',
      'deployment.apps/twice unchanged',
      'service/twice unchanged',
    ])
    await machine.kubectl(['delete', '-f', '-', '--wait'], { input: manifest })
    expect((await machine.tryKubectl(['get', 'deployment', 'twice'])).stderr).toContain('NotFound')
  })

  test('a Job completes, a CronJob fires', async () => {
    await machine.apply(`
apiVersion: batch/v1
kind: Job
metadata: { name: sums }
spec:
  completions: 2
  parallelism: 2
  template: { spec: { restartPolicy: Never, containers: [{ name: sum, image: "${web}", command: [sh, -c, "echo $((40+2))"] }] } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: ticker }
spec:
  schedule: "* * * * *"
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: tick, image: "${web}", command: ["true"] }] } } } }
`)
    await machine.kubectl(['wait', '--for=condition=Complete', 'job/sums', '--timeout=60s'])
    expect(await machine.kubectl(['logs', 'job/sums'])).toContain('42')
    const fired = await eventually(
      'the CronJob fires',
      async () =>
        (await machine.json<{ items: Job[] }>(['get', 'jobs'])).items.find((job) =>
          job.metadata.name?.startsWith('ticker-'),
        ),
      90_000,
    )
    await machine.kubectl(['wait', '--for=condition=Complete', `job/${fired.metadata.name}`, '--timeout=60s'])
    await machine.kubectl(['delete', 'cronjob/ticker', 'job/sums', '--wait'])
  })

  test('a DaemonSet on every node, a StatefulSet in order', async () => {
    await machine.apply(`
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: everywhere }
spec:
  selector: { matchLabels: { app: everywhere } }
  template:
    metadata: { labels: { app: everywhere } }
    spec: { terminationGracePeriodSeconds: 1, containers: [{ name: main, image: "${web}", command: [sleep, "3600"] }] }
---
apiVersion: v1
kind: Service
metadata: { name: ordered }
spec: { clusterIP: None, selector: { app: ordered }, ports: [{ port: 8080 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ordered }
spec:
  serviceName: ordered
  replicas: 3
  selector: { matchLabels: { app: ordered } }
  template:
    metadata: { labels: { app: ordered } }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{ name: main, image: "${web}", command: [sh, -c, "${serve}"], readinessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 } }]
`)
    await runningPods('app=everywhere', 1)
    const pods = await runningPods('app=ordered', 3)
    const readyAt = (name: string): string =>
      pods
        .find((pod) => pod.metadata.name === name)
        ?.status?.conditions?.find((condition) => condition.type === 'Ready')?.lastTransitionTime ?? ''
    const createdAt = (name: string): string =>
      pods.find((pod) => pod.metadata.name === name)?.metadata.creationTimestamp ?? ''
    expect(createdAt('ordered-1') >= readyAt('ordered-0')).toBe(true)
    expect(createdAt('ordered-2') >= readyAt('ordered-1')).toBe(true)
    expect(
      (
        await machine.kubectl(['exec', 'ordered-0', '--', 'wget', '-q', '-O', '-', 'http://ordered-2.ordered:8080/'])
      ).trim(),
    ).toBe('ordered-2')
    await machine.kubectl(['delete', 'daemonset/everywhere', 'statefulset/ordered', 'service/ordered', '--wait'])
  })

  test('a changed ConfigMap is seen inside the pod', async () => {
    await machine.kubectl(['create', 'configmap', 'settings', '--from-literal=mode=first'])
    await machine.apply(`
apiVersion: v1
kind: Pod
metadata: { name: reader }
spec:
  terminationGracePeriodSeconds: 1
  containers: [{ name: main, image: "${web}", command: [sleep, "3600"], volumeMounts: [{ name: settings, mountPath: /settings }] }]
  volumes: [{ name: settings, configMap: { name: settings } }]
`)
    await machine.kubectl(['wait', '--for=condition=Ready', 'pod/reader', '--timeout=60s'])
    const read = (): Promise<string> => machine.kubectl(['exec', 'reader', '--', 'cat', '/settings/mode'])
    expect(await read()).toBe('first')
    await machine.kubectl(['patch', 'configmap', 'settings', '-p', '{"data":{"mode":"second"}}'])
    await eventually('the new content', async () => (await read()) === 'second', 120_000)
    await machine.kubectl(['delete', 'pod/reader', 'configmap/settings', '--wait'])
  })

  test('a failing liveness probe restarts the container', async () => {
    await machine.apply(`
apiVersion: v1
kind: Pod
metadata: { name: fragile }
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: main
    image: ${web}
    command: [sh, -c, "touch /tmp/ok; sleep 3; rm /tmp/ok; sleep 3600"]
    livenessProbe: { exec: { command: [cat, /tmp/ok] }, periodSeconds: 1, failureThreshold: 1 }
`)
    await eventually('a restart', async () => {
      const pod = await machine.json<Pod>(['get', 'pod', 'fragile'])
      return (pod.status?.containerStatuses?.[0]?.restartCount ?? 0) > 0
    })
    expect(await machine.kubectl(['describe', 'pod', 'fragile'])).toContain('Liveness probe failed')
    await machine.kubectl(['delete', 'pod', 'fragile', '--wait'])
  })

  test('the node is drained and comes back', async () => {
    await machine.kubectl(
      ['drain', 'e2e', '--ignore-daemonsets', '--delete-emptydir-data', '--force', '--timeout=90s'],
      { timeoutMs: 120_000 },
    )
    expect(await machine.kubectl(['get', 'nodes'])).toContain('SchedulingDisabled')
    await eventually('the web pods wait', async () =>
      (await podsOf('app=web')).every((pod) => pod.status?.phase === 'Pending'),
    )
    await machine.kubectl(['uncordon', 'e2e'])
    await runningPods('app=web', 3)
  })

  test('nothing acknowledged is lost when processes are killed, and pods keep running', async () => {
    const before = await runningPods('app=web', 3)
    const started = (pod: Pod): string => `${pod.metadata.uid} ${pod.status?.containerStatuses?.[0]?.containerID}`
    await machine.kubectl(['create', 'configmap', 'kept', '--from-literal=a=b'])
    const record = JSON.parse((await run('cat', [`${machine.dataDir}/run/elli.json`])).stdout) as {
      pid: number
      nodeAgentPid: number
    }
    process.kill(record.nodeAgentPid, 'SIGKILL')
    await eventually('another node agent', async () => {
      const next = JSON.parse((await run('cat', [`${machine.dataDir}/run/elli.json`])).stdout) as {
        nodeAgentPid: number
      }
      return next.nodeAgentPid !== record.nodeAgentPid
    })
    process.kill(record.pid, 'SIGKILL')
    await eventually(
      'the server is gone',
      async () => (await machine.tryKubectl(['get', '--raw', '/readyz'])).code !== 0,
    )
    await machine.up()
    expect(await machine.kubectl(['get', 'configmap', 'kept', '-o', 'jsonpath={.data.a}'])).toBe('b')
    const after = await runningPods('app=web', 3)
    expect(after.map(started).sort()).toEqual(before.map(started).sort())
    expect(after.every((pod) => pod.status?.containerStatuses?.[0]?.restartCount === 0)).toBe(true)
  })

  test('down and up again: everything is as it was', async () => {
    await machine.down()
    expect((await elli(['status', '--data-dir', machine.dataDir])).code).toBe(3)
    await machine.up()
    await runningPods('app=web', 3)
    expect(await machine.kubectl(['get', 'configmap', 'kept', '-o', 'jsonpath={.data.a}'])).toBe('b')
    await machine.kubectl(['delete', 'deployment/web', 'service/web', 'configmap/kept', '--wait'])
  })
})
