import { expect, test } from 'vitest'
import type { Pod, Service } from '@elli/api/core/v1'
import { container, pod } from '../pods/testing.ts'
import { podField, resourceField } from './downward.ts'
import { environmentOf, EnvironmentError, type EnvironmentInput } from './environment.ts'
import { expand, expandStrictly } from './expansion.ts'
import { containerHash } from './hash.ts'
import { hostnamesOf } from './hostname.ts'
import { hostNetworkHostsFile, podHostsFile } from './hosts-file.ts'
import { dnsOf } from './resolv-conf.ts'
import { containerResources, oomScoreAdjust } from './resources.ts'
import { containerSecurity, nonRootViolation } from './security.ts'
import { serviceEnvironment } from './service-env.ts'

const lookup = (name: string): string | undefined => ({ A: 'x', B: '$(A)' })[name]

for (const [text, expected] of [
  ['plain', 'plain'],
  ['$(A)', 'x'],
  ['$(A)$(A)', 'xx'],
  ['$(B)', '$(A)'],
  ['$$(A)', '$(A)'],
  ['$$$(A)', '$x'],
  ['$(NO)', '$(NO)'],
  ['$(open', '$(open'],
  ['$A $', '$A $'],
  ['end$$', 'end$'],
] as const) {
  test(`${text} expands to ${expected}`, () => expect(expand(text, lookup)).toBe(expected))
}

test('subPathExpr does not let unknown names pass', () => {
  expect(expandStrictly('a/$(A)', lookup)).toBe('a/x')
  expect(() => expandStrictly('a/$(NO)', lookup)).toThrow('missing value for "NO"')
})

test('the hash is the one of v1.31', () => {
  expect(containerHash({ name: 'test_container', image: 'foo/image:v1' })).toBe('8e45cbd0')
})

function environment(extra: Partial<EnvironmentInput>): Promise<readonly (readonly [string, string])[]> {
  return environmentOf({
    pod: pod(),
    container: container('a'),
    services: {},
    addresses: { podIPs: ['10.0.0.5'], hostIPs: ['192.0.2.1'] },
    allocatable: { cpu: '4', memory: '8Gi' },
    configMap: async (_, name) => (name === 'cm' ? { metadata: { name }, data: { k: 'v', l: 'w' } } : undefined),
    secret: async (_, name) =>
      name === 's' ? { metadata: { name }, data: { k: Buffer.from('geheim').toString('base64') } } : undefined,
    ...extra,
  })
}

