/** IP addresses and prefixes: `ip('10.0.0.1').isLoopback()`, `cidr('10.0.0.0/8').containsIP(…)`. */
import { goQuote } from '../../go-quote.ts'
import { formatIp, type IpBytes, maskIp } from '../../ip.ts'
import { type FunctionDeclaration, globalOverload, type Library, memberOverload } from '../declarations.ts'
import { compareBytes } from '../equality.ts'
import { boolType, intType, opaque, stringType } from '../types.ts'
import { EvalError, OpaqueValue, type Value } from '../values.ts'
import { text } from './arguments.ts'
import { isV4InV6, parseAddress, parsePrefix } from './netip.ts'

const ipType = opaque('net.IP')
const cidrType = opaque('net.CIDR')

export class IpValue extends OpaqueValue {
  readonly typeName = 'net.IP'
  readonly bytes: IpBytes

  constructor(bytes: IpBytes) {
    super()
    this.bytes = bytes
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof IpValue && compareBytes(this.bytes, other.bytes) === 0
  }

  toJson(): string {
    return formatIp(this.bytes)
  }

  override get size(): number {
    return this.bytes.length
  }
}

export class CidrValue extends OpaqueValue {
  readonly typeName = 'net.CIDR'
  readonly bytes: IpBytes
  readonly bits: number

  constructor(bytes: IpBytes, bits: number) {
    super()
    this.bytes = bytes
    this.bits = bits
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof CidrValue && this.bits === other.bits && compareBytes(this.bytes, other.bytes) === 0
  }

  toJson(): string {
    return `${formatIp(this.bytes)}/${this.bits}`
  }

  override get size(): number {
    return Math.ceil(this.bits / 8)
  }

  contains(ip: IpBytes): boolean {
    return ip.length === this.bytes.length && compareBytes(maskIp(ip, this.bits), maskIp(this.bytes, this.bits)) === 0
  }
}

function readIp(raw: string): IpValue | EvalError {
  const address = parseAddress(raw)
  if ('problem' in address) {
    return new EvalError(`IP Address ${goQuote(raw)} parse error during conversion from string: ${address.problem}`)
  }
  if (address.zone !== '') return new EvalError(`IP address ${goQuote(raw)} with zone value is not allowed`)
  if (isV4InV6(address.bytes)) return new EvalError(`IPv4-mapped IPv6 address ${goQuote(raw)} is not allowed`)
  return new IpValue(address.bytes)
}

function readCidr(raw: string): CidrValue | EvalError {
  const context = 'network address parse error during conversion from string'
  const prefix = parsePrefix(raw)
  // Upstream says it twice.
  if ('problem' in prefix) return new EvalError(`${context}: ${context}: ${prefix.problem}`)
  if (isV4InV6(prefix.address)) {
    return new EvalError(`${context}: IPv4-mapped IPv6 address ${goQuote(raw)} is not allowed`)
  }
  return new CidrValue(prefix.address, prefix.bits)
}

function ip(value: Value | undefined): IpBytes {
  if (value instanceof IpValue) return value.bytes
  throw new TypeError('not an IP address')
}

function cidr(value: Value | undefined): CidrValue {
  if (value instanceof CidrValue) return value
  throw new TypeError('not a CIDR')
}

function property(name: string, id: string, holds: (bytes: IpBytes) => boolean): FunctionDeclaration {
  return { name, overloads: [memberOverload(id, [ipType], boolType, (value) => holds(ip(value)))] }
}

const isV4 = (bytes: IpBytes): boolean => bytes.length === 4
const isUnspecified = (bytes: IpBytes): boolean => bytes.every((byte) => byte === 0)
const isLoopback = (bytes: IpBytes): boolean =>
  isV4(bytes) ? bytes[0] === 127 : bytes.subarray(0, 15).every((byte) => byte === 0) && bytes[15] === 1
const isMulticast = (bytes: IpBytes): boolean => (isV4(bytes) ? ((bytes[0] ?? 0) & 0xf0) === 0xe0 : bytes[0] === 0xff)
const isLinkLocalMulticast = (bytes: IpBytes): boolean =>
  isV4(bytes)
    ? bytes[0] === 224 && bytes[1] === 0 && bytes[2] === 0
    : bytes[0] === 0xff && ((bytes[1] ?? 0) & 0x0f) === 2
