/**
 * URLs as Go's net/url reads them, with its messages.
 * In: a text. Out: its parts, or what is wrong. Always: a text without scheme is read as a reference.
 */
import { goQuote } from '../../go-quote.ts'

export interface GoUrl {
  readonly scheme: string
  readonly user: string | undefined
  /** With the port. */
  readonly host: string
  /** Decoded. */
  readonly path: string
  /** As written, when that is not how the path would be written by itself. */
  readonly rawPath: string
  readonly rawQuery: string
  readonly fragment: string | undefined
  readonly opaque: string
  readonly forceQuery: boolean
}

export type ParsedUrl = GoUrl | { readonly problem: string }

const parseFailure = (raw: string, message: string): { readonly problem: string } => ({
  problem: `parse ${goQuote(raw)}: ${message}`,
})

/** Absolute URLs and absolute paths only, without a fragment. */
export function parseRequestUri(raw: string): ParsedUrl {
  const parts = parseParts(raw, true)
  return 'problem' in parts ? parseFailure(raw, parts.problem) : parts
}

export function parseUrl(raw: string): ParsedUrl {
  const hash = raw.indexOf('#')
  const [before, fragment] = hash < 0 ? [raw, undefined] : [raw.slice(0, hash), raw.slice(hash + 1)]
  const parts = parseParts(before, false)
  if ('problem' in parts) return parseFailure(before, parts.problem)
  if (fragment === undefined || fragment === '') return parts
  const decoded = unescape(fragment, 'fragment')
  return 'problem' in decoded ? parseFailure(raw, decoded.problem) : { ...parts, fragment: decoded.text }
}

function parseParts(raw: string, viaRequest: boolean): ParsedUrl {
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x1f\x7f]/.test(raw)) return { problem: 'net/url: invalid control character in URL' }
  if (raw === '' && viaRequest) return { problem: 'empty url' }
  const empty: GoUrl = {
    scheme: '',
    user: undefined,
    host: '',
    path: '',
    rawPath: '',
    rawQuery: '',
    fragment: undefined,
    opaque: '',
    forceQuery: false,
  }
  if (raw === '*') return { ...empty, path: '*' }
  const scheme = schemeOf(raw)
  if ('problem' in scheme) return scheme
  let { rest } = scheme
  let rawQuery = ''
  let forceQuery = false
  if (rest.endsWith('?') && rest.indexOf('?') === rest.length - 1) {
    forceQuery = true
    rest = rest.slice(0, -1)
  } else {
    const question = rest.indexOf('?')
    if (question >= 0) [rest, rawQuery] = [rest.slice(0, question), rest.slice(question + 1)]
  }
  const url = { ...empty, scheme: scheme.scheme, rawQuery, forceQuery }
  if (!rest.startsWith('/')) {
    if (scheme.scheme !== '') return { ...url, opaque: rest }
    if (viaRequest) return { problem: 'invalid URI for request' }
    if ((rest.split('/')[0] ?? '').includes(':')) return { problem: 'first path segment in URL cannot contain colon' }
  }
  return withAuthority(url, rest, viaRequest)
}

function withAuthority(url: GoUrl, rest: string, viaRequest: boolean): ParsedUrl {
  let path = rest
  let authority: { user: string | undefined; host: string } = { user: undefined, host: '' }
  if ((url.scheme !== '' || (!viaRequest && !rest.startsWith('///'))) && rest.startsWith('//')) {
    const slash = rest.indexOf('/', 2)
    const text = slash < 0 ? rest.slice(2) : rest.slice(2, slash)
    path = slash < 0 ? '' : rest.slice(slash)
    const parsed = parseAuthority(text)
    if ('problem' in parsed) return parsed
    authority = parsed
  }
  const decoded = unescape(path, 'path')
  if ('problem' in decoded) return decoded
  const rawPath = escapePath(decoded.text) === path ? '' : path
  return { ...url, ...authority, path: decoded.text, rawPath }
}

function schemeOf(raw: string): { scheme: string; rest: string } | { problem: string } {
  const match = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(raw)
  if (match !== null) return { scheme: (match[1] ?? '').toLowerCase(), rest: raw.slice(match[0].length) }
  return raw.startsWith(':') ? { problem: 'missing protocol scheme' } : { scheme: '', rest: raw }
}

function parseAuthority(text: string): { user: string | undefined; host: string } | { problem: string } {
  const at = text.lastIndexOf('@')
  const host = parseHost(text.slice(at + 1))
  if ('problem' in host) return host
  if (at < 0) return { user: undefined, host: host.text }
  const user = text.slice(0, at)
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user)) return { problem: 'net/url: invalid userinfo' }
  for (const part of user.split(':')) {
    const decoded = unescape(part, 'user')
    if ('problem' in decoded) return decoded
  }
  return { user, host: host.text }
}

