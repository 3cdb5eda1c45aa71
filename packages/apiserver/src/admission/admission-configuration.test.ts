import type { Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import { expect, test } from 'vitest'
import { testBackend } from '../webhook-backend.fixtures.ts'
import { pod, refusalOf, request, stage } from './admission.fixtures.ts'
import { loadAdmissionConfiguration } from './admission-configuration.ts'
import { admissionPlugins } from './chain.ts'
import { imagePolicyWebhook, parseImagePolicyConfiguration } from './image-policy-webhook.ts'
import { parsePodSecurityConfiguration } from './pod-security-configuration.ts'
import { parseResourceQuotaConfiguration } from './resource-quota-configuration.ts'
import { resourceQuotaWith } from './resource-quota.ts'

const head = 'apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\n'
const nothing = (): Promise<string> => Promise.reject(new Error('no such file'))

test('plugins are told inline, or by files beside the configuration', async () => {
  const read: string[] = []
  const found = await loadAdmissionConfiguration(
    `${head}plugins:
- name: PodSecurity
  configuration: {apiVersion: pod-security.admission.config.k8s.io/v1, kind: PodSecurityConfiguration}
- name: EventRateLimit
  path: limits.yaml
- name: ImagePolicyWebhook
  path: /abs/images.yaml
`,
    '/etc/admission/config.yaml',
    async (path) => {
      read.push(path)
      return `text of ${path}`
    },
  )
  expect([...found.keys()]).toEqual(['PodSecurity', 'EventRateLimit', 'ImagePolicyWebhook'])
  expect(JSON.parse(found.get('PodSecurity') ?? '')).toMatchObject({ kind: 'PodSecurityConfiguration' })
  expect(read).toEqual(['/etc/admission/limits.yaml', '/abs/images.yaml'])
})

test('a file of before is that of the two plugins that had one', async () => {
  const old = 'podNodeSelectorPluginConfig: {ns: a=b}'
  expect([...(await loadAdmissionConfiguration(old, '/x', nothing))]).toEqual([
    ['ImagePolicyWebhook', old],
    ['PodNodeSelector', old],
  ])
  await expect(loadAdmissionConfiguration('kind: X', '/x', nothing)).rejects.toThrow("Object 'apiVersion' is missing")
})

test('the order is upstream’s, and so is what is on', () => {
  const { context } = stage()
  const names = (options: Parameters<typeof admissionPlugins>[1]): string[] =>
    admissionPlugins(context, options).map(({ name }) => name)
  expect(names({})).toEqual([
    'NamespaceLifecycle',
    'LimitRanger',
    'ServiceAccount',
    'TaintNodesByCondition',
    'PodSecurity',
    'Priority',
    'DefaultTolerationSeconds',
    'DefaultStorageClass',
    'StorageObjectInUseProtection',
    'PersistentVolumeClaimResize',
    'RuntimeClass',
    'CertificateApproval',
    'CertificateSigning',
    'ClusterTrustBundleAttest',
    'CertificateSubjectRestriction',
    'DefaultIngressClass',
    'MutatingAdmissionWebhook',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionWebhook',
    'ResourceQuota',
  ])
  const limits =
    'apiVersion: eventratelimit.admission.k8s.io/v1alpha1\nkind: Configuration\nlimits: [{type: Server, qps: 1, burst: 1}]'
  const optional = [
    'AlwaysAdmit',
    'NamespaceAutoProvision',
    'NamespaceExists',
    'LimitPodHardAntiAffinityTopology',
    'NodeRestriction',
    'AlwaysPullImages',
    'ImagePolicyWebhook',
    'PodNodeSelector',
    'PodTolerationRestriction',
    'EventRateLimit',
    'ExtendedResourceToleration',
    'OwnerReferencesPermissionEnforcement',
    'DenyServiceExternalIPs',
    'AlwaysDeny',
  ]
  const all = names({
    enable: optional,
    webhookBackend: () => testBackend(() => ({})),
    configuration: new Map([
      ['EventRateLimit', limits],
      ['ImagePolicyWebhook', 'imagePolicy: {kubeConfigFile: /x}'],
    ]),
  })
  expect(all.filter((name) => optional.includes(name))).toEqual(optional)
  expect(all.indexOf('AlwaysDeny')).toBe(all.length - 1)
  expect(() => names({ enable: ['EventRateLimit'] })).toThrow('limits: Invalid value')
  expect(() => names({ enable: ['AlwaysDeny', 'LimitRanger'], disable: ['LimitRanger'] })).toThrow(
    '[LimitRanger] in enable-admission-plugins and disable-admission-plugins overlapped',
  )
})

const podSecurity = (text: string) =>
  parsePodSecurityConfiguration(
    `apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n${text}`,
  )

test('PodSecurity is told its defaults and who is exempt', () => {
  expect(
    podSecurity('defaults: {enforce: baseline, enforce-version: v1.30}\nexemptions: {namespaces: [kube-system]}'),
  ).toEqual({
    defaults: {
      enforce: { level: 'baseline', version: 30 },
      audit: { level: 'privileged', version: 'latest' },
      warn: { level: 'privileged', version: 'latest' },
    },
    exemptions: { usernames: [], namespaces: ['kube-system'], runtimeClasses: [] },
  })
})

for (const [text, expected] of [
  [
    'defaults: {enforce: strict}',
    'defaults.enforce: Invalid value: "strict": must be one of privileged, baseline, restricted',
  ],
  ['defaults: {warn-version: "1"}', 'defaults.warn-version: Invalid value: "1": must be "latest" or "v1.x"'],
  ['exemptions: {namespaces: [a, a]}', 'exemptions.namespaces[1]: Duplicate value: "a"'],
  ['exemptions: {usernames: [""]}', 'exemptions.usernames[0]: Invalid value: "": username must not be empty'],
  ['exemptions: {runtimeClasses: [A_B]}', 'exemptions.runtimeClasses[0]: Invalid value: "A_B"'],
  ['exemption: {}', 'strict decoding error: unknown field "exemption"'],
] as const) {
  test(`PodSecurity refuses ${text}`, () => expect(() => podSecurity(text)).toThrow(expected))
}

test('what the quota configuration limits may be used under a quota only', async () => {
  const limited = parseResourceQuotaConfiguration(
    `apiVersion: apiserver.config.k8s.io/v1
kind: ResourceQuotaConfiguration
limitedResources:
- {resource: pods, matchContains: [requests.example.com/gpu]}
- resource: pods
  matchScopes: [{scopeName: PriorityClass, operator: In, values: [cluster-services]}]
`,
  )
  const plugin = resourceQuotaWith(limited)
  const answer = (object: Pod) => refusalOf([plugin, stage()], request(pods, { object }))
  expect(await answer(pod())).toBeUndefined()
  const gpu = { requests: { 'example.com/gpu': '1' } }
  expect(await answer(pod({ containers: [{ name: 'a', resources: gpu }] }))).toBe(
    'pods "web" is forbidden: insufficient quota to consume: requests.example.com/gpu',
  )
  expect(await answer(pod({ priorityClassName: 'cluster-services' }))).toBe(
    'insufficient quota to match these scopes: [{PriorityClass In [cluster-services]}]',
  )
})

test('times of the image policy are in seconds, and its back-off in milliseconds', () => {
  const read = (text: string) => parseImagePolicyConfiguration(`imagePolicy: ${text}`)
  expect(read('{allowTTL: 10, denyTTL: -1, retryBackoff: 100, defaultAllow: true, kubeConfigFile: /k}')).toEqual({
    kubeConfigFile: '/k',
    allowTtlMs: 10_000,
    denyTtlMs: 0,
    retryBackoffMs: 100,
    defaultAllow: true,
  })
  expect(read('{}')).toMatchObject({ allowTtlMs: 300_000, denyTtlMs: 30_000, retryBackoffMs: 500, defaultAllow: false })
  expect(() => read('{allowTTL: 86400}')).toThrow('valid value is between 1s and 30m0s, got 24h0m0s')
})

test('ImagePolicyWebhook asks about all images, once per answer', async () => {
  const backend = testBackend((body) => {
    const { containers } = body['spec'] as { containers: { image: string }[] }
    const allowed = containers.every(({ image }) => image !== 'bad')
    return { status: { allowed, ...(allowed ? { auditAnnotations: { seen: 'yes' } } : { reason: 'not signed' }) } }
  })
  const configuration = parseImagePolicyConfiguration('imagePolicy: {kubeConfigFile: /k}')
  const plugin = imagePolicyWebhook(configuration, () => backend)(stage().context)
  const annotations = { 'x.image-policy.k8s.io/break-glass': 'y', other: 'z' }
  const fine = request(pods, { object: pod({}, { annotations }) })
  expect(await refusalOf(plugin, fine)).toBeUndefined()
  expect(fine.annotations).toEqual({ 'imagepolicywebhook.image-policy.k8s.io/seen': 'yes' })
  await refusalOf(plugin, fine)
  expect(backend.bodies).toMatchObject([
    {
      kind: 'ImageReview',
      spec: {
        containers: [{ image: 'web:1' }],
        annotations: { 'x.image-policy.k8s.io/break-glass': 'y' },
        namespace: 'ns',
      },
    },
  ])
  expect(backend.bodies).toHaveLength(1)
  const object = pod({ initContainers: [{ name: 'i', image: 'bad' }] })
  expect(await refusalOf(plugin, request(pods, { object }))).toBe(
    'pods "web" is forbidden: image policy webhook backend denied one or more images: not signed',
  )
})

test('an image policy webhook that cannot be asked refuses, or lets pass and says so', async () => {
  const backend = testBackend(() => ({ httpStatus: 403, text: 'no' }))
  const plugin = (defaultAllow: boolean) =>
    imagePolicyWebhook(
      parseImagePolicyConfiguration(`imagePolicy: {kubeConfigFile: /k, defaultAllow: ${defaultAllow}}`),
      () => backend,
    )(stage().context)
  expect(await refusalOf(plugin(false), request(pods, { object: pod() }))).toContain('pods "web" is forbidden: ')
  const open = request(pods, { object: pod() })
  expect(await refusalOf(plugin(true), open)).toBeUndefined()
  expect(open.annotations).toEqual({ 'imagepolicywebhook.image-policy.k8s.io/failed-open': 'true' })
})
