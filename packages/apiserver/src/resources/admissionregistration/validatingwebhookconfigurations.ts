/** ValidatingWebhookConfigurations on the server. */
import { validatingwebhookconfigurations } from '@elli/api/admissionregistration/v1.resources'
import { ValidatingWebhook, type ValidatingWebhookConfiguration } from '@elli/api/admissionregistration/v1'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, list } from '../checks.ts'
import { semanticEqualLists } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageColumn, ageOf, column, integer, table } from '../printing.ts'
import { validateWebhooks } from './webhooks.validation.ts'

export const validatingwebhookconfigurationsStrategy: Strategy<ValidatingWebhookConfiguration> = {
  resource: validatingwebhookconfigurations,
  allowUnconditionalUpdate: false,
  prepareForCreate: firstGeneration,
  validate: (item, context) => collect((errors) => validateWebhooks(errors, list(item.webhooks), undefined, context)),
  prepareForUpdate(item, old) {
    if (!semanticEqualLists(ValidatingWebhook, item.webhooks, old.webhooks)) nextGeneration(item, old)
  },
  validateUpdate: (item, old, context) =>
    collect((errors) => validateWebhooks(errors, list(item.webhooks), list(old.webhooks), context)),
  table: table<ValidatingWebhookConfiguration>(
    [column('Webhooks', 'How many webhooks there are.', integer), ageColumn],
    (item, now) => [list(item.webhooks).length, ageOf(item, now)],
  ),
}
