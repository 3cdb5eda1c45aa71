/**
 * How often which sort of service account token was used, with upstream's names.
 * In: the server's registry. Out: what the authenticator tells its uses to.
 * @see kubernetes v1.31 pkg/serviceaccount/metrics.go
 */
import { HeldCounter } from '@elli/host/metrics/held'
import type { MetricRegistry } from '@elli/host/metrics/registry'

/**
 * `valid` and `stale`: a projected token before and after its `warnafter`. `legacy`: one that says nothing about audiences. Tokens of
 * secrets: `auto` are those that the service account names itself, `manual` all others, `invalid` those marked so.
 */
export type TokenUse = 'valid' | 'stale' | 'legacy' | 'manual' | 'auto' | 'invalid'

const counters: Readonly<Record<TokenUse, readonly [name: string, help: string]>> = {
  valid: ['valid_tokens_total', 'Cumulative valid projected service account tokens used'],
  stale: ['stale_tokens_total', 'Cumulative stale projected service account tokens used'],
  legacy: ['legacy_tokens_total', 'Cumulative legacy service account tokens used'],
  manual: ['legacy_manual_token_uses_total', 'Cumulative manually created legacy tokens used'],
  auto: ['legacy_auto_token_uses_total', 'Cumulative auto-generated legacy tokens used'],
  invalid: ['invalid_legacy_auto_token_uses_total', 'Cumulative invalid auto-generated legacy tokens used'],
}

export function serviceAccountMetrics(registry: MetricRegistry): (use: TokenUse) => void {
  const made = new Map(
    Object.entries(counters).map(([use, [name, help]]) => [
      use,
      new HeldCounter({ name: `serviceaccount_${name}`, help, labels: [] }, registry).child(),
    ]),
  )
  return (use) => made.get(use)?.add(1)
}
