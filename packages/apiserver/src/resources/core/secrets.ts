/** Secrets on the server: what each type must hold, and that a type stays. */
import { secrets } from '@elli/api/core/v1.resources'
import type { Secret } from '@elli/api/core/v1'
import { JsonSyntaxError, parseJson } from '@elli/api/schema/parseJson'
import { at, forbidden, invalid, required, tooLong } from '@elli/machinery/field'
import { checkConfigMapKey } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, immutable, say } from '../checks.ts'
import { plainEqual } from '../equality.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { maxDataBytes } from './configmaps.ts'

const data = at('data')

export const secretsStrategy: Strategy<Secret> = {
  resource: secrets,
  prepareForCreate: foldStringData,
  validate: (secret) => collect((errors) => validateSecret(errors, secret)),
  prepareForUpdate(secret, old) {
    foldStringData(secret)
    if (!secret.type && old.type !== undefined) secret.type = old.type
  },
  validateUpdate: (secret, old) =>
    collect((errors) => {
      immutable(errors, at('type'), secret.type ?? '', old.type ?? '')
      if (old.immutable === true) {
        const detail = 'field is immutable when `immutable` is set'
        if (secret.immutable !== true) errors.push(forbidden(at('immutable'), detail))
        if (!plainEqual(secret.data, old.data)) errors.push(forbidden(data, detail))
      }
      validateSecret(errors, secret)
    }),
  warnings: tlsWarnings,
  fieldSelectors: { type: (secret) => secret.type ?? '' },
  table: table<Secret>(
    [column('Type', 'What the secret is used for.'), column('Data', 'How many entries there are.'), ageColumn],
    (secret, now) => [secret.type ?? '', Object.keys(secret.data ?? {}).length, ageOf(secret, now)],
  ),
}

/** stringData is for writing only: its texts become data and win over what was there. */
function foldStringData(secret: Secret): void {
  if (secret.stringData === undefined) return
  const texts = Object.entries(secret.stringData)
  if (texts.length > 0) {
    secret.data = {
      ...secret.data,
      ...Object.fromEntries(texts.map(([key, text]) => [key, Buffer.from(text, 'utf8').toString('base64')])),
    }
  }
  delete secret.stringData
}

function validateSecret(errors: Errors, secret: Secret): void {
  const entries = secret.data ?? {}
  let size = 0
  for (const [key, value] of Object.entries(entries)) {
    say(errors, data.key(key), key, checkConfigMapKey(key))
    size += Buffer.byteLength(value, 'base64')
  }
  if (size > maxDataBytes) errors.push(tooLong(data, '', maxDataBytes))
  const need = (key: string): boolean => {
    if (key in entries) return true
    errors.push(required(data.key(key), ''))
    return false
  }
  switch (secret.type ?? '') {
    case 'kubernetes.io/service-account-token': {
      const key = 'kubernetes.io/service-account.name'
      if (!secret.metadata.annotations?.[key]) errors.push(required(at('metadata', 'annotations').key(key), ''))
      break
    }
    case 'kubernetes.io/dockercfg':
      if (need('.dockercfg')) jsonObject(errors, '.dockercfg', entries)
      break
    case 'kubernetes.io/dockerconfigjson':
      if (need('.dockerconfigjson')) jsonObject(errors, '.dockerconfigjson', entries)
      break
    case 'kubernetes.io/basic-auth':
      if (!('username' in entries) && !('password' in entries)) {
        need('username')
        need('password')
      }
      break
    case 'kubernetes.io/ssh-auth':
      if (!entries['ssh-privatekey']) errors.push(required(data.key('ssh-privatekey'), ''))
      break
    case 'kubernetes.io/tls':
      need('tls.crt')
      need('tls.key')
      break
  }
}

function jsonObject(errors: Errors, key: string, entries: Readonly<Record<string, string>>): void {
  const problem = jsonObjectProblem(Buffer.from(entries[key] ?? '', 'base64').toString('utf8'))
  // The value is a secret, so it is not repeated.
  if (problem !== undefined) errors.push(invalid(data.key(key), '<secret contents redacted>', problem))
}

function jsonObjectProblem(text: string): string | undefined {
  try {
    const { value } = parseJson(text)
    if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined
    const type = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value
    return `json: cannot unmarshal ${type} into Go value of type map[string]interface {}`
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error.message
    throw error
  }
}

function tlsWarnings(secret: Secret): string[] {
  if (secret.type !== 'kubernetes.io/tls') return []
  const holdsPem = (key: string): boolean =>
    Buffer.from(secret.data?.[key] ?? '', 'base64')
      .toString('latin1')
      .includes('-----BEGIN ')
  if (!holdsPem('tls.crt')) return ['tls: failed to find any PEM data in certificate input']
  return holdsPem('tls.key') ? [] : ['tls: failed to find any PEM data in key input']
}
