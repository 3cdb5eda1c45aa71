/**
 * The node, end to end: what a pod's spec says is looked for in the running containers, what they do in the pod's status and events.
 * One cluster for the file; the tests run side by side, each with pods of its own, and the last one kills the node agent under them.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Container, ContainerStatus, Event, HostPathVolumeSource, Pod, PodSpec } from '@elli/api/core/v1'
import { realHost } from '@elli/host/node/host'
import { buildImageArchive } from '@elli/kubelet/node/image-archive'
import { elli, eventually, Machine, type Output, run, whyNot } from './machine.ts'

const image = 'elli.test/box:1'
const numericUser = 'elli.test/numeric-user:1'
const namedUser = 'elli.test/named-user:1'
const grpcPort = 28762

/** A script that ends at once on SIGTERM, as `sleep` as process 1 would not. */
const idle = 'trap "exit 0" TERM; sleep 1000000 & wait'
const box = (script: string, more: Partial<Container> = {}): Container => ({
  name: 'main',
  image,
  command: ['sh', '-c', script],
  ...more,
})

describe.skipIf(whyNot !== '')(`the node${whyNot ? ` (skipped: ${whyNot})` : ''}`, () => {
  let machine: Machine
  let api: Api

  beforeAll(async () => {
    machine = await Machine.create()
    await machine.up()
    api = new Api(machine.kubeconfig)
    await machine.loadBusybox(image)
    await loadWithUser(machine, numericUser, '1234:1235')
    await loadWithUser(machine, namedUser, 'nobody')
  })

  afterAll(async () => {
    await machine?.remove()
  })

  const create = (name: string, spec: PodSpec, metadata: Partial<Pod['metadata']> = {}): Promise<unknown> =>
    api.post(`/api/v1/namespaces/${metadata.namespace ?? 'default'}/pods`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, ...metadata },
      spec: { terminationGracePeriodSeconds: 2, ...spec },
    })
  const get = (name: string): Promise<Pod> => api.get<Pod>(`/api/v1/namespaces/default/pods/${name}`)
  const when = async (
    name: string,
    what: string,
    holds: (pod: Pod) => boolean | undefined,
    limitMs?: number,
  ): Promise<Pod> => {
    let last: Pod | undefined
    try {
      return await eventually(
        `pod ${name} ${what}`,
        async () => {
          last = await get(name)
          return holds(last) && last
        },
        limitMs,
      )
    } catch (error) {
      const events = (await eventsOf(name)).map(({ reason, message }) => `${reason}: ${message}`)
      throw new Error(`${String(error)}\n${JSON.stringify(last?.status, undefined, 1)}\n${events.join('\n')}`)
    }
  }
  const ready = (name: string): Promise<Pod> => when(name, 'is ready', (pod) => condition(pod, 'Ready') === 'True')
  const ended = (name: string): Promise<Pod> =>
    when(name, 'has ended', ({ status }) => status?.phase === 'Succeeded' || status?.phase === 'Failed')
  /** Creates a pod that never restarts, waits for its end. @returns what it said */
  const outputOf = async (name: string, spec: PodSpec, metadata: Partial<Pod['metadata']> = {}): Promise<string> => {
    await create(name, { restartPolicy: 'Never', ...spec }, metadata)
    const pod = await ended(name)
    const said = await machine.kubectl(['logs', name, '-c', pod.spec.containers[0]?.name ?? ''])
    expect(`${pod.status?.phase} ${said}`).toMatch(/^Succeeded /)
    return said
  }
  const waitingFor = (name: string, reason: string, limitMs?: number): Promise<ContainerStatus> =>
    when(name, `waits for ${reason}`, (pod) => main(pod)?.state?.waiting?.reason === reason, limitMs).then(
      (pod) => main(pod) as ContainerStatus,
    )
  const eventsOf = async (name: string): Promise<Event[]> =>
    (await api.get<{ items: Event[] }>(`/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3D${name}`))
      .items
  const event = (name: string, reason: string, message: RegExp, limitMs?: number): Promise<Event> =>
    eventually(
      `event ${reason} of ${name}`,
      async () => (await eventsOf(name)).find((each) => each.reason === reason && message.test(each.message ?? '')),
      limitMs,
    )
  const inside = (name: string, script: string, ...more: string[]): Promise<string> =>
    machine.kubectl(['exec', name, ...more, '--', 'sh', '-c', script])
  const gone = (name: string): Promise<unknown> =>
    eventually(
      `${name} is gone`,
      async () => (await api.send('GET', `/api/v1/namespaces/default/pods/${name}`)).code === 404,
    )
  const configMap = (name: string, data: Record<string, string>): Promise<unknown> =>
    api.post('/api/v1/namespaces/default/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })
  const secret = (name: string, stringData: Record<string, string>): Promise<unknown> =>
    api.post('/api/v1/namespaces/default/secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData })

  describe.concurrent('streams', () => {
    for (const protocol of ['WebSocket', 'SPDY'] as const) {
      const env: Record<string, string> =
        protocol === 'SPDY'
          ? { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'false', KUBECTL_PORT_FORWARD_WEBSOCKETS: 'false' }
          : { KUBECTL_REMOTE_COMMAND_WEBSOCKETS: 'true', KUBECTL_PORT_FORWARD_WEBSOCKETS: 'true' }
      const kubectl = (args: string[], input?: string): Promise<Output> =>
        run('kubectl', args, {
          ...(input === undefined ? {} : { input }),
          env: { ...env, KUBECONFIG: machine.kubeconfig, HOME: machine.dataDir },
        })
      const name = `streams-${protocol.toLowerCase()}`

      test(`exec, attach, cp and port-forward over ${protocol}`, async () => {
        await create(name, {
          containers: [
            box(
              `mkdir /www; echo served > /www/index.html; httpd -p 8080 -h /www; while read l; do echo got $l; done`,
              {
                stdin: true,
              },
            ),
          ],
        })
        await ready(name)
        const both = await kubectl(['exec', name, '--', 'sh', '-c', 'echo out; echo err >&2; exit 42'])
        expect(both).toMatchObject({ code: 42, stdout: 'out\n' })
        expect(both.stderr).toBe('err\ncommand terminated with exit code 42\n')
        const large = 'x'.repeat(3_000_000)
        const echoed = await kubectl(['exec', '-i', name, '--', 'cat'], large)
        expect(echoed.stdout.length).toBe(large.length)
        expect(echoed.stdout === large).toBe(true)
        const missing = await kubectl(['exec', name, '--', '/no/such/program'])
        expect(missing.code).not.toBe(0)
        expect(missing.stderr).toContain('/no/such/program')

        const attached = await kubectl(['attach', '-i', name], 'one\ntwo\n')
        expect(attached.code).toBe(0)
        await eventually('the container read its input', async () =>
          (await machine.kubectl(['logs', name])).includes('got one\ngot two\n'),
        )

        const directory = mkdtempSync(join(machine.dataDir, 'cp-'))
        mkdirSync(join(directory, 'from/deep'), { recursive: true })
        writeFileSync(join(directory, 'from/deep/file'), large)
        expect((await kubectl(['cp', join(directory, 'from'), `${name}:/tmp/there`])).stderr).toBe('')
        await kubectl(['cp', `${name}:/tmp/there`, join(directory, 'back')])
        expect(readFileSync(join(directory, 'back/deep/file'), 'utf8') === large).toBe(true)

        const forward = machine.spawnKubectl(['port-forward', `pod/${name}`, ':8080'], env)
        let told = ''
        forward.stdout.on('data', (chunk) => {
          told += String(chunk)
        })
        try {
          const port = await eventually('the forward is told', async () => /127\.0\.0\.1:(\d+)/.exec(told)?.[1])
          for (let i = 0; i < 3; i++) {
            expect((await run('curl', ['-s', '-m', '5', `http://127.0.0.1:${port}/`])).stdout).toBe('served\n')
          }
        } finally {
          forward.kill('SIGKILL')
        }
      })

      test(`a terminal over ${protocol}: its size, a new size, the exit code`, async () => {
        const pod = `terminal-${protocol.toLowerCase()}`
        await create(pod, { containers: [box(idle)] })
        await ready(pod)
        const output = await run('python3', ['-c', terminalProgram, pod], {
          env: { ...env, KUBECONFIG: machine.kubeconfig, HOME: machine.dataDir },
        })
        expect(output.stdout, output.stderr).toContain('size 40 120')
        expect(output.stdout).toContain('size 50 100')
        expect(output.stdout).toContain('typed hello')
        expect(output.code).toBe(7)
      })
    }

    test('run -i --rm gives input and output and leaves nothing', async () => {
      const output = await machine.tryKubectl(
        ['run', 'once', '-i', '--rm', '--quiet', '--restart=Never', `--image=${image}`, '--', 'sh', '-c', 'wc -c'],
        { input: 'twelve bytes' },
      )
      expect(output.stdout).toMatch(/^12\n/)
      await gone('once')
    })

    test('a program of the node lists what it runs; strangers are refused', async () => {
      const pods = await api.get<{ items: Pod[] }>('/api/v1/nodes/e2e/proxy/pods')
      expect(pods.items.length).toBeGreaterThan(0)
      const url = `https://127.0.0.1:${machine.kubeletPort}/pods`
      expect((await run('curl', ['-sk', '-o', '/dev/null', '-w', '%{http_code}', url])).stdout).toBe('401')
    })
  })

  describe.concurrent('logs', () => {
    test('--previous, --since, --since-time, --tail, --timestamps, --limit-bytes, -c, --all-containers', async () => {
      await create('talker', {
        containers: [
          box('echo early; sleep 3; for i in 1 2 3; do echo line $i; done; [ -e /dev/shm/x ]; exec sh -c "$LOOP"', {
            name: 'a',
            env: [{ name: 'LOOP', value: idle }],
          }),
          box(`echo of b; echo to stderr >&2; ${idle}`, { name: 'b' }),
          box('echo last words; sleep 2; exit 3', { name: 'falls' }),
        ],
      })
      const logs = (...args: string[]): Promise<string> => machine.kubectl(['logs', 'talker', ...args])
      await eventually('three lines', async () => (await logs('-c', 'a')).includes('line 3'))
      expect(await logs('-c', 'a')).toBe('early\nline 1\nline 2\nline 3\n')
      expect(await logs('-c', 'a', '--tail=1')).toBe('line 3\n')
      expect(await logs('-c', 'a', '--tail=0')).toBe('')
      expect(await logs('-c', 'a', '--limit-bytes=7')).toBe('early\nl')
      // Two pipes, which containerd copies independently: each whole, in no order between them.
      expect((await logs('-c', 'b')).split('\n').sort()).toEqual(['', 'of b', 'to stderr'])
      const stamped = (await logs('-c', 'a', '--timestamps')).trim().split('\n')
      for (const line of stamped) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z (early|line \d)$/)
      const time = stamped[1]?.split(' ')[0] ?? ''
      expect(await logs('-c', 'a', `--since-time=${time}`)).toBe('line 1\nline 2\nline 3\n')
      expect(await logs('-c', 'a', '--since=1h')).toContain('early')
      const prefixed = await logs('--all-containers', '--prefix')
      expect(prefixed).toContain('[pod/talker/a] line 2\n')
      expect(prefixed).toContain('[pod/talker/b] of b\n')
      expect((await logs()).startsWith('early\n')).toBe(true)
      const wrong = await machine.tryKubectl(['logs', 'talker', '-c', 'nobody'])
      expect(wrong.stderr).toContain('container nobody is not valid for pod talker')
      await when('talker', 'restarted one', ({ status }) =>
        status?.containerStatuses?.some((each) => each.name === 'falls' && each.restartCount > 0),
      )
      expect(await logs('-c', 'falls', '--previous')).toBe('last words\n')
      const never = await machine.tryKubectl(['logs', 'talker', '-c', 'b', '--previous'])
      expect(never.code).toBe(1)
      expect(never.stderr).toContain('previous terminated container "b" in pod "talker" not found')
    })

    test('of a container that waits: the reason', async () => {
      await create('unpulled', { containers: [box(idle, { image: 'elli.test/absent:1', imagePullPolicy: 'Never' })] })
      await waitingFor('unpulled', 'ErrImageNeverPull')
      const refused = await machine.tryKubectl(['logs', 'unpulled'])
      expect(refused.stderr).toContain('container "main" in pod "unpulled" is waiting to start: ErrImageNeverPull')
      await event(
        'unpulled',
        'ErrImageNeverPull',
        /^Container image "elli\.test\/absent:1" is not present with pull policy of Never$/,
      )
    })

    test('follow ends with the container', async () => {
      await create('counter', {
        restartPolicy: 'Never',
        containers: [box('for i in 1 2 3; do echo $i; sleep 1; done')],
      })
      await when('counter', 'runs', (pod) => main(pod)?.state?.running !== undefined)
      expect(await machine.kubectl(['logs', '-f', 'counter'])).toBe('1\n2\n3\n')
    })
  })

  describe.concurrent('life', () => {
    test('a static pod: its mirror, a change, its end', async () => {
      const path = join(machine.dataDir, 'manifests/still.yaml')
      const manifest = (word: string): string =>
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'still', namespace: 'default', labels: { word } },
          spec: { terminationGracePeriodSeconds: 1, containers: [box(`echo ${word}; ${idle}`)] },
        })
      writeFileSync(path, manifest('first'))
      const mirror = await eventually('the mirror pod runs', async () => {
        const pod = await get('still-e2e')
        return condition(pod, 'Ready') === 'True' && pod
      })
      expect(mirror.metadata.annotations).toMatchObject({ 'kubernetes.io/config.source': 'file' })
      expect(mirror.metadata.annotations?.['kubernetes.io/config.mirror']).toBe(
        mirror.metadata.annotations?.['kubernetes.io/config.hash'],
      )
      expect(mirror.metadata.ownerReferences).toMatchObject([{ kind: 'Node', name: 'e2e', controller: true }])
      expect(mirror.spec.tolerations).toContainEqual({ effect: 'NoExecute', operator: 'Exists' })
      expect(await machine.kubectl(['logs', 'still-e2e'])).toBe('first\n')
      await machine.kubectl(['delete', 'pod', 'still-e2e', '--wait=false'])
      const again = await when('still-e2e', 'came back', ({ metadata }) => metadata.uid !== mirror.metadata.uid)
      writeFileSync(path, manifest('second'))
      await when(
        'still-e2e',
        'was replaced',
        (pod) =>
          pod.metadata.uid !== again.metadata.uid &&
          pod.metadata.labels?.['word'] === 'second' &&
          condition(pod, 'Ready') === 'True',
      )
      expect(await machine.kubectl(['logs', 'still-e2e'])).toBe('second\n')
      rmSync(path)
      await gone('still-e2e')
    })

    test('init containers run in order, a sidecar stays beside, and goes with the pod', async () => {
      const shared = { volumeMounts: [{ name: 'shared', mountPath: '/shared' }] }
      await create('ordered', {
        restartPolicy: 'Never',
        volumes: [{ name: 'shared', emptyDir: {} }],
        initContainers: [
          box('echo one >> /shared/order', { ...shared, name: 'one' }),
          box(
            'echo side >> /shared/order; trap "echo bye > /shared/bye; exit 5" TERM; touch /tmp/up; while true; do sleep 1 & wait $!; done',
            {
              ...shared,
              name: 'side',
              restartPolicy: 'Always',
              startupProbe: { exec: { command: ['cat', '/tmp/up'] }, periodSeconds: 1 },
            },
          ),
          box('echo two >> /shared/order', { ...shared, name: 'two' }),
        ],
        containers: [box('cat /shared/order; sleep 2', shared)],
      })
      const running = await when('ordered', 'runs', (pod) => main(pod)?.state?.running !== undefined)
      expect(
        running.status?.initContainerStatuses?.map(({ name, started, ready: isReady }) => [name, started, isReady]),
      ).toEqual([
        ['one', false, true],
        ['side', true, true],
        ['two', false, true],
      ])
      const pod = await ended('ordered')
      expect(pod.status?.phase).toBe('Succeeded')
      expect(await machine.kubectl(['logs', 'ordered', '-c', 'main'])).toBe('one\nside\ntwo\n')
      const after = await when(
        'ordered',
        'stopped its sidecar',
        ({ status }) => status?.initContainerStatuses?.[1]?.state?.terminated !== undefined,
      )
      expect(after.status?.initContainerStatuses?.[0]?.state?.terminated?.reason).toBe('Completed')
      expect(after.status?.initContainerStatuses?.[1]?.state?.terminated?.exitCode).toBe(5)
      expect(after.status?.phase).toBe('Succeeded')
    })

    test('a failing init container of a pod that never restarts fails it', async () => {
      await create('unstarted', {
        restartPolicy: 'Never',
        initContainers: [box('exit 4', { name: 'init' })],
        containers: [box(idle)],
      })
      const pod = await ended('unstarted')
      expect(pod.status?.phase).toBe('Failed')
      expect(pod.status?.initContainerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 4, reason: 'Error' })
      expect(pod.status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('PodInitializing')
      expect(await machine.kubectl(['get', 'pod', 'unstarted'])).toContain('Init:Error')
    })

    test('restart policies: Always backs off, OnFailure ends with 0, Never fails', async () => {
      await create('always', { containers: [box('exit 1')] })
      await create('on-failure', {
        restartPolicy: 'OnFailure',
        volumes: [{ name: 'kept', emptyDir: {} }],
        containers: [
          box('[ -e /kept/tried ] && exit 0; touch /kept/tried; exit 6', {
            volumeMounts: [{ name: 'kept', mountPath: '/kept' }],
          }),
        ],
      })
      await create('never', { restartPolicy: 'Never', containers: [box('exit 9')] })
      const never = await ended('never')
      expect(never.status?.phase).toBe('Failed')
      expect(main(never)?.state?.terminated).toMatchObject({ exitCode: 9, reason: 'Error' })
      expect(never.status?.conditions?.find(({ type }) => type === 'Ready')?.reason).toBe('PodFailed')
      const retried = await ended('on-failure')
      expect(retried.status?.phase).toBe('Succeeded')
      expect(main(retried)).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 6 } } })
      const waiting = await waitingFor('always', 'CrashLoopBackOff')
      expect(waiting.state?.waiting?.message).toMatch(
        /^back-off 10s restarting failed container=main pod=always_default\([0-9a-f-]{36}\)$/,
      )
      expect(waiting.lastState?.terminated?.exitCode).toBe(1)
      await event(
        'always',
        'BackOff',
        /^Back-off restarting failed container main in pod always_default\([0-9a-f-]{36}\)$/,
      )
      await when('always', 'doubles its back-off', (pod) =>
        main(pod)?.state?.waiting?.message?.startsWith('back-off 20s'),
      )
    })

    test('an active deadline ends the pod', async () => {
      await create('deadline', { activeDeadlineSeconds: 2, containers: [box(idle)] })
      const pod = await ended('deadline')
      expect(pod.status).toMatchObject({
        phase: 'Failed',
        reason: 'DeadlineExceeded',
        message: 'Pod was active on the node longer than the specified deadline',
      })
    })
  })

  describe.concurrent('probes and hooks', () => {
    test('readiness by http, tcp and exec follows what is probed', async () => {
      await create('readiness', {
        containers: [
          box(`mkdir /www; echo ok > /www/index.html; httpd -p 80 -h /www; ${idle}`, {
            name: 'http',
            ports: [{ name: 'web', containerPort: 80 }],
            readinessProbe: {
              httpGet: { path: '/', port: 'web', httpHeaders: [{ name: 'X-A', value: 'b' }] },
              periodSeconds: 1,
            },
          }),
          box(idle, { name: 'tcp', readinessProbe: { tcpSocket: { port: 81 }, periodSeconds: 1 } }),
          box(idle, { name: 'exec', readinessProbe: { exec: { command: ['cat', '/ok'] }, periodSeconds: 1 } }),
        ],
      })
      const states = (pod: Pod): string =>
        (pod.status?.containerStatuses ?? [])
          .map(({ name, ready: isReady }) => `${name}=${isReady}`)
          .sort()
          .join()
      await when('readiness', 'knows one', (pod) => states(pod) === 'exec=false,http=true,tcp=false')
      await event('readiness', 'Unhealthy', /^Readiness probe failed: dial tcp [\d.]+:81: connect: connection refused$/)
      await event(
        'readiness',
        'Unhealthy',
        /^Readiness probe failed: cat: can't open '\/ok': No such file or directory\n$/,
      )
      const pod = await get('readiness')
      expect(pod.status?.conditions?.find(({ type }) => type === 'ContainersReady')).toMatchObject({
        status: 'False',
        reason: 'ContainersNotReady',
        message: 'containers with unready status: [tcp exec]',
      })
      await inside('readiness', 'touch /ok', '-c', 'exec')
      await inside('readiness', 'httpd -p 81', '-c', 'tcp')
      await ready('readiness')
      await inside('readiness', 'rm /www/index.html', '-c', 'http')
      await when('readiness', 'lost one', (now) => states(now) === 'exec=true,http=false,tcp=true')
      await event('readiness', 'Unhealthy', /^Readiness probe failed: HTTP probe failed with statuscode: 404$/)
    })

    test('liveness and startup restart; a startup probe holds the others back', async () => {
      await create('lively', {
        containers: [
          box(`touch /ok; ${idle}`, {
            name: 'live',
            livenessProbe: { exec: { command: ['cat', '/ok'] }, periodSeconds: 1, failureThreshold: 2 },
          }),
          box(`sleep 2; touch /up; ${idle}`, {
            name: 'slow',
            startupProbe: { exec: { command: ['cat', '/up'] }, periodSeconds: 1, failureThreshold: 30 },
            livenessProbe: { exec: { command: ['cat', '/up'] }, periodSeconds: 1, failureThreshold: 1 },
          }),
        ],
      })
      await create('stuck', {
        containers: [
          box(idle, {
            startupProbe: {
              tcpSocket: { port: 9 },
              periodSeconds: 1,
              failureThreshold: 2,
              terminationGracePeriodSeconds: 1,
            },
          }),
        ],
      })
      const named = (pod: Pod, name: string): ContainerStatus | undefined =>
        pod.status?.containerStatuses?.find((each) => each.name === name)
      await when('lively', 'started', (pod) => named(pod, 'slow')?.started === true)
      await inside('lively', 'rm /ok', '-c', 'live')
      const pod = await when('lively', 'restarted one', (now) => (named(now, 'live')?.restartCount ?? 0) > 0)
      expect(named(pod, 'slow')?.restartCount).toBe(0)
      await event('lively', 'Unhealthy', /^Liveness probe failed: cat: can't open/)
      await event('lively', 'Killing', /^Container live failed liveness probe, will be restarted$/)
      await when('stuck', 'restarted', (now) => (main(now)?.restartCount ?? 0) > 0)
      await event('stuck', 'Unhealthy', /^Startup probe failed: dial tcp/)
      await event('stuck', 'Killing', /^Container main failed startup probe, will be restarted$/)
    })

    test('grpc probes', async () => {
      await create('grpc', {
        hostNetwork: true,
        volumes: [{ name: 'host', hostPath: { path: '/' } }],
        containers: [
          box('', {
            command: ['chroot', '/host', process.execPath, '-e', grpcServer, String(grpcPort)],
            volumeMounts: [{ name: 'host', mountPath: '/host' }],
            readinessProbe: { grpc: { port: grpcPort, service: 'good' }, periodSeconds: 1 },
            livenessProbe: {
              grpc: { port: grpcPort, service: 'bad' },
              periodSeconds: 1,
              initialDelaySeconds: 5,
              failureThreshold: 1,
            },
          }),
        ],
      })
      await ready('grpc')
      await event('grpc', 'Unhealthy', /^Liveness probe failed: service unhealthy \(responded with "NOT_SERVING"\)$/)
      await when('grpc', 'restarted', (pod) => (main(pod)?.restartCount ?? 0) > 0)
      await machine.kubectl(['delete', 'pod', 'grpc', '--wait=false'])
    })

    test('postStart runs beside, its failure kills; preStop runs before SIGTERM', async () => {
      const marks = join(machine.dataDir, 'marks')
      mkdirSync(marks)
      const shared = { volumeMounts: [{ name: 'marks', mountPath: '/marks' }] }
      const volumes = [{ name: 'marks', hostPath: { path: marks } }]
      await create('hooked', {
        terminationGracePeriodSeconds: 20,
        volumes,
        containers: [
          box('trap "echo TERM >> /marks/order; exit 0" TERM; while true; do sleep 1 & wait $!; done', {
            ...shared,
            lifecycle: {
              postStart: { exec: { command: ['sh', '-c', 'echo postStart >> /marks/order'] } },
              preStop: {
                exec: { command: ['sh', '-c', 'echo preStop >> /marks/order; sleep 1; echo stopped >> /marks/order'] },
              },
            },
          }),
        ],
      })
      await create('unhooked', {
        containers: [
          box(idle, {
            lifecycle: {
              postStart: { exec: { command: ['false'] } },
              preStop: { httpGet: { port: 9, path: '/' } },
            },
          }),
        ],
      })
      await ready('hooked')
      await event('unhooked', 'FailedPostStartHook', /^PostStartHook failed$/)
      await when('unhooked', 'was killed', (pod) => (main(pod)?.restartCount ?? 0) > 0)
      await machine.kubectl(['delete', 'pod', 'hooked', '--wait'])
      expect(readFileSync(join(marks, 'order'), 'utf8')).toBe('postStart\npreStop\nstopped\nTERM\n')
      await event('hooked', 'Killing', /^Stopping container main$/)
    })

    test('a failing preStop is told; the stop goes on', async () => {
      await create('prestop', { containers: [box(idle, { lifecycle: { preStop: { exec: { command: ['false'] } } } })] })
      await ready('prestop')
      await machine.kubectl(['delete', 'pod', 'prestop', '--wait'])
      await event('prestop', 'FailedPreStopHook', /^PreStopHook failed$/)
    })

    test('termination: the grace is given, then the kill; the status says how it ended', async () => {
      await create(
        'deaf',
        { terminationGracePeriodSeconds: 3, containers: [box('trap "" TERM; while true; do sleep 1; done')] },
        { finalizers: ['elli.test/look'] },
      )
      await create(
        'polite',
        {
          terminationGracePeriodSeconds: 30,
          containers: [box('trap "sleep 1; exit 12" TERM; while true; do sleep 1 & wait $!; done')],
        },
        { finalizers: ['elli.test/look'] },
      )
      for (const name of ['deaf', 'polite']) {
        await ready(name)
        await machine.kubectl(['delete', 'pod', name, '--wait=false'])
      }
      const polite = await when('polite', 'stopped', (pod) => main(pod)?.state?.terminated !== undefined)
      expect(main(polite)?.state?.terminated).toMatchObject({ exitCode: 12, reason: 'Error' })
      const deaf = await when('deaf', 'was killed', (pod) => main(pod)?.state?.terminated !== undefined)
      expect(main(deaf)?.state?.terminated).toMatchObject({ exitCode: 137, reason: 'Error' })
      const took = (pod: Pod): number =>
        Date.parse(main(pod)?.state?.terminated?.finishedAt ?? '') -
        (Date.parse(pod.metadata.deletionTimestamp ?? '') - 1000 * (pod.metadata.deletionGracePeriodSeconds ?? 0))
      expect(took(deaf)).toBeGreaterThanOrEqual(2000)
      for (const name of ['deaf', 'polite']) {
        await when(name, 'is Failed', ({ status }) => status?.phase === 'Failed')
        await machine.kubectl([
          'patch',
          'pod',
          name,
          '--type=json',
          '-p',
          '[{"op":"remove","path":"/metadata/finalizers"}]',
        ])
        await gone(name)
      }
    })

    test('force delete removes at once; the containers follow', async () => {
      await create('forced', {
        terminationGracePeriodSeconds: 600,
        containers: [box('trap "" TERM; while true; do sleep 1; done')],
      })
      const { metadata } = await ready('forced')
      await machine.kubectl(['delete', 'pod', 'forced', '--force', '--grace-period=0'])
      await gone('forced')
      await eventually(
        'the directory of the pod is gone',
        async () => !existsSync(join(machine.dataDir, 'kubelet/pods', metadata.uid ?? '')),
      )
    })

    test('the last message: from its file, and from the log', async () => {
      await create('message', {
        restartPolicy: 'Never',
        containers: [
          box('printf "the file" > /dev/termination-log; echo the log; exit 1', {
            terminationMessagePolicy: 'FallbackToLogsOnError',
          }),
          box('echo one; echo two; exit 1', { name: 'logs', terminationMessagePolicy: 'FallbackToLogsOnError' }),
          box('echo unseen; exit 0', { name: 'fine', terminationMessagePolicy: 'FallbackToLogsOnError' }),
          box('printf elsewhere > /tmp/said; exit 1', { name: 'path', terminationMessagePath: '/tmp/said' }),
          box('head -c 5000 /dev/zero | tr "\\0" x > /dev/termination-log', { name: 'long' }),
        ],
      })
      const pod = await ended('message')
      const said = Object.fromEntries(
        (pod.status?.containerStatuses ?? []).map(({ name, state }) => [name, state?.terminated?.message]),
      )
      expect(said).toMatchObject({ main: 'the file', logs: 'one\ntwo\n', fine: undefined, path: 'elsewhere' })
      expect(said['long']).toBe('x'.repeat(Math.floor(12288 / 5)))
    })
  })

  describe.concurrent('resources and security', () => {
    test('requests and limits are in the cgroups; QoS classes', async () => {
      await create('limited', {
        containers: [
          box(idle, {
            resources: { requests: { cpu: '250m', memory: '16Mi' }, limits: { cpu: '500m', memory: '64Mi' } },
          }),
        ],
      })
      await create('guaranteed', {
        containers: [box(idle, { resources: { limits: { cpu: '100m', memory: '32Mi' } } })],
      })
      await create('best-effort', { containers: [box(idle)] })
      const pods = await Promise.all(['limited', 'guaranteed', 'best-effort'].map(ready))
      expect(pods.map(({ status }) => status?.qosClass)).toEqual(['Burstable', 'Guaranteed', 'BestEffort'])
      const { cpu, memory } = await cgroupOf(pods[0] as Pod)
      expect(cpu('cpu.shares', 'cpu.weight')).toMatch(/^(256|10)$/)
      expect(cpu('cpu.cfs_quota_us', 'cpu.max')).toMatch(/^(50000|50000 100000)$/)
      expect(memory('memory.limit_in_bytes', 'memory.max')).toBe(String(64 * 1024 * 1024))
      const adjust = async (pod: string): Promise<number> => Number(await inside(pod, 'cat /proc/1/oom_score_adj'))
      // A machine that may not lower scores keeps those of its containerd.
      expect([-997, 0]).toContain(await adjust('guaranteed'))
      expect(await adjust('best-effort')).toBe(1000)
      expect(await adjust('limited')).toBeGreaterThan(2)
      expect(await adjust('limited')).toBeLessThan(1000)
    })

    test('a container over its memory limit is OOMKilled', async () => {
      await create('hungry', {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'main',
            image,
            // The first process outlives the one that is killed: when the last process of a cgroup goes with the kill,
            // the cgroup may be gone before containerd has read the event, and then nobody knows of it (cgroup v1).
            command: ['sh', '-c', 'tail -c 200000000 /dev/zero; code=$?; sleep 1; exit $code'],
            resources: { limits: { memory: '16Mi' } },
          },
        ],
      })
      const pod = await ended('hungry')
      expect(main(pod)?.state?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' })
    })

    test('security context: users, groups, fsGroup, a read-only root, capabilities, no new privileges', async () => {
      const said = await outputOf('secured', {
        securityContext: { fsGroup: 2000, supplementalGroups: [3000], runAsUser: 1000, runAsGroup: 1001 },
        volumes: [
          { name: 'empty', emptyDir: {} },
          { name: 'secret', secret: { secretName: 'owned', defaultMode: 0o400, optional: true } },
        ],
        containers: [
          box(
            'id; touch /x 2>&1; touch /empty/file; stat -c "%a %g" /empty; stat -c "%u %g" /empty/file; grep -E "CapEff|NoNewPrivs" /proc/self/status',
            {
              securityContext: {
                readOnlyRootFilesystem: true,
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
              },
              volumeMounts: [{ name: 'empty', mountPath: '/empty' }],
            },
          ),
        ],
      })
      expect(said).toMatch(/^uid=1000 gid=1001 groups=(1001,)?2000,3000\n/)
      expect(said).toContain('Read-only file system')
      expect(said).toContain('2777 2000\n1000 2000\n')
      expect(said).toMatch(/CapEff:\s+0000000000000000\n/)
      expect(said).toMatch(/NoNewPrivs:\s+1\n/)
    })

    test('privileged and added capabilities', async () => {
      const caps = 'grep CapEff /proc/self/status | cut -f2'
      const said = await outputOf('privileged', {
        containers: [
          box(`${caps}; ls /dev | wc -l; mount -t tmpfs none /tmp && echo mounted`, {
            securityContext: { privileged: true },
          }),
        ],
      })
      expect(Number.parseInt(said.split('\n')[0] ?? '', 16)).toBeGreaterThan(0x1fffffffff)
      expect(said).toContain('mounted')
      const one = await outputOf('one-capability', {
        containers: [box(caps, { securityContext: { capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } } })],
      })
      expect(one).toBe('0000000000001000\n')
    })

    test('runAsNonRoot: who may, and who may not', async () => {
      await create('root', { containers: [box(idle, { securityContext: { runAsNonRoot: true } })] })
      await create('zero', { containers: [box(idle, { securityContext: { runAsNonRoot: true, runAsUser: 0 } })] })
      await create('named', { containers: [box(idle, { image: namedUser, securityContext: { runAsNonRoot: true } })] })
      expect(
        await outputOf('numeric', {
          containers: [box('id -u', { image: numericUser, securityContext: { runAsNonRoot: true } })],
        }),
      ).toBe('1234\n')
      const told = async (name: string): Promise<string | undefined> =>
        (await waitingFor(name, 'CreateContainerConfigError')).state?.waiting?.message
      expect(await told('root')).toMatch(
        /^container has runAsNonRoot and image will run as root \(pod: "root_default\([0-9a-f-]+\)", container: main\)$/,
      )
      expect(await told('zero')).toMatch(
        /^container's runAsUser breaks non-root policy \(pod: "zero_default\([0-9a-f-]+\)", container: main\)$/,
      )
      expect(await told('named')).toMatch(
        /^container has runAsNonRoot and image has non-numeric user \(nobody\), cannot verify user is non-root \(pod: "named_default\([0-9a-f-]+\)", container: main\)$/,
      )
      await event('root', 'Failed', /^Error: container has runAsNonRoot and image will run as root/)
    })

    test('namespaces of the host, and processes shared in the pod', async () => {
      const said = await outputOf('host-namespaces', {
        hostNetwork: true,
        hostPID: true,
        containers: [box('hostname; ls /proc | grep -c "^[0-9]"; ip link | grep -c elli0; head -1 /etc/hosts')],
      })
      expect(said).toMatch(/^\S+\n\d+\n\d+\n.*\n$/)
      const [hostname, processes, bridges, hosts] = said.trim().split('\n')
      expect(hostname).toBe((await run('hostname', [])).stdout.trim())
      expect(Number(processes)).toBeGreaterThan(10)
      expect(Number(bridges)).toBeGreaterThan(0)
      expect(hosts).toBe('# Kubernetes-managed hosts file (host network).')
      await create('shared-processes', {
        shareProcessNamespace: true,
        containers: [box(`exec sleep 987654`, { name: 'one' }), box(idle, { name: 'two' })],
      })
      const pod = await ready('shared-processes')
      expect(await inside('shared-processes', 'ps', '-c', 'two')).toContain('sleep 987654')
      expect(pod.spec.shareProcessNamespace).toBe(true)
      await machine.kubectl(['delete', 'pod', 'shared-processes', '--force', '--grace-period=0'])
    })
  })

  describe.concurrent('volumes', () => {
    test('emptyDir is shared; in memory it is a tmpfs of its size; it survives a restart of its container', async () => {
      await create('empty', {
        volumes: [
          { name: 'disk', emptyDir: {} },
          { name: 'memory', emptyDir: { medium: 'Memory', sizeLimit: '8Mi' } },
        ],
        containers: [
          box(`[ -e /disk/a ] || { echo from a > /disk/a; sleep 1; exit 1; }; ${idle}`, {
            name: 'a',
            volumeMounts: [{ name: 'disk', mountPath: '/disk' }],
          }),
          box(idle, {
            name: 'b',
            volumeMounts: [
              { name: 'disk', mountPath: '/disk', readOnly: true },
              { name: 'memory', mountPath: '/memory' },
            ],
          }),
        ],
      })
      await when(
        'empty',
        'restarted',
        (pod) =>
          condition(pod, 'Ready') === 'True' &&
          pod.status?.containerStatuses?.some(({ restartCount }) => restartCount === 1),
      )
      expect(
        await inside(
          'empty',
          'cat /disk/a; grep " /memory " /proc/mounts; touch /disk/b 2>&1; stat -c %a /disk /memory; df -k /memory | tail -1',
          '-c',
          'b',
        ),
      ).toMatch(/^from a\ntmpfs \/memory tmpfs .*size=8192k.*\n.*Read-only file system\n777\n1?777\n.* 8192 /)
    })

    test('hostPath: what must be there is made or missed', async () => {
      const base = mkdtempSync(join(machine.dataDir, 'host-path-'))
      mkdirSync(join(base, 'there'))
      writeFileSync(join(base, 'file'), 'on the host')
      const path = (name: string, type: NonNullable<HostPathVolumeSource['type']>): HostPathVolumeSource => ({
        path: join(base, name),
        type,
      })
      const said = await outputOf('host-path', {
        volumes: [
          { name: 'made', hostPath: path('made', 'DirectoryOrCreate') },
          { name: 'there', hostPath: path('there', 'Directory') },
          { name: 'new', hostPath: path('new', 'FileOrCreate') },
          { name: 'file', hostPath: path('file', 'File') },
          { name: 'null', hostPath: { path: '/dev/null', type: 'CharDevice' } },
        ],
        containers: [
          box('cat /file; echo hi > /made/x; echo hi > /new; stat -c %a /made /new; ls -d /there /null', {
            volumeMounts: ['made', 'there', 'new', 'file', 'null'].map((name) => ({ name, mountPath: `/${name}` })),
          }),
        ],
      })
      expect(said).toBe('on the host755\n644\n/null\n/there\n')
      expect(readFileSync(join(base, 'made/x'), 'utf8')).toBe('hi\n')
      for (const [name, type, text] of [
        ['no-directory', 'Directory', 'is not a directory'],
        ['no-file', 'File', 'is not a file'],
        ['no-socket', 'Socket', 'is not a socket file'],
      ] as const) {
        await create(name, {
          volumes: [{ name: 'v', hostPath: path('absent', type) }],
          containers: [box(idle, { volumeMounts: [{ name: 'v', mountPath: '/v' }] })],
        })
        await event(
          name,
          'FailedMount',
          new RegExp(
            `^MountVolume\\.SetUp failed for volume "v" : hostPath type check failed: ${join(base, 'absent')} ${text}$`,
          ),
        )
      }
    })

    test('ConfigMaps, Secrets, the downward API and projections: names, modes, and changes seen inside', async () => {
      await configMap('settings', { one: '1', two: '2' })
      await secret('hidden', { key: 'shh' })
      await create(
        'files',
        {
          volumes: [
            {
              name: 'settings',
              configMap: {
                name: 'settings',
                items: [
                  { key: 'one', path: 'deep/first', mode: 0o600 },
                  { key: 'two', path: 'second' },
                ],
              },
            },
            { name: 'hidden', secret: { secretName: 'hidden', defaultMode: 0o440 } },
            {
              name: 'about',
              downwardAPI: {
                items: [
                  { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
                  { path: 'note', fieldRef: { fieldPath: "metadata.annotations['elli.test/note']" } },
                  { path: 'cpu', resourceFieldRef: { containerName: 'main', resource: 'limits.cpu', divisor: '1m' } },
                ],
              },
            },
            {
              name: 'all',
              projected: {
                sources: [
                  { configMap: { name: 'settings', items: [{ key: 'one', path: 'one' }] } },
                  { secret: { name: 'hidden' } },
                  { downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
                  { configMap: { name: 'absent', optional: true } },
                ],
              },
            },
          ],
          containers: [
            box(idle, {
              resources: { limits: { cpu: '250m' } },
              volumeMounts: [
                { name: 'settings', mountPath: '/settings' },
                { name: 'settings', mountPath: '/only', subPath: 'second' },
                { name: 'hidden', mountPath: '/hidden' },
                { name: 'about', mountPath: '/about' },
                { name: 'all', mountPath: '/all' },
              ],
            }),
          ],
        },
        { labels: { b: '2', a: '1' }, annotations: { 'elli.test/note': 'first' } },
      )
      await ready('files')
      expect(
        await inside(
          'files',
          'cat /settings/deep/first /settings/second /hidden/key /only; echo; ls /settings /all; stat -Lc %a /settings/deep/first /settings/second /hidden/key; touch /settings/x /hidden/x /about/x 2>&1; true',
        ),
      ).toBe(
        '12shh2\n/all:\nkey\nname\none\n\n/settings:\ndeep\nsecond\n600\n644\n440\n' +
          ['settings', 'hidden', 'about'].map((each) => `touch: /${each}/x: Read-only file system\n`).join(''),
      )
      expect(
        await inside(
          'files',
          'cat /about/labels; echo; cat /about/note /about/cpu; echo; cat /all/name; readlink /hidden/key; grep -c " /hidden tmpfs" /proc/mounts',
        ),
      ).toBe('a="1"\nb="2"\nfirst250\nfiles..data/key\n1\n')
      await machine.kubectl(['annotate', 'pod', 'files', 'elli.test/note=second', '--overwrite'])
      await machine.kubectl(['label', 'pod', 'files', 'c=3'])
      await machine.kubectl(['patch', 'configmap', 'settings', '-p', '{"data":{"one":"one","two":"two"}}'])
      await machine.kubectl(['patch', 'secret', 'hidden', '-p', '{"stringData":{"key":"known"}}'])
      await eventually(
        'all is new but the subPath',
        async () =>
          (
            await inside(
              'files',
              'cat /about/note /settings/deep/first /hidden/key /all/key /all/one /only; grep c= /about/labels',
            )
          ).trim() === 'secondoneknownknownone2c="3"',
        120_000,
      )
    })

    test('the token of the service account opens the API, and is bound to the pod', async () => {
      await create('token', {
        volumes: [{ name: 'host', hostPath: { path: '/' } }],
        containers: [box(idle, { volumeMounts: [{ name: 'host', mountPath: '/host' }] })],
      })
      const { metadata } = await ready('token')
      const directory = '/var/run/secrets/kubernetes.io/serviceaccount'
      const token = await inside('token', `cat ${directory}/token`)
      expect(await inside('token', `cat ${directory}/namespace`)).toBe('default')
      expect(await inside('token', `cat ${directory}/ca.crt`)).toContain('BEGIN CERTIFICATE')
      expect(await inside('token', `stat -Lc %a ${directory}/token`)).toBe('644\n')
      const self = await api.send(
        'POST',
        '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
        token,
      )
      expect(self.body).toMatchObject({
        status: {
          userInfo: {
            username: 'system:serviceaccount:default:default',
            extra: {
              'authentication.kubernetes.io/pod-name': ['token'],
              'authentication.kubernetes.io/pod-uid': [metadata.uid],
            },
          },
        },
      })
      expect((await api.send('GET', '/api/v1/namespaces/default/secrets', undefined, token)).code).toBe(403)
      const review = (): Promise<{ status: { authenticated?: boolean } }> =>
        api.post('/apis/authentication.k8s.io/v1/tokenreviews', {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenReview',
          spec: { token },
        })
      expect((await review()).status.authenticated).toBe(true)
      expect(await inside('token', 'nslookup kubernetes.default.svc.cluster.local')).toContain('10.96.0.1')
      // The host's curl in the pod's network; busybox has no TLS that is worth the name.
      const authority = join(machine.dataDir, 'ca-of-the-pod.crt')
      const answer = await inside(
        'token',
        `cp ${directory}/ca.crt /host${authority}; chroot /host curl -sS -m 10 --cacert ${authority} -H "Authorization: Bearer $(cat ${directory}/token)" --resolve kubernetes.default.svc:443:$KUBERNETES_SERVICE_HOST https://kubernetes.default.svc/version`,
      )
      expect(JSON.parse(answer)).toMatchObject({ major: '1', minor: '31' })
      await machine.kubectl(['delete', 'pod', 'token', '--wait'])
      await eventually('the token is void', async () => (await review()).status.authenticated !== true)
    })

    test('subPath and subPathExpr', async () => {
      const base = mkdtempSync(join(machine.dataDir, 'sub-path-'))
      await outputOf('sub-path', {
        volumes: [{ name: 'base', hostPath: { path: base } }],
        containers: [
          box('echo a > /a/file; echo b > /b/file', {
            env: [{ name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
            volumeMounts: [
              { name: 'base', mountPath: '/a', subPath: 'x/y' },
              { name: 'base', mountPath: '/b', subPathExpr: '$(NAME)/logs' },
            ],
          }),
        ],
      })
      expect(readFileSync(join(base, 'x/y/file'), 'utf8')).toBe('a\n')
      expect(readFileSync(join(base, 'sub-path/logs/file'), 'utf8')).toBe('b\n')
      await create('sub-path-escape', {
        volumes: [{ name: 'base', hostPath: { path: base } }],
        containers: [box(idle, { volumeMounts: [{ name: 'base', mountPath: '/a', subPathExpr: '$(UNKNOWN)' }] })],
      })
      await waitingFor('sub-path-escape', 'CreateContainerConfigError')
    })

    test('what is missing is waited for: ConfigMap, Secret, key, volume', async () => {
      await create('lacks-env', {
        containers: [box('env; sleep 600', { envFrom: [{ configMapRef: { name: 'later' } }] })],
      })
      await create('lacks-key', {
        containers: [box(idle, { env: [{ name: 'K', valueFrom: { secretKeyRef: { name: 'later', key: 'k' } } }] })],
      })
      await create('lacks-volume', {
        volumes: [{ name: 'v', configMap: { name: 'later' } }],
        containers: [box(idle, { volumeMounts: [{ name: 'v', mountPath: '/v' }] })],
      })
      expect((await waitingFor('lacks-env', 'CreateContainerConfigError')).state?.waiting?.message).toBe(
        'configmap "later" not found',
      )
      expect((await waitingFor('lacks-key', 'CreateContainerConfigError')).state?.waiting?.message).toBe(
        'secret "later" not found',
      )
      await event('lacks-env', 'Failed', /^Error: configmap "later" not found$/)
      await event(
        'lacks-volume',
        'FailedMount',
        /^MountVolume\.SetUp failed for volume "v" : configmap "later" not found$/,
      )
      expect(main(await get('lacks-volume'))?.state?.waiting?.reason).toBe('ContainerCreating')
      await secret('later', { other: 'x' })
      await when(
        'lacks-key',
        'misses the key',
        (pod) => main(pod)?.state?.waiting?.message === "couldn't find key k in Secret default/later",
      )
      await configMap('later', { FOUND: 'yes' })
      await machine.kubectl(['patch', 'secret', 'later', '-p', '{"stringData":{"k":"v"}}'])
      await Promise.all(['lacks-env', 'lacks-key', 'lacks-volume'].map(ready))
      expect(await inside('lacks-volume', 'cat /v/FOUND')).toBe('yes')
    })
  })

  describe.concurrent('environment and names', () => {
    test('variables of every source, in their order, expanded', async () => {
      await configMap('variables', { FIRST: 'map', BOTH: 'map' })
      await secret('more-variables', { BOTH: 'secret' })
      await api.post('/api/v1/namespaces/default/services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'near-by' },
        spec: { selector: { app: 'nothing' }, ports: [{ name: 'web', port: 80 }] },
      })
      const service = await api.get<{ spec: { clusterIP: string } }>('/api/v1/namespaces/default/services/near-by')
      const spec: PodSpec = {
        containers: [
          box('env', {
            resources: { requests: { cpu: '100m', memory: '1Mi' }, limits: { memory: '30Mi' } },
            args: [],
            envFrom: [
              { configMapRef: { name: 'variables' } },
              { secretRef: { name: 'more-variables' } },
              { prefix: 'P_', configMapRef: { name: 'variables' } },
              { configMapRef: { name: 'none', optional: true } },
            ],
            env: [
              { name: 'NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
              { name: 'LABEL', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
              { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
              { name: 'ACCOUNT', valueFrom: { fieldRef: { fieldPath: 'spec.serviceAccountName' } } },
              { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
              { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
              { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'requests.cpu' } } },
              { name: 'MILLI', valueFrom: { resourceFieldRef: { resource: 'requests.cpu', divisor: '1m' } } },
              { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
              { name: 'CPUS', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
              { name: 'FROM', value: '$(NAME) $(BOTH) $$(NAME) $(NOT_THERE) $(NEAR_BY_SERVICE_PORT_WEB)' },
              {
                name: 'OPTIONAL',
                valueFrom: { secretKeyRef: { name: 'more-variables', key: 'none', optional: true } },
              },
              { name: 'FIRST', value: 'own' },
            ],
          }),
        ],
      }
      const lines = (await outputOf('variables', spec, { labels: { app: 'env' } })).trim().split('\n')
      const pod = await get('variables')
      const variables = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      )
      expect(variables).toMatchObject({
        FIRST: 'own',
        BOTH: 'secret',
        P_BOTH: 'map',
        NAME: 'variables',
        LABEL: 'env',
        NODE: 'e2e',
        ACCOUNT: 'default',
        HOST_IP: pod.status?.hostIP,
        POD_IP: pod.status?.podIP,
        CPU: '1',
        MILLI: '100',
        MEMORY: '30',
        CPUS: (await run('nproc', [])).stdout.trim(),
        FROM: 'variables secret $(NAME) $(NOT_THERE) 80',
        NEAR_BY_SERVICE_HOST: service.spec.clusterIP,
        NEAR_BY_PORT_80_TCP: `tcp://${service.spec.clusterIP}:80`,
        NEAR_BY_PORT_80_TCP_PROTO: 'tcp',
        KUBERNETES_SERVICE_PORT_HTTPS: '443',
        HOSTNAME: 'variables',
      })
      expect(variables).not.toHaveProperty('OPTIONAL')
      const bare = await outputOf('no-links', {
        enableServiceLinks: false,
        containers: [
          {
            name: 'main',
            image,
            command: ['sh', '-c'],
            args: ['env; echo $(WORD)'],
            env: [{ name: 'WORD', value: 'expanded' }],
          },
        ],
      })
      expect(bare).not.toContain('NEAR_BY')
      expect(bare).toContain('KUBERNETES_SERVICE_HOST')
      expect(bare).toContain('\nexpanded\n')
    })

    test('hosts file, host names, and the resolver', async () => {
      await api.post('/api/v1/namespaces/default/services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'family' },
        spec: { clusterIP: 'None', selector: { app: 'named' }, ports: [{ port: 80 }] },
      })
      await create(
        'member',
        {
          hostname: 'child',
          subdomain: 'family',
          hostAliases: [{ ip: '192.0.2.77', hostnames: ['alias', 'alias.example'] }],
          dnsConfig: { searches: ['example.org'], options: [{ name: 'ndots', value: '2' }, { name: 'edns0' }] },
          containers: [box(idle)],
        },
        { labels: { app: 'named' } },
      )
      await create('fully', {
        hostname: 'child',
        subdomain: 'family',
        setHostnameAsFQDN: true,
        dnsPolicy: 'None',
        dnsConfig: { nameservers: ['192.0.2.53'], searches: ['only.example'] },
        containers: [box(idle)],
      })
      await create('defaults', { dnsPolicy: 'Default', hostname: 'x'.repeat(63), containers: [box(idle)] })
      const pod = await ready('member')
      expect(await inside('member', 'hostname; hostname -f; cat /etc/hosts')).toBe(
        `child\nchild.family.default.svc.cluster.local\n# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n${pod.status?.podIP}\tchild.family.default.svc.cluster.local\tchild\n\n# Entries added by HostAliases.\n192.0.2.77\talias\talias.example\n`,
      )
      const resolver = await inside('member', 'cat /etc/resolv.conf')
      expect(resolver).toMatch(
        /^search default\.svc\.cluster\.local svc\.cluster\.local cluster\.local .*example\.org$/m,
      )
      expect(resolver).toMatch(/^options (ndots:2 edns0|edns0 ndots:2)$/m)
      expect(resolver).toMatch(/^nameserver 10\.\d+\.\d+\.10$/m)
      await ready('fully')
      expect(await inside('fully', 'hostname; cat /etc/resolv.conf')).toBe(
        'child.family.default.svc.cluster.local\nsearch only.example\nnameserver 192.0.2.53\n',
      )
      await ready('defaults')
      expect(await inside('defaults', 'hostname')).toBe(`${'x'.repeat(63)}\n`)
      expect(await inside('defaults', 'cat /etc/resolv.conf')).not.toContain('cluster.local')
      await eventually('the name of the pod resolves', async () =>
        (
          await machine.tryKubectl([
            'exec',
            'fully',
            '--',
            'nslookup',
            'child.family.default.svc.cluster.local',
            await resolverOf('member'),
          ])
        ).stdout.includes(pod.status?.podIP ?? '?'),
      )
    })
    const resolverOf = async (name: string): Promise<string> =>
      (await inside(name, "awk '/^nameserver/ { print $2; exit }' /etc/resolv.conf")).trim()

    test('a host port answers on the host until the pod is gone', async () => {
      const port = 28761
      await create('host-port', {
        containers: [
          box(`mkdir /www; echo by host port > /www/index.html; httpd -p 80 -h /www; ${idle}`, {
            ports: [{ containerPort: 80, hostPort: port }],
          }),
        ],
      })
      const pod = await ready('host-port')
      const ask = async (address: string): Promise<string> =>
        (await run('curl', ['-s', '-m', '3', `http://${address}:${port}/`])).stdout
      await eventually('it answers', async () => (await ask(pod.status?.hostIP ?? '')) === 'by host port\n')
      expect(await ask('127.0.0.1')).toBe('by host port\n')
      await create('host-port-too', { containers: [box(idle, { ports: [{ containerPort: 80, hostPort: port }] })] })
      await event('host-port-too', 'FailedScheduling', /didn't have free ports for the requested pod ports/)
      await machine.kubectl(['delete', 'pod', 'host-port', 'host-port-too', '--wait'])
      expect(await ask(pod.status?.hostIP ?? '')).toBe('')
    })

    test('kubectl debug: a container joins a running pod', async () => {
      await create('patient', { containers: [box('exec sleep 876543')] })
      await ready('patient')
      await machine.kubectl([
        'debug',
        'patient',
        `--image=${image}`,
        '--container=doctor',
        '--target=main',
        '--',
        'sh',
        '-c',
        `ps; ${idle}`,
      ])
      await when(
        'patient',
        'has its doctor',
        ({ status }) => status?.ephemeralContainerStatuses?.[0]?.state?.running !== undefined,
      )
      await eventually('the doctor sees it', async () =>
        (await machine.kubectl(['logs', 'patient', '-c', 'doctor'])).includes('sleep 876543'),
      )
      expect(main(await get('patient'))?.restartCount).toBe(0)
      await machine.kubectl(['delete', 'pod', 'patient', '--force', '--grace-period=0'])
    })
  })

  describe('ends', () => {
    test('a namespace goes with the pods that run in it', async () => {
      await machine.kubectl(['create', 'namespace', 'short-lived'])
      await eventually(
        'its service account',
        async () => (await api.send('GET', '/api/v1/namespaces/short-lived/serviceaccounts/default')).code === 200,
      )
      await create('inhabitant', { containers: [box(idle)] }, { namespace: 'short-lived' })
      await machine.kubectl(['-n', 'short-lived', 'wait', '--for=condition=Ready', 'pod/inhabitant', '--timeout=60s'])
      await machine.kubectl(['delete', 'namespace', 'short-lived', '--timeout=60s'])
      expect((await api.send('GET', '/api/v1/namespaces/short-lived')).code).toBe(404)
    })

    test('a killed node agent comes back to the same containers', async () => {
      await create('steady', { initContainers: [box('true', { name: 'init' })], containers: [box(idle)] })
      await create('to-go', { containers: [box(idle)] })
      await create('forgotten', {
        terminationGracePeriodSeconds: 600,
        containers: [box('while true; do sleep 1; done')],
      })
      const forgotten = (await ready('forgotten')).metadata.uid ?? ''
      await ready('steady')
      await ready('to-go')
      const record = (): { nodeAgentPid: number } =>
        JSON.parse(readFileSync(join(machine.dataDir, 'run/elli.json'), 'utf8')) as { nodeAgentPid: number }
      const containers = async (): Promise<string[]> =>
        (await api.get<{ items: Pod[] }>('/api/v1/namespaces/default/pods')).items
          .filter((pod) => ['steady', 'files', 'limited', 'member'].includes(pod.metadata.name ?? ''))
          .flatMap(({ status }) => status?.containerStatuses ?? [])
          .map(({ containerID, restartCount }) => `${containerID} ${restartCount}`)
          .sort()
      const before = await containers()
      expect(before.length).toBeGreaterThanOrEqual(1)
      const { nodeAgentPid } = record()
      process.kill(nodeAgentPid, 'SIGKILL')
      await machine.kubectl(['delete', 'pod', 'to-go', '--wait=false'])
      await machine.kubectl(['delete', 'pod', 'forgotten', '--force', '--grace-period=0'])
      const stray = 'logs/pods/default_stray_11111111-2222-3333-4444-555555555555'
      mkdirSync(join(machine.dataDir, stray), { recursive: true })
      await eventually('another node agent', async () => record().nodeAgentPid !== nodeAgentPid)
      await gone('to-go')
      const traces = ['kubelet/pods/' + forgotten, `logs/pods/default_forgotten_${forgotten}`, stray]
      await eventually('nothing is left of pods that nobody knows', async () =>
        traces.every((path) => !existsSync(join(machine.dataDir, path))),
      )
      await create('fresh', { containers: [box(idle)] })
      await ready('fresh')
      expect(await containers()).toEqual(before)
      expect(await inside('steady', 'echo alive')).toBe('alive\n')
      expect((await get('steady')).status?.initContainerStatuses?.[0]).toMatchObject({
        restartCount: 0,
        state: { terminated: { reason: 'Completed' } },
      })
    })
  })
})

const condition = (pod: Pod, type: string): string | undefined =>
  pod.status?.conditions?.find((each) => each.type === type)?.status
const main = (pod: Pod): ContainerStatus | undefined => pod.status?.containerStatuses?.[0]

/** Requests with the administrator's certificate, or with a token instead; one kubectl less for every look. */
class Api {
  readonly #server: URL
  readonly #ca: Buffer
  readonly #certificate: { cert: Buffer; key: Buffer }

  constructor(kubeconfig: string) {
    const { clusters, users } = load(readFileSync(kubeconfig, 'utf8')) as {
      clusters: [{ cluster: Record<string, string> }]
      users: [{ user: Record<string, string> }]
    }
    const bytes = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64')
    this.#server = new URL(clusters[0].cluster['server'] ?? '')
    this.#ca = bytes(clusters[0].cluster['certificate-authority-data'])
    const { user } = users[0]
    this.#certificate = { cert: bytes(user['client-certificate-data']), key: bytes(user['client-key-data']) }
  }

  send(method: string, path: string, body?: unknown, token?: string): Promise<{ code: number; body: unknown }> {
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(path, this.#server),
        {
          method,
          ca: this.#ca,
          ...(token === undefined ? this.#certificate : {}),
          headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => (text += chunk))
          response.on('error', reject)
          response.on('end', () => resolve({ code: response.statusCode ?? 0, body: JSON.parse(text) as unknown }))
        },
      )
      sent.on('error', reject)
      sent.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }

  async get<T>(path: string): Promise<T> {
    const { code, body } = await this.send('GET', path)
    if (code !== 200) throw new Error(`GET ${path}: ${code} ${JSON.stringify(body)}`)
    return body as T
  }

  async post<T>(path: string, object: unknown): Promise<T> {
    const { code, body } = await this.send('POST', path, object)
    if (code !== 201) throw new Error(`POST ${path}: ${code} ${JSON.stringify(body)}`)
    return body as T
  }
}

/** An image of busybox whose configuration names this user. */
async function loadWithUser(machine: Machine, name: string, user: string): Promise<void> {
  const program = await realHost().processes.find('busybox')
  if (program === undefined) throw new Error('no busybox on this machine')
  const path = join(machine.dataDir, `${name.replaceAll(/[^a-z0-9]/g, '-')}.tar`)
  const archive = buildImageArchive({
    name,
    user,
    files: [
      { path: 'bin/busybox', content: readFileSync(program), mode: 0o755 },
      ...['sh', 'id', 'sleep'].map((applet) => ({ path: `bin/${applet}`, symlink: 'busybox' })),
      { path: 'etc/passwd', content: 'nobody:x:65534:65534:nobody:/:/bin/sh\n' },
    ],
  })
  writeFileSync(path, archive)
  const output = await elli(['image', 'load', path, '--data-dir', machine.dataDir])
  if (output.code !== 0) throw new Error(`elli image load: ${output.stderr}`)
}

/** The files of a container's cgroup, in either version of cgroups. */
async function cgroupOf(pod: Pod): Promise<Record<'cpu' | 'memory', (v1: string, v2: string) => string>> {
  const id = main(pod)?.containerID?.replace('containerd://', '') ?? ''
  const found = (await run('find', ['/sys/fs/cgroup', '-type', 'd', '-name', `*${id}*`])).stdout.trim().split('\n')
  const read =
    (controller: string) =>
    (v1: string, v2: string): string => {
      const directory = found.find((each) => each.split('/').some((part) => part.split(',').includes(controller)))
      const path = directory === undefined ? join(found[0] ?? '', v2) : join(directory, v1)
      return readFileSync(path, 'utf8').trim()
    }
  return { cpu: read('cpu'), memory: read('memory') }
}

/** Runs `kubectl exec -it` on a terminal of 40 by 120, makes it 50 by 100, and ends with the exit code of kubectl. */
const terminalProgram = `
import fcntl, os, pty, select, signal, struct, sys, termios, time
pid, terminal = pty.fork()
if pid == 0:
    time.sleep(0.3)
    os.execvp('kubectl', ['kubectl', 'exec', '-it', sys.argv[1], '--', 'sh'])
def size(rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
seen = b''
def until(text, limit=20):
    global seen
    deadline = time.time() + limit
    while text not in seen:
        left = deadline - time.time()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            sys.stdout.write(seen.decode(errors='replace')); sys.exit('not seen: ' + text.decode())
        seen += os.read(terminal, 4096)
def ask_until(text):
    for _ in range(40):
        os.write(terminal, b'echo size $(stty size)\\n')
        deadline = time.time() + 0.5
        while time.time() < deadline:
            if select.select([terminal], [], [], 0.1)[0]:
                global seen
                seen += os.read(terminal, 4096)
            if text in seen:
                return
    sys.stdout.write(seen.decode(errors='replace')); sys.exit('never: ' + text.decode())
size(40, 120)
until(b'# ')
ask_until(b'size 40 120')
size(50, 100)
ask_until(b'size 50 100')
os.write(terminal, b'read word; echo typed $word\\n')
os.write(terminal, b'hello\\n')
until(b'typed hello')
os.write(terminal, b'exit 7\\n')
try:
    while True:
        seen += os.read(terminal, 4096)
except OSError:
    pass
sys.stdout.write(seen.decode(errors='replace'))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`

/** The health service of gRPC: serving, but not for the service `bad` (its name is the message's only field). */
const grpcServer = `
const { createServer } = require('node:http2')
createServer((request, response) => {
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    const bad = Buffer.concat(parts).includes('bad')
    response.writeHead(200, { 'content-type': 'application/grpc', trailer: 'grpc-status' })
    response.addTrailers({ 'grpc-status': '0' })
    response.end(Buffer.from([0, 0, 0, 0, 2, 8, bad ? 2 : 1]))
  })
}).listen(Number(process.argv[1]))
`
