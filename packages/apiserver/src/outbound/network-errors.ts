/**
 * Broken connections in the words of Go's HTTP client, which users and tests know from upstream's messages.
 * In: what the socket layer threw, the address, the signal that may have ended it. Out: text without the URL in front.
 */

interface SystemError {
  readonly code?: unknown
  readonly hostname?: unknown
  readonly address?: unknown
  readonly port?: unknown
  readonly reason?: unknown
  readonly cert?: { readonly subjectaltname?: unknown; readonly valid_to?: unknown }
  readonly host?: unknown
}

const dialFailures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  EADDRNOTAVAIL: 'connect: cannot assign requested address',
  ETIMEDOUT: 'i/o timeout',
  EACCES: 'connect: permission denied',
  EPERM: 'connect: operation not permitted',
}

const unknownAuthority: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
])

const unverified = 'tls: failed to verify certificate: x509: '

/** @param address `host:port` that was dialled, where it got that far */
export function networkErrorText(error: unknown, address: string | undefined, signal?: AbortSignal): string {
  if (signal?.aborted === true) {
    const { reason } = signal
    return reason instanceof Error && reason.name === 'TimeoutError' ? 'context deadline exceeded' : 'context canceled'
  }
  const found = systemErrorIn(error)
  if (found !== undefined) return textOf(found.error, found.code, address)
  return error instanceof Error ? error.message : String(error)
}

function textOf(error: SystemError & Error, code: string, address: string | undefined): string {
  const failure = Object.hasOwn(dialFailures, code) ? dialFailures[code] : undefined
  const where = address ?? `${String(error.address ?? '')}:${String(error.port ?? '')}`
  if (failure !== undefined) return `dial tcp ${where}: ${failure}`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const why = code === 'ENOTFOUND' ? 'no such host' : 'Temporary failure in name resolution'
    return `dial tcp: lookup ${String(error.hostname ?? '')}: ${why}`
  }
  if (code === 'ECONNRESET') return `read tcp ${where}: read: connection reset by peer`
  if (code === 'EPIPE') return `write tcp ${where}: write: broken pipe`
  if (unknownAuthority.has(code)) return `${unverified}certificate signed by unknown authority`
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return `${unverified}certificate has expired or is not yet valid`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return wrongName(error)
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO')
    return /wrong version number|packet length too long/i.test(error.message)
      ? 'http: server gave HTTP response to HTTPS client'
      : `remote error: tls: ${error.message}`
  if (code === 'HPE_INVALID_CONSTANT') return 'net/http: HTTP/1.x transport connection broken: malformed HTTP response'
  return error.message
}

function wrongName({ cert, host }: SystemError): string {
  const wanted = String(host ?? '')
  const names = typeof cert?.subjectaltname === 'string' ? cert.subjectaltname.split(', ') : []
  const dns = names.filter((name) => name.startsWith('DNS:')).map((name) => name.slice(4))
  const ips = names.filter((name) => name.startsWith('IP Address:')).map((name) => name.slice(11))
  const isAddress = /^[\d.]+$/.test(wanted) || wanted.includes(':')
  const valid = isAddress ? ips : dns
  if (valid.length > 0) return `${unverified}certificate is valid for ${valid.join(', ')}, not ${wanted}`
  if (isAddress) return `${unverified}cannot validate certificate for ${wanted} because it doesn't contain any IP SANs`
  return `${unverified}certificate is not valid for any names, but wanted to match ${wanted}`
}

/** The error with a code that `error` is, wraps, or was put together from (all addresses of a name refused). */
function systemErrorIn(error: unknown): { error: SystemError & Error; code: string } | undefined {
  let current = error
  for (let depth = 0; depth < 16 && current instanceof Error; depth++) {
    const { code } = current as SystemError
    if (typeof code === 'string' && code !== '') return { error: current, code }
    current = current instanceof AggregateError ? (current.errors as unknown[])[0] : current.cause
  }
  return undefined
}
