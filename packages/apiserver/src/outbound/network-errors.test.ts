import { expect, test } from 'vitest'
import { networkErrorText } from './network-errors.ts'

const coded = (code: string, more: object = {}) => Object.assign(new Error(`${code} happened`), { code, ...more })

for (const [name, error, text] of [
  ['nobody listens', coded('ECONNREFUSED'), 'dial tcp 10.0.0.1:443: connect: connection refused'],
  ['no way there', coded('EHOSTUNREACH'), 'dial tcp 10.0.0.1:443: connect: no route to host'],
  [
    'all addresses refused',
    new AggregateError([coded('ECONNREFUSED')]),
    'dial tcp 10.0.0.1:443: connect: connection refused',
  ],
  ['no such name', coded('ENOTFOUND', { hostname: 'x.y' }), 'dial tcp: lookup x.y: no such host'],
  [
    'wrapped',
    new Error('outer', { cause: coded('DEPTH_ZERO_SELF_SIGNED_CERT') }),
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
  ],
  [
    'another name',
    coded('ERR_TLS_CERT_ALTNAME_INVALID', {
      host: 'a.ns.svc',
      cert: { subjectaltname: 'DNS:b, IP Address:127.0.0.1' },
    }),
    'tls: failed to verify certificate: x509: certificate is valid for b, not a.ns.svc',
  ],
  [
    'no name at all',
    coded('ERR_TLS_CERT_ALTNAME_INVALID', { host: 'a.ns.svc', cert: {} }),
    'tls: failed to verify certificate: x509: certificate is not valid for any names, but wanted to match a.ns.svc',
  ],
  ['anything else', new Error('odd'), 'odd'],
] as const) {
  test(`${name}: ${text}`, () => expect(networkErrorText(error, '10.0.0.1:443')).toBe(text))
}

test('an aborted call tells who ended it', () => {
  const timedOut = AbortSignal.abort(new DOMException('late', 'TimeoutError'))
  expect(networkErrorText(new Error('x'), undefined, timedOut)).toBe('context deadline exceeded')
  expect(networkErrorText(new Error('x'), undefined, AbortSignal.abort())).toBe('context canceled')
})
