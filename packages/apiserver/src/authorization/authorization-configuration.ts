/**
 * Which authorizers are asked, in order: an AuthorizationConfiguration file (`--authorization-config`), or the same made of
 * `--authorization-mode` and the flags beside it.
 * In: the text of the file, or parsed flags. Out: one shape for both, validated with upstream's texts.
 * Elsewhere: making authorizers of it (./configured-authorizer.ts).
 * @see kubernetes v1.31 pkg/kubeapiserver/{options,authorizer}
 */
import { AuthorizationConfiguration as V1alpha1 } from '@elli/api/config/apiserver-config/v1alpha1'
import {
  AuthorizationConfiguration as V1beta1,
  type AuthorizerConfiguration,
  type WebhookConfiguration,
} from '@elli/api/config/apiserver-config/v1beta1'
import {
  aggregate,
  aggregateErrors,
  duplicate,
  type FieldError,
  type FieldPath,
  invalid,
  notSupported,
  required,
  root,
} from '@elli/machinery/field'
import { formatGoDuration, parseGoDuration } from '@elli/machinery/go-duration'
import { goQuote } from '@elli/machinery/go-quote'
import { checkDns1123Subdomain } from '@elli/machinery/names'
import { ConfigurationError, type ConfigurationKind, readConfiguration } from '../configuration/configuration-text.ts'
import { compileMatchConditions } from './match-conditions.ts'

export type AuthorizationConfiguration = V1beta1

/** The modes of `--authorization-mode` and the types of a file. */
export const authorizationModes = ['AlwaysAllow', 'AlwaysDeny', 'ABAC', 'Webhook', 'RBAC', 'Node'] as const
export type AuthorizationMode = (typeof authorizationModes)[number]

const kind = 'AuthorizationConfiguration'
const kinds: readonly ConfigurationKind<AuthorizationConfiguration>[] = [
  { apiVersion: 'apiserver.config.k8s.io/v1beta1', kind, schema: V1beta1 },
  { apiVersion: 'apiserver.config.k8s.io/v1alpha1', kind, schema: V1alpha1 },
]

export interface AuthorizationContext {
  featureEnabled(gate: string): boolean
  /** What is wrong with a file that a webhook's kubeconfig is to be read from: `missing` with Go's words, or no regular file. */
  checkFile?(path: string): 'regular' | 'irregular' | { missing: string }
}

/**
 * A file's text as configuration, defaulted and checked.
 * @param requiredTypes types that were there at the start and must stay on a reload
 * @throws ConfigurationError
 */
export function parseAuthorizationConfiguration(
  text: string,
  context: AuthorizationContext,
  requiredTypes: ReadonlySet<string> = new Set(),
): AuthorizationConfiguration {
  const configuration = load(text)
  const message = aggregateErrors(validateAuthorizationConfiguration(configuration, context))
  if (message !== undefined) throw new ConfigurationError(message)
  const builtIn = configuration.authorizers.filter(({ type }) => type !== 'Webhook')
  const problems = builtIn
    .filter(({ type, name }) => name !== type.toLowerCase())
    .map(({ type, name }) => `expected name ${type.toLowerCase()} for authorizer ${type} instead of ${name}`)
  const missing = [...requiredTypes].filter((type) => !builtIn.some((one) => one.type === type)).sort()
  if (missing.length > 0) problems.push(`missing required types: [${missing.join(' ')}]`)
  const all = aggregate(problems)
  if (all !== undefined) throw new ConfigurationError(all)
  return configuration
}

function load(text: string): AuthorizationConfiguration {
  if (text === '') return { authorizers: [] }
  try {
    const { object } = readConfiguration(text, kinds, { scheme: 'k8s.io/apiserver/pkg/apis/apiserver/load' })
    return { ...object, authorizers: (object.authorizers ?? []).map(defaulted) }
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error
    throw new ConfigurationError(`failed to load AuthorizationConfiguration from file: ${error.message}`, {
      cause: error,
    })
  }
}

function defaulted({ type = '', name = '', webhook }: Partial<AuthorizerConfiguration>): AuthorizerConfiguration {
  if (webhook === undefined) return { type, name }
  const ttl = (given: string | undefined, otherwise: string): string =>
    durationMs(given ?? '') === 0 ? otherwise : (given ?? '')
  return {
    type,
    name,
    webhook: {
      ...zeroWebhook,
      ...webhook,
      authorizedTTL: ttl(webhook.authorizedTTL, '5m0s'),
      unauthorizedTTL: ttl(webhook.unauthorizedTTL, '30s'),
    },
  }
}

