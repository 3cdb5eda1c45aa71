/**
 * Protobuf at its plainest, as much of it as etcd's messages need.
 * In: fields one after the other. Out: bytes, and fields from bytes. Always: zeros are left out (proto3); int64 beyond 2^53
 * loses its last digits, which only ids of leases and members have.
 */

/** Writes the fields of one message. */
export class MessageWriter {
  #buffer = Buffer.allocUnsafe(256)
  #length = 0

  int(field: number, value: number | bigint | undefined): this {
    if (value === undefined || Number(value) === 0) return this
    this.#varint(field * 8)
    if (typeof value === 'bigint' || value < 0 || value > 0x7fffffff) this.#bigVarint(BigInt.asUintN(64, BigInt(value)))
    else this.#varint(value)
    return this
  }

  bool(field: number, value: boolean | undefined): this {
    return this.int(field, value === true ? 1 : 0)
  }

  text(field: number, value: string | undefined): this {
    return value === undefined || value === '' ? this : this.bytes(field, Buffer.from(value))
  }

  bytes(field: number, value: Uint8Array | undefined): this {
    return value === undefined || value.length === 0 ? this : this.message(field, value)
  }

  /** Like bytes, but there even when empty: what makes a choice of a oneof. */
  message(field: number, value: Uint8Array): this {
    this.#varint(field * 8 + 2)
    this.#varint(value.length)
    this.#reserve(value.length)
    this.#buffer.set(value, this.#length)
    this.#length += value.length
    return this
  }

  /** A member of a oneof that is a number: zero is a choice as well. */
  chosenInt(field: number, value: number): this {
    if (value !== 0) return this.int(field, value)
    this.#varint(field * 8)
    this.#varint(0)
    return this
  }

  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  #varint(value: number): void {
    this.#reserve(5)
    let rest = value
    while (rest > 0x7f) {
      this.#buffer[this.#length++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#buffer[this.#length++] = rest
  }

  #bigVarint(value: bigint): void {
    this.#reserve(10)
    let rest = value
    while (rest > 0x7fn) {
      this.#buffer[this.#length++] = Number(rest & 0x7fn) | 0x80
      rest >>= 7n
    }
    this.#buffer[this.#length++] = Number(rest)
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes))
    this.#buffer.copy(larger, 0, 0, this.#length)
    this.#buffer = larger
  }
}

/** Bytes that are no message. */
export class WireError extends Error {
  override name = 'WireError'
}

/** Walks through the fields of one message. */
export class MessageReader {
  readonly #buffer: Buffer
  #at: number
  readonly #end: number
  field = 0
  #type = 0

  constructor(buffer: Buffer, from = 0, end = buffer.length) {
    this.#buffer = buffer
    this.#at = from
    this.#end = end
  }

  /** Goes to the next field; false at the end. The one before must have been read or skipped. */
  next(): boolean {
    if (this.#at >= this.#end) return false
    const tag = this.number()
    this.field = Math.floor(tag / 8)
    this.#type = tag % 8
    return true
  }

  number(): number {
    let value = 0
    let scale = 1
    for (let i = 0; i < 10; i++) {
      const byte = this.#byte()
      if (i < 7) value += (byte & 0x7f) * scale
      else {
        // The rare long ones are read exactly, then rounded once.
        return this.#long(this.#at - 1 - i)
      }
      if (byte < 0x80) return value
      scale *= 128
    }
    throw new WireError('etcd: varint of more than ten bytes')
  }

  bool(): boolean {
    return this.number() !== 0
  }

  /** A number beyond 2^53, such as an id. */
  exact(): bigint {
    return this.#bigint(this.#at)
  }

  bytes(): Buffer {
    const length = this.number()
    const from = this.#at
    if (length > this.#end - from) throw new WireError('etcd: field reaches beyond its message')
    this.#at = from + length
    return this.#buffer.subarray(from, this.#at)
  }

  text(): string {
    return this.bytes().toString('utf8')
  }

  message(): MessageReader {
    const bytes = this.bytes()
    return new MessageReader(this.#buffer, this.#at - bytes.length, this.#at)
  }

  skip(): void {
    if (this.#type === 0) this.exact()
    else if (this.#type === 2) this.bytes()
    else if (this.#type === 1) this.#at += 8
    else if (this.#type === 5) this.#at += 4
    else throw new WireError(`etcd: wire type ${this.#type}`)
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new WireError('etcd: message ends early')
    return this.#buffer[this.#at++] as number
  }

  #long(from: number): number {
    return Number(this.#bigint(from))
  }

  #bigint(from: number): bigint {
    this.#at = from
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte()
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asIntN(64, value)
    }
    throw new WireError('etcd: varint of more than ten bytes')
  }
}
