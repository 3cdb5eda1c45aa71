/** The `Audit-ID` of a request: what the client calls it, or a fresh UUID. Always: drawing one costs a part of a microsecond. */
import type { Random } from '@elli/host/random'

const uuidBytes = 16
const drawn = 256

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export class AuditIds {
  readonly #random: Random
  /** Bytes for many, since a single small draw costs as much as a large one. */
  #bytes: Uint8Array = new Uint8Array()
  #used = 0

  constructor(random: Random) {
    this.#random = random
  }

  of(sent: string | undefined): string {
    return sent === undefined || sent === '' ? this.#next() : sent
  }

  #next(): string {
    if (this.#used + uuidBytes > this.#bytes.length) {
      this.#bytes = this.#random.bytes(uuidBytes * drawn)
      this.#used = 0
    }
    const at = this.#used
    this.#used += uuidBytes
    const byte = (i: number): number => this.#bytes[at + i] as number
    const part = (from: number, to: number): string => {
      let text = ''
      for (let i = from; i < to; i++) text += hex[byte(i)] as string
      return text
    }
    const version = hex[(byte(6) & 0x0f) | 0x40] as string
    const variant = hex[(byte(8) & 0x3f) | 0x80] as string
    return `${part(0, 4)}-${part(4, 6)}-${version}${part(7, 8)}-${variant}${part(9, 10)}-${part(10, 16)}`
  }
}
