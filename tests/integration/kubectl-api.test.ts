/**
 * A real kubectl against the API: what it prints and how it ends, for the commands that lean on the server most.
 * Elsewhere: commands that need nodes that run something (tests/e2e).
 */
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, createCluster } from 'elli'
import { type Output, run } from '../e2e/machine.ts'

const version = spawnSync('kubectl', ['version', '--client', '-o', 'json'], { encoding: 'utf8' }).stdout ?? ''
const minor = Number(/"minor":\s*"(\d+)/.exec(version)?.[1] ?? 0)

let cluster: Cluster
let home: string

const kubectl = (args: string, options: { input?: string; env?: Record<string, string> } = {}): Promise<Output> =>
  run('kubectl', args.split(' '), { ...options, env: { KUBECONFIG: join(home, 'config'), HOME: home, ...options.env } })

/** It must succeed. @returns stdout */
async function ok(args: string, options: { input?: string; env?: Record<string, string> } = {}): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args, options)
  if (code !== 0) throw new Error(`kubectl ${args} (exit ${code}): ${stderr}${stdout}`)
  return stdout
}

/** It must fail. @returns stderr */
async function fails(args: string, options: { input?: string } = {}): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args, options)
  if (code === 0) throw new Error(`kubectl ${args} did not fail: ${stdout}`)
  return stderr
}

function file(name: string, content: string): string {
  const path = join(home, name)
  writeFileSync(path, content)
  return path
}

const deployment = (name: string, image: string, replicas = 1): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: ${replicas}
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers:
      - name: c
        image: ${image}
`
const configMap = (name: string, more: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${more}`

