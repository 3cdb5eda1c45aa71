import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import * as pem from './certificates.fixtures.ts'
import { chainVerifier, clientCertificateAuthenticator } from './client-certificate.ts'

const der = (...texts: string[]): Uint8Array[] => texts.map((text) => new X509Certificate(text).raw)
const validFrom = Date.parse(new X509Certificate(pem.short).validFrom)

function clockAt(start: number) {
  const clock = {
    at: start,
    now: () => clock.at,
    monotonicMs: () => clock.at,
    sleep: async () => {},
    after: () => ({ cancel() {} }),
  }
  return clock
}

async function answer(chain: Uint8Array[], clock = clockAt(validFrom + 1000), ca = pem.ca) {
  const authenticator = clientCertificateAuthenticator({ clock, ca: () => ca })
  return authenticator.authenticate({ headers: {}, clientCertificates: chain, path: '/' })
}

test('the common name is the user, organizations are groups, commas and all', async () => {
  expect(await answer(der(pem.alice))).toEqual({ kind: 'user', user: { name: 'alice', groups: ['dev', 'ops, night'] } })
})

test('a chain over an intermediate is followed, and refused without it', async () => {
  expect(await answer(der(pem.bob, pem.inter))).toMatchObject({ kind: 'user', user: { name: 'bob' } })
  expect(await answer(der(pem.bob))).toMatchObject({ kind: 'refused' })
})

for (const [name, text, reason] of [
  ['another CA', pem.mallory, /certificate signed by unknown authority$/],
  ['a server certificate', pem.server, /^x509: certificate specifies an incompatible key usage$/],
] as const) {
  test(`${name} is refused`, async () => {
    const refused = await answer(der(text))
    expect(refused.kind === 'refused' && refused.reason).toMatch(reason)
  })
}

test('no certificate is no credential', async () => {
  expect(await answer([])).toEqual({ kind: 'unknown' })
})

test('a remembered chain is still refused once it expires, and taken when a new CA vouches for it', () => {
  const clock = clockAt(validFrom + 1000)
  let ca = ''
  const verify = chainVerifier({ clock, ca: () => ca })
  expect(verify(der(pem.short))).toHaveProperty('refused')
  ca = pem.ca
  expect(verify(der(pem.short))).toMatchObject({ client: { commonName: 'short' } })
  clock.at += 2 * 24 * 3600 * 1000
  const late = verify(der(pem.short))
  expect('refused' in late && late.refused).toMatch(
    /^x509: certificate has expired or is not yet valid: current time .* is after /,
  )
  clock.at = validFrom - 3600_000
  const early = verify(der(pem.short))
  expect('refused' in early && early.refused).toMatch(/ is before /)
})
