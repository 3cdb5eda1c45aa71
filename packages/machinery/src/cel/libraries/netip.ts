/**
 * Addresses and prefixes as strictly as Go's net/netip reads them, with its messages.
 * In: texts. Out: bytes, or what is wrong. Elsewhere: writing addresses (../../ip.ts).
 */
import { goQuote } from '../../go-quote.ts'
import { type IpBytes } from '../../ip.ts'

export interface Address {
  /** 4 or 16; an IPv4 address inside IPv6 stays 16. */
  readonly bytes: IpBytes
  readonly zone: string
}

export interface Prefix {
  readonly address: IpBytes
  readonly bits: number
}

export type Parsed<T> = T | { readonly problem: string }

function failed(text: string, message: string, at = ''): { readonly problem: string } {
  const place = at === '' ? '' : ` (at ${goQuote(at)})`
  return { problem: `ParseAddr(${goQuote(text)}): ${message}${place}` }
}

export function parseAddress(text: string): Parsed<Address> {
  for (const character of text) {
    if (character === '.') return v4(text)
    if (character === ':') return v6(text)
    if (character === '%') return failed(text, 'missing IPv6 address')
  }
  return failed(text, 'unable to parse IP')
}

function v4(text: string): Parsed<Address> {
  const fields = v4Fields(text, text)
  return 'problem' in fields ? fields : { bytes: fields, zone: '' }
}

/** `whole` is what messages show; the part is IPv4 inside IPv6. */
function v4Fields(part: string, whole: string): Parsed<IpBytes> {
  const fields = part.split('.')
  const bytes: number[] = []
  for (const [i, field] of fields.entries()) {
    const at = part.slice(fields.slice(0, i).join('.').length + (i > 0 ? 1 : 0))
    const unexpected = /[^0-9]/.exec(field)
    if (unexpected !== null) return failed(whole, 'unexpected character', at.slice(unexpected.index))
    if (field === '')
      return failed(whole, 'IPv4 field must have at least one digit', i === 0 ? part : part.slice(part.indexOf('..')))
    if (field.length > 1 && field.startsWith('0')) return failed(whole, 'IPv4 field has octet with leading zero')
    if (Number(field) > 255) return failed(whole, 'IPv4 field has value >255')
    if (i > 3) return failed(whole, 'IPv4 address too long')
    bytes.push(Number(field))
  }
  return bytes.length === 4 ? Uint8Array.from(bytes) : failed(whole, 'IPv4 address too short')
}

function v6(text: string): Parsed<Address> {
  const percent = text.indexOf('%')
  const zone = percent < 0 ? '' : text.slice(percent + 1)
  if (percent >= 0 && zone === '') return failed(text, 'zone must be a non-empty string')
  const body = percent < 0 ? text : text.slice(0, percent)
  const bytes = new Uint8Array(16)
  let rest = body
  let ellipsis = -1
  if (rest.startsWith('::')) {
    ellipsis = 0
    rest = rest.slice(2)
    if (rest === '') return { bytes, zone }
  }
  let i = 0
  while (i < 16) {
    const digits = /^[0-9a-fA-F]*/.exec(rest)?.[0] ?? ''
    if (digits.length > 4) return failed(text, 'each group must have 4 or less digits', rest)
    if (digits === '') return failed(text, 'each colon-separated field must have at least one digit', rest)
    if (rest[digits.length] === '.') {
      if (ellipsis < 0 && i !== 12)
        return failed(text, 'embedded IPv4 address must replace the final 2 fields of the address', rest)
      if (i + 4 > 16) return failed(text, 'too many hex fields to fit an embedded IPv4 at the end of the address', rest)
      const embedded = v4Fields(rest, text)
      if ('problem' in embedded) return embedded
      bytes.set(embedded, i)
      rest = ''
      i += 4
      break
    }
    const group = Number.parseInt(digits, 16)
    bytes[i] = group >> 8
    bytes[i + 1] = group & 0xff
    i += 2
    rest = rest.slice(digits.length)
    if (rest === '') break
    if (!rest.startsWith(':')) return failed(text, 'unexpected character, want colon', rest)
    if (rest === ':') return failed(text, 'colon must be followed by more characters', rest)
    rest = rest.slice(1)
    if (!rest.startsWith(':')) continue
    if (ellipsis >= 0) return failed(text, 'multiple :: in address', rest)
    ellipsis = i
    rest = rest.slice(1)
    if (rest === '') break
  }
  if (rest !== '') return failed(text, 'trailing garbage after address', rest)
  if (i < 16) {
    if (ellipsis < 0) return failed(text, 'address string too short')
    bytes.copyWithin(16 - (i - ellipsis), ellipsis, i)
    bytes.fill(0, ellipsis, 16 - (i - ellipsis))
  } else if (ellipsis >= 0) return failed(text, 'the :: must expand to at least one field of zeros')
  return { bytes, zone }
}

export function parsePrefix(text: string): Parsed<Prefix> {
  const wrong = (message: string): { readonly problem: string } => ({
    problem: `netip.ParsePrefix(${goQuote(text)}): ${message}`,
  })
  const slash = text.lastIndexOf('/')
  if (slash < 0) return wrong("no '/'")
  const address = parseAddress(text.slice(0, slash))
  if ('problem' in address) return wrong(address.problem)
  if (address.zone !== '') return wrong('IPv6 zones cannot be present in a prefix')
  const bitsText = text.slice(slash + 1)
  if (!/^(?:0|[1-9][0-9]*)$/.test(bitsText)) return wrong(`bad bits after slash: ${goQuote(bitsText)}`)
  const bits = Number(bitsText)
  if (bits > address.bytes.length * 8) return wrong('prefix length out of range')
  return { address: address.bytes, bits }
}

/** `::ffff:1.2.3.4`. */
export function isV4InV6(bytes: IpBytes): boolean {
  return (
    bytes.length === 16 && bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  )
}
