/** NaCl's secretbox (XSalsa20 and Poly1305): 24 bytes of nonce, then the box, tag first. */
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { randomBytes } from '../node/ciphers.ts'
import type { Transformer } from './transformer.ts'

const nonceSize = 24

export function secretbox(key: Uint8Array): Transformer {
  return {
    toStorage(value) {
      const nonce = randomBytes(nonceSize)
      return Buffer.concat([nonce, xsalsa20poly1305(key, nonce).encrypt(value)])
    },
    fromStorage(stored) {
      if (stored.length < nonceSize) throw new Error('the stored data was shorter than the required size')
      try {
        const value = xsalsa20poly1305(key, stored.subarray(0, nonceSize)).decrypt(stored.subarray(nonceSize))
        return { value, stale: false }
      } catch (cause) {
        throw new Error('output array was not large enough for encryption', { cause })
      }
    },
  }
}
