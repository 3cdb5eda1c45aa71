/** Headers on their way to a backend: nothing that is meant for the API server itself goes on. */
const own: ReadonlySet<string> = new Set([
  'authorization',
  'host',
  'content-length',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'impersonate-user',
  'impersonate-group',
  'impersonate-uid',
])
const hopByHop: ReadonlySet<string> = new Set(['connection', 'upgrade', 'http2-settings'])

export function forwardedHeaders(headers: Readonly<Record<string, string>>, upgrade: boolean): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (own.has(name) || name.startsWith('impersonate-extra-') || (!upgrade && hopByHop.has(name))) continue
    // Browsers carry a bearer token as a WebSocket subprotocol: that is for this server only.
    if (name === 'sec-websocket-protocol') {
      const protocols = value.split(',').map((item) => item.trim())
      const kept = protocols.filter((item) => !item.startsWith('base64url.bearer.authorization.k8s.io.'))
      if (kept.length > 0) out[name] = kept.join(', ')
      continue
    }
    out[name] = value
  }
  return out
}

/** Headers of a backend's answer, without those that belong to its connection. */
export function answeredHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    // The API server's clients trust its CORS rules, not a pod's.
    if (hopByHop.has(name) || own.has(name) || name.startsWith('access-control-')) {
      if (name === 'content-length') out[name] = value
      continue
    }
    out[name] = value
  }
  return out
}
