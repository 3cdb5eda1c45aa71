/** Detached JWS signatures (RFC 7515, appendix F) with HS256: the content itself is left out between the dots. */
import { createHmac } from 'node:crypto'

export function detachedSignature(content: string, keyId: string, key: string): string {
  const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64url')
  const header = encode(JSON.stringify({ alg: 'HS256', kid: keyId }))
  const signature = createHmac('sha256', key)
    .update(`${header}.${encode(content)}`)
    .digest('base64url')
  return `${header}..${signature}`
}
