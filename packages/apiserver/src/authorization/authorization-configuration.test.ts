import { simulatedHost } from '@elli/host/simulated'
import { errorText } from '@elli/machinery/field'
import { expect, test } from 'vitest'
import { testBackend } from '../webhook-backend.fixtures.ts'
import {
  authorizationConfigurationOfFlags,
  authorizationFlagProblems,
  parseAuthorizationConfiguration,
  validateAuthorizationConfiguration,
} from './authorization-configuration.ts'
import type { Attributes, Authorizer } from './authorizer.ts'
import { configuredAuthorizer } from './configured-authorizer.ts'

const featureEnabled = (gate: string): boolean => gate !== 'AuthorizeWithSelectors'
const context = { featureEnabled }

function text(authorizers: unknown, version = 'v1beta1'): string {
  return JSON.stringify({
    apiVersion: `apiserver.config.k8s.io/${version}`,
    kind: 'AuthorizationConfiguration',
    authorizers,
  })
}

const webhook = {
  timeout: '3s',
  subjectAccessReviewVersion: 'v1',
  failurePolicy: 'Deny',
  connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: '/etc/hook.conf' },
}
const hook = (name: string, more: object = {}) => ({ type: 'Webhook', name, webhook: { ...webhook, ...more } })

test('what is left out is defaulted', () => {
  for (const version of ['v1beta1', 'v1alpha1']) {
    const { authorizers } = parseAuthorizationConfiguration(
      text([hook('a'), { type: 'RBAC', name: 'rbac' }], version),
      context,
    )
    expect(authorizers[0]?.webhook).toMatchObject({ authorizedTTL: '5m0s', unauthorizedTTL: '30s', timeout: '3s' })
  }
})

for (const [name, authorizers, expected] of [
  ['none', [], 'authorizers: Required value: at least one authorization mode must be defined'],
  ['one without type', [{ name: 'x' }], 'authorizers[0].type: Required value'],
  [
    'an unknown type',
    [{ type: 'Magic', name: 'x' }],
    'authorizers[0].type: Unsupported value: "Magic": supported values: "ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook"',
  ],
  [
    'RBAC twice',
    [
      { type: 'RBAC', name: 'rbac' },
      { type: 'RBAC', name: 'b' },
    ],
    'authorizers[1].type: Duplicate value: "RBAC"',
  ],
  ['one without name', [hook('')], 'authorizers[0].name: Required value'],
  ['a name twice', [hook('a'), hook('a')], 'authorizers[1].name: Duplicate value: "a"'],
  [
    'a bad name',
    [hook('A')],
    'authorizers[0].name: Invalid value: "A": authorizer name is invalid: a lowercase RFC 1123 subdomain',
  ],
  [
    'a webhook without its part',
    [{ type: 'Webhook', name: 'a' }],
    'authorizers[0].webhook: Required value: required when type=Webhook',
  ],
  [
    'RBAC with a webhook',
    [{ type: 'RBAC', name: 'rbac', webhook }],
    'authorizers[0].webhook: Invalid value: "non-null": may only be specified when type=Webhook',
  ],
  ['no time', [hook('a', { timeout: undefined })], 'authorizers[0].timeout: Required value'],
  [
    'too much time',
    [hook('a', { timeout: '1m' })],
    'authorizers[0].timeout: Invalid value: "1m0s": must be > 0s and <= 30s',
  ],
  [
    'a negative time to live',
    [hook('a', { authorizedTTL: '-1s' })],
    'authorizers[0].authorizedTTL: Invalid value: "-1s": must be > 0s',
  ],
  [
    'an unknown version',
    [hook('a', { subjectAccessReviewVersion: 'v2' })],
    'authorizers[0].subjectAccessReviewVersion: Unsupported value: "v2": supported values: "v1", "v1beta1"',
  ],
  ['no failure policy', [hook('a', { failurePolicy: '' })], 'authorizers[0].failurePolicy: Required value'],
  [
    'a relative kubeconfig',
    [hook('a', { connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: 'x' } })],
    'authorizers[0].connectionInfo.kubeConfigFile: Invalid value: "x": must be an absolute path',
  ],
  [
    'a kubeconfig that is not wanted',
    [hook('a', { connectionInfo: { type: 'InClusterConfig', kubeConfigFile: '/x' } })],
    'authorizers[0].connectionInfo.kubeConfigFile: Invalid value: "/x": can only be set when type=KubeConfigFile',
  ],
  [
    'conditions without version',
    [hook('a', { matchConditions: [{ expression: 'true' }] })],
    'authorizers[0].matchConditionSubjectAccessReviewVersion: Required value: required if match conditions are specified',
  ],
  [
    'a condition that is no yes or no',
    [hook('a', { matchConditionSubjectAccessReviewVersion: 'v1', matchConditions: [{ expression: 'request.user' }] })],
    'authorizers[0].matchConditions[0].expression: Invalid value: "request.user": must evaluate to bool but got string',
  ],
  [
    'a condition about selectors without their gate',
    [
      hook('a', {
        matchConditionSubjectAccessReviewVersion: 'v1',
        matchConditions: [{ expression: 'has(request.resourceAttributes.fieldSelector)' }],
      }),
    ],
    "undefined field 'fieldSelector'",
  ],
  [
    'another name than the type’s own',
    [{ type: 'RBAC', name: 'mine' }],
    'expected name rbac for authorizer RBAC instead of mine',
  ],
] as const) {
  test(`refused: ${name}`, () => {
    expect(() => parseAuthorizationConfiguration(text(authorizers), context)).toThrow(expected)
  })
}

