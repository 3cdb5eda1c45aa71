/** Which credentials a client came with in vain, for the audit. */
import type { Exchange } from './exchange.ts'

export function attemptedMethods({ request, info, connection }: Exchange): string {
  const methods: string[] = []
  const [scheme = '', credentials] = (request.headers['authorization'] ?? '').trim().split(' ')
  if (credentials !== undefined && scheme.toLowerCase() === 'basic') methods.push('basic')
  if (credentials !== undefined && scheme.toLowerCase() === 'bearer') methods.push('bearer')
  if ((info.query.get('access_token') ?? '').trim() !== '') methods.push('access_token')
  if (connection.clientCertificates.length > 0) methods.push('x509')
  return methods.length === 0
    ? 'Authentication failed, no credentials provided'
    : `Authentication failed, attempted: ${methods.join(', ')}`
}