describe.skipIf(minor < 28)('kubectl 1.28 or newer', () => {
  beforeAll(async () => {
    cluster = await createCluster({ https: true, nodes: 2 })
    home = mkdtempSync(join(tmpdir(), 'elli-kubectl-'))
    writeFileSync(join(home, 'config'), cluster.kubeconfig ?? '')
  })

  afterAll(async () => {
    await cluster.close()
    rmSync(home, { recursive: true, force: true })
  })

  test('create, get, wait, label, annotate, scale, delete', async () => {
    expect(await ok('create -f -', { input: deployment('web', 'i:1', 2) })).toBe('deployment.apps/web created\n')
    expect(await fails('create -f -', { input: deployment('web', 'i:1') })).toContain(
      'Error from server (AlreadyExists): error when creating "STDIN": deployments.apps "web" already exists',
    )
    expect(await ok('wait deployment/web --for condition=Available --timeout 60s')).toBe(
      'deployment.apps/web condition met\n',
    )
    expect(await ok('rollout status deployment/web')).toContain('deployment "web" successfully rolled out')
    expect(await ok('get deployment web')).toMatch(/^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +2\/2 +2 +2 +\S+\n$/)
    expect(await ok('get pods -l app=web -o wide')).toMatch(
      /^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES\n/,
    )
    expect(await ok('label deployment web tier=front')).toBe('deployment.apps/web labeled\n')
    expect(await fails('label deployment web tier=back')).toContain(
      "'tier' already has a value (front), and --overwrite is false",
    )
    expect(await ok('annotate deployment web note=x')).toBe('deployment.apps/web annotated\n')
    expect(await ok('get deployment -l tier=front -o name')).toBe('deployment.apps/web\n')
    expect(await ok('scale deployment web --replicas 3')).toBe('deployment.apps/web scaled\n')
    expect(await ok('get deployment web -o jsonpath={.spec.replicas}{.metadata.annotations.note}')).toBe('3x')
    expect(await ok('get pods --chunk-size 1 -l app=web -o name')).toMatch(/^(pod\/web-\S+\n){2,3}$/)
    expect(await ok('describe deployment web')).toMatch(/Replicas: +3 desired/)
    expect(await ok('delete deployment web')).toContain('deployment.apps "web" deleted')
    expect(await fails('get deployment web')).toBe('Error from server (NotFound): deployments.apps "web" not found\n')
  })

  test('apply and diff', async () => {
    const path = file('app.yaml', deployment('app', 'i:1'))
    expect(await ok(`apply -f ${path}`)).toBe('deployment.apps/app created\n')
    expect(await ok(`apply -f ${path}`)).toBe('deployment.apps/app unchanged\n')
    expect((await kubectl(`diff -f ${path}`)).code).toBe(0)
    file('app.yaml', deployment('app', 'i:2'))
    const diff = await kubectl(`diff -f ${path}`)
    expect(diff.code).toBe(1)
    expect(diff.stdout).toMatch(/^-\s+- image: i:1$/m)
    expect(diff.stdout).toMatch(/^\+\s+- image: i:2$/m)
    expect(await ok(`apply -f ${path} --dry-run=server`)).toBe('deployment.apps/app configured (server dry run)\n')
    expect(await ok('get deployment app -o jsonpath={..image}')).toBe('i:1')
    expect(await ok(`apply -f ${path}`)).toBe('deployment.apps/app configured\n')
    expect(await ok('get deployment app -o jsonpath={..image}')).toBe('i:2')
  })

  test('apply on the server: conflicts, and having one’s way', async () => {
    const mine = configMap('shared', 'data:\n  a: mine\n')
    const theirs = configMap('shared', 'data:\n  a: theirs\n')
    expect(await ok('apply --server-side --field-manager me -f -', { input: mine })).toBe(
      'configmap/shared serverside-applied\n',
    )
    const refusal = await fails('apply --server-side --field-manager you -f -', { input: theirs })
    expect(refusal).toContain('error: Apply failed with 1 conflict: conflict with "me": .data.a')
    expect(refusal).toMatch(/re-run the apply\s+command with the `--force-conflicts` flag/)
    expect(await ok('apply --server-side --field-manager you --force-conflicts -f -', { input: theirs })).toBe(
      'configmap/shared serverside-applied\n',
    )
    expect(await ok('get configmap shared -o jsonpath={.data.a}')).toBe('theirs')
    expect(await ok('get configmap shared -o yaml --show-managed-fields')).toMatch(/manager: you\n\s+operation: Apply/)
  })

  test('strict validation finds unknown and duplicate fields', async () => {
    const unknown = await fails('apply --validate=strict -f -', { input: configMap('odd', 'date:\n  a: b\n') })
    expect(unknown).toContain('strict decoding error: unknown field "date"')
    // kubectl itself keeps only the last of two; sent as it is, the server sees both.
    const twice = file(
      'twice.json',
      '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"odd"},"data":{"a":"b"},"data":{}}',
    )
    expect(
      await fails(`create --raw /api/v1/namespaces/default/configmaps?fieldValidation=Strict -f ${twice}`),
    ).toContain('strict decoding error: duplicate field "data"')
    const warned = await kubectl('create --validate=warn -f -', { input: configMap('odd', 'date:\n  a: b\n') })
    expect(warned).toMatchObject({ code: 0, stdout: 'configmap/odd created\n' })
    expect(warned.stderr).toContain('Warning: unknown field "date"')
  })

  test('edit', async () => {
    await ok('create configmap edited --from-literal a=old')
    const editor = file('editor.sh', '#!/bin/sh\nexec sed -i "s/a: old/a: new/" "$1"\n')
    chmodSync(editor, 0o755)
    expect(await ok('edit configmap edited', { env: { EDITOR: editor } })).toBe('configmap/edited edited\n')
    expect(await ok('get configmap edited -o jsonpath={.data.a}')).toBe('new')
    const again = await kubectl('edit configmap edited', { env: { EDITOR: editor } })
    expect(again.stderr).toBe('Edit cancelled, no changes made.\n')
  })

  test('patches of every type', async () => {
    await ok('create -f -', { input: deployment('mended', 'i:1', 0) })
    const patch = async (type: string, text: string): Promise<string> => {
      const { stdout, stderr } = await run('kubectl', ['patch', 'deployment', 'mended', '--type', type, '-p', text], {
        env: { KUBECONFIG: join(home, 'config'), HOME: home },
      })
      return stdout + stderr
    }
    const done = 'deployment.apps/mended patched\n'
    expect(await patch('merge', '{"spec":{"paused":true}}')).toBe(done)
    expect(await patch('strategic', '{"spec":{"template":{"spec":{"containers":[{"name":"d","image":"i:2"}]}}}}')).toBe(
      done,
    )
    expect(
      await patch('json', '[{"op":"test","path":"/spec/paused","value":true},{"op":"remove","path":"/spec/paused"}]'),
    ).toBe(done)
    expect(await ok('get deployment mended -o jsonpath={.spec.paused}{..containers[*].name}')).toMatch(/^(c d|d c)$/)
    expect(await patch('merge', '{"spec":{"paused":null}}')).toBe('deployment.apps/mended patched (no change)\n')
    expect(await patch('json', '[{"op":"remove","path":"/spec/nothing"}]')).toContain('The request is invalid')
    expect(await ok('patch deployment mended --subresource scale --type merge -p {"spec":{"replicas":1}}')).toContain(
      'patched',
    )
  })

  test('watching ends with what was asked for', async () => {
    await ok('create configmap watched')
    const watching = kubectl('get configmap watched --watch --output-watch-events --request-timeout 4s')
    await ok('label configmap watched a=1')
    await ok('delete configmap watched')
    const { stdout } = await watching
    expect(stdout).toMatch(/^EVENT +NAME +DATA +AGE\nADDED +watched/)
  })

  test('who one is and what one may', async () => {
    expect(await ok('auth whoami')).toMatch(
      /Username +kubernetes-admin\nGroups +\[system:masters system:authenticated\]/,
    )
    expect(await ok('auth can-i delete nodes')).toBe('yes\n')
    expect((await kubectl('auth can-i delete nodes --as somebody')).stdout).toBe('no\n')
    await ok('create role reader --verb get,list --resource pods')
    await ok('create rolebinding reader --role reader --user somebody')
    expect((await kubectl('auth can-i list pods --as somebody')).stdout).toBe('yes\n')
    const list = await ok('auth can-i --list --as somebody')
    expect(list).toMatch(/^Resources +Non-Resource URLs +Resource Names +Verbs\n/)
    expect(list).toMatch(/^pods +\[\] +\[\] +\[get list\]$/m)
    expect(list).toMatch(/^selfsubjectreviews\.authentication\.k8s\.io +\[\] +\[\] +\[create\]$/m)
    expect(await fails('get secrets --as somebody')).toBe(
      'Error from server (Forbidden): secrets is forbidden: User "somebody" cannot list resource "secrets" in API group "" in the namespace "default"\n',
    )
  })

  test('explain, api-resources, api-versions, raw paths', async () => {
    const explained = await ok('explain deployment.spec.strategy')
    expect(explained).toMatch(
      /^GROUP: +apps\nKIND: +Deployment\nVERSION: +v1\n\nFIELD: strategy <DeploymentStrategy>\n/,
    )
    expect(explained).toMatch(/rollingUpdate\t<RollingUpdateDeployment>/)
    expect(explained).toMatch(/enum: Recreate, RollingUpdate|type\t<string>/)
    expect(await fails('explain pod.spec.nonsense')).toContain('field "nonsense" does not exist')
    const resources = await ok('api-resources --sort-by name')
    expect(resources).toMatch(/^NAME +SHORTNAMES +APIVERSION +NAMESPACED +KIND\n/)
    expect(resources).toMatch(/^deployments +deploy +apps\/v1 +true +Deployment$/m)
    expect(await ok('api-resources --api-group batch --no-headers')).toMatch(
      /^cronjobs +cj +batch\/v1 +true +CronJob\njobs +batch\/v1 +true +Job\n$/,
    )
    expect((await ok('api-versions')).split('\n')).toEqual(expect.arrayContaining(['apps/v1', 'autoscaling/v2', 'v1']))
    expect(await ok('get --raw /readyz')).toBe('ok')
    expect(JSON.parse(await ok('get --raw /version'))).toMatchObject({ major: '1', minor: '31' })
    expect(await fails('get --raw /nonsense')).toContain('the server could not find the requested resource')
  })

  test('tokens and certificates', async () => {
    await ok('create serviceaccount robot')
    const token = (await ok('create token robot --duration 1h')).trim()
    expect(token.split('.')).toHaveLength(3)
    const who = await run('kubectl', [
      'auth',
      'whoami',
      '-o',
      'jsonpath={.status.userInfo.username}',
      '--token',
      token,
      '--kubeconfig',
      bareConfig(),
    ])
    expect(who.stdout).toBe('system:serviceaccount:default:robot')
    const csr = await signingRequest()
    const manifest = `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: eve}
spec:
  request: ${csr}
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
`
    expect(await ok('create -f -', { input: manifest })).toBe(
      'certificatesigningrequest.certificates.k8s.io/eve created\n',
    )
    expect(await ok('get csr eve')).toMatch(
      /eve +\S+ +kubernetes\.io\/kube-apiserver-client +kubernetes-admin +<none> +Pending/,
    )
    expect(await ok('certificate approve eve')).toBe('certificatesigningrequest.certificates.k8s.io/eve approved\n')
    await cluster.until(async () => (await ok('get csr eve')).includes('Approved,Issued'))
  })

  test('custom resources and what is told of them', async () => {
    const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ships.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: ships, singular: ship, kind: Ship, shortNames: [sh]}
  versions:
  - name: v1
    served: true
    storage: true
    additionalPrinterColumns:
    - {name: Crew, type: integer, jsonPath: .spec.crew}
    subresources:
      scale: {specReplicasPath: .spec.crew, statusReplicasPath: .status.crew}
    schema:
      openAPIV3Schema:
        type: object
        description: A ship is a vessel.
        properties:
          spec:
            type: object
            required: [crew]
            properties:
              crew: {type: integer, description: How many sail on it.}
            x-kubernetes-validations:
            - {rule: self.crew < 100, message: too many}
          status:
            type: object
            properties:
              crew: {type: integer}
`
    const ship = (crew: string, more = ''): string =>
      `apiVersion: example.com/v1\nkind: Ship\nmetadata: {name: ark}\nspec: {crew: ${crew}${more}}\n`
    expect(await ok('apply -f -', { input: definition })).toContain('ships.example.com created')
    await ok('wait crd/ships.example.com --for condition=Established --timeout 30s')
    expect(await ok('apply -f -', { input: ship('8') })).toBe('ship.example.com/ark created\n')
    expect(await ok('get sh')).toMatch(/^NAME +CREW\nark +8\n$/)
    expect(await fails('apply -f -', { input: ship('100') })).toMatch(
      /The Ship "ark" is invalid: spec: Invalid value: .*too many/,
    )
    expect(await fails('apply --validate=strict -f -', { input: ship('8', ', cats: 2') })).toContain(
      'unknown field "spec.cats"',
    )
    expect(await ok('scale ship ark --replicas 9')).toBe('ship.example.com/ark scaled\n')
    expect(await ok('apply --server-side --force-conflicts -f -', { input: ship('7') })).toBe(
      'ship.example.com/ark serverside-applied\n',
    )
    const explained = await ok('explain ship.spec')
    expect(explained).toMatch(/^GROUP: +example\.com\nKIND: +Ship\nVERSION: +v1\n\nFIELD: spec <Object>\n/)
    expect(explained).toMatch(/crew\t<integer> -required-\n +How many sail on it\./)
    expect(await ok('delete crd ships.example.com')).toContain('"ships.example.com" deleted')
    // What kubectl says depends on whether it still remembers the kind.
    expect(await fails('get ships')).toMatch(
      /could not find the requested resource|doesn't have a resource type "ships"/,
    )
  })
})

/** A kubeconfig that names the server but nobody. */
function bareConfig(): string {
  const full = cluster.kubeconfig ?? ''
  return file('bare', full.replaceAll(/client-(certificate|key)-data: \S+\n/g, ''))
}

async function signingRequest(): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = file('eve.key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  const { stdout } = await run('openssl', ['req', '-new', '-key', key, '-subj', '/CN=eve/O=sailors'])
  return Buffer.from(stdout).toString('base64')
}
