/**
 * X.509 for the certificate controllers: reading requests and certificates, and signing. The library is loaded on first use.
 * In: PEM in base64, as the API carries it. Out: names, dates, signed certificates in base64 PEM.
 */
import { createPrivateKey, type KeyObject, webcrypto } from 'node:crypto'
import type { Instant } from '@elli/host/clock'
import type { RequestNames } from '../request.ts'

const backdateMs = 5 * 60_000
/** Below this a backdated end would be a notable share of the whole. */
const shortMs = 8 * 3600 * 1000

/** Bits of the key usage extension. */
const keyUsages: Readonly<Record<string, number>> = {
  signing: 1,
  'digital signature': 1,
  'content commitment': 2,
  'key encipherment': 4,
  'data encipherment': 8,
  'key agreement': 16,
  'cert sign': 32,
  'crl sign': 64,
  'encipher only': 128,
  'decipher only': 256,
}

const extendedUsages: Readonly<Record<string, string>> = {
  any: '2.5.29.37.0',
  'server auth': '1.3.6.1.5.5.7.3.1',
  'client auth': '1.3.6.1.5.5.7.3.2',
  'code signing': '1.3.6.1.5.5.7.3.3',
  'email protection': '1.3.6.1.5.5.7.3.4',
  's/mime': '1.3.6.1.5.5.7.3.4',
  'ipsec end system': '1.3.6.1.5.5.7.3.5',
  'ipsec tunnel': '1.3.6.1.5.5.7.3.6',
  'ipsec user': '1.3.6.1.5.5.7.3.7',
  timestamping: '1.3.6.1.5.5.7.3.8',
  'ocsp signing': '1.3.6.1.5.5.7.3.9',
  'microsoft sgc': '1.3.6.1.4.1.311.10.3.3',
  'netscape sgc': '2.16.840.1.113730.4.1',
}

async function library(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto)
  return x509
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8')

/** @throws Error when it is no request */
export async function readRequest(base64: string): Promise<RequestNames> {
  const x509 = await library()
  const request = new x509.Pkcs10CertificateRequest(fromBase64(base64))
  const names = request.extensions
    .filter((extension) => extension instanceof x509.SubjectAlternativeNameExtension)
    .flatMap((extension) => extension.names.items)
  const ofType = (type: string): string[] => names.filter((name) => name.type === type).map((name) => name.value)
  return {
    commonName: request.subjectName.getField('CN').at(-1) ?? '',
    organizations: request.subjectName.getField('O'),
    dnsNames: ofType('dns'),
    ipAddresses: ofType('ip'),
    emailAddresses: ofType('email'),
    uris: ofType('url'),
  }
}

/** When the certificate stops being valid; undefined when it cannot be read. */
export async function certificateEnd(base64: string): Promise<Instant | undefined> {
  const x509 = await library()
  try {
    return new x509.X509Certificate(fromBase64(base64)).notAfter.getTime()
  } catch {
    return undefined // other signers may put in what they like
  }
}

export interface SigningAuthority {
  certificatePem: string
  keyPem: string
}

/**
 * The certificate for a request, with its subject, names and key, and nothing else of what it brings along.
 * @throws Error for unknown usages, a bad signature of the request, or an authority that has expired
 */
export async function signRequest(
  authority: SigningAuthority,
  base64: string,
  usages: readonly string[],
  lifetimeMs: number,
  now: Instant,
): Promise<string> {
  const x509 = await library()
  const request = new x509.Pkcs10CertificateRequest(fromBase64(base64))
  if (!(await request.verify())) throw new Error('unable to verify certificate request signature')
  const unknown = usages.filter((usage) => !(usage in keyUsages) && !(usage in extendedUsages))
  if (unknown.length > 0)
    throw new Error(`unrecognized usage values: [${unknown.map((usage) => JSON.stringify(usage)).join(' ')}]`)
  const ca = new x509.X509Certificate(authority.certificatePem)
  if (now >= ca.notAfter.getTime())
    throw new Error(`refusing to sign a certificate that expired in the past: NotAfter=${ca.notAfter.toISOString()}`)
  const end = now + lifetimeMs - (lifetimeMs < shortMs ? 0 : backdateMs)

  const extensions: InstanceType<typeof x509.Extension>[] = []
  const bits = usages.reduce((sum, usage) => sum | (keyUsages[usage] ?? 0), 0)
  if (bits !== 0) extensions.push(new x509.KeyUsagesExtension(bits, true))
  const purposes = [...new Set(usages.flatMap((usage) => extendedUsages[usage] ?? []))]
  if (purposes.length > 0) extensions.push(new x509.ExtendedKeyUsageExtension(purposes))
  extensions.push(new x509.BasicConstraintsExtension(false, undefined, true))
  const caKeyId = ca.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId
  if (caKeyId !== undefined) extensions.push(new x509.AuthorityKeyIdentifierExtension(caKeyId))
  const alternative = request.extensions.find((item) => item instanceof x509.SubjectAlternativeNameExtension)
  if (alternative)
    extensions.push(new x509.SubjectAlternativeNameExtension(alternative.names.toJSON(), request.subject === ''))

  const key = await signingKey(createPrivateKey(authority.keyPem))
  const certificate = await x509.X509CertificateGenerator.create({
    subject: request.subjectName.toJSON(),
    issuer: ca.subjectName.toJSON(),
    notBefore: new Date(now - backdateMs),
    notAfter: new Date(Math.min(end, ca.notAfter.getTime())),
    signingAlgorithm: key.algorithm,
    publicKey: request.publicKey,
    signingKey: key.key,
    extensions,
  })
  return Buffer.from(`${certificate.toString('pem')}\n`).toString('base64')
}

async function signingKey(key: KeyObject) {
  const der = key.export({ type: 'pkcs8', format: 'der' })
  const curves: Readonly<Record<string, readonly [namedCurve: string, hash: string]>> = {
    prime256v1: ['P-256', 'SHA-256'],
    secp384r1: ['P-384', 'SHA-384'],
    secp521r1: ['P-521', 'SHA-512'],
  }
  if (key.asymmetricKeyType === 'ec') {
    const [namedCurve, hash] = curves[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? []
    if (namedCurve === undefined || hash === undefined)
      throw new Error('the signing key has a curve that is not supported')
    return {
      key: await webcrypto.subtle.importKey('pkcs8', der, { name: 'ECDSA', namedCurve }, false, ['sign']),
      algorithm: { name: 'ECDSA', hash },
    }
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw new Error(`the signing key is of type ${key.asymmetricKeyType}, not EC or RSA`)
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  return { key: await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']), algorithm }
}
