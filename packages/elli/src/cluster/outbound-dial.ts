/** How the API server reaches webhooks and aggregated servers: one transport per peer, kept by whoever asked for it. */
import type { Dial } from '@elli/apiserver/outbound/outbound'
import { httpsTransport } from '@elli/client/node/transport'
import type { TlsConfig } from '@elli/client/rest-config'
import type { Host } from '@elli/host/host'

export function outboundDial(host: Pick<Host, 'clock' | 'files' | 'processes' | 'log'>): Dial {
  return (peer) => {
    const { protocol, serverName, authority, caPem, clientCertPem, clientKeyPem, insecure, http1 } = peer
    const name = peer.host.includes(':') ? `[${peer.host}]` : peer.host
    const tls: TlsConfig = {
      ...(caPem === undefined ? {} : { ca: caPem }),
      ...(clientCertPem === undefined ? {} : { cert: clientCertPem }),
      ...(clientKeyPem === undefined ? {} : { key: clientKeyPem }),
      ...(serverName === undefined ? {} : { serverName }),
      ...(insecure === true ? { insecure } : {}),
    }
    return httpsTransport(
      {
        server: `${protocol}://${authority ?? `${name}:${peer.port}`}`,
        ...(authority === undefined ? {} : { connectTo: { host: peer.host, port: peer.port } }),
        ...(protocol === 'https' ? { tls } : {}),
        ...(http1 === true ? { http1 } : {}),
      },
      host,
    )
  }
}
