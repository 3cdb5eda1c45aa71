/**
 * A webhook behind a Service: a real HTTPS server on loopback that answers AdmissionReviews, and an API server that reaches it by the
 * Service's cluster address.
 * In: answers by path. Out: an API server without controllers, a way to call it, what the webhook was asked.
 */
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { AdmissionRequest, AdmissionResponse } from '@elli/api/admission/v1'
import type { WebhookClientConfig } from '@elli/api/admissionregistration/v1'
import { selfSigned } from '@elli/client/testing/certificates'
import { mixedHost } from '@elli/host/mixed'
import { readAll } from '@elli/host/wire'
import { memoryStore } from '@elli/store/memory'
import { assembleApiServer } from '../../packages/elli/src/cluster/api-server.ts'
import { simulatedNodes } from '../../packages/elli/src/cluster/node-transport.ts'
import { outboundDial } from '../../packages/elli/src/cluster/outbound-dial.ts'
import { issueSigningKey } from '../../packages/elli/src/pki/issue.ts'

export type Verdict = Partial<AdmissionResponse> | 'silence' | 'nonsense'
export type Answer = (request: AdmissionRequest, path: string) => Verdict

/** A JSON object that may be walked without narrowing at each step. */
export interface Json {
  readonly [key: string]: Json
  readonly [index: number]: Json
}

export interface Reply {
  readonly status: number
  readonly json: Json
  readonly warnings: string
}

export interface WebhookCluster extends AsyncDisposable {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>
  upgrade(path: string): Promise<Reply>
  /** All questions so far, oldest first, with the path they came to. */
  readonly asked: { path: string; query: string; request: AdmissionRequest }[]
  /** How the API server is told to reach a path of the webhook. */
  service(path: string): WebhookClientConfig
  readonly url: string
  readonly caBundle: string
}

export const namespace = 'webhooks'

export async function webhookCluster(answer: Answer): Promise<WebhookCluster> {
  const certificate = selfSigned('hook', [`hook.${namespace}.svc`, 'localhost'])
  const asked: WebhookCluster['asked'] = []
  const server = https.createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const review = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
        apiVersion: string
        request: AdmissionRequest
      }
      const [path = '', query = ''] = (request.url ?? '').split('?')
      asked.push({ path, query, request: review.request })
      const verdict = answer(review.request, path)
      if (verdict === 'silence') return
      response.setHeader('content-type', 'application/json')
      if (verdict === 'nonsense') return response.end('{"what":"?"}')
      const { apiVersion } = review
      response.end(
        JSON.stringify({
          apiVersion,
          kind: 'AdmissionReview',
          response: { uid: review.request.uid, allowed: true, ...verdict },
        }),
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  const host = mixedHost({ seed: 1 })
  const store = memoryStore(host)
  const real = outboundDial(host)
  const apiServer = await assembleApiServer({
    host,
    store,
    serviceAccount: await issueSigningKey(),
    issuer: 'https://kubernetes.default.svc.cluster.local',
    serviceCidr: '10.96.0.0/16',
    address: { host: '192.0.2.1', port: 6443 },
    nodeTransport: simulatedNodes,
    // What a node's packet filter does elsewhere: the Service's address leads to the one who serves it.
    dial: (peer) => real(peer.host.startsWith('10.96.') ? { ...peer, host: '127.0.0.1', port } : peer),
  })
  await apiServer.ready()
  const transport = apiServer.transport({ name: 'admin', groups: ['system:masters', 'system:authenticated'] })
  const call: WebhookCluster['call'] = async (method, path, body, headers = {}) => {
    const response = await transport.send({
      method,
      path,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
    })
    const text = (await readAll(response.body)).toString('utf8')
    return { status: response.status, json: JSON.parse(text) as Json, warnings: response.headers['warning'] ?? '' }
  }
  await call('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
  await call('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: 'default' } })
  await call('POST', `/api/v1/namespaces/${namespace}/services`, {
    metadata: { name: 'hook' },
    spec: { ports: [{ port: 8443 }] },
  })
  const caBundle = Buffer.from(certificate.cert).toString('base64')
  return {
    call,
    async upgrade(path) {
      const answered = await transport.upgrade({
        method: 'POST',
        path,
        headers: { connection: 'Upgrade', upgrade: 'SPDY/3.1' },
      })
      if (answered.upgraded) throw new Error('the stream was opened')
      const text = (await readAll(answered.response.body)).toString('utf8')
      return { status: answered.response.status, json: JSON.parse(text) as Json, warnings: '' }
    },
    asked,
    service: (path) => ({ service: { namespace, name: 'hook', path, port: 8443 }, caBundle }),
    url: `https://localhost:${port}`,
    caBundle,
    async [Symbol.asyncDispose]() {
      await apiServer.close()
      await store.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
