/**
 * The authorizers of an AuthorizationConfiguration, asked in its order after the privileged group; replaced when the file changes.
 * In: a validated configuration, the authorizers that live as long as the server, how to reach webhooks. Out: one Authorizer.
 * Always: a text that is no good, or that drops an authorizer of the start, changes nothing.
 * @see kubernetes v1.31 pkg/kubeapiserver/authorizer/reload.go
 */
import type { AuthorizerConfiguration } from '@elli/api/config/apiserver-config/v1beta1'
import type { Host } from '@elli/host/host'
import { root } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { privilegedGroup } from '../authentication/well-known.ts'
import { ConfigurationError } from '../configuration/configuration-text.ts'
import { defaultRetryBackoff, type RetryBackoff, type WebhookBackend } from '../webhook-backend.ts'
import {
  type AuthorizationConfiguration,
  type AuthorizationContext,
  durationMs,
  parseAuthorizationConfiguration,
} from './authorization-configuration.ts'
import type { Authorizer } from './authorizer.ts'
import { compileMatchConditions } from './match-conditions.ts'
import { alwaysAllow, alwaysDeny, privilegedGroups, unionAuthorizer } from './union.ts'
import { webhookAuthorizer } from './webhook.ts'

export interface ConfiguredAuthorizerOptions extends AuthorizationContext {
  readonly host: Host
  readonly configuration: AuthorizationConfiguration
  /** The text that `configuration` was read from, when it comes from a file. */
  readonly text?: string
  /** Those that keep state; each is made once, if the first configuration names its type. */
  readonly authorizers: {
    readonly Node?: () => Authorizer
    readonly RBAC?: () => Authorizer
    readonly ABAC?: () => Authorizer
  }
  /** Reads a kubeconfig. @throws Error when it cannot be read */
  webhookBackend(kubeConfigFile: string): WebhookBackend
  readonly backoff?: RetryBackoff
  /** Tells the metrics `apiserver_authorization_config_controller_*` about each new text that was looked at. */
  reloaded?(status: 'success' | 'failure'): void
}

export interface ConfiguredAuthorizer extends Authorizer {
  /** Looks at the text of the file. */
  update(text: string): void
}

const keptTypes = ['Node', 'RBAC', 'ABAC'] as const

/** @throws ConfigurationError, or what `webhookBackend` throws */
export function configuredAuthorizer(options: ConfiguredAuthorizerOptions): ConfiguredAuthorizer {
  const { host, configuration } = options
  const first = new Set(configuration.authorizers.map(({ type }) => type))
  const kept = new Map<string, Authorizer>()
  for (const type of keptTypes) {
    const make = options.authorizers[type]
    if (make !== undefined && first.has(type)) kept.set(type, make())
  }
  const requiredTypes = new Set([...first].filter((type) => type !== 'Webhook'))

  function made(one: AuthorizerConfiguration): Authorizer {
    switch (one.type) {
      case 'AlwaysAllow':
        return alwaysAllow
      case 'AlwaysDeny':
        return alwaysDeny
      case 'Webhook':
        return madeWebhook(one)
      default: {
        const known = kept.get(one.type)
        if (known !== undefined) return known
        throw new ConfigurationError(
          `authorizer type ${one.type} is not allowed if it was not enabled at initial server startup`,
        )
      }
    }
  }

  function madeWebhook({ name, webhook }: AuthorizerConfiguration): Authorizer {
    if (webhook === undefined) throw new ConfigurationError(`authorizer ${goQuote(name)} has no webhook`)
    const gates = (gate: string): boolean => options.featureEnabled(gate)
    const { matcher } = compileMatchConditions(webhook.matchConditions ?? [], root, gates)
    return webhookAuthorizer({
      host,
      name,
      backend: options.webhookBackend(webhook.connectionInfo.kubeConfigFile ?? ''),
      version: webhook.subjectAccessReviewVersion,
      authorizedTtlMs: durationMs(webhook.authorizedTTL),
      unauthorizedTtlMs: durationMs(webhook.unauthorizedTTL),
      timeoutMs: durationMs(webhook.timeout) || 30_000,
      backoff: options.backoff ?? defaultRetryBackoff,
      decisionOnError: webhook.failurePolicy === 'Deny' ? 'deny' : 'no-opinion',
      ...(matcher === undefined ? {} : { matcher }),
    })
  }

  function union({ authorizers }: AuthorizationConfiguration): Authorizer {
    if (authorizers.length === 0) throw new ConfigurationError('at least one authorization mode must be passed')
    return unionAuthorizer([privilegedGroups(privilegedGroup), ...authorizers.map(made)])
  }

  let current = union(configuration)
  let seenText = options.text
  let seen = JSON.stringify(configuration)

  function replaced(text: string): boolean {
    const next = parseAuthorizationConfiguration(text, options, requiredTypes)
    if (JSON.stringify(next) === seen) return false
    host.log.info('found new authorization config')
    seen = JSON.stringify(next)
    current = union(next)
    return true
  }

  return {
    name: 'union',
    authorize: (attributes) => current.authorize(attributes),
    rulesFor: async (user, namespace) =>
      (await current.rulesFor?.(user, namespace)) ?? { resource: [], nonResource: [], incomplete: false },
    update(text) {
      if (text === seenText) return
      seenText = text
      try {
        if (!replaced(text)) return
        host.log.info('reloaded authz config')
        options.reloaded?.('success')
      } catch (error) {
        if (!(error instanceof Error)) throw error
        host.log.error('reloading authorization config', { error: error.message })
        options.reloaded?.('failure')
      }
    },
  }
}
