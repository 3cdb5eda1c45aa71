/**
 * Reads the PEM files of service account keys: private keys of every form (PKCS #1, SEC 1, PKCS #8), public keys, certificates.
 * Out: keys with upstream's key ids. RSA signs RS256, the NIST curves their ES algorithm; other keys are refused.
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { SignatureAlgorithm, SigningKey, VerificationKey } from '../service-account-keys.ts'

/** @throws Error when the text holds no private key that can sign tokens */
export function readSigningKey(pem: string): SigningKey {
  const privateKey = createPrivateKey(pem)
  return { ...verificationKey(createPublicKey(privateKey)), privateKey }
}

/** Every key in the text; of private keys the public half. @throws Error when there is none */
export function readVerificationKeys(pem: string): VerificationKey[] {
  const blocks = pem.match(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]+?-----END \1-----/g) ?? []
  const usable = blocks.filter((block) => !block.includes('EC PARAMETERS'))
  if (usable.length === 0) throw new Error('data does not contain any valid RSA or ECDSA public keys')
  return usable.map((block) => verificationKey(createPublicKey(block)))
}

/** One list without doubles, in the order given. */
export function distinctKeys(keys: readonly VerificationKey[]): VerificationKey[] {
  return [...new Map(keys.map((key) => [key.keyId, key])).values()]
}

function verificationKey(publicKey: KeyObject): VerificationKey {
  const der = publicKey.export({ type: 'spki', format: 'der' })
  const keyId = createHash('sha256').update(der).digest('base64url')
  return { keyId, algorithm: algorithmOf(publicKey), publicKey }
}

function algorithmOf(key: KeyObject): SignatureAlgorithm {
  if (key.asymmetricKeyType === 'rsa') return 'RS256'
  const curve = key.asymmetricKeyDetails?.namedCurve ?? ''
  switch (curve) {
    case 'prime256v1':
      return 'ES256'
    case 'secp384r1':
      return 'ES384'
    case 'secp521r1':
      return 'ES512'
    default:
      throw new Error('unknown public key type, must be RSA or ECDSA with curve 256, 384 or 521')
  }
}
