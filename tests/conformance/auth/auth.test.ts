/** Conformance tests of sig-auth and sig-architecture that need no containers: accounts, their tokens' mounts, reviews, certificates, nodes. */
import { webcrypto } from 'node:crypto'
import 'reflect-metadata'
import type { CertificateSigningRequest } from '@elli/api/certificates/v1'
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import type { ConfigMap, PodSpec } from '@elli/api/core/v1'
import { configmaps, nodes, pods, secrets, serviceaccounts } from '@elli/api/core/v1.resources'
import { rolebindings } from '@elli/api/rbac/v1.resources'
import { isForbidden } from '@elli/machinery/errors'
import * as x509 from '@peculiar/x509'
import { describe, expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed, walkLifecycle } from '../lifecycle.ts'
import { makePod } from '../pods.ts'
import { request } from '../requests.ts'
import { sharedCluster } from '../shared-cluster.ts'

// With certificates, so that there is a root to publish.
const shared = sharedCluster({ nodes: 2, https: true })

describe('service accounts', () => {
  const words = (what: string): string => `[sig-auth] ServiceAccounts should ${what} [Conformance]`
  const api = () => shared.client.for(serviceaccounts)

  conformance(words('allow opting out of API token automount'), async () => {
    const namespace = await shared.namespace()
    for (const [name, automountServiceAccountToken] of [
      ['mount', true],
      ['nomount', false],
    ] as const)
      await api().create({ metadata: { name, namespace }, automountServiceAccountToken })
    /** The account, what the pod says itself, and what comes of it: the pod has the last word. */
    const cases: [string, boolean | undefined, boolean][] = [
      ['default', undefined, true],
      ['mount', undefined, true],
      ['nomount', undefined, false],
      ['default', true, true],
      ['mount', true, true],
      ['nomount', true, true],
      ['default', false, false],
      ['mount', false, false],
      ['nomount', false, false],
    ]
    const found: unknown[] = []
    for (const [index, [serviceAccountName, own]] of cases.entries()) {
      const spec: Partial<PodSpec> = {
        serviceAccountName,
        ...(own === undefined ? {} : { automountServiceAccountToken: own }),
      }
      const made = await shared.client.for(pods).create(makePod(namespace, `pod-${index}`, spec))
      const mounts = made.spec.containers[0]?.volumeMounts ?? []
      const mounted = mounts.some(({ mountPath }) => mountPath === '/var/run/secrets/kubernetes.io/serviceaccount')
      found.push([serviceAccountName, own, mounted])
    }
    expect(found).toEqual(cases)
  })

  conformance(words('guarantee kube-root-ca.crt exist in any namespace'), async () => {
    const namespace = await shared.namespace()
    const name = 'kube-root-ca.crt'
    const maps = shared.client.for(configmaps)
    const found = async (): Promise<ConfigMap | undefined> =>
      (await maps.list({ namespace })).items.find(({ metadata }) => metadata.name === name)
    await shared.until(async () => (await found()) !== undefined)
    const first = await found()
    expect(first?.data?.['ca.crt']).toContain('BEGIN CERTIFICATE')
    await maps.delete(name, { namespace })
    await shared.until(async () => (await found()) !== undefined)
    expect((await found())?.metadata.uid).not.toBe(first?.metadata.uid)
    await maps.patch(name, { type: 'merge', body: { data: { 'ca.crt': '' } } }, { namespace })
    await shared.until(async () => (await found())?.data?.['ca.crt'] === first?.data?.['ca.crt'])
  })

  conformance(words('run through the lifecycle of a ServiceAccount'), async () => {
    const namespace = await shared.namespace()
    await walkLifecycle(shared.client, { resource: serviceaccounts, namespace, make: () => ({}) })
    const labels = { 'test-serviceaccount-static': 'true' }
    await api().create({ metadata: { name: 'life', namespace, labels } })
    const body = { automountServiceAccountToken: false }
    const patched = await api().patch('life', { type: 'strategic', body }, { namespace })
    expect(patched.automountServiceAccountToken).toBe(false)
    expect((await api().list({ labelSelector: 'test-serviceaccount-static=true' })).items).toHaveLength(1)
    await api().deleteCollection({ namespace, labelSelector: 'test-serviceaccount-static=true' })
    expect((await api().list({ labelSelector: 'test-serviceaccount-static=true' })).items).toEqual([])
  })

  conformance(words('update a ServiceAccount'), async () => {
    const namespace = await shared.namespace()
    await api().create({ metadata: { name: 'e2e', namespace } })
    const updated = await changed(shared.client, { resource: serviceaccounts, namespace }, 'e2e', (object) =>
      api().update({ ...object, automountServiceAccountToken: true }),
    )
    expect(updated.automountServiceAccountToken).toBe(true)
    expect((await api().get('e2e', { namespace })).automountServiceAccountToken).toBe(true)
  })
})

