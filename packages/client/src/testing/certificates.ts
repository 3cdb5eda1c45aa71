/**
 * Certificates for tests of TLS: a key and a certificate that signs itself, good for servers and clients on this machine.
 * Just enough DER for that; the cluster's own PKI is elsewhere.
 */
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'

export interface TestCertificate {
  /** PEM. */
  cert: string
  key: string
}

const oids = {
  commonName: [0x55, 0x04, 0x03],
  subjectAltName: [0x55, 0x1d, 0x11],
  ecdsaWithSha256: [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02],
} as const

/** @param names DNS names it is good for, beside 127.0.0.1 */
export function selfSigned(commonName: string, names: readonly string[] = ['localhost']): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const tbs = toBeSigned(commonName, names, publicKey)
  const signature = createSign('sha256').update(tbs).sign(privateKey)
  const der = sequence(tbs, sequence(oid(oids.ecdsaWithSha256)), tlv(0x03, Buffer.from([0]), signature))
  const base64 = der.toString('base64').replace(/(.{64})/g, '$1\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64.trimEnd()}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function toBeSigned(commonName: string, names: readonly string[], publicKey: KeyObject): Buffer {
  const name = sequence(tlv(0x31, sequence(oid(oids.commonName), tlv(0x0c, Buffer.from(commonName)))))
  const dns = names.map((text) => tlv(0x82, Buffer.from(text)))
  const alternatives = sequence(...dns, tlv(0x87, Buffer.from([127, 0, 0, 1])))
  const extensions = sequence(sequence(oid(oids.subjectAltName), tlv(0x04, alternatives)))
  return sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1])),
    sequence(oid(oids.ecdsaWithSha256)),
    name,
    sequence(tlv(0x17, Buffer.from('200101000000Z')), tlv(0x18, Buffer.from('20991231235959Z'))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, extensions),
  )
}

function oid(bytes: readonly number[]): Buffer {
  return tlv(0x06, Buffer.from(bytes))
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, ...parts)
}

function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  const { length } = value
  const header =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(header), value])
}
