/**
 * IP addresses and ranges as text and as bytes.
 * In: texts such as `10.0.0.1`, `2001:db8::/64`. Out: bytes, canonical text, containment, arithmetic for allocators.
 * Always: reads what Go's sloppy parser reads (leading zeros in IPv4 are decimal), refuses zones (`fe80::1%eth0`);
 * IPv4-mapped IPv6 is IPv4, as in Go.
 */

/** 4 or 16 bytes. */
export type IpBytes = Uint8Array

export interface Cidr {
  /** The address as written. */
  readonly ip: IpBytes
  /** The network's first address. */
  readonly base: IpBytes
  readonly prefixLength: number
}

/** The bytes, 4 for IPv4 (also when mapped into IPv6) and 16 for IPv6; undefined when the text is no address. */
export function parseIp(text: string): IpBytes | undefined {
  if (!text.includes(':')) return parseIpv4(text)
  const bytes = parseIpv6(text)
  return bytes === undefined ? undefined : unmap(bytes)
}

export function isIpv4(text: string): boolean {
  return parseIp(text)?.length === 4
}

export function isIpv6(text: string): boolean {
  return parseIp(text)?.length === 16
}

/** `IPv4`, `IPv6`, or '' when the text is no address. */
export function ipFamily(text: string): 'IPv4' | 'IPv6' | '' {
  const bytes = parseIp(text)
  return bytes === undefined ? '' : bytes.length === 4 ? 'IPv4' : 'IPv6'
}

function parseIpv4(text: string): IpBytes | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  const bytes = new Uint8Array(4)
  for (const [i, part] of parts.entries()) {
    if (!/^[0-9]{1,16}$/.test(part) || Number(part) > 255) return undefined
    bytes[i] = Number(part)
  }
  return bytes
}

function parseIpv6(text: string): IpBytes | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = parseGroups(halves[0] ?? '', halves.length === 1)
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 16 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 2) return undefined
  return Uint8Array.from([...head, ...Array.from({ length: missing }, () => 0), ...tail])
}

function parseGroups(text: string, last: boolean): number[] | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const bytes: number[] = []
  for (const [i, group] of groups.entries()) {
    if (last && i === groups.length - 1 && group.includes('.')) {
      const v4 = parseIpv4(group)
      if (v4 === undefined) return undefined
      bytes.push(...v4)
    } else {
      // Go goes by the value: zeros may stand in front.
      const value = /^[0-9a-fA-F]{1,8}$/.test(group) ? Number.parseInt(group, 16) : Number.NaN
      if (!(value <= 0xffff)) return undefined
      bytes.push(value >> 8, value & 0xff)
    }
  }
  return bytes
}

function unmap(bytes: IpBytes): IpBytes {
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
  return mapped ? bytes.slice(12) : bytes
}

/** Canonical text: dotted, or RFC 5952. */
export function formatIp(bytes: IpBytes): string {
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0))
  const run = longestZeroRun(groups)
  const text = (from: number, to: number): string =>
    groups
      .slice(from, to)
      .map((group) => group.toString(16))
      .join(':')
  return run === undefined ? text(0, 8) : `${text(0, run.start)}::${text(run.start + run.length, 8)}`
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } | undefined {
  let best: { start: number; length: number } | undefined
  for (let start = 0; start < groups.length; start++) {
    let length = 0
    while (groups[start + length] === 0) length++
    if (length >= 2 && length > (best?.length ?? 0)) best = { start, length }
    if (length > 0) start += length - 1
  }
  return best
}

/** The range, or undefined when the text is none. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/')
  if (slash < 0) return undefined
  const ip = parseIp(text.slice(0, slash))
  const lengthText = text.slice(slash + 1)
  if (ip === undefined || !/^[0-9]{1,3}$/.test(lengthText)) return undefined
  // A mapped address is written with an IPv6 prefix length, so the text's family decides what is allowed.
  const written = text.includes(':') ? 128 : 32
  const length = Number(lengthText)
  if (length > written) return undefined
  const bits = ip.length * 8
  const prefixLength = Math.max(0, length - (written - bits))
  return { ip, base: maskIp(ip, prefixLength), prefixLength }
}

/** `ip` with everything behind the prefix set to zero. */
export function maskIp(ip: IpBytes, prefixLength: number): IpBytes {
  return ip.map((byte, i) => {
    const kept = Math.min(8, Math.max(0, prefixLength - i * 8))
    return byte & (0xff << (8 - kept)) & 0xff
  })
}

/** `10.0.0.0/8`: the network's base and its prefix length. */
export function formatCidr(cidr: Pick<Cidr, 'base' | 'prefixLength'>): string {
  return `${formatIp(cidr.base)}/${cidr.prefixLength}`
}

export function cidrContains(cidr: Cidr, ip: IpBytes): boolean {
  return ip.length === cidr.base.length && maskIp(ip, cidr.prefixLength).every((byte, i) => byte === cidr.base[i])
}

/** How many addresses the range has. */
export function cidrSize(cidr: Cidr): bigint {
  return 1n << BigInt(cidr.base.length * 8 - cidr.prefixLength)
}

export function ipToBigInt(ip: IpBytes): bigint {
  return ip.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
}

/** @param length 4 or 16 bytes */
export function bigIntToIp(value: bigint, length: 4 | 16): IpBytes {
  const bytes = new Uint8Array(length)
  for (let i = length - 1, rest = value; i >= 0; i--, rest >>= 8n) bytes[i] = Number(rest & 0xffn)
  return bytes
}

/** The address `offset` behind the range's base. */
export function cidrAddress(cidr: Cidr, offset: bigint): IpBytes {
  return bigIntToIp(ipToBigInt(cidr.base) + offset, cidr.base.length === 4 ? 4 : 16)
}
