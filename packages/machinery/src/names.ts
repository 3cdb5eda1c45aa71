/**
 * Rules for names and other small texts. Each check gives a list of upstream's messages, empty when all is well.
 * In: the text. Out: messages to put behind `Invalid value: "…": `.
 * Always: lengths are counted in UTF-8 bytes, as Go counts them; a check never throws.
 * Elsewhere: addresses as bytes (./ip.ts); field errors (./field.ts).
 * @see apimachinery pkg/util/validation, pkg/api/validation
 */
import { type FieldError, type FieldPath, invalid, required } from './field.ts'
import { parseCidr, parseIp } from './ip.ts'

export function maxLengthMessage(length: number): string {
  return `must be no more than ${length} characters`
}

export function rangeMessage(low: number | bigint, high: number | bigint): string {
  return `must be between ${low} and ${high}, inclusive`
}

export const emptyMessage = 'must be non-empty'
export const negativeMessage = 'must be greater than or equal to 0'
export const immutableMessage = 'field is immutable'

/** A message with examples and the expression: `… (e.g. 'a',  or 'b', regex used for validation is '…')`. */
export function regexMessage(message: string, format: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${format}')`
  const list = examples.map((example) => `'${example}', `).join(' or ')
  return `${message} (e.g. ${list}regex used for validation is '${format}')`
}

/** One kind of text: an expression, how it is shown, what to say, and its longest length. */
interface Rule {
  readonly format: string
  readonly pattern: RegExp
  readonly message: string
}

function rule(format: string, message: string, ...examples: readonly string[]): Rule {
  return { format, pattern: new RegExp(`^(?:${format})$`), message: regexMessage(message, format, ...examples) }
}

const qualifiedFormat = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const labelFormat = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const subdomainFormat = `${labelFormat}(\\.${labelFormat})*`

const qualifiedName = rule(
  qualifiedFormat,
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  'MyName',
  'my.name',
  '123-abc',
)
const labelValue = rule(
  `(${qualifiedFormat})?`,
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  'MyValue',
  'my_value',
  '12345',
)
const dnsLabel = rule(
  labelFormat,
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  'my-name',
  '123-abc',
)
const dnsSubdomain = rule(
  subdomainFormat,
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  'example.com',
)
const dns1035Label = rule(
  '[a-z]([-a-z0-9]*[a-z0-9])?',
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  'my-name',
  'abc-123',
)
const wildcardSubdomain = rule(
  `\\*\\.${subdomainFormat}`,
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  '*.example.com',
)
const cIdentifier = rule(
  '[A-Za-z_][A-Za-z0-9_]*',
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
  'my_name',
  'MY_NAME',
  'MyName',
)
const percent = rule(
  '[0-9]+%',
  "a valid percent string must be a numeric string followed by an ending '%'",
  '1%',
  '93%',
)
const httpHeaderName = rule(
  '[-A-Za-z0-9]+',
  "a valid HTTP header must consist of alphanumeric characters or '-'",
  'X-Header-Name',
)
const envVarName = rule(
  '[-._a-zA-Z][-._a-zA-Z0-9]*',
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
  'my.env-name',
  'MY_ENV.NAME',
  'MyEnvName1',
)
const configMapKey = rule(
  '[-._a-zA-Z0-9]+',
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  'key.name',
  'KEY_NAME',
  'key-name',
)
const httpPath = rule("[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+", 'Invalid path')

function byteLength(text: string): number {
  return Buffer.byteLength(text)
}

function check(text: string, { pattern, message }: Rule, maxLength = Number.POSITIVE_INFINITY): string[] {
  const messages: string[] = []
  if (byteLength(text) > maxLength) messages.push(maxLengthMessage(maxLength))
  if (!pattern.test(text)) messages.push(message)
  return messages
}

export function checkDns1123Label(text: string): string[] {
  const messages = check(text, dnsLabel, 63)
  // A good subdomain that is no label can only have dots too many.
  if (messages.length > 0 && !dnsLabel.pattern.test(text) && dnsSubdomain.pattern.test(text)) {
    messages[messages.length - 1] = 'must not contain dots'
  }
  return messages
}

