/**
 * String formats that the validation of custom resources knows; others say nothing.
 * In: a format's name, with or without dashes, and a text. Out: whether the text has the format.
 * @see kube-openapi pkg/validation/strfmt, apiextensions-apiserver pkg/apiserver/validation/formats.go
 */
import { parseCidr, parseIp } from '@elli/machinery/ip'

const hex = (groups: string): RegExp => new RegExp(`^${groups}$`, 'i')
const h = '[0-9a-f]'

const hostname =
  /^([a-zA-Z0-9\p{S}\p{L}]((-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)|([a-zA-Z0-9\p{S}\p{L}](([a-zA-Z0-9\-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?)(\.))+([a-zA-Z\p{L}]){2,63})$/u
const creditCard =
  /^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\d{3})\d{11})$/
const colorPart = '\\s*(0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])\\s*'
const rgbColor = new RegExp(`^rgb\\(${colorPart},${colorPart},${colorPart}\\)$`)
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/

const checks: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: (text) => /^[0-9a-fA-F]{24}$/.test(text),
  uri: isRequestUri,
  email: isEmail,
  hostname: isHostname,
  ipv4: (text) => text.includes('.') && parseIp(withoutLeadingZeros(text)) !== undefined,
  ipv6: (text) => text.includes(':') && parseIp(text) !== undefined,
  cidr: (text) => parseCidr(withoutLeadingZeros(text)) !== undefined,
  mac: isMac,
  uuid: (text) => hex(`${h}{8}-?${h}{4}-?${h}{4}-?${h}{4}-?${h}{12}`).test(text),
  uuid3: (text) => hex(`${h}{8}-?${h}{4}-?3${h}{3}-?${h}{4}-?${h}{12}`).test(text),
  uuid4: (text) => hex(`${h}{8}-?${h}{4}-?4${h}{3}-?[89ab]${h}{3}-?${h}{12}`).test(text),
  uuid5: (text) => hex(`${h}{8}-?${h}{4}-?5${h}{3}-?[89ab]${h}{3}-?${h}{12}`).test(text),
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: isCreditCard,
  ssn: (text) => text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text),
  hexcolor: (text) => /^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(text),
  rgbcolor: (text) => rgbColor.test(text),
  byte: (text) => base64.test(text),
  password: () => true,
  date: isDate,
  duration: isDuration,
  datetime: isDateTime,
}

function checkOf(format: string): ((text: string) => boolean) | undefined {
  const name = format.replaceAll('-', '')
  return Object.hasOwn(checks, name) ? checks[name] : undefined
}

export function isKnownFormat(format: string): boolean {
  return checkOf(format) !== undefined
}

/** True of formats nobody knows. */
export function hasFormat(format: string, text: string): boolean {
  return checkOf(format)?.(text) ?? true
}

/** Go before 1.17 read 010.0.0.1 as 10.0.0.1, and objects that say so are around. */
function withoutLeadingZeros(text: string): string {
  const [address = '', ...rest] = text.split('/')
  if (!address.includes('.')) return text
  return [address.replace(/(^|[.:])0+(?=\d)/g, '$1'), ...rest].join('/')
}

function isHostname(text: string): boolean {
  if (!hostname.test(text) || Buffer.byteLength(text) > 255) return false
  return text.split('.').every((label) => Buffer.byteLength(label) <= 63)
}

/** As a request line would have it: absolute, or a path from the root. */
function isRequestUri(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (text === '' || /[\u0000-\u001f\u007f]/.test(text)) return false
  if (text === '*') return true
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text)
  const rest = text.slice(scheme?.[0].length ?? 0)
  if (scheme === null && !text.startsWith('/')) return false
  if (!rest.startsWith('/')) return scheme !== null
  const [, authority, path = ''] = /^(?:\/\/([^/?]*))?([^?]*)/.exec(rest) ?? []
  if (scheme !== null && authority !== undefined && !isAuthority(authority)) return false
  return !/%(?![0-9a-fA-F]{2})/.test(path)
}

/** What a host may be made of: of escapes only those of bytes beyond ASCII. */
const hostText = /^(?:[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]|[^\u0000-\u007f]|%[89A-Fa-f][0-9A-Fa-f])*$/
const userText = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/

