/**
 * URLs of issuers: https, without user, query and fragment.
 * In: the text. Out: field errors with upstream's texts, those of Go's URL parser included.
 */
import { type FieldError, type FieldPath, invalid } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'

interface UrlParts {
  scheme: string
  hasUser: boolean
  query: string
  fragment: string
}

export function validateIssuerUrl(url: string, disallowed: readonly string[], path: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  if (disallowed.includes(url)) {
    const list = [...new Set(disallowed)].sort().join(' ')
    errors.push(invalid(path, url, `URL must not overlap with disallowed issuers: [${list}]`))
  }
  const parts = parseUrl(url)
  if (typeof parts === 'string') return [...errors, invalid(path, url, parts)]
  if (parts.scheme !== 'https') errors.push(invalid(path, url, 'URL scheme must be https'))
  if (parts.hasUser) errors.push(invalid(path, url, 'URL must not contain a username or password'))
  if (parts.query !== '') errors.push(invalid(path, url, 'URL must not contain a query'))
  if (parts.fragment !== '') errors.push(invalid(path, url, 'URL must not contain a fragment'))
  return errors
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20 || text.charCodeAt(i) === 0x7f) return true
  return false
}

/** The parts, or Go's words for a text that is no URL. */
function parseUrl(text: string): UrlParts | string {
  const [whole = '', ...fragments] = text.split('#')
  const failed = (why: string): string => `parse ${goQuote(text)}: ${why}`
  if (hasControlCharacter(whole)) return failed('net/url: invalid control character in URL')
  if (whole.startsWith(':')) return failed('missing protocol scheme')
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(whole)?.[1] ?? ''
  const rest = scheme === '' ? whole : whole.slice(scheme.length + 1)
  const mark = rest.indexOf('?')
  const [body, query] = mark < 0 ? [rest, ''] : [rest.slice(0, mark), rest.slice(mark + 1)]
  if (scheme === '' && /^[^/]*:/.test(body)) return failed('first path segment in URL cannot contain colon')
  const escape = /%(?![0-9A-Fa-f]{2})(.{0,2})/.exec(body)
  if (escape !== null) return failed(`invalid URL escape ${goQuote(`%${escape[1] ?? ''}`)}`)
  const authority = body.startsWith('//') ? (body.slice(2).split('/')[0] ?? '') : ''
  const at = authority.lastIndexOf('@')
  const host = authority.slice(at + 1)
  if (/[ <>"^`{|}\\]/.test(host)) {
    const char = /[ <>"^`{|}\\]/.exec(host)?.[0] ?? ''
    return failed(`invalid character ${goQuote(char)} in host name`)
  }
  const afterHost = host.startsWith('[') ? host.slice(host.lastIndexOf(']') + 1) : host.slice(host.indexOf(':'))
  const port = host.startsWith('[') || host.includes(':') ? afterHost : ''
  if (port !== '' && !/^:\d*$/.test(port)) return failed(`invalid port ${goQuote(port)} after host`)
  return { scheme: scheme.toLowerCase(), hasUser: at >= 0, query, fragment: fragments.join('#') }
}
