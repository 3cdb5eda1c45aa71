import type { PriorityLevelConfiguration } from '@elli/api/flowcontrol/v1'
import { expect, test } from 'vitest'
import { authenticationConfigMap } from './authentication-config-map.ts'
import { mandatoryFlowControl, reconciledFlowControl, suggestedFlowControl } from './flow-control.ts'
import { kubernetesEndpoints, kubernetesEndpointSlice, kubernetesService } from './kubernetes-service.ts'
import { systemNamespaces } from './namespaces.ts'
import { systemPriorityClasses } from './priority-classes.ts'

test('namespaces and priority classes of the system', () => {
  expect(systemNamespaces().map(({ metadata }) => metadata.name)).toEqual([
    'kube-system',
    'kube-public',
    'kube-node-lease',
    'default',
  ])
  expect(systemPriorityClasses().map(({ metadata, value }) => [metadata.name, value])).toEqual([
    ['system-node-critical', 2000001000],
    ['system-cluster-critical', 2000000000],
  ])
})

test('every flow schema leads to a level that is there, in upstream’s order of precedence', () => {
  const all = [mandatoryFlowControl(), suggestedFlowControl()]
  const levels = all.flatMap(({ priorityLevels }) => priorityLevels.map(({ metadata }) => metadata.name))
  const schemas = all.flatMap(({ flowSchemas }) => flowSchemas)
  for (const { spec } of schemas) expect(levels).toContain(spec?.priorityLevelConfiguration.name)
  const byPrecedence = schemas.toSorted((a, b) => (a.spec?.matchingPrecedence ?? 0) - (b.spec?.matchingPrecedence ?? 0))
  expect(byPrecedence.map(({ metadata, spec }) => `${spec?.matchingPrecedence} ${metadata.name}`)).toEqual([
    '1 exempt',
    '2 probes',
    '100 system-leader-election',
    '150 endpoint-controller',
    '200 workload-leader-election',
    '400 system-node-high',
    '500 system-nodes',
    '800 kube-controller-manager',
    '800 kube-scheduler',
    '900 kube-system-service-accounts',
    '9000 service-accounts',
    '9900 global-default',
    '10000 catch-all',
  ])
})

test('suggested objects belong to who takes the annotation away, mandatory ones to nobody', () => {
  const [wanted] = suggestedFlowControl().priorityLevels
  if (wanted === undefined) throw new Error('there is a first one')
  expect(reconciledFlowControl(undefined, wanted, false)).toBe(wanted)
  expect(reconciledFlowControl(structuredClone(wanted), wanted, false)).toBeUndefined()
  const changed: PriorityLevelConfiguration = { ...wanted, spec: { type: 'Exempt' } }
  expect(reconciledFlowControl(changed, wanted, false)?.spec).toEqual(wanted.spec)
  const taken: PriorityLevelConfiguration = {
    ...changed,
    metadata: { name: 'system', annotations: { 'apf.kubernetes.io/autoupdate-spec': 'false' } },
  }
  expect(reconciledFlowControl(taken, wanted, false)).toBeUndefined()
  expect(reconciledFlowControl(taken, wanted, true)?.spec).toEqual(wanted.spec)
})

const certificate = (text: string): string => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`

test('the authentication config map gathers what every server knows', () => {
  const first = authenticationConfigMap(undefined, { clientCa: certificate('a') })
  expect(first).toMatchObject({
    metadata: { namespace: 'kube-system', name: 'extension-apiserver-authentication' },
    data: { 'client-ca-file': certificate('a') },
  })
  expect(authenticationConfigMap(first, { clientCa: certificate('a') })).toBeUndefined()
  const second = authenticationConfigMap(first, {
    clientCa: certificate('b'),
    requestHeader: {
      clientCa: certificate('f'),
      usernameHeaders: ['X-Remote-User'],
      groupHeaders: ['X-Remote-Group'],
      extraHeaderPrefixes: ['X-Remote-Extra-'],
      allowedNames: ['front'],
    },
  })
  expect(second?.data).toEqual({
    'client-ca-file': certificate('a') + certificate('b'),
    'requestheader-client-ca-file': certificate('f'),
    'requestheader-username-headers': '["X-Remote-User"]',
    'requestheader-group-headers': '["X-Remote-Group"]',
    'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
    'requestheader-allowed-names': '["front"]',
  })
})

test('the kubernetes service, its endpoints and its slice agree, and rest when nothing changes', () => {
  const service = kubernetesService({ clusterIP: '10.96.0.1', servicePort: 443, targetPort: 6443 })
  expect(service.spec).toMatchObject({
    clusterIP: '10.96.0.1',
    type: 'ClusterIP',
    ports: [{ name: 'https', port: 443, targetPort: 6443, protocol: 'TCP' }],
  })
  const endpoints = kubernetesEndpoints(undefined, ['10.0.0.2', '10.0.0.1', '10.0.0.2'], 6443)
  expect(endpoints).toMatchObject({
    metadata: {
      namespace: 'default',
      name: 'kubernetes',
      labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' },
    },
    subsets: [
      { addresses: [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] },
    ],
  })
  if (endpoints === undefined) throw new Error('made just now')
  expect(kubernetesEndpoints(endpoints, ['10.0.0.1', '10.0.0.2'], 6443)).toBeUndefined()
  expect(kubernetesEndpoints(endpoints, ['10.0.0.1'], 6443)?.subsets?.[0]?.addresses).toEqual([{ ip: '10.0.0.1' }])
  const slice = kubernetesEndpointSlice(undefined, endpoints)
  expect(slice).toMatchObject({
    metadata: { labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [
      { addresses: ['10.0.0.1'], conditions: { ready: true } },
      { addresses: ['10.0.0.2'], conditions: { ready: true } },
    ],
  })
  expect(kubernetesEndpointSlice(slice, endpoints)).toBeUndefined()
  const six = kubernetesEndpoints(undefined, ['fd00::1'], 6443)
  expect(six && kubernetesEndpointSlice(slice, six)?.addressType).toBe('IPv6')
})
