/**
 * All webhooks of one kind of configuration, in the order in which they are called: configurations by name, webhooks as written.
 * In: the server's cache. Out: a list that is made anew when a configuration has changed, and only then.
 * Always: reading it costs nothing while nothing changes; what did not change is not compiled again.
 */
import type { MutatingWebhookConfiguration, ValidatingWebhookConfiguration } from '@elli/api/admissionregistration/v1'
import type { ResourceInfo } from '@elli/api/resources'
import { UnknownResourceError } from '../../reads.ts'
import type { AdmissionContext } from '../plugin.ts'
import type { WebhookCredentials } from './credentials.ts'
import { type Hook, makeHook } from './hook.ts'

type Configuration = ValidatingWebhookConfiguration | MutatingWebhookConfiguration

export interface HookSource {
  hooks(): readonly Hook[]
}

export function hookSource<C extends Configuration>(
  context: AdmissionContext,
  resource: ResourceInfo<C>,
  type: 'admit' | 'validating',
  credentials: WebhookCredentials | undefined,
): HookSource {
  let current: readonly Hook[] = []
  let stale = false
  let known = new Map<string, { version: string; hooks: readonly Hook[] }>()
  try {
    context.reads.follow(resource, () => {
      stale = true
    })
  } catch (error) {
    // Without the group there are no configurations.
    if (!(error instanceof UnknownResourceError)) throw error
  }

  function hooksOf(configuration: Configuration): Hook[] {
    const count = new Map<string, number>()
    return (configuration.webhooks ?? []).map((webhook) => {
      // Old configurations may use a name twice.
      const number = count.get(webhook.name) ?? 0
      count.set(webhook.name, number + 1)
      const uid = `${nameOf(configuration)}/${webhook.name}/${number}`
      return makeHook(webhook, nameOf(configuration), uid, type, context, credentials)
    })
  }

  function rebuild(): readonly Hook[] {
    const sorted = [...context.reads.list(resource)].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    const next: typeof known = new Map()
    for (const configuration of sorted) {
      const { uid = '', resourceVersion = '' } = configuration.metadata
      const version = `${uid}/${resourceVersion}`
      const before = known.get(nameOf(configuration))
      next.set(nameOf(configuration), before?.version === version ? before : { version, hooks: hooksOf(configuration) })
    }
    known = next
    return [...next.values()].flatMap(({ hooks }) => hooks)
  }

  return {
    hooks() {
      if (stale) {
        stale = false
        current = rebuild()
      }
      return current
    },
  }
}

function nameOf(configuration: Configuration): string {
  return configuration.metadata.name ?? ''
}
