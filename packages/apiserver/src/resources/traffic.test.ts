/** Examples of the kinds that route and gate requests: networking, discovery, admission registration, flow control. */
import type {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  ValidatingWebhookConfiguration,
} from '@elli/api/admissionregistration/v1'
import {
  validatingadmissionpolicies,
  validatingadmissionpolicybindings,
  validatingwebhookconfigurations,
} from '@elli/api/admissionregistration/v1.resources'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import type { PriorityLevelConfiguration } from '@elli/api/flowcontrol/v1'
import { prioritylevelconfigurations } from '@elli/api/flowcontrol/v1.resources'
import type { Ingress, NetworkPolicy } from '@elli/api/networking/v1'
import { ingresses, networkpolicies } from '@elli/api/networking/v1.resources'
import { expect, test } from 'vitest'
import { validatingadmissionpoliciesStrategy } from './admissionregistration/validatingadmissionpolicies.ts'
import { validatingadmissionpolicybindingsStrategy } from './admissionregistration/validatingadmissionpolicybindings.ts'
import { validatingwebhookconfigurationsStrategy } from './admissionregistration/validatingwebhookconfigurations.ts'
import { endpointslicesStrategy } from './discovery/endpointslices.ts'
import { ago, cells, createErrors, defaulted, updateErrors } from './examples.ts'
import { prioritylevelconfigurationsStrategy } from './flowcontrol/prioritylevelconfigurations.ts'
import { ingressesStrategy } from './networking/ingresses.ts'
import { networkpoliciesStrategy } from './networking/networkpolicies.ts'

const metadata = { name: 'one', namespace: 'default', creationTimestamp: ago(120) }
const clusterwide = { name: 'one' }
const backend = { service: { name: 'web', port: { number: 80 } } }

const ingress = (spec: Ingress['spec']): Ingress => defaulted(ingresses, { metadata, spec })
const path = (path: string, pathType: 'Exact' | 'Prefix' = 'Prefix', host = 'a.example'): Ingress =>
  ingress({ rules: [{ host, http: { paths: [{ path, pathType, backend }] } }] })

test.each<[what: string, object: Ingress, errors: string[]]>([
  ['a backend', ingress({ defaultBackend: backend }), []],
  [
    'nothing',
    ingress({}),
    ['spec: Invalid value: []networking.IngressRule(nil): either `defaultBackend` or `rules` must be specified'],
  ],
  ['a relative path', path('a'), ['spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path']],
  [
    'a doubled slash',
    path('/a//b'),
    ['spec.rules[0].http.paths[0].path: Invalid value: "/a//b": must not contain \'//\''],
  ],
  [
    'an address for host',
    path('/', 'Exact', '10.0.0.1'),
    ['spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address'],
  ],
  [
    'a backend without port',
    ingress({ defaultBackend: { service: { name: 'web', port: {} } } }),
    ['spec.defaultBackend: Required value: port name or number is required'],
  ],
])('an ingress with %s', (_what, object, errors) => {
  expect(createErrors(ingressesStrategy, object)).toEqual(errors)
})

test('an ingress row', () => {
  const one = path('/')
  one.status = { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } }
  expect(cells(ingressesStrategy, one)).toEqual(['one', '<none>', 'a.example', '1.2.3.4', '80', '2m'])
})

test('a network policy names peers one way', () => {
  const policy = (ingress: NonNullable<NetworkPolicy['spec']>['ingress']): NetworkPolicy =>
    defaulted(networkpolicies, { metadata, spec: { podSelector: {}, ingress } })
  expect(createErrors(networkpoliciesStrategy, policy([{ from: [{}] }]))).toEqual([
    'spec.ingress[0].from[0]: Required value: must specify a peer',
  ])
  expect(
    createErrors(
      networkpoliciesStrategy,
      policy([{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }] }]),
    ),
  ).toEqual([
    'spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`',
  ])
  expect(
    createErrors(networkpoliciesStrategy, policy([{ from: [{ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }] }])),
  ).toEqual(['spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer'])
})

