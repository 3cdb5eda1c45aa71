import type { CertificateSigningRequest } from '@elli/api/certificates/v1'
import { describe, expect, it } from 'vitest'
import { isStale } from './cleaner.ts'
import {
  apiServerClient,
  approvalRights,
  kubeletClient,
  kubeletServing,
  legacyUnknown,
  lifetimeMs,
  type RequestNames,
  requestProblem,
} from './request.ts'

const node: RequestNames = {
  commonName: 'system:node:n',
  organizations: ['system:nodes'],
  dnsNames: [],
  ipAddresses: [],
  emailAddresses: [],
  uris: [],
}
const serving = { ...node, dnsNames: ['n'] }
const client = ['digital signature', 'client auth']
const server = ['digital signature', 'key encipherment', 'server auth']

it.each([
  [kubeletClient, node, client, undefined],
  [kubeletClient, node, [...client, 'key encipherment'], undefined],
  [
    kubeletClient,
    node,
    [...client, 'signing'],
    'usages did not match [client auth digital signature key encipherment]',
  ],
  [kubeletClient, { ...node, organizations: [] }, client, 'subject organization is not system:nodes'],
  [kubeletClient, { ...node, commonName: 'n' }, client, 'subject common name does not begin with system:node:'],
  [kubeletClient, serving, client, 'DNS subjectAltNames are not allowed'],
  [kubeletServing, serving, server, undefined],
  [kubeletServing, node, server, 'DNS or IP subjectAltName is required'],
  [kubeletServing, { ...serving, uris: ['x:y'] }, server, 'URI subjectAltNames are not allowed'],
  [kubeletServing, serving, client, 'usages did not match [digital signature key encipherment server auth]'],
  [apiServerClient, serving, ['client auth'], undefined],
  [apiServerClient, node, ['client auth', 'server auth'], 'invalid usage for client certificate: server auth'],
  [apiServerClient, node, ['digital signature'], 'missing required usage for client certificate: client auth'],
  [legacyUnknown, node, ['any'], undefined],
] as const)('%s %#: %s', (signer, names, usages, problem) => {
  expect(requestProblem(signer, names, usages)).toBe(problem)
})

it('approves a kubelet for itself before for any', () => {
  const request = (username: string): CertificateSigningRequest => ({
    metadata: {},
    spec: { signerName: kubeletClient, request: '', usages: ['digital signature', 'client auth'], username },
  })
  const rights = (username: string) => approvalRights(request(username), node).map(({ subresource }) => subresource)
  expect(rights('system:node:n')).toEqual(['selfnodeclient', 'nodeclient'])
  expect(rights('system:bootstrap:abc')).toEqual(['nodeclient'])
  expect(approvalRights(request('x'), serving)).toEqual([])
})

it('keeps lifetimes between ten minutes and a year', () => {
  expect([undefined, 60, 3600, 1e9].map(lifetimeMs)).toEqual([31_536_000_000, 600_000, 3_600_000, 31_536_000_000])
})

describe('cleaning', () => {
  const now = Date.parse('2024-08-13T10:00:00Z')
  const request = (status: CertificateSigningRequest['status'], creationTimestamp = '2024-08-13T09:59:00Z') =>
    ({ metadata: { creationTimestamp }, spec: {}, status }) as CertificateSigningRequest
  const at = (type: string, lastUpdateTime: string) =>
    ({ conditions: [{ type, status: 'True', lastUpdateTime }] }) as CertificateSigningRequest['status']
  it.each([
    [request({}), false],
    [request({}, '2024-08-12T09:59:00Z'), true],
    [request(at('Denied', '2024-08-13T08:59:00Z')), true],
    [request(at('Failed', '2024-08-13T09:01:00Z')), false],
    [request(at('Approved', '2024-08-13T08:59:00Z')), false],
    [request({ ...at('Approved', '2024-08-13T08:59:00Z'), certificate: 'x' }), true],
  ])('%#', (subject, stale) => expect(isStale(subject, now)).toBe(stale))
})
