/**
 * Ciphers for values at rest, in the layouts of upstream.
 * In: keys. Out: transformers: AES-CBC (iv, then padded blocks), AES-GCM (nonce, then ciphertext and tag; the key in the store is
 * authenticated), and GCM under keys derived from a seed for each value.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, type CipherGCMTypes } from 'node:crypto'
import type { Transformer } from '../encryption/transformer.ts'

const blockSize = 16
const nonceSize = 12
const tagSize = 16
const infoSize = 32

export { randomBytes } from 'node:crypto'

export function aesCbc(key: Uint8Array): Transformer {
  const algorithm = `aes-${key.length * 8}-cbc`
  return {
    toStorage(value) {
      const iv = randomBytes(blockSize)
      const cipher = createCipheriv(algorithm, key, iv)
      return Buffer.concat([iv, cipher.update(value), cipher.final()])
    },
    fromStorage(stored) {
      if (stored.length < blockSize) throw new Error('the stored data was shorter than the required size')
      if (stored.length % blockSize !== 0) throw new Error('the stored data is not a multiple of the block size')
      if (stored.length === blockSize) throw new Error('invalid PKCS7 data (empty or not padded)')
      const cipher = createDecipheriv(algorithm, key, stored.subarray(0, blockSize))
      try {
        return { value: Buffer.concat([cipher.update(stored.subarray(blockSize)), cipher.final()]), stale: false }
      } catch (cause) {
        throw new Error('invalid padding on input', { cause })
      }
    },
  }
}

export function aesGcm(key: Uint8Array): Transformer {
  const algorithm = `aes-${key.length * 8}-gcm` as CipherGCMTypes
  return {
    toStorage(value, storeKey) {
      const nonce = randomBytes(nonceSize)
      const cipher = createCipheriv(algorithm, key, nonce)
      cipher.setAAD(Buffer.from(storeKey))
      const sealed = [cipher.update(value), cipher.final()]
      return Buffer.concat([nonce, ...sealed, cipher.getAuthTag()])
    },
    fromStorage(stored, storeKey) {
      if (stored.length < nonceSize) throw new Error('the stored data was shorter than the required size')
      const end = stored.length - tagSize
      if (end < nonceSize) throw new Error('cipher: message authentication failed')
      const cipher = createDecipheriv(algorithm, key, stored.subarray(0, nonceSize), { authTagLength: tagSize })
      cipher.setAAD(Buffer.from(storeKey))
      cipher.setAuthTag(stored.subarray(end))
      try {
        return { value: Buffer.concat([cipher.update(stored.subarray(nonceSize, end)), cipher.final()]), stale: false }
      } catch (cause) {
        throw new Error('cipher: message authentication failed', { cause })
      }
    },
  }
}

/** A key of its own for each value, derived from the seed and 32 random bytes that stand before the value. */
export function seededGcm(seed: Uint8Array): Transformer {
  if (seed.length < infoSize) throw new Error(`invalid seed length ${seed.length} used for key generation`)
  const derived = (info: Uint8Array): Transformer => aesGcm(hkdfExpand(seed, info))
  return {
    async toStorage(value, storeKey) {
      const info = randomBytes(infoSize)
      return Buffer.concat([info, await derived(info).toStorage(value, storeKey)])
    },
    fromStorage(stored, storeKey) {
      if (stored.length < infoSize) throw new Error('the stored data was shorter than the required size')
      return derived(stored.subarray(0, infoSize)).fromStorage(stored.subarray(infoSize), storeKey)
    },
  }
}

/** The first 32 bytes of HKDF's expansion with SHA-256 (RFC 5869): one block, so one MAC. */
function hkdfExpand(seed: Uint8Array, info: Uint8Array): Buffer {
  return createHmac('sha256', seed).update(info).update(Uint8Array.of(1)).digest()
}
