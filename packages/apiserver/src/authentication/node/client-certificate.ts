/**
 * Client certificates: the common name is the user, the organizations are the groups.
 * In: the chain as the client sent it, not yet trusted. Out: a user, if a certificate of the client CA vouches for it now.
 * Always: a chain is built and checked once and remembered by the hash of its leaf; validity in time is checked on every use.
 */
import { createHash, X509Certificate } from 'node:crypto'
import type { Clock, Instant } from '@elli/host/clock'
import type { Authenticator } from '../authenticator.ts'
import type { RequestHeaderOptions } from '../request-header.ts'

export interface ChainVerifierOptions {
  clock: Clock
  /** PEM bundle of the certificates that may vouch; asked for each time, so a renewed file takes effect. */
  ca: () => string
}

export interface VerifiedClient {
  commonName: string
  organizations: string[]
}

type Verified = ({ client: VerifiedClient } | { refused: string }) & { notBefore: Instant; notAfter: Instant }

const clientAuth = '1.3.6.1.5.5.7.3.2'
const anyUsage = '2.5.29.37.0'
const remembered = 1000

/** Answers for a chain, leaf first; the same question is cheap the second time. */
export function chainVerifier({
  clock,
  ca,
}: ChainVerifierOptions): (chain: readonly Uint8Array[]) => { client: VerifiedClient } | { refused: string } {
  let bundle = ''
  let roots: X509Certificate[] = []
  let known = new Map<string, Verified>()
  // A connection sends the same array with each of its requests; hashing its certificates costs more than all else here.
  let answered = new WeakMap<readonly Uint8Array[], Verified>()

  return (chain) => {
    const current = ca()
    if (current !== bundle) {
      bundle = current
      roots = certificatesIn(current)
      known = new Map()
      answered = new WeakMap()
    }
    let verified = answered.get(chain)
    if (verified === undefined) {
      const hash = createHash('sha256')
      for (const der of chain) hash.update(der)
      const key = hash.digest('base64')
      verified = known.get(key) ?? verifyChain(chain, roots, clock.now())
      if (known.size >= remembered) known.clear()
      known.set(key, verified)
      answered.set(chain, verified)
    }
    const now = clock.now()
    if (now > verified.notAfter || now < verified.notBefore) {
      const [word, bound] = now > verified.notAfter ? ['after', verified.notAfter] : ['before', verified.notBefore]
      const [at, limit] = [new Date(now).toISOString(), new Date(bound).toISOString()]
      return { refused: `x509: certificate has expired or is not yet valid: current time ${at} is ${word} ${limit}` }
    }
    return verified
  }
}

export function clientCertificateAuthenticator(options: ChainVerifierOptions): Authenticator {
  const verify = chainVerifier(options)
  return {
    name: 'client-certificate',
    async authenticate({ clientCertificates }) {
      if (clientCertificates.length === 0) return { kind: 'unknown' }
      const answer = verify(clientCertificates)
      if ('refused' in answer) return { kind: 'refused', reason: answer.refused }
      const { commonName, organizations } = answer.client
      if (commonName === '') return { kind: 'unknown' }
      return { kind: 'user', user: { name: commonName, groups: organizations } }
    },
  }
}

/** The `verify` of the request-header authenticator, against the front proxy's CA. */
export function requestHeaderVerifier(options: ChainVerifierOptions): RequestHeaderOptions['verify'] {
  const verify = chainVerifier(options)
  return (chain) => {
    const answer = verify(chain)
    return 'refused' in answer ? answer : { commonName: answer.client.commonName }
  }
}

function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
  return blocks.map((block) => new X509Certificate(block))
}

function verifyChain(chain: readonly Uint8Array[], roots: readonly X509Certificate[], now: Instant): Verified {
  const always = { notBefore: Number.NEGATIVE_INFINITY, notAfter: Number.POSITIVE_INFINITY }
  let certificates: X509Certificate[]
  try {
    certificates = chain.map((der) => new X509Certificate(der))
  } catch (error) {
    return { ...always, refused: `x509: ${error instanceof Error ? error.message : String(error)}` }
  }
  const [leaf, ...intermediates] = certificates
  if (leaf === undefined) return { ...always, refused: 'x509: no certificate' }
  const path = pathToRoot(leaf, intermediates, roots, now)
  if (path === undefined) {
    const serial = BigInt(`0x${leaf.serialNumber}`)
    return {
      ...always,
      refused: `verifying certificate SN=${serial} failed: x509: certificate signed by unknown authority`,
    }
  }
  if (!path.every(allowsClientAuth)) {
    return { ...always, refused: 'x509: certificate specifies an incompatible key usage' }
  }
  // The trust anchor counts too: an expired CA vouches for nobody.
  const notBefore = Math.max(...path.map((certificate) => Date.parse(certificate.validFrom)))
  const notAfter = Math.min(...path.map((certificate) => Date.parse(certificate.validTo)))
  return { client: clientOf(leaf), notBefore, notAfter }
}

/** Leaf to trust anchor; prefers anchors that are valid now, as a bundle may hold an old and a new CA of one name. */
function pathToRoot(
  certificate: X509Certificate,
  intermediates: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  now: Instant,
): X509Certificate[] | undefined {
  if (roots.some((root) => root.fingerprint256 === certificate.fingerprint256)) return [certificate]
  const anchors = roots.filter((root) => issued(root, certificate))
  const valid = (root: X509Certificate): boolean => Date.parse(root.validFrom) <= now && now <= Date.parse(root.validTo)
  const anchor = anchors.find(valid) ?? anchors[0]
  if (anchor !== undefined) return [certificate, anchor]
  for (const intermediate of intermediates) {
    if (!issued(intermediate, certificate)) continue
    const rest = intermediates.filter((other) => other !== intermediate)
    const path = pathToRoot(intermediate, rest, roots, now)
    if (path !== undefined) return [certificate, ...path]
  }
  return undefined
}

function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

/** Node calls the extended key usage `keyUsage`; a certificate without the extension is good for everything. */
function allowsClientAuth(certificate: X509Certificate): boolean {
  const usages = certificate.keyUsage as string[] | undefined
  return usages === undefined || usages.includes(clientAuth) || usages.includes(anyUsage)
}

function clientOf(certificate: X509Certificate): VerifiedClient {
  // The legacy object has the values unescaped; a name that occurs several times is a list.
  const subject = certificate.toLegacyObject().subject as unknown as Record<string, string | string[] | undefined>
  const values = (key: string): string[] => [subject[key] ?? []].flat()
  return { commonName: values('CN').at(-1) ?? '', organizations: values('O') }
}
