/** Headers as Node gives them, as headers of the wire: lower case, one text each, without what belongs to the connection. */
import type { IncomingHttpHeaders } from 'node:http'

export function flatHeaders(received: IncomingHttpHeaders): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(received)) {
    if (value === undefined || name.startsWith(':')) continue
    headers[name] = Array.isArray(value) ? value.join(', ') : String(value)
  }
  return headers
}
