/**
 * One webhook, made ready for requests: selectors compiled, where it is, how long to wait.
 * In: a webhook of either kind of configuration. Out: a Hook.
 * Always: its conditions are compiled when they are first needed.
 */
import type { MutatingWebhook, ValidatingWebhook, WebhookClientConfig } from '@elli/api/admissionregistration/v1'
import type { OutboundTarget } from '../../outbound/outbound.ts'
import { type ConditionMatcher, conditionMatcher } from '../expressions/match-conditions.ts'
import type { MatchingRule } from '../matching/rules.ts'
import { compileSelector, type Selectors } from '../matching/selectors.ts'
import type { AdmissionContext } from '../plugin.ts'
import type { WebhookCredentials } from './credentials.ts'
import { type ReviewVersion, reviewVersion } from './review.ts'

export type Webhook = ValidatingWebhook & Pick<MutatingWebhook, 'reinvocationPolicy'>

function hostPortOf({ url = '', service }: WebhookClientConfig): string {
  if (service !== undefined) return `${service.name}.${service.namespace}.svc:${service.port ?? 443}`
  const [, host = ''] = /^[a-z]+:\/\/([^/?#]*)/i.exec(url) ?? []
  return /:\d+$/.test(host) ? host : `${host}:443`
}

export interface Hook extends Selectors {
  /** Names it among all webhooks, also where two have the same name. */
  readonly uid: string
  readonly configuration: string
  readonly name: string
  readonly rules: readonly MatchingRule[]
  readonly matchPolicy: string | undefined
  readonly failsOpen: boolean
  readonly sideEffects: string | undefined
  readonly reviewVersion: ReviewVersion | undefined
  readonly reinvocable: boolean
  readonly target: OutboundTarget
  /** Undefined: no conditions. */
  readonly conditions: ConditionMatcher | undefined
}

export function makeHook(
  webhook: Webhook,
  configuration: string,
  uid: string,
  type: 'admit' | 'validating',
  context: AdmissionContext,
  credentials: WebhookCredentials | undefined,
): Hook {
  const { name, clientConfig, matchConditions = [] } = webhook
  const { url, service, caBundle } = clientConfig
  const failsOpen = webhook.failurePolicy === 'Ignore'
  return {
    uid,
    configuration,
    name,
    rules: webhook.rules ?? [],
    matchPolicy: webhook.matchPolicy,
    namespaceSelector: compileSelector(webhook.namespaceSelector),
    objectSelector: compileSelector(webhook.objectSelector),
    failsOpen,
    sideEffects: webhook.sideEffects,
    reviewVersion: reviewVersion(webhook.admissionReviewVersions),
    reinvocable: webhook.reinvocationPolicy === 'IfNeeded',
    target: {
      ...(url === undefined ? {} : { url }),
      ...(service === undefined ? {} : { service }),
      ...(caBundle === undefined ? {} : { caBundle }),
      ...credentials?.(hostPortOf(clientConfig)),
      timeoutMs: (webhook.timeoutSeconds ?? 10) * 1000,
      announceTimeout: true,
    },
    conditions:
      matchConditions.length === 0
        ? undefined
        : conditionMatcher({ conditions: matchConditions, failsOpen, name, kind: 'webhook', type }, context),
  }
}