test('a slice has one kind of address for life', () => {
  const slice = (change: Partial<EndpointSlice>): EndpointSlice =>
    defaulted(endpointslices, { metadata, addressType: 'IPv4', endpoints: [], ...change })
  expect(createErrors(endpointslicesStrategy, slice({ endpoints: [{ addresses: ['::1'] }] }))).toEqual([
    'endpoints[0].addresses[0]: Invalid value: "::1": must be a valid IPv4 address',
    'endpoints[0].addresses[0]: Invalid value: "::1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
  ])
  expect(createErrors(endpointslicesStrategy, slice({ endpoints: [{ addresses: [] }] }))).toEqual([
    'endpoints[0].addresses: Required value: must contain at least 1 address',
  ])
  expect(updateErrors(endpointslicesStrategy, slice({ addressType: 'IPv6' }), slice({}))).toEqual([
    'addressType: Invalid value: "IPv6": field is immutable',
  ])
})

test('webhooks say who they are and what they do', () => {
  const hooks = (webhook: object): ValidatingWebhookConfiguration =>
    defaulted(validatingwebhookconfigurations, {
      metadata: clusterwide,
      webhooks: [
        {
          name: 'a.example.com',
          clientConfig: { url: 'https://a.example/check' },
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          ...webhook,
        },
      ],
    } as ValidatingWebhookConfiguration)
  expect(createErrors(validatingwebhookconfigurationsStrategy, hooks({}))).toEqual([])
  expect(createErrors(validatingwebhookconfigurationsStrategy, hooks({ name: 'short' }))).toEqual([
    'webhooks[0].name: Invalid value: "short": should be a domain with at least three segments separated by dots',
  ])
  expect(createErrors(validatingwebhookconfigurationsStrategy, hooks({ sideEffects: 'Some' }))).toEqual([
    'webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"',
  ])
  expect(createErrors(validatingwebhookconfigurationsStrategy, hooks({ clientConfig: {} }))).toEqual([
    'webhooks[0].clientConfig: Required value: exactly one of url or service is required',
  ])
  expect(
    createErrors(validatingwebhookconfigurationsStrategy, hooks({ clientConfig: { url: 'http://a.example' } })),
  ).toEqual([
    'webhooks[0].clientConfig.url: Invalid value: "http": \'https\' is the only allowed URL scheme; desired format: https://host[/path]',
  ])
  expect(createErrors(validatingwebhookconfigurationsStrategy, hooks({ timeoutSeconds: 31 }))).toEqual([
    'webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds',
  ])
})

test('policies say something, bindings name a policy', () => {
  const policy: ValidatingAdmissionPolicy = defaulted(validatingadmissionpolicies, { metadata: clusterwide, spec: {} })
  expect(createErrors(validatingadmissionpoliciesStrategy, policy)).toEqual([
    'spec.matchConstraints: Required value',
    'spec.validations: Required value: validations or auditAnnotations must contain at least one item',
    'spec.auditAnnotations: Required value: validations or auditAnnotations must contain at least one item',
  ])
  const binding: ValidatingAdmissionPolicyBinding = defaulted(validatingadmissionpolicybindings, {
    metadata: clusterwide,
    spec: { validationActions: ['Deny', 'Warn'] },
  })
  expect(createErrors(validatingadmissionpolicybindingsStrategy, binding)).toEqual([
    'spec.policyName: Required value',
    'spec.validationActions: Invalid value: []string{"Deny", "Warn"}: must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
  ])
})

test('priority levels are limited or exempt, not both', () => {
  const level = (spec: PriorityLevelConfiguration['spec']): PriorityLevelConfiguration =>
    defaulted(prioritylevelconfigurations, { metadata: clusterwide, spec })
  expect(createErrors(prioritylevelconfigurationsStrategy, level({ type: 'Limited' }))).toEqual([
    'spec.limited: Required value: must not be empty when type is Limited',
  ])
})
