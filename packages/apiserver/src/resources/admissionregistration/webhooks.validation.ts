/**
 * Webhooks of both kinds of configurations.
 * In: the new webhooks and the stored ones, whose old faults are let pass. Out: field errors.
 */
import type { MutatingWebhook, ValidatingWebhook, WebhookClientConfig } from '@elli/api/admissionregistration/v1'
import { at, duplicate, invalid, required } from '@elli/machinery/field'
import {
  checkDns1035Label,
  checkDns1123Subdomain,
  checkPortNumber,
  validateFullyQualifiedName,
} from '@elli/machinery/names'
import type { StrategyContext } from '../../registry/strategy.ts'
import { type Errors, type FieldPath, list, oneOf, say } from '../checks.ts'
import { plainEqual } from '../equality.ts'
import { isInvalidSelector, validateLabelSelector } from '../label-selector.validation.ts'
import { failurePolicies, matchPolicies, validateMatchConditions, validateRule } from './rules.validation.ts'

type Webhook = ValidatingWebhook & Pick<MutatingWebhook, 'reinvocationPolicy'>

interface WebhookOptions {
  requireNoSideEffects: boolean
  requireRecognizedVersion: boolean
  requireUniqueNames: boolean
  allowInvalidLabelValues: boolean
  ignoreMatchConditions: boolean
  /** Expressions that were there before: also those of a newer release will do. */
  stored: ReadonlySet<string>
  /** The gate AuthorizeWithSelectors. */
  selectors: boolean
}

const noSideEffects = ['None', 'NoneOnDryRun']
const reviewVersions = ['v1', 'v1beta1']

function optionsFor(
  webhooks: readonly Webhook[],
  old: readonly Webhook[] | undefined,
): Omit<WebhookOptions, 'selectors'> {
  const names = list(old).map((hook) => hook.name)
  return {
    requireNoSideEffects: list(old).every((hook) => noSideEffects.includes(hook.sideEffects)),
    requireRecognizedVersion: list(old).every((hook) =>
      list(hook.admissionReviewVersions).some((version) => reviewVersions.includes(version)),
    ),
    requireUniqueNames: new Set(names).size === names.length,
    allowInvalidLabelValues: list(old).some((hook) =>
      [hook.namespaceSelector, hook.objectSelector].some((selector) => isInvalidSelector(at('webhooks'), selector)),
    ),
    stored: new Set(list(old).flatMap((hook) => list(hook.matchConditions).map(({ expression }) => expression))),
    ignoreMatchConditions:
      old !== undefined &&
      old.length === webhooks.length &&
      old.every((hook, i) => plainEqual(hook.matchConditions, webhooks[i]?.matchConditions)),
  }
}

export function validateWebhooks(
  errors: Errors,
  webhooks: readonly Webhook[],
  old: readonly Webhook[] | undefined,
  { featureEnabled }: Pick<StrategyContext, 'featureEnabled'>,
): void {
  const options = { ...optionsFor(webhooks, old), selectors: featureEnabled('AuthorizeWithSelectors') }
  const names = new Set<string>()
  for (const [i, hook] of webhooks.entries()) {
    const path = at('webhooks').index(i)
    validateWebhook(errors, path, hook, options)
    validateVersions(errors, path.child('admissionReviewVersions'), hook, options.requireRecognizedVersion)
    if (options.requireUniqueNames && hook.name) {
      if (names.has(hook.name)) errors.push(duplicate(path.child('name'), hook.name))
      names.add(hook.name)
    }
  }
}

