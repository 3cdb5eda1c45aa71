/** An issuer for tests: keys, signed tokens, and its documents as a Fetch that can be told to fail. */
import { generateKeyPairSync } from 'node:crypto'
import { exportJWK, SignJWT } from 'jose'
import type { Fetch, FetchRequest } from './fetch.ts'

export const issuerUrl = 'https://issuer.example'

export interface TestIssuer {
  fetch: Fetch
  readonly asked: FetchRequest[]
  /** More documents, or other ones, by URL; a number is a status. */
  readonly answers: Map<string, string | number>
  sign(claims: Record<string, unknown>, keyId?: string): Promise<string>
  /** From now on the issuer has another key. */
  rotate(keyId: string): Promise<void>
}

export async function testIssuer(options: { cacheControl?: string; at?: number } = {}): Promise<TestIssuer> {
  const keys = new Map<string, ReturnType<typeof generateKeyPairSync>['privateKey']>()
  const answers = new Map<string, string | number>()
  const asked: FetchRequest[] = []
  const at = Math.floor((options.at ?? 0) / 1000)
  const jwksUri = `${issuerUrl}/keys`
  answers.set(`${issuerUrl}/.well-known/openid-configuration`, JSON.stringify({ issuer: issuerUrl, jwks_uri: jwksUri }))

  async function rotate(keyId: string): Promise<void> {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    keys.set(keyId, privateKey)
    answers.set(
      jwksUri,
      JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: keyId, use: 'sig', alg: 'ES256' }] }),
    )
  }
  await rotate('first')

  return {
    asked,
    answers,
    rotate,
    async fetch(request) {
      asked.push(request)
      const answer = answers.get(request.url) ?? 404
      const headers: Record<string, string> =
        options.cacheControl === undefined ? {} : { 'cache-control': options.cacheControl }
      return typeof answer === 'number'
        ? { status: answer, headers, text: 'nothing here' }
        : { status: 200, headers, text: answer }
    },
    sign(claims, keyId = [...keys.keys()].at(-1) ?? '') {
      const key = keys.get(keyId)
      if (key === undefined) throw new Error('no such key')
      return new SignJWT({ iss: issuerUrl, aud: 'me', sub: 'jane', exp: at + 3600, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: keyId })
        .sign(key)
    },
  }
}
