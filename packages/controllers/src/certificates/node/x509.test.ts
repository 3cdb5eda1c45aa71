import { X509Certificate, webcrypto } from 'node:crypto'
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { expect, it } from 'vitest'
import { certificateEnd, readRequest, signRequest } from './x509.ts'

const now = Date.parse('2024-08-13T10:00:00Z')
const ec = { name: 'ECDSA', namedCurve: 'P-256' } as const
const sign = { name: 'ECDSA', hash: 'SHA-256' } as const

async function material() {
  x509.cryptoProvider.set(webcrypto)
  const caKeys = await webcrypto.subtle.generateKey(ec, true, ['sign', 'verify'])
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=ca',
    notBefore: new Date(now - 1000),
    notAfter: new Date(now + 30 * 24 * 3600 * 1000),
    signingAlgorithm: sign,
    keys: caKeys,
    extensions: [await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey)],
  })
  const keyDer = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', caKeys.privateKey)).toString('base64')
  const keys = await webcrypto.subtle.generateKey(ec, true, ['sign', 'verify'])
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ O: ['system:nodes'] }, { CN: ['system:node:n'] }],
    keys,
    signingAlgorithm: sign,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'n' },
        { type: 'ip', value: '10.0.0.1' },
      ]),
    ],
  })
  return {
    authority: {
      certificatePem: ca.toString('pem'),
      keyPem: `-----BEGIN PRIVATE KEY-----\n${keyDer}\n-----END PRIVATE KEY-----\n`,
    },
    request: Buffer.from(request.toString('pem')).toString('base64'),
  }
}

it('reads names and signs what was asked for', async () => {
  const { authority, request } = await material()
  expect(await readRequest(request)).toEqual({
    commonName: 'system:node:n',
    organizations: ['system:nodes'],
    dnsNames: ['n'],
    ipAddresses: ['10.0.0.1'],
    emailAddresses: [],
    uris: [],
  })
  const usages = ['digital signature', 'key encipherment', 'server auth']
  const signed = await signRequest(authority, request, usages, 3_600_000, now)
  const certificate = new X509Certificate(Buffer.from(signed, 'base64'))
  expect(certificate.subject).toBe('O=system:nodes\nCN=system:node:n')
  expect(certificate.subjectAltName).toBe('DNS:n, IP Address:10.0.0.1')
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  expect(certificate.ca).toBe(false)
  expect(certificate.verify(new X509Certificate(authority.certificatePem).publicKey)).toBe(true)
  expect(Date.parse(certificate.validFrom)).toBe(now - 300_000)
  expect(await certificateEnd(signed)).toBe(now + 3_600_000)
})

it('never outlives the authority, and refuses what it does not know', async () => {
  const { authority, request } = await material()
  const signed = await signRequest(authority, request, ['client auth'], 365 * 24 * 3600 * 1000, now)
  expect(await certificateEnd(signed)).toBe(now + 30 * 24 * 3600 * 1000)
  await expect(signRequest(authority, request, ['magic'], 1, now)).rejects.toThrow(
    'unrecognized usage values: ["magic"]',
  )
  await expect(signRequest(authority, request, [], 1, now + 31 * 24 * 3600 * 1000)).rejects.toThrow('expired')
})