function validateWebhook(errors: Errors, path: FieldPath, hook: Webhook, options: WebhookOptions): void {
  errors.push(...validateFullyQualifiedName(path.child('name'), hook.name ?? ''))
  for (const [i, rule] of list(hook.rules).entries()) validateRule(errors, path.child('rules').index(i), rule)
  if (hook.failurePolicy !== undefined) oneOf(errors, path.child('failurePolicy'), hook.failurePolicy, failurePolicies)
  if (hook.matchPolicy !== undefined) oneOf(errors, path.child('matchPolicy'), hook.matchPolicy, matchPolicies)
  const effects = options.requireNoSideEffects ? noSideEffects : ['None', 'NoneOnDryRun', 'Some', 'Unknown']
  const effectsPath = path.child('sideEffects')
  if (!hook.sideEffects) errors.push(required(effectsPath, `must specify one of ${effects.join(', ')}`))
  else oneOf(errors, effectsPath, hook.sideEffects, effects)
  const seconds = hook.timeoutSeconds
  if (seconds !== undefined && (seconds < 1 || seconds > 30)) {
    const detail = 'the timeout value must be between 1 and 30 seconds'
    errors.push(invalid(path.child('timeoutSeconds'), seconds, detail))
  }
  for (const name of ['namespaceSelector', 'objectSelector'] as const) {
    validateLabelSelector(errors, path.child(name), hook[name], {
      allowInvalidValues: options.allowInvalidLabelValues,
    })
  }
  if (hook.reinvocationPolicy !== undefined) {
    oneOf(errors, path.child('reinvocationPolicy'), hook.reinvocationPolicy, ['IfNeeded', 'Never'])
  }
  validateClientConfig(errors, path.child('clientConfig'), hook.clientConfig ?? {})
  if (!options.ignoreMatchConditions) {
    validateMatchConditions(errors, path.child('matchConditions'), hook.matchConditions, {
      params: false,
      stored: options.stored,
      selectors: options.selectors,
    })
  }
}

function validateVersions(errors: Errors, path: FieldPath, hook: Webhook, requireRecognized: boolean): void {
  const versions = list(hook.admissionReviewVersions)
  if (versions.length === 0) {
    errors.push(required(path, `must specify one of ${reviewVersions.join(', ')}`))
    return
  }
  for (const [i, version] of versions.entries()) {
    if (versions.indexOf(version) < i) errors.push(invalid(path.index(i), version, 'duplicate version'))
    else say(errors, path.index(i), version, checkDns1035Label(version))
  }
  if (requireRecognized && !versions.some((version) => reviewVersions.includes(version))) {
    errors.push(invalid(path, versions, `must include at least one of ${reviewVersions.join(', ')}`))
  }
}

export function validateClientConfig(errors: Errors, path: FieldPath, config: WebhookClientConfig): void {
  const { url, service } = config
  if ((url === undefined) === (service === undefined)) {
    errors.push(required(path, 'exactly one of url or service is required'))
  } else if (url !== undefined) validateUrl(errors, path.child('url'), url)
  else if (service !== undefined) {
    const where = path.child('service')
    // Upstream hands the two over in the wrong order, so each is complained about under the other's name.
    if (!service.namespace) errors.push(required(where.child('name'), 'service name is required'))
    if (!service.name) errors.push(required(where.child('namespace'), 'service namespace is required'))
    const port = checkPortNumber(service.port ?? 0)
    if (port.length > 0) {
      errors.push(invalid(where.child('port'), service.port ?? 0, `port is not valid: ${port.join(', ')}`))
    }
    if (service.path !== undefined) validateServicePath(errors, where.child('path'), service.path)
  }
}

function validateUrl(errors: Errors, path: FieldPath, text: string): void {
  const form = '; desired format: https://host[/path]'
  const parts = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text)
  const [, scheme = '', authority = '', , query = '', fragment = ''] = parts ?? []
  const split = authority.lastIndexOf('@')
  const user = split < 0 ? '' : authority.slice(0, split)
  if (scheme.toLowerCase() !== 'https') {
    errors.push(invalid(path, scheme, `'https' is the only allowed URL scheme${form}`))
  }
  if (authority.slice(split + 1) === '') errors.push(invalid(path, '', `host must be specified${form}`))
  if (split >= 0) errors.push(invalid(path, user, 'user information is not permitted in the URL'))
  if (fragment !== '') errors.push(invalid(path, fragment, 'fragments are not permitted in the URL'))
  if (query !== '') errors.push(invalid(path, query, 'query parameters are not permitted in the URL'))
}

function validateServicePath(errors: Errors, path: FieldPath, text: string): void {
  if (text === '/' || text === '') return
  if (text === '//') {
    errors.push(invalid(path, text, 'segment[0] may not be empty'))
    return
  }
  if (!text.startsWith('/')) errors.push(invalid(path, text, "must start with a '/'"))
  const segments = text.slice(1).replace(/\/$/, '').split('/')
  for (const [i, segment] of segments.entries()) {
    if (segment === '') errors.push(invalid(path, text, `segment[${i}] may not be empty`))
    else {
      for (const message of checkDns1123Subdomain(segment)) {
        errors.push(invalid(path, text, `segment[${i}]: ${message}`))
      }
    }
  }
}
