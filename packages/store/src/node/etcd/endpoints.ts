/**
 * The endpoints of an etcd cluster, one connection each.
 * In: URLs and TLS material. Out: clients by turns: a call that finds one unavailable goes to the next.
 * Always: one endpoint is used until it fails, so that reads after writes meet the same member where they can.
 */
import { Client, credentials, type ChannelCredentials } from '@grpc/grpc-js'

export interface EtcdTls {
  /** PEM. Without it the system's authorities are trusted. */
  readonly ca?: Uint8Array
  readonly cert?: Uint8Array
  readonly key?: Uint8Array
}

export interface Endpoint {
  readonly url: string
  readonly client: Client
}

const channelOptions = {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
  // As upstream: a connection that says nothing for 30 s is asked, and given up after 10 s of silence.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.min_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2_000,
  // Each store has its connections to itself: closing it must not end another's.
  'grpc.use_local_subchannel_pool': 1,
  // Retries are ours: only we know which calls may be made twice.
  'grpc.enable_retries': 0,
}

export class Endpoints {
  readonly all: readonly Endpoint[]
  #present = 0

  /** @throws Error for a URL that is none or has another scheme than http, https, unix and unixs */
  constructor(urls: readonly string[], tls: EtcdTls = {}) {
    if (urls.length === 0) throw new Error('--etcd-servers must be specified')
    this.all = urls.map((url) => ({ url, client: connect(url, tls) }))
  }

  get present(): Endpoint {
    return this.all[this.#present] as Endpoint
  }

  /** The next call goes elsewhere, unless it does already. */
  leave(failed: Endpoint): void {
    if (failed === this.present) this.#present = (this.#present + 1) % this.all.length
  }

  close(): void {
    for (const { client } of this.all) client.close()
  }
}

function connect(url: string, tls: EtcdTls): Client {
  const match = /^(https?|unixs?):\/\/(.+?)\/?$/.exec(url.trim())
  if (match === null) throw new Error(`etcd endpoint ${JSON.stringify(url)} is no URL of http, https, unix or unixs`)
  const [, scheme = '', rest = ''] = match
  const secure = scheme === 'https' || scheme === 'unixs'
  if (scheme.startsWith('unix')) {
    return new Client(`unix:${rest}`, channelCredentials(secure, tls), {
      ...channelOptions,
      'grpc.default_authority': 'localhost',
    })
  }
  const hasPort = /:\d+$/.test(rest)
  return new Client(hasPort ? rest : `${rest}:2379`, channelCredentials(secure, tls), channelOptions)
}

function channelCredentials(secure: boolean, { ca, cert, key }: EtcdTls): ChannelCredentials {
  if (!secure) return credentials.createInsecure()
  const pem = (bytes: Uint8Array | undefined): Buffer | null => (bytes === undefined ? null : Buffer.from(bytes))
  return credentials.createSsl(pem(ca), pem(key), pem(cert))
}
