/**
 * Transformers: what values are on their way to the store and back.
 * In: plain bytes and the key they are stored under. Out: stored bytes; back again, with whether they are due to be written anew.
 * Always: the first transformer of a list writes, all of them read; a prefix says who wrote a value.
 */

export interface Plain {
  readonly value: Uint8Array
  /** A present transformer would store it otherwise: the next write should happen although nothing changes. */
  readonly stale: boolean
}

/** Answers at once where it can: a promise for each value of a long list would cost more than the ciphers. */
export interface Transformer {
  /** @param key the store's whole key: it is authenticated with the value, so that values cannot be moved */
  toStorage(value: Uint8Array, key: string): Uint8Array | Promise<Uint8Array>
  fromStorage(stored: Uint8Array, key: string): Plain | Promise<Plain>
}

export interface PrefixTransformer {
  readonly prefix: string
  readonly transformer: Transformer
}

export class PrefixTransformers implements Transformer {
  readonly #parts: readonly { prefix: Buffer; transformer: Transformer }[]
  readonly #noMatch: string

  /** @param noMatch the error for values that nobody here has written */
  constructor(parts: readonly PrefixTransformer[], noMatch: string) {
    this.#parts = parts.map(({ prefix, transformer }) => ({ prefix: Buffer.from(prefix), transformer }))
    this.#noMatch = noMatch
  }

  toStorage(value: Uint8Array, key: string): Uint8Array | Promise<Uint8Array> {
    const [first] = this.#parts
    if (first === undefined) throw new Error(this.#noMatch)
    const result = first.transformer.toStorage(value, key)
    if (first.prefix.length === 0) return result
    return result instanceof Promise
      ? result.then((stored) => Buffer.concat([first.prefix, stored]))
      : Buffer.concat([first.prefix, result])
  }

  fromStorage(stored: Uint8Array, key: string): Plain | Promise<Plain> {
    return this.#read(stored, key, 0, [])
  }

  #read(stored: Uint8Array, key: string, from: number, errors: unknown[]): Plain | Promise<Plain> {
    for (let i = from; i < this.#parts.length; i++) {
      const { prefix, transformer } = this.#parts[i] as { prefix: Buffer; transformer: Transformer }
      if (!startsWith(stored, prefix)) continue
      const failed = (error: unknown): void => {
        // Who takes everything may find that it is not his.
        if (prefix.length > 0) errors.push(error)
      }
      try {
        const plain = transformer.fromStorage(stored.subarray(prefix.length), key)
        if (!(plain instanceof Promise)) return i === 0 ? plain : { ...plain, stale: true }
        return plain.then(
          (read) => (i === 0 ? read : { ...read, stale: true }),
          (error: unknown) => {
            failed(error)
            return this.#read(stored, key, i + 1, errors)
          },
        )
      } catch (error) {
        failed(error)
      }
    }
    if (errors.length === 0) throw new Error(this.#noMatch)
    const [first] = errors
    if (errors.length === 1) throw first
    throw new AggregateError(errors, `[${errors.map((error) => messageOf(error)).join(', ')}]`)
  }
}

function startsWith(value: Uint8Array, prefix: Uint8Array): boolean {
  if (value.length < prefix.length) return false
  for (let i = 0; i < prefix.length; i++) if (value[i] !== prefix[i]) return false
  return true
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

const encrypted = Buffer.from('k8s:enc:')

/** Leaves values as they are; what another transformer has written is not its own. */
export const identity: Transformer = {
  toStorage: (value) => value,
  fromStorage(stored) {
    if (startsWith(stored, encrypted)) throw new Error('identity transformer tried to read encrypted data')
    return { value: stored, stale: false }
  },
}