/** What Go's struct holds where the file says nothing. */
const zeroWebhook = {
  authorizedTTL: '',
  unauthorizedTTL: '',
  timeout: '',
  subjectAccessReviewVersion: '',
  matchConditionSubjectAccessReviewVersion: '',
  failurePolicy: '',
  matchConditions: [],
}

/** Milliseconds of a duration in a configuration; unset is zero. */
export function durationMs(text: string | undefined): number {
  return text === undefined || text === '' ? 0 : parseGoDuration(text)
}

export function validateAuthorizationConfiguration(
  { authorizers }: AuthorizationConfiguration,
  context: AuthorizationContext,
): FieldError[] {
  const path = root.child('authorizers')
  if (authorizers.length === 0) return [required(path, 'at least one authorization mode must be defined')]
  const errors: FieldError[] = []
  const [types, names] = [new Set<string>(), new Set<string>()]
  for (const [index, { type, name, webhook }] of authorizers.entries()) {
    const own = path.index(index)
    if (type === '') {
      errors.push(required(own.child('type')))
      continue
    }
    if (!(authorizationModes as readonly string[]).includes(type)) {
      errors.push(notSupported(own.child('type'), type, authorizationModes.toSorted()))
      continue
    }
    if (types.has(type) && type !== 'Webhook') {
      errors.push(duplicate(own.child('type'), type))
      continue
    }
    types.add(type)
    if (name === '') errors.push(required(own.child('name')))
    else if (names.has(name)) errors.push(duplicate(own.child('name'), name))
    else {
      const problems = checkDns1123Subdomain(name)
      if (problems.length > 0) {
        errors.push(invalid(own.child('name'), name, `authorizer name is invalid: ${problems.join(', ')}`))
      }
    }
    names.add(name)
    if (type !== 'Webhook') {
      if (webhook === undefined) continue
      errors.push(invalid(own.child('webhook'), 'non-null', 'may only be specified when type=Webhook'))
    } else if (webhook === undefined) errors.push(required(own.child('webhook'), 'required when type=Webhook'))
    else errors.push(...validateWebhook(webhook, own, context))
  }
  return errors
}

function validateWebhook(webhook: WebhookConfiguration, path: FieldPath, context: AuthorizationContext): FieldError[] {
  const errors: FieldError[] = []
  const timeout = durationMs(webhook.timeout)
  if (timeout === 0) errors.push(required(path.child('timeout')))
  else if (timeout > 30_000 || timeout < 0) {
    errors.push(invalid(path.child('timeout'), formatGoDuration(timeout), 'must be > 0s and <= 30s'))
  }
  for (const name of ['authorizedTTL', 'unauthorizedTTL'] as const) {
    const ttl = durationMs(webhook[name])
    if (ttl === 0) errors.push(required(path.child(name)))
    else if (ttl < 0) errors.push(invalid(path.child(name), formatGoDuration(ttl), 'must be > 0s'))
  }
  const {
    subjectAccessReviewVersion: version,
    matchConditionSubjectAccessReviewVersion: conditionVersion,
    failurePolicy,
    matchConditions,
  } = webhook
  errors.push(...oneOf(path.child('subjectAccessReviewVersion'), version, ['v1', 'v1beta1']))
  const conditionPath = path.child('matchConditionSubjectAccessReviewVersion')
  if (conditionVersion === '') {
    if (matchConditions.length > 0) {
      errors.push(required(conditionPath, 'required if match conditions are specified'))
    }
  } else errors.push(...oneOf(conditionPath, conditionVersion, ['v1']))
  errors.push(...oneOf(path.child('failurePolicy'), failurePolicy, ['NoOpinion', 'Deny']))
  errors.push(...validateConnection(webhook, path.child('connectionInfo'), context))
  errors.push(...compileMatchConditions(matchConditions, path, (gate) => context.featureEnabled(gate)).errors)
  return errors
}

function oneOf(path: FieldPath, value: string, allowed: readonly string[]): FieldError[] {
  if (value === '') return [required(path)]
  return allowed.includes(value) ? [] : [notSupported(path, value, allowed)]
}

