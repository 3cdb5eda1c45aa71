/** The certificate chain that a TLS peer sent, leaf first, as DER. */
import type { DetailedPeerCertificate } from 'node:tls'

export function peerChain(peer: DetailedPeerCertificate): Uint8Array[] {
  const chain: Uint8Array[] = []
  let current: DetailedPeerCertificate | undefined = peer
  // A self-signed root names itself as issuer: that ends the walk.
  while (current?.raw !== undefined && chain.length < 16) {
    chain.push(current.raw)
    const next: DetailedPeerCertificate | undefined = current.issuerCertificate
    if (next === undefined || next === current || next.fingerprint256 === current.fingerprint256) break
    current = next
  }
  return chain
}
