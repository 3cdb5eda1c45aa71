/** How the API server reaches kubelets (with its client certificate), and pods and endpoints it proxies to. One pool of connections per target. */
import type { NodeTransport } from '@elli/apiserver/options'
import { httpsTransport } from '@elli/client/node/transport'
import type { TlsConfig } from '@elli/client/rest-config'
import type { Host } from '@elli/host/host'
import type { Transport } from '@elli/host/wire'
import type { KeyPair } from '../pki/issue.ts'

const most = 512

/** The way to simulated nodes and their pods: there is nobody to talk to, and their addresses are not dialled, since they may be somebody's. */
export const simulatedNodes: NodeTransport = {
  kubelet: ({ name }) => refuse(`node ${name} is simulated: nothing runs in its pods`),
  direct: (_, host) => refuse(`${host} is the address of a simulated pod: nothing listens there`),
}

function refuse(why: string): Transport {
  const refused = (): Promise<never> => Promise.reject(new Error(why))
  return { send: refused, upgrade: refused, close: async () => {} }
}

export function nodeTransport(
  host: Host,
  /** Without one, kubelets are asked anonymously. */
  kubeletClient: KeyPair | undefined,
  /** Without one, kubelets are not checked. */
  caPem: string | undefined,
): NodeTransport & { close(): Promise<void> } {
  const open = new Map<string, Transport>()
  function transport(server: string, tls: TlsConfig | undefined): Transport {
    const known = open.get(server)
    if (known) {
      open.delete(server)
      open.set(server, known) // the most recently used stand last
      return known
    }
    const made = httpsTransport({ server, ...(tls ? { tls } : {}) }, host)
    open.set(server, made)
    if (open.size > most) {
      const [oldest, unused] = [...open][0] as [string, Transport]
      open.delete(oldest)
      unused
        .close()
        .catch((error: unknown) =>
          host.log.warn('connection could not be closed', { server: oldest, err: String(error) }),
        )
    }
    return made
  }
  const hostText = (address: string): string => (address.includes(':') ? `[${address}]` : address)
  return {
    kubelet: (node) =>
      transport(`https://${hostText(node.host)}:${node.port}`, {
        ...(caPem === undefined ? { insecure: true } : { ca: caPem }),
        ...(kubeletClient === undefined ? {} : { cert: kubeletClient.certificatePem, key: kubeletClient.keyPem }),
      }),
    // What a pod serves over TLS is its own affair: nobody but the pod could vouch for it.
    direct: (scheme, address, port) =>
      transport(`${scheme}://${hostText(address)}:${port}`, scheme === 'https' ? { insecure: true } : undefined),
    close: async () => {
      await Promise.all([...open.values()].map((each) => each.close()))
    },
  }
}
