/**
 * What may stand in an AuthenticationConfiguration.
 * In: the configuration, issuers that are taken already. Out: all errors with upstream's texts, and the compiled expressions.
 * @see kubernetes v1.31 apiserver/pkg/apis/apiserver/validation
 */
import { X509Certificate } from 'node:crypto'
import type {
  ClaimMappings,
  ClaimValidationRule,
  Issuer,
  PrefixedClaimOrExpression,
  UserValidationRule,
} from '@elli/api/config/apiserver-config/v1beta1'
import type { CelEnvironment, CelProgram } from '@elli/machinery/cel/contract'
import {
  at,
  duplicate,
  type FieldError,
  type FieldPath,
  forbidden,
  invalid,
  required,
  tooMany,
} from '@elli/machinery/field'
import { validateDomainPrefixedPath } from '@elli/machinery/names'
import type { AuthenticationConfiguration, JWTAuthenticator } from './configuration.ts'
import { compileExpression, type JwtEnvironments, jwtEnvironments, usesClaim } from './expressions.ts'
import { validateIssuerUrl } from './issuer-url.ts'

/** The expressions of one issuer, compiled; absent where a plain claim is used instead. */
export interface CompiledMappings {
  username?: CelProgram
  groups?: CelProgram
  uid?: CelProgram
  extra: { key: string; program: CelProgram }[]
  claimRules: { message: string; program: CelProgram }[]
  userRules: { message: string; program: CelProgram }[]
}

export interface ValidationContext {
  /** Issuers of service account tokens: nobody else may speak in their name. */
  readonly disallowedIssuers: readonly string[]
  featureEnabled(gate: string): boolean
}

const structuredGate = 'StructuredAuthenticationConfiguration'
const notSupported = `not supported when ${structuredGate} feature gate is disabled`

export function validateAuthenticationConfiguration(
  configuration: AuthenticationConfiguration,
  context: ValidationContext,
): { errors: FieldError[]; compiled: CompiledMappings[] } {
  const { jwt, anonymous } = configuration
  const path = at('jwt')
  if (jwt.length > 64) return { errors: [tooMany(path, jwt.length, 64)], compiled: [] }
  const errors: FieldError[] = []
  const environments = jwtEnvironments()
  const compiled: CompiledMappings[] = []
  const [issuers, discoveryUrls] = [new Set<string>(), new Set<string>()]
  for (const [index, authenticator] of jwt.entries()) {
    const own = path.index(index)
    const found = validateJwtAuthenticator(authenticator, own, context, environments)
    errors.push(...found.errors)
    compiled.push(found.compiled)
    const { url, discoveryURL = '' } = authenticator.issuer
    if (issuers.has(url)) errors.push(duplicate(own.child('issuer', 'url'), url))
    issuers.add(url)
    if (discoveryURL === '') continue
    if (discoveryUrls.has(discoveryURL)) errors.push(duplicate(own.child('issuer', 'discoveryURL'), discoveryURL))
    discoveryUrls.add(discoveryURL)
  }
  if (anonymous !== undefined) {
    if (!context.featureEnabled('AnonymousAuthConfigurableEndpoints')) {
      // The gate's name is misspelt in upstream's message too.
      const gate = 'AnonymousAuthConfigurableEnpoints'
      errors.push(forbidden('anonymous', `anonymous is not supported when ${gate} feature gate is disabled`))
    }
    if (anonymous.enabled !== true && (anonymous.conditions ?? []).length > 0) {
      const detail = 'enabled should be set to true when conditions are defined'
      errors.push(invalid(at('anonymous', 'conditions'), anonymous.conditions, detail))
    }
  }
  return { errors, compiled }
}

/** One issuer by itself, with paths from the top: how the authenticator of flags is checked again. */
export function validateJwtAuthenticator(
  authenticator: JWTAuthenticator,
  path: FieldPath,
  context: ValidationContext,
  environments: JwtEnvironments = jwtEnvironments(),
): { errors: FieldError[]; compiled: CompiledMappings } {
  const structured = context.featureEnabled(structuredGate)
  const compiled: CompiledMappings = { extra: [], claimRules: [], userRules: [] }
  const { issuer, claimValidationRules = [], claimMappings, userValidationRules = [] } = authenticator
  const errors = [
    ...validateIssuer(issuer, context.disallowedIssuers, path.child('issuer')),
    ...validateClaimRules(claimValidationRules, path.child('claimValidationRules'), structured, environments, compiled),
    ...validateMappings(claimMappings, path.child('claimMappings'), structured, environments, compiled),
    ...validateUserRules(userValidationRules, path.child('userValidationRules'), structured, environments, compiled),
  ]
  return { errors, compiled }
}

