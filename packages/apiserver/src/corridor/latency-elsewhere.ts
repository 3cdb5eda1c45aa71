/**
 * Time of a request that is not the server's doing: calls to webhooks, and waiting for its turn.
 * Always: mutating webhooks are called one after the other and add up; of validating ones, called together, the slowest counts.
 */
export class LatencyElsewhere {
  queueMs = 0
  mutatingWebhooksMs = 0
  validatingWebhooksMs = 0

  webhook(type: 'admit' | 'validating', ms: number): void {
    if (type === 'admit') this.mutatingWebhooksMs += ms
    else this.validatingWebhooksMs = Math.max(this.validatingWebhooksMs, ms)
  }

  get ms(): number {
    return this.queueMs + this.mutatingWebhooksMs + this.validatingWebhooksMs
  }
}