function validateConnection(
  webhook: WebhookConfiguration,
  path: FieldPath,
  context: AuthorizationContext,
): FieldError[] {
  const info: Partial<WebhookConfiguration['connectionInfo']> = webhook.connectionInfo ?? {}
  const { type, kubeConfigFile } = info
  const file = path.child('kubeConfigFile')
  switch (type) {
    case undefined:
    case '':
      return [required(path.child('type'))]
    case 'InClusterConfig':
      return kubeConfigFile === undefined
        ? []
        : [invalid(file, kubeConfigFile, 'can only be set when type=KubeConfigFile')]
    case 'KubeConfigFile': {
      if (!kubeConfigFile) return [required(file)]
      if (!kubeConfigFile.startsWith('/')) return [invalid(file, kubeConfigFile, 'must be an absolute path')]
      const found = context.checkFile?.(kubeConfigFile) ?? 'regular'
      if (found === 'regular') return []
      const detail = found === 'irregular' ? 'must be a regular file' : `error loading file: ${found.missing}`
      return [invalid(file, kubeConfigFile, detail)]
    }
    default:
      return [notSupported(path.child('type'), webhook.connectionInfo, ['InClusterConfig', 'KubeConfigFile'])]
  }
}

/** `--authorization-mode` and what goes with it; as given, absent when it was not. */
export interface AuthorizationFlags {
  modes?: readonly string[]
  /** Text of `--authorization-policy-file`. */
  policyFile?: string
  /** Path of `--authorization-webhook-config-file`. */
  webhookConfigFile?: string
  /** Default v1beta1. */
  webhookVersion?: string
  /** Default 5 minutes. */
  webhookAuthorizedTtlMs?: number
  /** Default 30 seconds. */
  webhookUnauthorizedTtlMs?: number
}

/** What is wrong with the flags together. */
export function authorizationFlagProblems(
  { modes: given, policyFile, webhookConfigFile, ...webhook }: AuthorizationFlags,
  { configurationFile, featureEnabled }: { configurationFile: boolean; featureEnabled(gate: string): boolean },
): string[] {
  if (configurationFile) {
    const gate = 'StructuredAuthorizationConfiguration'
    if (!featureEnabled(gate)) return [`--authorization-config cannot be used without enabling ${gate} feature flag`]
    const legacy = [given, webhookConfigFile, ...Object.values(webhook)].some((value) => value !== undefined)
    return legacy
      ? [
          '--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined',
        ]
      : []
  }
  const modes = given ?? ['AlwaysAllow']
  const problems: string[] = []
  if (modes.length === 0) problems.push('at least one authorization-mode must be passed')
  for (const mode of modes) {
    if (!(authorizationModes as readonly string[]).includes(mode)) {
      problems.push(`authorization-mode ${goQuote(mode)} is not a valid mode`)
    }
    if (mode === 'ABAC' && !policyFile) {
      problems.push("authorization-mode ABAC's authorization policy file not passed")
    }
    if (mode === 'Webhook' && !webhookConfigFile) {
      problems.push("authorization-mode Webhook's authorization config file not passed")
    }
  }
  if (policyFile && !modes.includes('ABAC')) {
    problems.push('cannot specify --authorization-policy-file without mode ABAC')
  }
  if (webhookConfigFile && !modes.includes('Webhook')) {
    problems.push('cannot specify --authorization-webhook-config-file without mode Webhook')
  }
  if (new Set(modes).size !== modes.length) {
    const list = modes.map((mode) => goQuote(mode)).join(' ')
    problems.push(`authorization-mode [${list}] has mode specified more than once`)
  }
  return problems
}

export function authorizationConfigurationOfFlags(flags: AuthorizationFlags): AuthorizationConfiguration {
  const authorizers = (flags.modes ?? ['AlwaysAllow']).map((mode): AuthorizerConfiguration => {
    if (mode !== 'Webhook') return { type: mode, name: mode.toLowerCase() }
    const webhook: WebhookConfiguration = {
      authorizedTTL: formatGoDuration(flags.webhookAuthorizedTtlMs ?? 300_000),
      unauthorizedTTL: formatGoDuration(flags.webhookUnauthorizedTtlMs ?? 30_000),
      timeout: '30s',
      failurePolicy: 'NoOpinion',
      subjectAccessReviewVersion: flags.webhookVersion ?? 'v1beta1',
      matchConditionSubjectAccessReviewVersion: '',
      connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: flags.webhookConfigFile ?? '' },
      matchConditions: [],
    }
    return { type: mode, name: 'default', webhook }
  })
  return { authorizers }
}