function validateIssuer(issuer: Issuer, disallowed: readonly string[], path: FieldPath): FieldError[] {
  const { url, discoveryURL = '', audiences, audienceMatchPolicy = '', certificateAuthority = '' } = issuer
  const errors: FieldError[] = []
  if (url === '') errors.push(required(path.child('url'), 'URL is required'))
  else errors.push(...validateIssuerUrl(url, disallowed, path.child('url')))
  if (discoveryURL !== '') {
    const own = path.child('discoveryURL')
    const bare = (text: string): string => text.replace(/\/+$/, '')
    if (url !== '' && bare(url) === bare(discoveryURL)) {
      errors.push(invalid(own, discoveryURL, 'discoveryURL must be different from URL'))
    }
    errors.push(...validateIssuerUrl(discoveryURL, [], own))
  }
  errors.push(...validateAudiences(audiences, audienceMatchPolicy, path))
  if (certificateAuthority !== '') {
    const problem = certificateProblem(certificateAuthority)
    if (problem !== undefined) errors.push(invalid(path.child('certificateAuthority'), '<omitted>', problem))
  }
  return errors
}

function validateAudiences(audiences: readonly string[], policy: string, issuer: FieldPath): FieldError[] {
  const path = issuer.child('audiences')
  if (audiences.length === 0) return [required(path, `at least one ${path} is required`)]
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [index, audience] of audiences.entries()) {
    if (audience === '') errors.push(required(path.index(index), "audience can't be empty"))
    if (seen.has(audience)) errors.push(duplicate(path.index(index), audience))
    seen.add(audience)
  }
  const policyPath = issuer.child('audienceMatchPolicy')
  if (audiences.length > 1 && policy !== 'MatchAny') {
    errors.push(invalid(policyPath, policy, 'audienceMatchPolicy must be MatchAny for multiple audiences'))
  }
  if (audiences.length === 1 && policy !== '' && policy !== 'MatchAny') {
    errors.push(invalid(policyPath, policy, 'audienceMatchPolicy must be empty or MatchAny for single audience'))
  }
  return errors
}

/** What is wrong with a bundle of certificates in PEM; blocks of other kinds are passed over. */
function certificateProblem(pem: string): string | undefined {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) return 'data does not contain any valid RSA or ECDSA certificates'
  for (const block of blocks) {
    try {
      new X509Certificate(block)
    } catch {
      return 'x509: malformed certificate'
    }
  }
  return undefined
}

function compileAt(
  environment: CelEnvironment,
  source: string,
  result: 'bool' | 'any',
  path: FieldPath,
  errors: FieldError[],
): CelProgram | undefined {
  const compiled = compileExpression(environment, source, result)
  if ('program' in compiled) return compiled.program
  errors.push(invalid(path, source, compiled.problem))
  return undefined
}

function validateClaimRules(
  rules: readonly ClaimValidationRule[],
  path: FieldPath,
  structured: boolean,
  { claims }: JwtEnvironments,
  compiled: CompiledMappings,
): FieldError[] {
  const errors: FieldError[] = []
  const [seenClaims, seenExpressions] = [new Set<string>(), new Set<string>()]
  for (const [index, { claim = '', requiredValue = '', expression = '', message = '' }] of rules.entries()) {
    const own = path.index(index)
    const expressionPath = own.child('expression')
    if (expression !== '' && !structured) {
      errors.push(invalid(expressionPath, expression, `expression is ${notSupported}`))
    }
    if (claim !== '' && expression !== '') {
      errors.push(invalid(own, claim, "claim and expression can't both be set"))
    } else if (claim === '' && expression === '') {
      errors.push(required(own, 'claim or expression is required'))
    } else if (claim !== '') {
      if (message !== '') errors.push(invalid(own.child('message'), message, "message can't be set when claim is set"))
      if (seenClaims.has(claim)) errors.push(duplicate(own.child('claim'), claim))
      seenClaims.add(claim)
    } else {
      if (requiredValue !== '') {
        const detail = "requiredValue can't be set when expression is set"
        errors.push(invalid(own.child('requiredValue'), requiredValue, detail))
      }
      if (seenExpressions.has(expression)) {
        errors.push(duplicate(expressionPath, expression))
        continue
      }
      seenExpressions.add(expression)
      const program = compileAt(claims, expression, 'bool', expressionPath, errors)
      if (program !== undefined && structured) compiled.claimRules.push({ message, program })
    }
  }
  return errors
}