const isLinkLocalUnicast = (bytes: IpBytes): boolean =>
  isV4(bytes) ? bytes[0] === 169 && bytes[1] === 254 : bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80
const isGlobalUnicast = (bytes: IpBytes): boolean =>
  !(isV4(bytes) && bytes.every((byte) => byte === 255)) &&
  !isUnspecified(bytes) &&
  !isLoopback(bytes) &&
  !isMulticast(bytes) &&
  !isLinkLocalUnicast(bytes)

export const ipLibrary: Library = {
  typeNames: [['net.IP', ipType]],
  functions: [
    { name: 'ip', overloads: [globalOverload('string_to_ip', [stringType], ipType, (value) => readIp(text(value)))] },
    {
      name: 'ip.isCanonical',
      overloads: [
        globalOverload('ip_is_canonical', [stringType], boolType, (value) => {
          const address = readIp(text(value))
          return address instanceof EvalError ? address : address.toJson() === text(value)
        }),
      ],
    },
    {
      name: 'isIP',
      overloads: [globalOverload('is_ip', [stringType], boolType, (value) => readIp(text(value)) instanceof IpValue)],
    },
    {
      name: 'family',
      overloads: [memberOverload('ip_family', [ipType], intType, (value) => (isV4(ip(value)) ? 4 : 6))],
    },
    property('isUnspecified', 'ip_is_unspecified', isUnspecified),
    property('isLoopback', 'ip_is_loopback', isLoopback),
    property('isLinkLocalMulticast', 'ip_is_link_local_multicast', isLinkLocalMulticast),
    property('isLinkLocalUnicast', 'ip_is_link_local_unicast', isLinkLocalUnicast),
    property('isGlobalUnicast', 'ip_is_global_unicast', isGlobalUnicast),
    {
      name: 'string',
      overloads: [globalOverload('ip_to_string', [ipType], stringType, (value) => formatIp(ip(value)))],
    },
  ],
}

function containsIp(range: Value | undefined, address: IpValue | EvalError): Value {
  return address instanceof EvalError ? address : cidr(range).contains(address.bytes)
}

function containsCidr(range: Value | undefined, other: CidrValue | EvalError): Value {
  return other instanceof EvalError ? other : cidr(range).contains(other.bytes) && cidr(range).bits <= other.bits
}

export const cidrLibrary: Library = {
  typeNames: [['net.CIDR', cidrType]],
  functions: [
    {
      name: 'cidr',
      overloads: [globalOverload('string_to_cidr', [stringType], cidrType, (value) => readCidr(text(value)))],
    },
    {
      name: 'isCIDR',
      overloads: [
        globalOverload('is_cidr', [stringType], boolType, (value) => readCidr(text(value)) instanceof CidrValue),
      ],
    },
    {
      name: 'containsIP',
      overloads: [
        memberOverload('cidr_contains_ip_string', [cidrType, stringType], boolType, (range, value) =>
          containsIp(range, readIp(text(value))),
        ),
        memberOverload('cidr_contains_ip_ip', [cidrType, ipType], boolType, (range, value) =>
          containsIp(range, new IpValue(ip(value))),
        ),
      ],
    },
    {
      name: 'containsCIDR',
      overloads: [
        memberOverload('cidr_contains_cidr_string', [cidrType, stringType], boolType, (range, value) =>
          containsCidr(range, readCidr(text(value))),
        ),
        memberOverload('cidr_contains_cidr', [cidrType, cidrType], boolType, (range, value) =>
          containsCidr(range, cidr(value)),
        ),
      ],
    },
    {
      name: 'ip',
      overloads: [memberOverload('cidr_ip', [cidrType], ipType, (value) => new IpValue(cidr(value).bytes))],
    },
    {
      name: 'prefixLength',
      overloads: [memberOverload('cidr_prefix_length', [cidrType], intType, (value) => cidr(value).bits)],
    },
    {
      name: 'masked',
      overloads: [
        memberOverload('cidr_masked', [cidrType], cidrType, (value) => {
          const { bytes, bits } = cidr(value)
          return new CidrValue(maskIp(bytes, bits), bits)
        }),
      ],
    },
    {
      name: 'string',
      overloads: [globalOverload('cidr_to_string', [cidrType], stringType, (value) => cidr(value).toJson())],
    },
  ],
}
