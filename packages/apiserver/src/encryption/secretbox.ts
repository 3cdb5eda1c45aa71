/**
 * NaCl's secretbox (XSalsa20 and Poly1305): 24 bytes of nonce, then the box, tag first.
 * Always: the cipher's library is loaded with the first value, since hardly any server uses it.
 */
import { randomBytes } from '../node/ciphers.ts'
import type { Plain, Transformer } from './transformer.ts'

const nonceSize = 24
const tagSize = 16

type Cipher = typeof import('@noble/ciphers/salsa.js')['xsalsa20poly1305']

export function secretbox(key: Uint8Array): Transformer {
  let loaded: Cipher | undefined
  const withCipher = <T>(work: (cipher: Cipher) => T): T | Promise<T> => {
    if (loaded !== undefined) return work(loaded)
    return import('@noble/ciphers/salsa.js').then(({ xsalsa20poly1305 }) => {
      loaded = xsalsa20poly1305
      return work(xsalsa20poly1305)
    })
  }
  return {
    toStorage: (value) =>
      withCipher((cipher) => {
        const nonce = randomBytes(nonceSize)
        return Buffer.concat([nonce, cipher(key, nonce).encrypt(value)])
      }),
    fromStorage(stored) {
      if (stored.length < nonceSize + tagSize) throw new Error('the stored data was shorter than the required size')
      return withCipher((cipher): Plain => {
        try {
          const value = cipher(key, stored.subarray(0, nonceSize)).decrypt(stored.subarray(nonceSize))
          return { value, stale: false }
        } catch (cause) {
          throw new Error('output array was not large enough for encryption', { cause })
        }
      })
    },
  }
}
