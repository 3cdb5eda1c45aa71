/**
 * PEM texts, as far as validation looks at them: which blocks there are, and that each holds one ASN.1 sequence.
 * In: a text. Out: its blocks. Elsewhere: what the certificates say (signing, authentication).
 */
export interface PemBlock {
  type: string
  hasHeaders: boolean
  /** DER. */
  bytes: Uint8Array
}

const block = /-----BEGIN ([^\n\r-]+)-----\s*\n([\s\S]*?)\n?-----END \1-----/g

export function pemBlocks(text: string): PemBlock[] {
  return [...text.matchAll(block)].map(([, type = '', body = '']) => {
    const hasHeaders = /^[^\n]*: /m.test(body)
    const base64 = hasHeaders ? body.replace(/^([^\n]*: [^\n]*\n)+\s*\n?/, '') : body
    return { type, hasHeaders, bytes: new Uint8Array(Buffer.from(base64.replaceAll(/\s/g, ''), 'base64')) }
  })
}

/** One SEQUENCE whose length is exactly that of the bytes. */
export function isDerSequence(bytes: Uint8Array): boolean {
  const [tag, first] = bytes
  if (tag !== 0x30 || first === undefined) return false
  if (first < 0x80) return bytes.length === 2 + first
  const count = first & 0x7f
  if (count === 0 || count > 4) return false
  let length = 0
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[2 + i] ?? 0)
  return bytes.length === 2 + count + length
}
