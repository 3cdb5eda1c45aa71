/**
 * Claims of a verified token as a user: by plain claims or expressions, then through the rules of the configuration.
 * In: claims, an issuer's configuration and its compiled expressions. Out: a user. @throws OidcError with upstream's words
 * Pure.
 */
import type { CelProgram } from '@elli/machinery/cel/contract'
import { goQuote } from '@elli/machinery/go-quote'
import type { UserInfo } from '../authenticator.ts'
import type { JWTAuthenticator } from './configuration.ts'
import { evaluateExpression, ExpressionError } from './expressions.ts'
import { type Claims, OidcError } from './provider.ts'
import type { CompiledMappings } from './validation.ts'

export function userOfClaims(configuration: JWTAuthenticator, compiled: CompiledMappings, claims: Claims): UserInfo {
  const name = username(configuration, compiled, claims)
  const groups = groupsOf(configuration, compiled, claims)
  const uid = uidOf(configuration, compiled, claims)
  const extra: Record<string, string[]> = {}
  for (const { key, program } of compiled.extra) {
    const values = evaluated('', program, claims, (value) => {
      const list = stringList(value)
      if (list !== undefined) return list
      const what = 'expression must return a string or a list of strings'
      throw new OidcError(`oidc: error evaluating extra claim expression: ${program.source}: ${what}`)
    })
    if (values.length > 0) extra[key] = values
  }
  const user: UserInfo = {
    name,
    groups,
    ...(uid === '' ? {} : { uid }),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  }
  requiredClaims(configuration, claims)
  for (const { message, program } of compiled.claimRules) {
    checkRule('oidc: error evaluating claim validation expression', program, 'claims', claims, message)
  }
  const shown = { username: name, uid, groups: [...groups], extra }
  for (const { message, program } of compiled.userRules) {
    checkRule('oidc: error evaluating user info validation rule', program, 'user', shown, message)
  }
  return user
}

function username({ claimMappings }: JWTAuthenticator, compiled: CompiledMappings, claims: Claims): string {
  if (compiled.username !== undefined) {
    const what = 'oidc: error evaluating username claim expression'
    const name = evaluated(what, compiled.username, claims, (value) => value)
    if (typeof name !== 'string') throw new OidcError(`${what}: username claim expression must return a string`)
    if (name === '') throw new OidcError('oidc: empty username via CEL expression is not allowed')
    return name
  }
  const { claim = '', prefix = '' } = claimMappings.username
  const name = stringClaim(claims, claim, `oidc: parse username claims ${goQuote(claim)}`)
  if (claim === 'email' && Object.hasOwn(claims, 'email_verified')) {
    const verified = claims['email_verified']
    if (typeof verified !== 'boolean') {
      throw new OidcError(`oidc: parse 'email_verified' claim: ${mismatch(verified, 'bool')}`)
    }
    if (!verified) throw new OidcError('oidc: email not verified')
  }
  return `${prefix}${name}`
}

function groupsOf({ claimMappings }: JWTAuthenticator, compiled: CompiledMappings, claims: Claims): string[] {
  const { claim = '', prefix = '' } = claimMappings.groups ?? {}
  if (claim !== '' && Object.hasOwn(claims, claim)) {
    const value = claims[claim]
    const single = typeof value === 'string' ? [value] : value === null ? [] : value
    if (!Array.isArray(single) || !single.every((one): one is string => typeof one === 'string')) {
      throw new OidcError(`oidc: parse groups claim ${goQuote(claim)}: ${mismatch(value, 'string')}`)
    }
    return single.map((group) => `${prefix}${group}`)
  }
  if (compiled.groups === undefined) return []
  const what = 'oidc: error evaluating group claim expression'
  return evaluated(what, compiled.groups, claims, (value) => {
    const list = stringList(value)
    if (list === undefined) throw new OidcError(`${what}: expression must return a string or a list of strings`)
    return list
  })
}

function uidOf({ claimMappings }: JWTAuthenticator, compiled: CompiledMappings, claims: Claims): string {
  const { claim = '' } = claimMappings.uid ?? {}
  if (claim !== '') return stringClaim(claims, claim, `oidc: parse uid claim ${goQuote(claim)}`)
  if (compiled.uid === undefined) return ''
  const what = 'oidc: error evaluating uid claim expression'
  const uid = evaluated(what, compiled.uid, claims, (value) => value)
  if (typeof uid !== 'string') throw new OidcError(`${what}: uid claim expression must return a string`)
  return uid
}

function requiredClaims({ claimValidationRules = [] }: JWTAuthenticator, claims: Claims): void {
  for (const { claim = '', requiredValue = '' } of claimValidationRules) {
    if (claim === '') continue
    if (!Object.hasOwn(claims, claim)) throw new OidcError(`oidc: required claim ${claim} not present in ID token`)
    const value = stringClaim(claims, claim, `oidc: parse claim ${claim}`)
    if (value !== requiredValue) {
      throw new OidcError(`oidc: required claim ${claim} value does not match. Got = ${value}, want = ${requiredValue}`)
    }
  }
}

function checkRule(
  what: string,
  program: CelProgram,
  variable: 'claims' | 'user',
  value: unknown,
  message: string,
): void {
  const passed = explained(what, () => evaluateExpression(program, variable, value))
  if (typeof passed !== 'boolean') throw new OidcError(`${what}: validation expression must return a boolean`)
  if (!passed) throw new OidcError(`${what}: validation expression '${program.source}' failed: ${message}`)
}

function evaluated<T>(what: string, program: CelProgram, claims: Claims, read: (value: unknown) => T): T {
  return read(explained(what, () => evaluateExpression(program, 'claims', claims)))
}

function explained<T>(what: string, evaluate: () => T): T {
  try {
    return evaluate()
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new OidcError(what === '' ? error.message : `${what}: ${error.message}`, { cause: error })
  }
}

/** A text, or a list of texts without the empty ones; undefined for anything else. */
function stringList(value: unknown): string[] | undefined {
  if (value === null) return []
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (!Array.isArray(value) || !value.every((one): one is string => typeof one === 'string')) return undefined
  return value.filter((one) => one !== '')
}

function stringClaim(claims: Claims, claim: string, what: string): string {
  if (!Object.hasOwn(claims, claim)) throw new OidcError(`${what}: claim not present`)
  const value = claims[claim]
  // Go leaves a text as it was, empty, when the document says null.
  if (value === null) return ''
  if (typeof value !== 'string') throw new OidcError(`${what}: ${mismatch(value, 'string')}`)
  return value
}

function mismatch(value: unknown, wanted: string): string {
  const kind = Array.isArray(value)
    ? 'array'
    : typeof value === 'boolean'
      ? 'bool'
      : typeof value === 'object'
        ? 'object'
        : typeof value
  return `json: cannot unmarshal ${kind} into Go value of type ${wanted}`
}
