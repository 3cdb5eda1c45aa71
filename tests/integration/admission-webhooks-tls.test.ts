/** How the API server speaks TLS with webhooks: whom it trusts, and which name it expects. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { selfSigned } from '@elli/client/testing/certificates'
import type { WebhookClientConfig } from '@elli/api/admissionregistration/v1'
import { namespace, type Reply, webhookCluster, type WebhookCluster } from '../conformance/webhook-server.ts'

const configurations = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations'
let cluster: WebhookCluster
let serial = 0

beforeAll(async () => {
  cluster = await webhookCluster(() => ({ allowed: false, status: { message: 'asked' } as never }))
})
afterAll(async () => {
  await cluster[Symbol.asyncDispose]()
})

async function ask(clientConfig: WebhookClientConfig, more: object = {}): Promise<Reply> {
  const name = `c${++serial}`
  const made = await cluster.call('POST', configurations, {
    metadata: { name },
    webhooks: [
      {
        name: 'hook.example.com',
        clientConfig,
        rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'] }],
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        ...more,
      },
    ],
  })
  expect(made.json['message']).toBeUndefined()
  const reply = await cluster.call('POST', `/api/v1/namespaces/${namespace}/configmaps`, { metadata: { name } })
  await cluster.call('DELETE', `${configurations}/${name}`)
  return reply
}

const failed = 'Internal error occurred: failed calling webhook "hook.example.com": failed to call webhook: Post '

describe('a webhook', () => {
  test('at a URL is asked when its certificate is known', async () => {
    const { json } = await ask({ url: `${cluster.url}/path`, caBundle: cluster.caBundle })
    expect(json['message']).toBe('admission webhook "hook.example.com" denied the request: asked')
    expect(cluster.asked.at(-1)?.path).toBe('/path')
  })

  test('behind a Service is asked under the name of the Service', async () => {
    expect((await ask(cluster.service('/x'))).json['message']).toContain('denied the request: asked')
  })

  test('that nobody vouches for is not asked', async () => {
    const { json, status } = await ask({ url: cluster.url })
    expect(status).toBe(500)
    expect(json['message']).toBe(
      `${failed}"${cluster.url}/?timeout=10s": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
    )
  })

  test('that somebody else vouches for is not asked either', async () => {
    const caBundle = Buffer.from(selfSigned('another').cert).toString('base64')
    expect((await ask({ url: cluster.url, caBundle })).json['message']).toContain(
      'x509: certificate signed by unknown authority',
    )
  })

  test('with a certificate for another name is not asked', async () => {
    await cluster.call('POST', `/api/v1/namespaces/${namespace}/services`, {
      metadata: { name: 'other' },
      spec: { ports: [{ port: 443 }] },
    })
    const { json } = await ask({ service: { namespace, name: 'other' }, caBundle: cluster.caBundle })
    expect(json['message']).toBe(
      `${failed}"https://other.${namespace}.svc:443/?timeout=10s": tls: failed to verify certificate: x509: certificate is valid for hook.${namespace}.svc, localhost, not other.${namespace}.svc`,
    )
  })

  test('behind a Service that is not there is not asked', async () => {
    const { json } = await ask({ service: { namespace, name: 'nowhere' }, caBundle: cluster.caBundle })
    expect(json['message']).toBe(
      `${failed}"https://nowhere.${namespace}.svc:443/?timeout=10s": service "nowhere" not found`,
    )
  })

  test('where nobody listens is not asked', async () => {
    const { json } = await ask({ url: 'https://127.0.0.1:1/x' })
    expect(json['message']).toBe(
      `${failed}"https://127.0.0.1:1/x?timeout=10s": dial tcp 127.0.0.1:1: connect: connection refused`,
    )
    expect((await ask({ url: 'https://127.0.0.1:1/x' }, { failurePolicy: 'Ignore' })).status).toBe(201)
  })
})
