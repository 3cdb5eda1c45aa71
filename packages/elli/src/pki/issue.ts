/**
 * Issues certificates: EC P-256 keys, a CA per trust domain, leaf certificates for servers and clients.
 * The library is loaded on first use, since an existing cluster only reads files and must not pay for it at start.
 */
import { webcrypto } from 'node:crypto'
import type { Instant } from '@elli/host/clock'

export interface KeyPair {
  certificatePem: string
  keyPem: string
}

export interface CertificateRequest {
  commonName: string
  organizations?: readonly string[]
  /** DNS names and IP addresses of a server; a certificate without any is for a client. */
  hosts?: readonly string[]
  usages: readonly ('server' | 'client')[]
}

const yearMs = 365 * 24 * 3600 * 1000
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const
const signing = { name: 'ECDSA', hash: 'SHA-256' } as const

/** The certificate library with Node's crypto set; reflect-metadata is a side effect it needs. */
async function library(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto)
  return x509
}

/** A self-signed CA, valid for ten years. */
export async function issueAuthority(commonName: string, now: Instant): Promise<KeyPair> {
  const x509 = await library()
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    notBefore: new Date(now - 300_000),
    notAfter: new Date(now + 10 * yearMs),
    signingAlgorithm: signing,
    keys: keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: commonName }]),
    ],
  })
  return { certificatePem: `${certificate.toString('pem')}\n`, keyPem: await exportKey(keys.privateKey) }
}

interface Issuer {
  subject: import('@peculiar/x509').Name
  keyIdentifier: import('@peculiar/x509').AuthorityKeyIdentifierExtension
  signingKey: webcrypto.CryptoKey
}

/** What signing takes of an authority: reading it costs more than the signature, and a new cluster has a dozen to make. */
const issuers = new WeakMap<KeyPair, Promise<Issuer>>()

function issuerOf(authority: KeyPair): Promise<Issuer> {
  let issuer = issuers.get(authority)
  if (issuer === undefined) {
    issuer = readIssuer(authority)
    issuers.set(authority, issuer)
  }
  return issuer
}

async function readIssuer(authority: KeyPair): Promise<Issuer> {
  const x509 = await library()
  const certificate = new x509.X509Certificate(authority.certificatePem)
  return {
    subject: certificate.subjectName,
    keyIdentifier: await x509.AuthorityKeyIdentifierExtension.create(certificate),
    signingKey: await webcrypto.subtle.importKey('pkcs8', pemBody(authority.keyPem), algorithm, false, ['sign']),
  }
}

/** A leaf certificate signed by `authority`, valid for one year. */
export async function issueCertificate(
  authority: KeyPair,
  request: CertificateRequest,
  now: Instant,
): Promise<KeyPair> {
  const x509 = await library()
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const { subject, keyIdentifier, signingKey } = await issuerOf(authority)
  const usages = { server: x509.ExtendedKeyUsage.serverAuth, client: x509.ExtendedKeyUsage.clientAuth }
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [
      ...(request.organizations?.length ? [{ O: [...request.organizations] }] : []),
      { CN: [request.commonName] },
    ],
    issuer: subject,
    notBefore: new Date(now - 300_000),
    notAfter: new Date(now + yearMs),
    signingAlgorithm: signing,
    publicKey: keys.publicKey,
    signingKey: signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
      new x509.ExtendedKeyUsageExtension(request.usages.map((usage) => usages[usage])),
      keyIdentifier,
      ...(request.hosts?.length
        ? [
            new x509.SubjectAlternativeNameExtension(
              request.hosts.map((host) => ({
                type: isAddress(host) ? ('ip' as const) : ('dns' as const),
                value: host,
              })),
            ),
          ]
        : []),
    ],
  })
  return { certificatePem: `${certificate.toString('pem')}\n`, keyPem: await exportKey(keys.privateKey) }
}

/** An EC key for signing service account tokens, private and public part as PEM. */
export async function issueSigningKey(): Promise<{ privatePem: string; publicPem: string }> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const spki = Buffer.from(await webcrypto.subtle.exportKey('spki', keys.publicKey))
  return { privatePem: await exportKey(keys.privateKey), publicPem: pem('PUBLIC KEY', spki) }
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  return pem('PRIVATE KEY', Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)))
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

function pemBody(text: string): Buffer {
  return Buffer.from(text.replace(/-----[^-]+-----/g, ''), 'base64')
}

function isAddress(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(':')
}