function validateMappings(
  mappings: ClaimMappings,
  path: FieldPath,
  structured: boolean,
  { claims }: JwtEnvironments,
  compiled: CompiledMappings,
): FieldError[] {
  const { username, groups = {}, uid = {}, extra = [] } = mappings
  const errors: FieldError[] = []
  if (!structured) errors.push(...withoutStructure(mappings, path))

  const usernameProgram = claimOrExpression(claims, username, path.child('username'), true, errors)
  const groupsProgram = claimOrExpression(claims, groups, path.child('groups'), false, errors)
  let uidProgram: CelProgram | undefined
  if (uid.claim && uid.expression) {
    errors.push(invalid(path.child('uid'), '', "claim and expression can't both be set"))
  } else if (uid.expression) {
    uidProgram = compileAt(claims, uid.expression, 'any', path.child('uid', 'expression'), errors)
  }
  const seen = new Set<string>()
  const extraPrograms: CompiledMappings['extra'] = []
  for (const [index, { key = '', valueExpression = '' }] of extra.entries()) {
    const own = path.child('extra').index(index)
    errors.push(...validateDomainPrefixedPath(own.child('key'), key))
    if (key !== key.toLowerCase()) errors.push(invalid(own.child('key'), key, 'key must be lowercase'))
    if (seen.has(key)) {
      errors.push(duplicate(own.child('key'), key))
      continue
    }
    seen.add(key)
    if (valueExpression === '') {
      errors.push(required(own.child('valueExpression'), 'valueExpression is required'))
      continue
    }
    const program = compileAt(claims, valueExpression, 'any', own.child('valueExpression'), errors)
    if (program !== undefined) extraPrograms.push({ key, program })
  }
  if (!structured) return errors
  Object.assign(compiled, {
    ...(usernameProgram === undefined ? {} : { username: usernameProgram }),
    ...(groupsProgram === undefined ? {} : { groups: groupsProgram }),
    ...(uidProgram === undefined ? {} : { uid: uidProgram }),
    extra: extraPrograms,
  })
  if (usernameProgram !== undefined && usesClaim(usernameProgram, 'email')) {
    // Whoever names users by their e-mail address must look at whether the issuer has checked it.
    const others = [...compiled.claimRules, ...extraPrograms].map(({ program }) => program)
    if (![usernameProgram, ...others].some((program) => usesClaim(program, 'email_verified'))) {
      const detail =
        'claims.email_verified must be used in claimMappings.username.expression or claimMappings.extra[*].valueExpression or claimValidationRules[*].expression when claims.email is used in claimMappings.username.expression'
      errors.push(invalid(path.child('username', 'expression'), username.expression ?? '', detail))
    }
  }
  return errors
}

function withoutStructure({ username, groups, uid, extra }: ClaimMappings, path: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  for (const [name, mapping] of [['username', username] as const, ['groups', groups] as const]) {
    if (!mapping?.expression) continue
    errors.push(invalid(path.child(name, 'expression'), mapping.expression, `expression is ${notSupported}`))
  }
  if (uid?.claim || uid?.expression) errors.push(invalid(path.child('uid'), '', `uid claim mapping is ${notSupported}`))
  if ((extra ?? []).length > 0) {
    errors.push(invalid(path.child('extra'), '', `extra claim mapping is ${notSupported}`))
  }
  return errors
}

function claimOrExpression(
  environment: CelEnvironment,
  { claim = '', expression = '', prefix }: PrefixedClaimOrExpression,
  path: FieldPath,
  isRequired: boolean,
  errors: FieldError[],
): CelProgram | undefined {
  if (expression !== '' && claim !== '') {
    errors.push(invalid(path, '', "claim and expression can't both be set"))
  } else if (expression !== '') {
    const before = errors.length
    if (prefix !== undefined) {
      errors.push(invalid(path.child('prefix'), prefix, "prefix can't be set when expression is set"))
    }
    const program = compileAt(environment, expression, 'any', path.child('expression'), errors)
    return errors.length === before ? program : undefined
  } else if (claim !== '') {
    if (prefix === undefined) {
      const detail = 'prefix is required when claim is set. It can be set to an empty string to disable prefixing'
      errors.push(required(path.child('prefix'), detail))
    }
  } else if (isRequired) errors.push(required(path, 'claim or expression is required'))
  return undefined
}

function validateUserRules(
  rules: readonly UserValidationRule[],
  path: FieldPath,
  structured: boolean,
  { user }: JwtEnvironments,
  compiled: CompiledMappings,
): FieldError[] {
  const errors: FieldError[] = []
  if (rules.length > 0 && !structured) errors.push(invalid(path, '', `user validation rules are ${notSupported}`))
  const seen = new Set<string>()
  for (const [index, { expression = '', message = '' }] of rules.entries()) {
    const own = path.index(index).child('expression')
    if (expression === '') {
      errors.push(required(own, 'expression is required'))
      continue
    }
    if (seen.has(expression)) {
      errors.push(duplicate(own, expression))
      continue
    }
    seen.add(expression)
    const program = compileAt(user, expression, 'bool', own, errors)
    if (program !== undefined && structured) compiled.userRules.push({ message, program })
  }
  return errors
}
