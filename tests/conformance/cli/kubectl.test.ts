/** Conformance tests of sig-cli in which no container has to answer: the real kubectl over a real socket. */
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { deployments } from '@elli/api/apps/v1.resources'
import { endpoints, pods, replicationcontrollers, services } from '@elli/api/core/v1.resources'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { isReady, podsOf } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'
import { hasKubectl, type Kubectl, kubectl } from '../kubectl.ts'

const shared = sharedCluster({ nodes: 1, https: true })
let run: Kubectl
beforeAll(() => {
  run = kubectl(shared.cluster.kubeconfig ?? '')
})
afterAll(() => run[Symbol.dispose]())

const words = (what: string): string => `[sig-cli] Kubectl client ${what} [Conformance]`
const image = 'registry.example/httpd:2.4'
const other = 'registry.example/busybox:1.36'

/** A namespace with the controller `agnhost-primary` made by kubectl, and its pod ready. */
async function withController(): Promise<string> {
  const namespace = await shared.namespace()
  const labels = { app: 'agnhost', role: 'primary' }
  const containers = [{ name: 'agnhost-primary', image, ports: [{ name: 'agnhost-server', containerPort: 6379 }] }]
  const made = await run.fed(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'agnhost-primary', labels },
      spec: { replicas: 1, selector: labels, template: { metadata: { labels }, spec: { containers } } },
    }),
    namespace,
    'create',
    '-f',
    '-',
  )
  expect(made).toMatchObject({ code: 0, stdout: 'replicationcontroller/agnhost-primary created\n' })
  await shared.until(async () => (await podsOf(shared.client, namespace)).some(isReady))
  return namespace
}
const lines = (text: string, expected: readonly (readonly [string, string])[]): void => {
  const found = text.split('\n').map((line) => line.trim().replaceAll(/\s+/g, ' '))
  for (const [key, value] of expected)
    expect(
      found.filter((line) => line.startsWith(key) && line.slice(key.length).includes(value)),
      `${key} ${value} in\n${text}`,
    ).not.toEqual([])
}

