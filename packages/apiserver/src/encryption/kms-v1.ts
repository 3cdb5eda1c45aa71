/**
 * KMS v1, deprecated: each value has a key of its own, which a plugin encrypts; the encrypted key stands before the value.
 * In: a plugin. Out: a transformer, and how the plugin does. Always: so many keys are remembered, the least used is forgotten first.
 */
import type { Clock } from '@elli/host/clock'
import { aesCbc, aesGcm, randomBytes } from '../node/ciphers.ts'
import type { KmsClient } from '../node/kms-client.ts'
import { decryptV1, encryptV1 } from './kms-messages.ts'
import type { EncryptionObserver } from './metrics.ts'
import { messageOf, type Plain, type Transformer } from './transformer.ts'

const version = 'v1beta1'
const healthyAnswerMs = 20_000
const sickAnswerMs = 3_000

export class KmsV1 implements Transformer {
  readonly #name: string
  readonly #client: KmsClient
  readonly #clock: Clock
  readonly #cacheSize: number
  readonly #observer: EncryptionObserver
  /** In order of use. */
  readonly #remembered = new Map<string, Transformer>()
  #last: { atMs: number; ttlMs: number; error: Error | undefined } | undefined

  /** @param cacheSize negative remembers nothing */
  constructor(name: string, client: KmsClient, clock: Clock, cacheSize: number, observer: EncryptionObserver) {
    this.#name = name
    this.#client = client
    this.#clock = clock
    this.#cacheSize = cacheSize
    this.#observer = observer
  }

  close(): void {
    this.#client.close()
  }

  async check(): Promise<void> {
    const last = this.#last
    if (last !== undefined && this.#clock.monotonicMs() - last.atMs < last.ttlMs) {
      if (last.error !== undefined) throw last.error
      return
    }
    const note = (error?: Error): void => {
      const ttlMs = error === undefined ? healthyAnswerMs : sickAnswerMs
      this.#last = { atMs: this.#clock.monotonicMs(), ttlMs, error }
    }
    let section = 'encrypt'
    try {
      const { data } = await this.#client.call(encryptV1, { version, data: Buffer.from('ping') })
      section = 'decrypt'
      await this.#client.call(decryptV1, { version, data })
      note()
    } catch (cause) {
      const text = `failed to perform ${section} section of the healthz check for KMS Provider ${this.#name}, error: ${messageOf(cause)}`
      const error = new Error(text, { cause })
      note(error)
      throw error
    }
  }

  async toStorage(value: Uint8Array, key: string): Promise<Uint8Array> {
    const dataKey = randomBytes(32)
    const { data: sealed } = await this.#client.call(encryptV1, { version, data: dataKey })
    const transformer = aesGcm(dataKey)
    this.#remember(sealed, transformer)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(sealed.length)
    return Buffer.concat([length, sealed, await transformer.toStorage(value, key)])
  }

  async fromStorage(stored: Uint8Array, key: string): Promise<Plain> {
    const view = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
    const length = view.length < 2 ? 0 : view.readUInt16BE(0)
    if (view.length < 2 + length)
      throw new Error('invalid data encountered by envelope transformer: failed to read uint16 length prefixed data')
    const sealed = view.subarray(2, 2 + length)
    let transformer = this.#remembered.get(sealed.toString('base64'))
    if (transformer === undefined) {
      if (this.#cacheSize > 0) this.#observer.cacheMiss()
      const { data } = await this.#client.call(decryptV1, { version, data: sealed })
      transformer = withOldCipher(data)
    }
    this.#remember(sealed, transformer)
    return transformer.fromStorage(view.subarray(2 + length), key)
  }

  #remember(sealed: Uint8Array, transformer: Transformer): void {
    if (this.#cacheSize <= 0) return
    const name = Buffer.from(sealed).toString('base64')
    this.#remembered.delete(name)
    this.#remembered.set(name, transformer)
    if (this.#remembered.size <= this.#cacheSize) return
    const [oldest] = this.#remembered.keys()
    if (oldest !== undefined) this.#remembered.delete(oldest)
  }
}

/** Values from before GCM was used here are in CBC, and due to be written anew. */
function withOldCipher(key: Uint8Array): Transformer {
  const gcm = aesGcm(key)
  const cbc = aesCbc(key)
  return {
    toStorage: (value, storeKey) => gcm.toStorage(value, storeKey),
    async fromStorage(stored, storeKey) {
      try {
        return await gcm.fromStorage(stored, storeKey)
      } catch (error) {
        try {
          return { ...(await cbc.fromStorage(stored, storeKey)), stale: true }
        } catch (second) {
          throw new AggregateError([error, second], `[${messageOf(error)}, ${messageOf(second)}]`)
        }
      }
    },
  }
}