function isAuthority(text: string): boolean {
  const at = text.lastIndexOf('@')
  if (at >= 0 && !userText.test(text.slice(0, at))) return false
  const host = text.slice(at + 1)
  if (host.startsWith('[')) {
    const [, literal = '', port = ''] = /^\[(.*)\](.*)$/.exec(host) ?? []
    // A zone is written after an escaped percent sign.
    const [address = ''] = literal.split('%25', 1)
    return literal !== '' && parseIp(address) !== undefined && /^(?::\d*)?$/.test(port)
  }
  const colon = host.lastIndexOf(':')
  return hostText.test(host) && (colon < 0 || /^:\d*$/.test(host.slice(colon)))
}

const atomText = "A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u0080-\\u{10ffff}-"
const quotedText = '"(?:[^"\\\\\\r\\n]|\\\\.)*"'
const dotAtoms = `[${atomText}]+(?:\\.[${atomText}]+)*`
const mailbox = `(?:${dotAtoms}|${quotedText})@(?:${dotAtoms}|\\[([^\\[\\]\\\\]*)\\])`
/** Each character of a name has one way to be read, so that long texts take no longer than they must. */
const displayName = `(?:[${atomText}. \\t]|${quotedText})*`
const emailText = new RegExp(`^[ \\t]*(?:${mailbox}|${displayName}<${mailbox}>)$`, 'u')

/** RFC 5322 as Go reads one address: a bare one, or a name before one in angle brackets; a comment may follow. */
function isEmail(text: string): boolean {
  const parts = emailText.exec(withoutComment(withoutBlanks(text)))
  if (parts === null) return false
  const literal = parts[1] ?? parts[2]
  return literal === undefined || parseIp(literal) !== undefined
}

function withoutBlanks(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--
  return text.slice(0, end)
}

function withoutComment(text: string): string {
  const open = text.endsWith(')') ? text.lastIndexOf('(') : -1
  return open < 0 || text.slice(open + 1, -1).includes(')') ? text : withoutBlanks(text.slice(0, open))
}

function isMac(text: string): boolean {
  const bytes = [6, 8, 20]
  return bytes.some(
    (count) =>
      new RegExp(`^${h}{2}(?::${h}{2}){${count - 1}}$`, 'i').test(text) ||
      new RegExp(`^${h}{2}(?:-${h}{2}){${count - 1}}$`, 'i').test(text) ||
      new RegExp(`^${h}{4}(?:\\.${h}{4}){${count / 2 - 1}}$`, 'i').test(text),
  )
}

function isIsbn10(text: string): boolean {
  const digits = text.replaceAll(/[\s-]+/g, '')
  if (!/^(?:[0-9]{9}X|[0-9]{10})$/.test(digits)) return false
  const sum = digits.split('').reduce((total, digit, i) => total + (i + 1) * (digit === 'X' ? 10 : Number(digit)), 0)
  return sum % 11 === 0
}

function isIsbn13(text: string): boolean {
  const digits = text.replaceAll(/[\s-]+/g, '')
  if (!/^[0-9]{13}$/.test(digits)) return false
  return digits.split('').reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0) % 10 === 0
}

function isCreditCard(text: string): boolean {
  const digits = text.replaceAll(/[^0-9]+/g, '')
  if (!creditCard.test(digits)) return false
  const sum = digits
    .split('')
    .reverse()
    .reduce((total, digit, i) => {
      const doubled = Number(digit) * (i % 2 === 0 ? 1 : 2)
      return total + (doubled >= 10 ? (doubled % 10) + 1 : doubled)
    }, 0)
  return sum % 10 === 0
}

function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (parts === null) return false
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number]
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day >= 1 && day <= (lengths[month - 1] ?? 0)
}

function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t')
  if (time === undefined || !isDate(date)) return false
  const parts = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$/.exec(time)
  if (parts === null) return false
  const [, hours = '', minutes = '', seconds = ''] = parts
  return hours <= '23' && minutes <= '59' && seconds <= '59'
}

/** Go's durations, and those of Scala: a number and a unit's name, such as `3 hours`. */
function isDuration(text: string): boolean {
  if (/^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text)) return true
  const exact = new Set(['ns', 'us', 'µs', 'ms', 's', 'm', 'h', 'hr', 'd', 'w', 'wk'])
  const beginnings = ['nano', 'micro', 'milli', 'sec', 'min', 'hour', 'day', 'week']
  return [...text.matchAll(/\d+\s*([A-Za-zµ]*)/g)].some(([, unit = '']) => {
    const name = unit.toLowerCase()
    return exact.has(name) || beginnings.some((beginning) => name.startsWith(beginning))
  })
}
