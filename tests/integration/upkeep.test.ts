/** Controllers that keep single objects right: aggregated roles, protected claims, tokens in secrets, certificates. */
import { webcrypto } from 'node:crypto'
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import { persistentvolumeclaims, persistentvolumes, pods, secrets, serviceaccounts } from '@elli/api/core/v1.resources'
import { clusterroles } from '@elli/api/rbac/v1.resources'
import { isNotFound } from '@elli/machinery/errors'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { issueAuthority } from '../../packages/elli/src/pki/issue.ts'
import { type ControlPlane, controlPlane } from './control-plane.ts'

let plane: ControlPlane
const namespace = 'default'
const start = Date.parse('2024-08-13T09:00:00Z')
beforeAll(async () => {
  const signing = await issueAuthority('kubernetes', start)
  plane = await controlPlane(
    [
      'clusterrole-aggregation-controller',
      'persistentvolume-protection-controller',
      'persistentvolumeclaim-protection-controller',
      'serviceaccount-controller',
      'serviceaccount-token-controller',
      'csrapproving',
      'csrsigning',
      'csrcleaner',
      'ttl-controller',
    ],
    {
      signing,
      rootCaPem: signing.certificatePem,
      legacyTokenSigner: (account, secret) =>
        Promise.resolve(`token of ${account.metadata.name} in ${secret.metadata.name}`),
    },
  )
  await plane.until(async () => (await plane.client.for(serviceaccounts).list({ namespace })).items.length > 0)
})
afterAll(() => plane[Symbol.asyncDispose]())

async function isGone(get: Promise<unknown>): Promise<boolean> {
  try {
    await get
    return false
  } catch (error) {
    if (isNotFound(error)) return true
    throw error
  }
}

it('aggregates cluster roles', async () => {
  const roles = plane.client.for(clusterroles)
  await plane.until(async () => ((await roles.get('view')).rules ?? []).length > 5)
  const rules = [{ apiGroups: ['example.com'], resources: ['widgets'], verbs: ['get'] }]
  const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' }
  await roles.create({ metadata: { name: 'widgets', labels }, rules })
  const sees = async () => ((await roles.get('view')).rules ?? []).some((rule) => rule.resources?.includes('widgets'))
  await plane.until(sees)
  await roles.delete('widgets')
  await plane.until(async () => !(await sees()))
})

it('holds claims that are used, and volumes that are bound', async () => {
  const { client } = plane
  const claims = client.for(persistentvolumeclaims)
  const resources = { requests: { storage: '1Gi' } }
  await claims.create({ metadata: { name: 'c', namespace }, spec: { accessModes: ['ReadWriteOnce'], resources } })
  expect((await claims.get('c', { namespace })).metadata.finalizers).toEqual(['kubernetes.io/pvc-protection'])
  const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }]
  const spec = { nodeName: 'n', containers: [{ name: 'c', image: 'i' }], volumes }
  await client.for(pods).create({ metadata: { name: 'p', namespace }, spec })
  await plane.passes(1_000)
  await claims.delete('c', { namespace })
  await plane.passes(60_000)
  expect(await isGone(claims.get('c', { namespace }))).toBe(false)
  await client.for(pods).delete('p', { namespace, gracePeriodSeconds: 0 })
  await plane.until(() => isGone(claims.get('c', { namespace })))

  const pvs = client.for(persistentvolumes)
  const pv = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce' as const], hostPath: { path: '/x' } }
  await pvs.create({ metadata: { name: 'pv' }, spec: pv })
  await plane.until(
    async () => (await pvs.get('pv')).metadata.finalizers?.includes('kubernetes.io/pv-protection') === true,
  )
  await pvs.delete('pv')
  await plane.until(() => isGone(pvs.get('pv')))
})

it('fills token secrets and removes them with their account', async () => {
  const { client } = plane
  await client.for(serviceaccounts).create({ metadata: { name: 'robot', namespace } })
  const annotations = { 'kubernetes.io/service-account.name': 'robot' }
  const type = 'kubernetes.io/service-account-token'
  await client.for(secrets).create({ metadata: { name: 't', namespace, annotations }, type })
  const data = async () => (await client.for(secrets).get('t', { namespace })).data ?? {}
  await plane.until(async () => (await data())['token'] !== undefined)
  const text = (base64: string | undefined) => Buffer.from(base64 ?? '', 'base64').toString()
  expect(text((await data())['token'])).toBe('token of robot in t')
  expect(text((await data())['namespace'])).toBe(namespace)
  expect(text((await data())['ca.crt'])).toContain('BEGIN CERTIFICATE')
  await client.for(serviceaccounts).delete('robot', { namespace })
  await plane.until(() => isGone(client.for(secrets).get('t', { namespace })))
})

it('signs an approved request, and clears it away when it is old', async () => {
  const csrs = plane.client.for(certificatesigningrequests)
  x509.cryptoProvider.set(webcrypto)
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: ['somebody'] }],
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
  })
  const encoded = Buffer.from(request.toString('pem')).toString('base64')
  const make = (name: string, signerName: string, usages: ('client auth' | 'server auth')[]) =>
    csrs.create({ metadata: { name }, spec: { request: encoded, signerName, usages } })
  const approve = async (name: string) => {
    const csr = await csrs.get(name)
    const conditions = [{ type: 'Approved', status: 'True' as const, reason: 'Test', message: 'test' }]
    await csrs.subresource('update', name, 'approval', { body: { ...csr, status: { conditions } } })
  }
  await make('good', 'kubernetes.io/kube-apiserver-client', ['client auth'])
  await make('bad', 'kubernetes.io/kube-apiserver-client', ['server auth'])
  for (const name of ['good', 'bad']) await approve(name)
  await plane.until(async () => (await csrs.get('good')).status?.certificate !== undefined)
  await plane.until(
    async () => (await csrs.get('bad')).status?.conditions?.some(({ type }) => type === 'Failed') === true,
  )
  expect((await csrs.get('bad')).status?.conditions?.find(({ type }) => type === 'Failed')).toMatchObject({
    reason: 'SignerValidationFailure',
    message: 'invalid usage for client certificate: server auth',
  })
  await plane.until(() => isGone(csrs.get('good')), 3 * 3_600_000)
})
