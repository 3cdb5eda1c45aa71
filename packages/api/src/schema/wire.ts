/**
 * Protobuf's bytes: tags, varints and lengths.
 * In: values with field numbers, or bytes. Out: the other one.
 * Always: the writer fills its buffer from the end to the beginning, so that a length is known when it is written;
 * the reader never looks beyond its message and refuses what is cut off, too deep or too long.
 * Elsewhere: what the fields mean (protobuf.ts).
 */

export class ProtobufError extends Error {
  override name = 'ProtobufError'
}

const utf8Encoder = new TextEncoder()
const utf8Decoder = new TextDecoder()

/** Deeper than any kind goes by far; bounds the stack. */
const maxNesting = 1_000

export class Writer {
  private buffer = new Uint8Array(1024)
  private at = 1024

  /** Bytes written so far. */
  get length(): number {
    return this.buffer.length - this.at
  }

  /** Everything that was written after the first `from` bytes. */
  finish(from: number): Uint8Array {
    return this.buffer.slice(this.at, this.buffer.length - from)
  }

  private reserve(size: number): void {
    if (size <= this.at) return
    const used = this.length
    const bigger = new Uint8Array(Math.max(this.buffer.length * 2, used + size + 1024))
    bigger.set(this.buffer.subarray(this.at), bigger.length - used)
    this.buffer = bigger
    this.at = bigger.length - used
  }

  bytes(value: Uint8Array): void {
    this.reserve(value.length)
    this.at -= value.length
    this.buffer.set(value, this.at)
  }

  /** Negative numbers take ten bytes, as two's complement of 64 bits. */
  varint(value: number | bigint): void {
    // Most tags, lengths and numbers are one byte.
    if (value >= 0 && value < 0x80 && typeof value === 'number') {
      if (this.at === 0) this.reserve(1)
      this.buffer[--this.at] = value
      return
    }
    if (typeof value === 'bigint' || value < 0 || value > 0x7fffffff) {
      this.longVarint(BigInt.asUintN(64, BigInt(value)))
      return
    }
    this.reserve(5)
    let size = 1
    for (let rest = value >>> 7; rest > 0; rest >>>= 7) size++
    this.at -= size
    let rest = value
    for (let i = this.at; i < this.at + size; i++, rest >>>= 7) {
      this.buffer[i] = i === this.at + size - 1 ? rest : (rest & 0x7f) | 0x80
    }
  }

  private longVarint(value: bigint): void {
    const bytes: number[] = []
    for (let rest = value; ; rest >>= 7n) {
      if (rest < 0x80n) {
        bytes.push(Number(rest))
        break
      }
      bytes.push(Number(rest & 0x7fn) | 0x80)
    }
    this.bytes(Uint8Array.from(bytes))
  }

  varintField(number: number, value: number | bigint): void {
    this.varint(value)
    this.varint(number * 8)
  }

  doubleField(number: number, value: number): void {
    this.reserve(8)
    this.at -= 8
    new DataView(this.buffer.buffer).setFloat64(this.at, value, true)
    this.varint(number * 8 + 1)
  }

  bytesField(number: number, value: Uint8Array): void {
    this.bytes(value)
    this.varint(value.length)
    this.varint(number * 8 + 2)
  }

  stringField(number: number, value: string): void {
    const { length } = value
    // Nearly all strings of the API are short and ASCII: no detour over another buffer for these.
    this.reserve(length)
    let i = length
    let at = this.at
    while (i > 0) {
      const code = value.charCodeAt(i - 1)
      if (code >= 0x80) break
      this.buffer[--at] = code
      i--
    }
    if (i === 0) {
      this.at = at
      this.varint(length)
      this.varint(number * 8 + 2)
    } else this.bytesField(number, utf8Encoder.encode(value))
  }

  /** Closes a message whose content was written since the writer had `from` bytes. */
  lengthAndTag(number: number, from: number): void {
    this.varint(this.length - from)
    this.varint(number * 8 + 2)
  }
}

/** A field that is not coded as its type wants; who knows its name says it. */
export class WrongWireType extends ProtobufError {
  readonly wireType: number
  readonly named: boolean

  constructor(wireType: number, field: number | string, named = false) {
    super(`proto: wrong wireType = ${wireType} for field ${field}`)
    this.wireType = wireType
    this.named = named
  }
}