describe.skipIf(!hasKubectl)('kubectl', () => {
  conformance(words('Kubectl api-versions should check if v1 is in available api versions'), async () => {
    const versions = (await run('default', 'api-versions')).trim().split('\n')
    expect(versions).toContain('v1')
    expect(versions).toContain('apps/v1')
  })

  conformance(
    words('Kubectl cluster-info should check if Kubernetes control plane services is included in cluster-info'),
    async () => {
      const output = await run('default', 'cluster-info')
      expect(output).toContain('Kubernetes control plane')
      expect(output).toContain('is running at')
    },
  )

  conformance(words('Kubectl version should check is all data is printed'), async () => {
    const output = await run('default', 'version')
    for (const part of ['Client Version: ', 'Server Version: v1.31.']) expect(output).toContain(part)
  })

  conformance(
    words('Kubectl describe should check if kubectl describe prints relevant information for rc and pods'),
    async () => {
      const namespace = await withController()
      await shared.client.for(services).create({
        metadata: { name: 'agnhost-primary', namespace, labels: { app: 'agnhost', role: 'primary' } },
        spec: { selector: { app: 'agnhost', role: 'primary' }, ports: [{ port: 6379, targetPort: 'agnhost-server' }] },
      })
      await shared.until(async () => {
        const { items } = await shared.client.for(endpoints).list({ namespace })
        return items.some(({ subsets }) => subsets?.some(({ addresses }) => addresses?.length === 1))
      })
      await shared.until(
        async () =>
          (await shared.client.for(replicationcontrollers).get('agnhost-primary', { namespace })).status
            ?.readyReplicas === 1,
      )
      const [pod] = await podsOf(shared.client, namespace)
      const name = pod?.metadata.name ?? ''
      const labels = [
        ['Labels:', 'app=agnhost'],
        ['role=primary', ''],
      ] as const
      lines(await run(namespace, 'describe', 'pod', name), [
        ['Name:', name],
        ['Namespace:', namespace],
        ['Node:', `node-1/${pod?.status?.hostIP}`],
        ...labels,
        ['Annotations:', ''],
        ['Status:', 'Running'],
        ['IP:', pod?.status?.podIP ?? '?'],
        ['Controlled By:', 'ReplicationController/agnhost-primary'],
        ['Image:', image],
        ['State:', 'Running'],
        ['QoS Class:', 'BestEffort'],
        ['Normal Scheduled', `Successfully assigned ${namespace}/${name} to node-1`],
      ])
      lines(await run(namespace, 'describe', 'rc', 'agnhost-primary'), [
        ['Name:', 'agnhost-primary'],
        ['Namespace:', namespace],
        ['Selector:', 'app=agnhost,role=primary'],
        ...labels,
        ['Annotations:', ''],
        ['Replicas:', '1 current / 1 desired'],
        ['Pods Status:', '1 Running / 0 Waiting / 0 Succeeded / 0 Failed'],
        ['Pod Template:', ''],
        ['Image:', image],
        ['Normal SuccessfulCreate', `Created pod: ${name}`],
      ])
      const service = await shared.client.for(services).get('agnhost-primary', { namespace })
      lines(await run(namespace, 'describe', 'service', 'agnhost-primary'), [
        ['Name:', 'agnhost-primary'],
        ['Namespace:', namespace],
        ...labels,
        ['Annotations:', ''],
        ['Selector:', 'app=agnhost,role=primary'],
        ['Type:', 'ClusterIP'],
        ['IP:', service.spec?.clusterIP ?? '?'],
        ['Port:', '6379/TCP'],
        ['Endpoints:', `${pod?.status?.podIP}:6379`],
        ['Session Affinity:', 'None'],
      ])
      lines(await run(namespace, 'describe', 'node', 'node-1'), [
        ['Name:', 'node-1'],
        ['Labels:', ''],
        ['Annotations:', ''],
        ['CreationTimestamp:', ''],
        ['Conditions:', ''],
        ['Type', 'Status LastHeartbeatTime LastTransitionTime Reason Message'],
        ['Addresses:', ''],
        ['Capacity:', ''],
        ['Kubelet Version:', 'v1.31.'],
        [namespace, name],
      ])
      lines(await run(namespace, 'describe', 'namespace', namespace), [
        ['Name:', namespace],
        ['Labels:', 'e2e-framework=conformance'],
        ['Annotations:', ''],
        ['Status:', 'Active'],
      ])
    },
  )

  conformance(words('Kubectl diff should check if kubectl diff finds a difference for Deployments'), async () => {
    const namespace = await shared.namespace()
    const labels = { app: 'httpd' }
    const manifest = (used: string): string =>
      JSON.stringify({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'httpd-deployment' },
        spec: {
          replicas: 1,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: 'httpd', image: used }] } },
        },
      })
    expect(await run.fed(manifest(image), namespace, 'create', '-f', '-')).toMatchObject({ code: 0 })
    const diff = await run.fed(manifest(other), namespace, 'diff', '-f', '-')
    expect(diff.code, diff.stderr).toBe(1)
    expect(diff.stdout).toMatch(new RegExp(`^-.*image: ${image}$`, 'm'))
    expect(diff.stdout).toMatch(new RegExp(`^\\+.*image: ${other}$`, 'm'))
    // Looking changes nothing.
    const { spec } = await shared.client.for(deployments).get('httpd-deployment', { namespace })
    expect(spec?.template.spec?.containers[0]?.image).toBe(image)
    expect(await run.fed(manifest(image), namespace, 'delete', '-f', '-')).toMatchObject({ code: 0 })
  })

  conformance(words('Kubectl expose should create services for rc'), async () => {
    const namespace = await withController()
    const [pod] = await podsOf(shared.client, namespace)
    const leadsToPod = async (name: string, port: number): Promise<void> => {
      await shared.until(async () => {
        const { items } = await shared.client.for(endpoints).list({ namespace, fieldSelector: `metadata.name=${name}` })
        return items[0]?.subsets?.some(({ addresses }) => addresses?.length === 1) === true
      })
      const { subsets } = await shared.client.for(endpoints).get(name, { namespace })
      expect(subsets).toMatchObject([{ addresses: [{ ip: pod?.status?.podIP }], ports: [{ port: 6379 }] }])
      const service = await shared.client.for(services).get(name, { namespace })
      expect(service.spec?.ports).toMatchObject([{ port, targetPort: 6379 }])
    }
    await run(namespace, 'expose', 'rc', 'agnhost-primary', '--name=rm2', '--port=1234', '--target-port=6379')
    await leadsToPod('rm2', 1234)
    await run(namespace, 'expose', 'service', 'rm2', '--name=rm3', '--port=2345', '--target-port=6379')
    await leadsToPod('rm3', 2345)
  })

  conformance(words('Kubectl patch should add annotations for pods in rc'), async () => {
    const namespace = await withController()
    const [pod] = await podsOf(shared.client, namespace)
    await run(namespace, 'patch', 'pod', pod?.metadata.name ?? '', '-p', '{"metadata":{"annotations":{"x":"y"}}}')
    expect((await podsOf(shared.client, namespace))[0]?.metadata.annotations?.['x']).toBe('y')
  })

  /** A namespace with a pod that kubectl ran. */
  async function withPod(name: string, ...args: string[]): Promise<string> {
    const namespace = await shared.namespace()
    await run(namespace, 'run', name, `--image=${image}`, `--labels=run=${name}`, ...args)
    await shared.until(async () => (await podsOf(shared.client, namespace)).some(isReady))
    return namespace
  }
  const imageOf = async (namespace: string, name: string): Promise<string | undefined> =>
    (await shared.client.for(pods).get(name, { namespace })).spec.containers[0]?.image

  conformance(words('Kubectl label should update the label on a resource'), async () => {
    const namespace = await withPod('pause')
    const column = async (): Promise<string[]> =>
      (await run(namespace, 'get', 'pod', 'pause', '-L', 'testing-label', '--no-headers')).trim().split(/\s+/)
    await run(namespace, 'label', 'pods', 'pause', 'testing-label=testing-label-value')
    expect((await column()).at(-1)).toBe('testing-label-value')
    await run(namespace, 'label', 'pods', 'pause', 'testing-label-')
    expect(await column()).not.toContain('testing-label-value')
  })

  conformance(words('Kubectl run pod should create a pod from an image when restart is Never'), async () => {
    const namespace = await withPod('e2e-test-httpd-pod', '--restart=Never')
    const { spec } = await shared.client.for(pods).get('e2e-test-httpd-pod', { namespace })
    expect(spec).toMatchObject({ restartPolicy: 'Never', containers: [{ image }] })
    await run(namespace, 'delete', 'pods', 'e2e-test-httpd-pod', '--grace-period=1')
  })

  conformance(words("Kubectl replace should update a single-container pod's image"), async () => {
    const namespace = await withPod('e2e-test-httpd-pod')
    const json = await run(namespace, 'get', 'pod', 'e2e-test-httpd-pod', '-o', 'json')
    expect(json).toContain(image)
    const replaced = await run.fed(
      json.replaceAll(`"image": "${image}"`, `"image": "${other}"`),
      namespace,
      'replace',
      '-f',
      '-',
    )
    expect(replaced).toMatchObject({ code: 0, stdout: 'pod/e2e-test-httpd-pod replaced\n' })
    expect(await imageOf(namespace, 'e2e-test-httpd-pod')).toBe(other)
  })

  conformance(words('Kubectl server-side dry-run should check if kubectl can dry-run update Pods'), async () => {
    const name = 'e2e-test-httpd-pod'
    const namespace = await withPod(name)
    const patch = JSON.stringify({ spec: { containers: [{ name, image: other }] } })
    const said = await run(namespace, 'patch', 'pod', name, '-p', patch, '--dry-run=server')
    expect(said).toContain('patched')
    expect(await imageOf(namespace, name)).toBe(image)
  })

  describe('proxy', () => {
    const get = (options: { port: number } | { socketPath: string }): Promise<string> =>
      new Promise((resolve, reject) => {
        const asked = httpRequest({ host: '127.0.0.1', ...options, path: '/api/' }, (answer) => {
          let text = ''
          answer.setEncoding('utf8').on('data', (part: string) => (text += part))
          answer.on('end', () => resolve(text))
        })
        asked.on('error', reject)
        asked.end()
      })
    /** Runs the proxy until `use` is done with it; `said` is its first line. */
    async function proxied(args: string[], use: (said: string) => Promise<void>): Promise<void> {
      const child = run.start('proxy', ...args)
      try {
        const [said] = (await once(child.stdout, 'data')) as [Buffer]
        await use(said.toString())
      } finally {
        child.kill()
        await once(child, 'close')
      }
    }

    conformance(words('Proxy server should support proxy with --port 0'), () =>
      proxied(['-p', '0', '--disable-filter'], async (said) => {
        const port = Number(/Starting to serve on 127\.0\.0\.1:(\d+)/.exec(said)?.[1])
        expect(JSON.parse(await get({ port }))).toMatchObject({ kind: 'APIVersions', versions: ['v1'] })
      }),
    )

    conformance(words('Proxy server should support --unix-socket=/path'), async () => {
      const socketPath = join(run.folder, 'proxy.sock')
      await proxied([`--unix-socket=${socketPath}`], async (said) => {
        expect(said).toContain(`Starting to serve on ${socketPath}`)
        expect(JSON.parse(await get({ socketPath }))).toMatchObject({ kind: 'APIVersions', versions: ['v1'] })
      })
    })
  })
})