conformance('[sig-auth] SubjectReview should support SubjectReview API operations [Conformance]', async () => {
  const namespace = await shared.namespace()
  const account = (await shared.client.for(serviceaccounts).create({ metadata: { name: 'e2e', namespace } })).metadata
  const user = `system:serviceaccount:${namespace}:${account.name}`
  const base = '/apis/authorization.k8s.io/v1'
  const attributes = { verb: 'list', resource: 'secrets', namespace }
  const review = async (path: string, kind: string): Promise<unknown> => {
    const metadata = kind === 'LocalSubjectAccessReview' ? { namespace } : {}
    const body = {
      apiVersion: 'authorization.k8s.io/v1',
      kind,
      metadata,
      spec: { user, resourceAttributes: attributes },
    }
    const { status, json } = await request(shared.client, 'POST', `${base}${path}`, body)
    expect(status).toBe(201)
    return json['status']?.['allowed']
  }
  /** What both kinds of review say, and what happens to somebody who acts as the account. */
  const answers = async (): Promise<unknown[]> => {
    const path = `/api/v1/namespaces/${namespace}/secrets`
    const tried = await request(shared.client, 'GET', path, undefined, { 'impersonate-user': user })
    return [
      await review('/subjectaccessreviews', 'SubjectAccessReview'),
      await review(`/namespaces/${namespace}/localsubjectaccessreviews`, 'LocalSubjectAccessReview'),
      tried.status,
    ]
  }
  expect(await answers()).toEqual([false, false, 403])
  await shared.client.for(rolebindings).create({
    metadata: { name: 'admins', namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'e2e', namespace }],
  })
  await shared.until(async () => (await review('/subjectaccessreviews', 'SubjectAccessReview')) === true)
  expect(await answers()).toEqual([true, true, 200])
  // There and nowhere else.
  const elsewhere = shared.cluster.clientAs({ name: user, groups: ['system:serviceaccounts', 'system:authenticated'] })
  const outcome = await elsewhere
    .for(secrets)
    .list({ namespace: 'default' })
    .catch((error: unknown) => error)
  expect(isForbidden(outcome)).toBe(true)
})

conformance(
  '[sig-auth] Certificates API [Privileged:ClusterAdmin] should support CSR API operations [Conformance]',
  async () => {
    const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    const signingAlgorithm = { name: 'ECDSA', hash: 'SHA-256' }
    const made = await x509.Pkcs10CertificateRequestGenerator.create(
      { name: [{ CN: ['e2e.example.com'] }], keys, signingAlgorithm },
      webcrypto,
    )
    const pem = Buffer.from(made.toString('pem')).toString('base64')
    const api = shared.client.for(certificatesigningrequests)
    const spec: CertificateSigningRequest['spec'] = {
      request: pem,
      signerName: 'example.com/e2e',
      expirationSeconds: 3600,
      usages: ['digital signature', 'key encipherment', 'server auth'],
    }
    await walkLifecycle<CertificateSigningRequest>(shared.client, {
      resource: certificatesigningrequests,
      make: () => ({ spec }),
      statusPatch: {
        conditions: [{ type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from an e2e test' }],
      },
    })

    await api.create({ metadata: { name: 'e2e' }, spec })
    const approval = await api.subresource<CertificateSigningRequest>('get', 'e2e', 'approval')
    const approved = { type: 'Approved', status: 'True' as const, reason: 'E2E', message: 'Set from an e2e test' }
    const body = { ...approval, status: { conditions: [approved] } }
    const updated = await api.subresource<CertificateSigningRequest>('update', 'e2e', 'approval', { body })
    expect(updated.status?.conditions).toMatchObject([approved])
    const patch = { type: 'merge', body: { metadata: { annotations: { patchedapproval: 'yes' } } } } as const
    const patched = await api.patch('e2e', patch, { subresource: 'approval' })
    expect(patched.metadata.annotations?.['patchedapproval']).toBe('yes')

    // Nothing else is a certificate.
    const withCertificate = {
      type: 'merge',
      body: { status: { certificate: Buffer.from(shared.cluster.kubeconfig ?? '').toString('base64') } },
    } as const
    const refused = await api.patch('e2e', withCertificate, { subresource: 'status' }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 422 })
    const root = await shared.client.for(configmaps).get('kube-root-ca.crt', { namespace: 'default' })
    const certificate = Buffer.from(root.data?.['ca.crt'] ?? '').toString('base64')
    const issued = await api.patch(
      'e2e',
      { type: 'merge', body: { status: { certificate } } },
      { subresource: 'status' },
    )
    expect(issued.status).toMatchObject({ certificate, conditions: [approved] })
  },
)

conformance('[sig-architecture] Conformance Tests should have at least two untainted nodes [Conformance]', async () => {
  const { items } = await shared.client.for(nodes).list({})
  const usable = items.filter(
    ({ spec, status }) =>
      spec?.unschedulable !== true &&
      !spec?.taints?.some(({ effect }) => effect !== 'PreferNoSchedule') &&
      status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True'),
  )
  expect(usable.length).toBeGreaterThanOrEqual(2)
})