test('kubeconfigs are looked at where somebody can', () => {
  const configuration = parseAuthorizationConfiguration(text([hook('a')]), context)
  const errors = (checkFile: () => 'irregular' | { missing: string }) =>
    validateAuthorizationConfiguration(configuration, { featureEnabled, checkFile }).map(errorText)
  expect(errors(() => 'irregular')).toEqual([
    'authorizers[0].connectionInfo.kubeConfigFile: Invalid value: "/etc/hook.conf": must be a regular file',
  ])
  expect(errors(() => ({ missing: 'no such file' }))[0]).toContain('error loading file: no such file')
})

test('the flags are the same as a file', () => {
  expect(authorizationConfigurationOfFlags({ modes: ['Node', 'RBAC'] }).authorizers).toEqual([
    { type: 'Node', name: 'node' },
    { type: 'RBAC', name: 'rbac' },
  ])
  expect(authorizationConfigurationOfFlags({}).authorizers).toEqual([{ type: 'AlwaysAllow', name: 'alwaysallow' }])
  expect(
    authorizationConfigurationOfFlags({ modes: ['Webhook'], webhookConfigFile: '/h' }).authorizers[0],
  ).toMatchObject({
    name: 'default',
    webhook: {
      failurePolicy: 'NoOpinion',
      subjectAccessReviewVersion: 'v1beta1',
      authorizedTTL: '5m0s',
      timeout: '30s',
    },
  })
})

for (const [flags, configurationFile, expected] of [
  [{ modes: ['RBAC', 'Magic'] }, false, ['authorization-mode "Magic" is not a valid mode']],
  [{ modes: ['ABAC'] }, false, ["authorization-mode ABAC's authorization policy file not passed"]],
  [{ modes: ['Webhook'] }, false, ["authorization-mode Webhook's authorization config file not passed"]],
  [{ modes: ['RBAC'], policyFile: 'x' }, false, ['cannot specify --authorization-policy-file without mode ABAC']],
  [
    { modes: ['RBAC'], webhookConfigFile: 'x' },
    false,
    ['cannot specify --authorization-webhook-config-file without mode Webhook'],
  ],
  [{ modes: ['RBAC', 'RBAC'] }, false, ['authorization-mode ["RBAC" "RBAC"] has mode specified more than once']],
  [
    { modes: ['RBAC'] },
    true,
    [
      '--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined',
    ],
  ],
  [{}, true, []],
] as const) {
  test(`flags ${JSON.stringify(flags)}${configurationFile ? ' beside a file' : ''}`, () => {
    expect(authorizationFlagProblems(flags, { configurationFile, featureEnabled })).toEqual(expected)
  })
}

const attributes = (namespace: string): Attributes => ({
  user: { name: 'ann', groups: [] },
  verb: 'get',
  isResource: true,
  apiGroup: '',
  apiVersion: 'v1',
  resource: 'pods',
  subresource: '',
  namespace,
  name: 'p',
  path: '',
})

test('authorizers are asked in the order of the file, and another file takes over', async () => {
  const host = simulatedHost({ seed: 1 })
  const backend = testBackend((body) => {
    const { resourceAttributes } = body['spec'] as { resourceAttributes: { namespace: string } }
    const denied = resourceAttributes.namespace === 'dark'
    return { status: { allowed: false, denied, reason: denied ? 'dark' : '' } }
  })
  const rbac: Authorizer = { name: 'RBAC', authorize: () => ({ decision: 'allow', reason: 'rbac' }) }
  const reloads: string[] = []
  const configuration = parseAuthorizationConfiguration(text([hook('a'), { type: 'RBAC', name: 'rbac' }]), context)
  const authorizer = configuredAuthorizer({
    host,
    configuration,
    featureEnabled,
    authorizers: { RBAC: () => rbac },
    webhookBackend: () => backend,
    reloaded: (status) => reloads.push(status),
  })
  const ask = async (namespace: string): Promise<string> => {
    const { decision, reason } = await authorizer.authorize(attributes(namespace))
    return `${decision} ${reason}`
  }
  expect(await ask('dark')).toBe('deny dark')
  expect(await ask('light')).toBe('allow rbac')
  const admin = { ...attributes('dark'), user: { name: 'root', groups: ['system:masters'] } }
  expect(await authorizer.authorize(admin)).toMatchObject({ decision: 'allow' })

  authorizer.update(text([{ type: 'RBAC', name: 'rbac' }]))
  expect(await ask('dark')).toBe('allow rbac')
  // RBAC was there at the start, so it has to stay; Node was not, so it cannot come.
  authorizer.update(text([hook('a')]))
  authorizer.update(
    text([
      { type: 'RBAC', name: 'rbac' },
      { type: 'Node', name: 'node' },
    ]),
  )
  authorizer.update('{')
  expect(await ask('dark')).toBe('allow rbac')
  expect(reloads).toEqual(['success', 'failure', 'failure', 'failure'])
  expect(
    host.logged
      .filter(({ message }) => message === 'reloading authorization config')
      .map(({ fields }) => fields?.['error']),
  ).toEqual([
    'missing required types: [RBAC]',
    'authorizer type Node is not allowed if it was not enabled at initial server startup',
    expect.stringContaining('failed to load AuthorizationConfiguration from file'),
  ])
})
