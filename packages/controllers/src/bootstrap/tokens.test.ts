import type { Secret } from '@elli/api/core/v1'
import { expect, it } from 'vitest'
import { detachedSignature } from './node/jws.ts'
import { signingTokens, timeLeftMs, withSignatures } from './tokens.ts'

const now = Date.parse('2024-08-13T10:00:00Z')

function token(data: Record<string, string> = {}, name = 'bootstrap-token-abcdef'): Secret {
  const all = { 'token-id': 'abcdef', 'token-secret': 'hunter2', 'usage-bootstrap-signing': 'true', ...data }
  const encoded = Object.entries(all).map(([key, value]) => [key, Buffer.from(value).toString('base64')])
  return { metadata: { name }, type: 'bootstrap.kubernetes.io/token', data: Object.fromEntries(encoded) }
}

it.each([
  [token(), true],
  [token({ 'usage-bootstrap-signing': 'false' }), false],
  [token({ 'token-secret': '' }), false],
  [token({}, 'bootstrap-token-other0'), false],
  [token({ expiration: '2024-08-13T10:00:01Z' }), true],
  [token({ expiration: '2024-08-13T10:00:00Z' }), false],
  [token({ expiration: 'soon' }), false],
])('%#: signs or not', (secret, signs) => {
  expect([...signingTokens([secret], now)]).toEqual(signs ? [['abcdef', 'hunter2']] : [])
})

it('knows how long a token has left', () => {
  expect(timeLeftMs(token(), now)).toBe(Number.POSITIVE_INFINITY)
  expect(timeLeftMs(token({ expiration: '2024-08-13T10:00:05Z' }), now)).toBe(5000)
})

it('replaces signatures and nothing else', () => {
  const data = { kubeconfig: 'k', 'jws-kubeconfig-old': 'x' }
  expect(withSignatures(data, new Map([['new', 'y']]))).toEqual({ kubeconfig: 'k', 'jws-kubeconfig-new': 'y' })
  expect(withSignatures({ kubeconfig: 'k', 'jws-kubeconfig-a': 'y' }, new Map([['a', 'y']]))).toBeUndefined()
})

it('signs with the content left out', () => {
  // Computed apart from this code: header {"alg":"HS256","kid":"abcdef"}, key hunter2.
  const header = 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImFiY2RlZiJ9'
  expect(detachedSignature('apiVersion: v1\n', 'abcdef', 'hunter2')).toBe(
    `${header}..pS6FjLPsrTs4GY9N25ZiFs5cFx9-i86rO3x6-Z3j6R0`,
  )
})