export function checkDns1123Subdomain(text: string): string[] {
  return check(text, dnsSubdomain, 253)
}

export function checkDns1035Label(text: string): string[] {
  return check(text, dns1035Label, 63)
}

export function checkWildcardDns1123Subdomain(text: string): string[] {
  return check(text, wildcardSubdomain, 253)
}

/** `name` or `prefix.example.com/name`: label and annotation keys, resource names, finalizers. */
export function checkQualifiedName(text: string): string[] {
  const parts = text.split('/')
  if (parts.length > 2) {
    const tail = "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
    return [`a qualified name ${qualifiedName.message} ${tail}`]
  }
  const messages: string[] = []
  const name = parts.at(-1) ?? ''
  if (parts.length === 2) {
    const prefix = parts[0] ?? ''
    const wrong = prefix === '' ? [emptyMessage] : checkDns1123Subdomain(prefix)
    messages.push(...wrong.map((message) => `prefix part ${message}`))
  }
  if (name === '') messages.push(`name part ${emptyMessage}`)
  else if (byteLength(name) > 63) messages.push(`name part ${maxLengthMessage(63)}`)
  if (!qualifiedName.pattern.test(name)) messages.push(`name part ${qualifiedName.message}`)
  return messages
}

export function checkLabelValue(text: string): string[] {
  return check(text, labelValue, 63)
}

export function checkCIdentifier(text: string): string[] {
  return check(text, cIdentifier)
}

export function checkPortNumber(port: number): string[] {
  return checkInRange(port, 1, 65535)
}

export function checkInRange(value: number, low: number, high: number): string[] {
  return value >= low && value <= high ? [] : [rangeMessage(low, high)]
}

export function checkUserId(id: number): string[] {
  return checkInRange(id, 0, 2147483647)
}

export function checkGroupId(id: number): string[] {
  return checkInRange(id, 0, 2147483647)
}

export function checkPortName(text: string): string[] {
  const messages: string[] = []
  if (byteLength(text) > 15) messages.push(maxLengthMessage(15))
  if (!/^[-a-z0-9]+$/.test(text)) {
    messages.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)')
  }
  if (!/[a-z]/.test(text)) messages.push('must contain at least one letter (a-z)')
  if (text.includes('--')) messages.push('must not contain consecutive hyphens')
  if (text.startsWith('-') || text.endsWith('-')) messages.push('must not begin or end with a hyphen')
  return messages
}

export function checkPercent(text: string): string[] {
  return check(text, percent)
}

export function checkHttpHeaderName(text: string): string[] {
  return check(text, httpHeaderName)
}

/** The classic rule; the API server of 1.31 uses it unless RelaxedEnvironmentVariableValidation is on. */
export function checkEnvVarName(text: string): string[] {
  return [...check(text, envVarName), ...climbingPrefix(text)]
}

export function checkRelaxedEnvVarName(text: string): string[] {
  const messages: string[] = []
  if (text === '') messages.push(`environment variable name ${emptyMessage}`)
  if (!/^[ -<>-~]*$/.test(text)) {
    messages.push("a valid environment variable name must consist only of printable ASCII characters other than '='")
  }
  return messages
}

/** Keys of ConfigMaps and Secrets become file names, so they may not climb. */
export function checkConfigMapKey(text: string): string[] {
  return [...check(text, configMapKey, 253), ...climbingPrefix(text)]
}

function climbingPrefix(text: string): string[] {
  if (text === '.') return ["must not be '.'"]
  if (text === '..') return ["must not be '..'"]
  return text.startsWith('..') ? ["must not start with '..'"] : []
}

/** A name that goes into URLs and store keys as it is. */
export function checkPathSegmentName(text: string): string[] {
  if (text === '.' || text === '..') return [`may not be '${text}'`]
  return checkPathSegmentPrefix(text)
}