function parseHost(host: string): { text: string } | { problem: string } {
  if (host.startsWith('[')) {
    const end = host.lastIndexOf(']')
    if (end < 0) return { problem: "missing ']' in host" }
    const port = host.slice(end + 1)
    if (!validPort(port)) return { problem: `invalid port ${goQuote(port)} after host` }
  } else {
    const colon = host.lastIndexOf(':')
    if (colon >= 0 && !validPort(host.slice(colon))) {
      return { problem: `invalid port ${goQuote(host.slice(colon))} after host` }
    }
  }
  return unescape(host, 'host')
}

const validPort = (port: string): boolean => port === '' || /^:[0-9]*$/.test(port)

/** Percent signs decoded. In hosts only bytes beyond ASCII may be escaped, and some characters may not be there at all. */
function unescape(
  text: string,
  mode: 'path' | 'host' | 'user' | 'query' | 'fragment',
): { text: string } | { problem: string } {
  const bad = /%(?![0-9a-fA-F]{2})/.exec(text)
  if (bad !== null) return { problem: `invalid URL escape ${goQuote(text.slice(bad.index, bad.index + 3))}` }
  if (mode === 'host') {
    const escaped = /%[0-7][0-9a-fA-F]/.exec(text)
    // %25 begins a zone.
    if (escaped !== null && escaped[0] !== '%25') return { problem: `invalid URL escape ${goQuote(escaped[0])}` }
    const character = /[\s"<>\\^`{|}]/.exec(text)
    if (character !== null && !/[<>"]/.test(character[0])) {
      return { problem: `invalid character ${goQuote(character[0])} in host name` }
    }
  }
  const plain = mode === 'query' ? text.replaceAll('+', ' ') : text
  if (!plain.includes('%')) return { text: plain }
  const bytes: number[] = []
  for (const part of plain.split(/(%[0-9a-fA-F]{2})/)) {
    if (/^%[0-9a-fA-F]{2}$/.test(part)) bytes.push(Number.parseInt(part.slice(1), 16))
    else bytes.push(...new TextEncoder().encode(part))
  }
  return { text: new TextDecoder().decode(Uint8Array.from(bytes)) }
}

/** How Go writes a path. */
function escapePath(path: string): string {
  return [...new TextEncoder().encode(path)]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return byte < 0x80 && /[A-Za-z0-9\-_.~$&+,/:;=@]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
}

/** The path as written where that is a right way to write it, else as Go would. */
export function escapedPath({ path, rawPath }: GoUrl): string {
  if (rawPath !== '' && /^(?:[A-Za-z0-9\-_.~$&+,/:;=@!'()*[\]]|%[0-9a-fA-F]{2})*$/.test(rawPath)) return rawPath
  return path === '*' ? '*' : escapePath(path)
}

export function hostName({ host }: GoUrl): string {
  const name = splitPort(host).name
  return name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name
}

export function portOf({ host }: GoUrl): string {
  return splitPort(host).port
}

function splitPort(host: string): { name: string; port: string } {
  const colon = host.lastIndexOf(':')
  if (colon < 0 || !validPort(host.slice(colon))) return { name: host, port: '' }
  return { name: host.slice(0, colon), port: host.slice(colon + 1) }
}

/** Values by key, in order; what cannot be read is left out. */
export function queryOf({ rawQuery }: GoUrl): Readonly<Record<string, readonly string[]>> {
  const query: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  for (const pair of rawQuery.split('&')) {
    if (pair === '' || pair.includes(';')) continue
    const equals = pair.indexOf('=')
    const key = unescape(equals < 0 ? pair : pair.slice(0, equals), 'query')
    const value = unescape(equals < 0 ? '' : pair.slice(equals + 1), 'query')
    if ('problem' in key || 'problem' in value) continue
    ;(query[key.text] ??= []).push(value.text)
  }
  return query
}

/** Go's text of it. */
export function urlText(url: GoUrl): string {
  const scheme = url.scheme === '' ? '' : `${url.scheme}:`
  const query = url.forceQuery || url.rawQuery !== '' ? `?${url.rawQuery}` : ''
  const fragment = url.fragment === undefined ? '' : `#${url.fragment}`
  if (url.opaque !== '') return `${scheme}${url.opaque}${query}${fragment}`
  const user = url.user === undefined ? '' : `${url.user}@`
  const authority = url.host !== '' || url.user !== undefined || url.scheme !== '' ? `//${user}${url.host}` : ''
  return `${scheme}${url.host === '' && url.path === '' && url.user === undefined ? '' : authority}${escapedPath(url)}${query}${fragment}`
}
