/**
 * Messages of KMS plugins (v2 and v1) and the envelope that stands in the store, as protobuf.
 * In: small records. Out: bytes; hostile bytes end in a ProtobufError.
 */
import { Reader, Writer } from '@elli/api/schema/wire'

type Annotations = Readonly<Record<string, Uint8Array>>

interface Fields {
  readonly bytes: (field: number) => Uint8Array
  readonly text: (field: number) => string
  readonly number: (field: number) => number
  readonly map: (field: number) => Annotations
}

/** Reads a flat message; fields that it does not have are empty. */
function fieldsOf(data: Uint8Array): Fields {
  const reader = new Reader(data, 0, data.length)
  const found = new Map<number, Uint8Array>()
  const numbers = new Map<number, number>()
  const maps = new Map<number, Uint8Array[]>()
  while (reader.next()) {
    if (reader.wireType === 2) {
      const value = reader.bytes()
      found.set(reader.field, value)
      maps.set(reader.field, [...(maps.get(reader.field) ?? []), value])
    } else if (reader.wireType === 0) numbers.set(reader.field, Number(reader.varint()))
    else reader.skip()
  }
  const bytes = (field: number): Uint8Array => found.get(field) ?? new Uint8Array()
  return {
    bytes,
    text: (field) => new TextDecoder().decode(bytes(field)),
    number: (field) => numbers.get(field) ?? 0,
    map: (field) =>
      Object.fromEntries(
        (maps.get(field) ?? []).map((entry) => {
          const parts = fieldsOf(entry)
          return [parts.text(1), parts.bytes(2)]
        }),
      ),
  }
}

type Value = Uint8Array | string | number | Annotations

/** Fields in ascending order; empty ones are left out, as proto3 does. */
function message(fields: readonly (readonly [number, Value])[]): Uint8Array {
  const writer = new Writer()
  const start = writer.length
  for (const [field, value] of [...fields].reverse()) {
    if (typeof value === 'number') {
      if (value !== 0) writer.varintField(field, value)
    } else if (typeof value === 'string') {
      if (value !== '') writer.stringField(field, value)
    } else if (value instanceof Uint8Array) {
      if (value.length > 0) writer.bytesField(field, value)
    } else {
      const names = Object.keys(value).sort().reverse()
      for (const name of names) {
        const from = writer.length
        writer.bytesField(2, value[name] ?? new Uint8Array())
        writer.stringField(1, name)
        writer.lengthAndTag(field, from)
      }
    }
  }
  return writer.finish(start)
}

export interface StatusResponse {
  readonly version: string
  readonly healthz: string
  readonly keyId: string
}

export interface EncryptResponse {
  readonly ciphertext: Uint8Array
  readonly keyId: string
  readonly annotations: Annotations
}

export interface DecryptRequest {
  readonly ciphertext: Uint8Array
  readonly uid: string
  readonly keyId: string
  readonly annotations: Annotations
}

/** One method of a service: where it is, and both of its messages in both directions (plugins in tests need the others). */
export interface KmsMethod<Request, Response> {
  readonly path: string
  readonly writeRequest: (request: Request) => Uint8Array
  readonly readRequest: (data: Uint8Array) => Request
  readonly writeResponse: (response: Response) => Uint8Array
  readonly readResponse: (data: Uint8Array) => Response
}

export const statusV2: KmsMethod<Record<string, never>, StatusResponse> = {
  path: '/v2.KeyManagementService/Status',
  writeRequest: () => new Uint8Array(),
  readRequest: () => ({}),
  writeResponse: ({ version, healthz, keyId }) =>
    message([
      [1, version],
      [2, healthz],
      [3, keyId],
    ]),
  readResponse(data) {
    const { text } = fieldsOf(data)
    return { version: text(1), healthz: text(2), keyId: text(3) }
  },
}

export const encryptV2: KmsMethod<{ plaintext: Uint8Array; uid: string }, EncryptResponse> = {
  path: '/v2.KeyManagementService/Encrypt',
  writeRequest: ({ plaintext, uid }) =>
    message([
      [1, plaintext],
      [2, uid],
    ]),
  readRequest(data) {
    const { bytes, text } = fieldsOf(data)
    return { plaintext: bytes(1), uid: text(2) }
  },
  writeResponse: ({ ciphertext, keyId, annotations }) =>
    message([
      [1, ciphertext],
      [2, keyId],
      [3, annotations],
    ]),
  readResponse(data) {
    const { bytes, text, map } = fieldsOf(data)
    return { ciphertext: bytes(1), keyId: text(2), annotations: map(3) }
  },
}

export const decryptV2: KmsMethod<DecryptRequest, { plaintext: Uint8Array }> = {
  path: '/v2.KeyManagementService/Decrypt',
  writeRequest: ({ ciphertext, uid, keyId, annotations }) =>
    message([
      [1, ciphertext],
      [2, uid],
      [3, keyId],
      [4, annotations],
    ]),
  readRequest(data) {
    const { bytes, text, map } = fieldsOf(data)
    return { ciphertext: bytes(1), uid: text(2), keyId: text(3), annotations: map(4) }
  },
  writeResponse: ({ plaintext }) => message([[1, plaintext]]),
  readResponse: (data) => ({ plaintext: fieldsOf(data).bytes(1) }),
}

interface BytesV1 {
  readonly version: string
  readonly data: Uint8Array
}

/** v1's requests and answers differ in nothing but names. */
function methodV1(name: string): KmsMethod<BytesV1, { data: Uint8Array }> {
  return {
    path: `/v1beta1.KeyManagementService/${name}`,
    writeRequest: ({ version, data }) =>
      message([
        [1, version],
        [2, data],
      ]),
    readRequest(data) {
      const { bytes, text } = fieldsOf(data)
      return { version: text(1), data: bytes(2) }
    },
    writeResponse: ({ data }) => message([[1, data]]),
    readResponse: (data) => ({ data: fieldsOf(data).bytes(1) }),
  }
}

export const encryptV1 = methodV1('Encrypt')
export const decryptV1 = methodV1('Decrypt')

/** What a KMS v2 provider stores. */
export interface EncryptedObject {
  readonly encryptedData: Uint8Array
  readonly keyId: string
  readonly encryptedDekSource: Uint8Array
  readonly annotations: Annotations
  /** 0: the source is the key itself; 1: it is a seed, from which a key is derived for each value. */
  readonly sourceType: number
}

export function writeEncryptedObject(object: EncryptedObject): Uint8Array {
  const { encryptedData, keyId, encryptedDekSource, annotations, sourceType } = object
  return message([
    [1, encryptedData],
    [2, keyId],
    [3, encryptedDekSource],
    [4, annotations],
    [5, sourceType],
  ])
}

export function readEncryptedObject(data: Uint8Array): EncryptedObject {
  const { bytes, text, map, number } = fieldsOf(data)
  return {
    encryptedData: bytes(1),
    keyId: text(2),
    encryptedDekSource: bytes(3),
    annotations: map(4),
    sourceType: number(5),
  }
}