/** The same for the beginning of a name: more will be appended. */
export function checkPathSegmentPrefix(text: string): string[] {
  return ['/', '%'].filter((part) => text.includes(part)).map((part) => `may not contain '${part}'`)
}

/** How a kind's names are checked; `prefix` is true for a generateName, which may end in a dash. */
export type NameCheck = (name: string, prefix: boolean) => string[]

export const nameIsPathSegment: NameCheck = (name, prefix) =>
  prefix ? checkPathSegmentPrefix(name) : checkPathSegmentName(name)
export const nameIsDnsSubdomain: NameCheck = (name, prefix) => checkDns1123Subdomain(prefix ? maskDash(name) : name)
export const nameIsDnsLabel: NameCheck = (name, prefix) => checkDns1123Label(prefix ? maskDash(name) : name)
export const nameIsDns1035Label: NameCheck = (name, prefix) => checkDns1035Label(prefix ? maskDash(name) : name)

/** A trailing dash is fine when more follows. Like upstream this also overlooks the character before the dash. */
function maskDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name
}

/** Longest generateName of which nothing is cut off. */
export const maxGeneratedPrefixLength = 58

/** @param suffix five characters, from `nameSuffix` of @elli/host/random */
export function generatedName(base: string, suffix: string): string {
  return `${base.slice(0, maxGeneratedPrefixLength)}${suffix}`
}

export function validateIp(path: FieldPath, text: string): FieldError[] {
  if (parseIp(text) !== undefined) return []
  return [invalid(path, text, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')]
}

export function validateIpv4(path: FieldPath, text: string): FieldError[] {
  return parseIp(text)?.length === 4 ? [] : [invalid(path, text, 'must be a valid IPv4 address')]
}

export function validateIpv6(path: FieldPath, text: string): FieldError[] {
  return parseIp(text)?.length === 16 ? [] : [invalid(path, text, 'must be a valid IPv6 address')]
}

export function validateCidr(path: FieldPath, text: string): FieldError[] {
  if (parseCidr(text) !== undefined) return []
  return [invalid(path, text, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')]
}

export function validateNonNegative(path: FieldPath, value: number): FieldError[] {
  return value < 0 ? [invalid(path, value, negativeMessage)] : []
}

/** A domain name of at least two labels; one trailing dot is allowed. */
export function validateFullyQualifiedDomainName(path: FieldPath, text: string): FieldError[] {
  if (text === '') return [required(path)]
  const name = text.endsWith('.') ? text.slice(0, -1) : text
  const messages = checkDns1123Subdomain(name)
  if (messages.length > 0) return [invalid(path, name, messages.join(','))]
  const labels = name.split('.')
  if (labels.length < 2) {
    return [invalid(path, name, 'should be a domain with at least two segments separated by dots')]
  }
  const wrong = labels.find((label) => checkDns1123Label(label).length > 0)
  return wrong === undefined ? [] : [invalid(path, wrong, checkDns1123Label(wrong).join(','))]
}

/** A domain name of at least three labels, without a trailing dot (CSR signer names, CRD names). */
export function validateFullyQualifiedName(path: FieldPath, name: string): FieldError[] {
  if (name === '') return [required(path)]
  const messages = checkDns1123Subdomain(name)
  if (messages.length > 0) return [invalid(path, name, messages.join(','))]
  if (name.split('.').length >= 3) return []
  return [invalid(path, name, 'should be a domain with at least three segments separated by dots')]
}

/** `acme.io/foo`. */
export function validateDomainPrefixedPath(path: FieldPath, text: string): FieldError[] {
  if (text === '') return [required(path)]
  const slash = text.indexOf('/')
  const [host, rest] = slash < 0 ? ['', ''] : [text.slice(0, slash), text.slice(slash + 1)]
  if (host === '' || rest === '') {
    return [invalid(path, text, 'must be a domain-prefixed path (such as "acme.io/foo")')]
  }
  const errors = checkDns1123Subdomain(host).map((message) => invalid(path, host, message))
  if (!httpPath.pattern.test(rest)) errors.push(invalid(path, rest, httpPath.message))
  return errors
}
