/** MutatingWebhookConfigurations on the server. */
import { mutatingwebhookconfigurations } from '@elli/api/admissionregistration/v1.resources'
import { MutatingWebhook, type MutatingWebhookConfiguration } from '@elli/api/admissionregistration/v1'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, list } from '../checks.ts'
import { semanticEqualLists } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageColumn, ageOf, column, integer, table } from '../printing.ts'
import { validateWebhooks } from './webhooks.validation.ts'

export const mutatingwebhookconfigurationsStrategy: Strategy<MutatingWebhookConfiguration> = {
  resource: mutatingwebhookconfigurations,
  allowUnconditionalUpdate: false,
  prepareForCreate: firstGeneration,
  validate: (item, context) => collect((errors) => validateWebhooks(errors, list(item.webhooks), undefined, context)),
  prepareForUpdate(item, old) {
    if (!semanticEqualLists(MutatingWebhook, item.webhooks, old.webhooks)) nextGeneration(item, old)
  },
  validateUpdate: (item, old, context) =>
    collect((errors) => validateWebhooks(errors, list(item.webhooks), list(old.webhooks), context)),
  table: table<MutatingWebhookConfiguration>(
    [column('Webhooks', 'How many webhooks there are.', integer), ageColumn],
    (item, now) => [list(item.webhooks).length, ageOf(item, now)],
  ),
}