export class Reader {
  /** Of the field that next() has found. */
  field = 0
  wireType = 0
  /** The message that is read, for errors. */
  name = ''
  private readonly data: Uint8Array
  private readonly end: number
  private readonly depth: number
  private at: number

  constructor(data: Uint8Array, start: number, end: number, depth = 0) {
    this.data = data
    this.at = start
    this.end = end
    this.depth = depth
  }

  more(): boolean {
    return this.at < this.end
  }

  /** Goes to the next field; false at the end of the message. */
  next(): boolean {
    if (this.at >= this.end) return false
    const tag = Number(this.varint())
    this.field = Math.floor(tag / 8)
    this.wireType = tag % 8
    if (this.field < 1 || this.field > 0x1fffffff) {
      throw new ProtobufError(`proto: ${this.name}: illegal tag ${this.field} (wire type ${this.wireType})`)
    }
    if (this.wireType === 4 && this.name !== '') {
      throw new ProtobufError(`proto: ${this.name}: wiretype end group for non-group`)
    }
    return true
  }

  expect(wireType: number): void {
    if (this.wireType !== wireType) {
      throw new WrongWireType(this.wireType, this.field)
    }
  }

  varint(): number | bigint {
    let value = 0
    let factor = 1
    for (let i = 0; i < 7; i++) {
      const byte = this.byte()
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
      factor *= 128
    }
    let long = BigInt(value)
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.byte()
      long += BigInt(byte & 0x7f) << shift
      if (byte < 0x80) {
        long = BigInt.asUintN(64, long)
        return long <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(long) : long
      }
    }
    throw new ProtobufError('proto: integer overflow')
  }

  signedVarint(): number | bigint {
    const value = this.varint()
    if (typeof value === 'number') return value
    const signed = BigInt.asIntN(64, value)
    const near = Number(signed)
    return Number.isSafeInteger(near) ? near : signed
  }

  private byte(): number {
    const byte = this.at < this.end ? this.data[this.at++] : undefined
    if (byte === undefined) throw new ProtobufError('unexpected EOF')
    return byte
  }

  /** Start of a length-delimited value; afterwards the reader stands behind it. */
  private span(): number {
    this.expect(2)
    const length = Number(this.varint())
    const start = this.at
    if (length >= 2 ** 63) throw new ProtobufError('proto: negative length found during unmarshaling')
    if (length > this.end - start) throw new ProtobufError('unexpected EOF')
    this.at = start + length
    return start
  }

  message(): Reader {
    if (this.depth >= maxNesting) throw new ProtobufError('proto: message is nested too deep')
    const start = this.span()
    return new Reader(this.data, start, this.at, this.depth + 1)
  }

  /** A view, not a copy. */
  bytes(): Uint8Array {
    const start = this.span()
    return this.data.subarray(start, this.at)
  }

  string(): string {
    const start = this.span()
    const end = this.at
    if (end - start > 16) return utf8Decoder.decode(this.data.subarray(start, end))
    let text = ''
    for (let i = start; i < end; i++) {
      const code = this.data[i] as number
      if (code >= 0x80) return utf8Decoder.decode(this.data.subarray(start, end))
      text += String.fromCharCode(code)
    }
    return text
  }

  double(): number {
    this.expect(1)
    const start = this.at
    this.advance(8)
    return new DataView(this.data.buffer, this.data.byteOffset + start, 8).getFloat64(0, true)
  }

  private advance(size: number): void {
    if (size > this.end - this.at) throw new ProtobufError('unexpected EOF')
    this.at += size
  }

  /** Leaves out the field that next() has found, groups included. */
  skip(): void {
    let groups = 0
    do {
      switch (this.wireType) {
        case 0:
          this.varint()
          break
        case 1:
          this.advance(8)
          break
        case 2:
          this.span()
          break
        case 3:
          groups++
          break
        case 4:
          if (--groups < 0) throw new ProtobufError('proto: unexpected end of group')
          break
        case 5:
          this.advance(4)
          break
        default:
          throw new ProtobufError(`proto: illegal wireType ${this.wireType}`)
      }
      if (groups > 0 && !this.next()) throw new ProtobufError('unexpected EOF')
    } while (groups > 0)
  }
}