test('later sources win, and references see what came before', async () => {
  const result = await environment({
    services: { HOST: 'service', k: 'service' },
    container: container('a', {
      envFrom: [{ configMapRef: { name: 'cm' } }, { prefix: 'P_', secretRef: { name: 's' } }],
      env: [
        { name: 'l', value: 'own' },
        { name: 'X', value: '$(l) $(k) $(HOST) $(LATER)' },
        { name: 'LATER', value: '1' },
        { name: 'S', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
        { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'NONE', valueFrom: { configMapKeyRef: { name: 'no', key: 'k', optional: true } } },
      ],
    }),
  })
  expect(result).toEqual([
    ['l', 'own'],
    ['X', 'own v service $(LATER)'],
    ['LATER', '1'],
    ['S', 'geheim'],
    ['IP', '10.0.0.5'],
    ['k', 'v'],
    ['P_k', 'geheim'],
    ['HOST', 'service'],
  ])
})

for (const [message, source] of [
  ['configmap "no" not found', { configMapKeyRef: { name: 'no', key: 'k' } }],
  ["couldn't find key z in ConfigMap ns/cm", { configMapKeyRef: { name: 'cm', key: 'z' } }],
  ['secret "no" not found', { secretKeyRef: { name: 'no', key: 'k' } }],
  ["couldn't find key z in Secret ns/s", { secretKeyRef: { name: 's', key: 'z' } }],
] as const) {
  test(`a missing reference: ${message}`, async () => {
    const asked = environment({ container: container('a', { env: [{ name: 'X', valueFrom: source }] }) })
    await expect(asked).rejects.toThrow(new EnvironmentError(message))
  })
}

function service(name: string, namespace: string, extra: Partial<NonNullable<Service['spec']>> = {}): Service {
  return { metadata: { name, namespace }, spec: { clusterIP: '10.96.0.7', ports: [{ port: 80 }], ...extra } }
}

test('service variables, as links had them', () => {
  const services = [
    service('my-db', 'ns', {
      ports: [
        { name: 'sql-port', port: 5432 },
        { port: 53, protocol: 'UDP' },
      ],
    }),
    service('headless', 'ns', { clusterIP: 'None' }),
    service('elsewhere', 'other'),
    service('kubernetes', 'default'),
  ]
  const env = serviceEnvironment(services, 'ns', true)
  expect(env).toMatchObject({
    MY_DB_SERVICE_HOST: '10.96.0.7',
    MY_DB_SERVICE_PORT: '5432',
    MY_DB_SERVICE_PORT_SQL_PORT: '5432',
    MY_DB_PORT: 'tcp://10.96.0.7:5432',
    MY_DB_PORT_5432_TCP: 'tcp://10.96.0.7:5432',
    MY_DB_PORT_5432_TCP_PROTO: 'tcp',
    MY_DB_PORT_5432_TCP_ADDR: '10.96.0.7',
    MY_DB_PORT_53_UDP: 'udp://10.96.0.7:53',
    KUBERNETES_SERVICE_HOST: '10.96.0.7',
  })
  expect(Object.keys(env).some((name) => /HEADLESS|ELSEWHERE/.test(name))).toBe(false)
  expect(Object.keys(serviceEnvironment(services, 'ns', false)).every((name) => name.startsWith('KUBERNETES_'))).toBe(
    true,
  )
})

test('downward fields and resources', () => {
  const subject = pod(
    { containers: [container('a', { resources: { limits: { cpu: '250m' }, requests: { memory: '64Mi' } } })] },
    { metadata: { name: 'p', namespace: 'ns', uid: 'u1', labels: { b: '2', a: 'x"y' } } },
  )
  const addresses = { podIPs: ['10.0.0.5', 'fd00::5'], hostIPs: ['192.0.2.1'] }
  expect(podField({ fieldPath: 'metadata.labels' }, subject, addresses)).toBe('a="x\\"y"\nb="2"')
  expect(podField({ fieldPath: "metadata.labels['b']" }, subject, addresses)).toBe('2')
  expect(podField({ fieldPath: 'status.podIPs' }, subject, addresses)).toBe('10.0.0.5,fd00::5')
  const [first] = subject.spec.containers
  const of = (resource: string, divisor?: string): string =>
    resourceField({ resource, ...(divisor !== undefined && { divisor }) }, subject, first, { cpu: '4', memory: '8Gi' })
  expect(of('limits.cpu')).toBe('1')
  expect(of('limits.cpu', '1m')).toBe('250')
  expect(of('limits.memory', '1Mi')).toBe('8192')
  expect(of('requests.memory')).toBe('67108864')
})

const dns = { servers: ['10.96.0.10'], domain: 'cluster.local' }
const nodeFile = 'nameserver 192.0.2.53\nsearch example.org\noptions timeout:2\n'

for (const [what, spec, expected] of [
  ['ClusterFirst', {}, ['10.96.0.10', 'ns.svc.cluster.local svc.cluster.local cluster.local example.org', 'ndots:5']],
  ['ClusterFirst on the host’s network', { hostNetwork: true }, ['192.0.2.53', 'example.org', 'timeout:2']],
  [
    'ClusterFirstWithHostNet',
    { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' },
    ['10.96.0.10', 'ns.svc.cluster.local svc.cluster.local cluster.local example.org', 'ndots:5'],
  ],
  ['Default', { dnsPolicy: 'Default' }, ['192.0.2.53', 'example.org', 'timeout:2']],
  [
    'None',
    {
      dnsPolicy: 'None',
      dnsConfig: { nameservers: ['1.1.1.1'], options: [{ name: 'x' }, { name: 'ndots', value: '2' }] },
    },
    ['1.1.1.1', '', 'x ndots:2'],
  ],
  [
    'dnsConfig on top',
    { dnsConfig: { searches: ['more'], options: [{ name: 'ndots', value: '1' }] } },
    ['10.96.0.10', 'ns.svc.cluster.local svc.cluster.local cluster.local example.org more', 'ndots:1'],
  ],
] as const satisfies readonly (readonly [string, Partial<Pod['spec']>, readonly [string, string, string]])[]) {
  test(`DNS: ${what}`, () => {
    const { servers, searches, options } = dnsOf(pod(spec as Partial<Pod['spec']>), dns, nodeFile)
    expect([servers.join(' '), searches.join(' '), options.join(' ')]).toEqual(expected)
  })
}

test('DNS: too many servers are cut, with a warning', () => {
  const { servers, warnings } = dnsOf(
    pod({ dnsPolicy: 'None', dnsConfig: { nameservers: ['1', '2', '3', '4'] } }),
    dns,
    '',
  )
  expect(servers).toEqual(['1', '2', '3'])
  expect(warnings[0]).toEqual({
    reason: 'DNSConfigForming',
    message:
      'Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: 1 2 3',
  })
})

test('host names', () => {
  expect(hostnamesOf(pod({ subdomain: 'sub' }), 'cluster.local').fqdn).toBe('p.sub.ns.svc.cluster.local')
  expect(hostnamesOf(pod({}, { metadata: { name: `${'a'.repeat(62)}-b` } }), 'c').hostname).toBe('a'.repeat(62))
  const long = pod({ hostname: 'h'.repeat(60), subdomain: 's', setHostnameAsFQDN: true })
  expect(() => hostnamesOf(long, 'cluster.local')).toThrow(
    /^failed to construct FQDN from pod hostname and cluster domain, FQDN .* is too long \(64 characters is the max, 83 characters requested\)$/,
  )
})

test('/etc/hosts of a pod, and of one on the host’s network', () => {
  const text = podHostsFile(['10.0.0.5'], { hostname: 'p', fqdn: 'p.s.ns.svc.x' }, [
    { ip: '1.2.3.4', hostnames: ['a', 'b'] },
  ])
  expect(text).toBe(
    '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n10.0.0.5\tp.s.ns.svc.x\tp\n\n# Entries added by HostAliases.\n1.2.3.4\ta\tb\n',
  )
  expect(hostNetworkHostsFile('127.0.0.1 localhost\n', [])).toBe(
    '# Kubernetes-managed hosts file (host network).\n127.0.0.1 localhost\n',
  )
})

test('resources and OOM scores', () => {
  const machine = { memoryBytes: 1000 * 1024 * 1024, cgroupV2: false, hugePageSizes: [] }
  const guaranteed = container('a', { resources: { limits: { cpu: '500m', memory: '100Mi' } } })
  const burstable = container('a', { resources: { requests: { memory: '100Mi' } } })
  expect(containerResources(pod({ containers: [guaranteed] }), guaranteed, machine)).toMatchObject({
    cpuShares: 512,
    cpuQuota: 50_000,
    cpuPeriod: 100_000,
    memoryLimitInBytes: 104_857_600,
    oomScoreAdj: -997,
  })
  expect(oomScoreAdjust(pod({ containers: [burstable] }), burstable, machine.memoryBytes)).toBe(900)
  expect(oomScoreAdjust(pod(), container('a'), machine.memoryBytes)).toBe(1000)
  expect(containerResources(pod(), container('a'), machine)).toMatchObject({
    cpuShares: 2,
    cpuQuota: 0,
    memoryLimitInBytes: 0,
  })
})

test('security: who may run as root, and what CRI is told', () => {
  const strict = pod({ securityContext: { runAsNonRoot: true } })
  const root = { uid: 0, username: '' }
  expect(nonRootViolation(strict, container('a'), root)).toBe(
    'container has runAsNonRoot and image will run as root (pod: "p_ns(u1)", container: a)',
  )
  expect(nonRootViolation(strict, container('a'), { uid: undefined, username: 'www' })).toMatch(
    /non-numeric user \(www\)/,
  )
  expect(nonRootViolation(strict, container('a', { securityContext: { runAsUser: 5 } }), root)).toBeUndefined()
  const options = { seccompDefault: false, seccompRoot: '/k/seccomp', appArmor: false, volumeGroups: [] }
  const fields = containerSecurity(
    pod({ shareProcessNamespace: true, securityContext: { fsGroup: 7, supplementalGroups: [8], runAsUser: 9 } }),
    container('a', {
      securityContext: {
        allowPrivilegeEscalation: false,
        seccompProfile: { type: 'Localhost', localhostProfile: 'x.json' },
      },
    }),
    root,
    options,
  )
  expect(fields).toMatchObject({
    runAsUser: { value: 9 },
    supplementalGroups: [8, 7],
    noNewPrivs: true,
    seccomp: { profileType: 'Localhost', localhostRef: '/k/seccomp/x.json' },
    namespaceOptions: { pid: 'POD', network: 'POD' },
  })
})
