/**
 * What runs once when everything else of a server is there, and how /healthz, /livez and /readyz tell of it.
 * In: hooks with names. Out: a health check for each, and a promise for all.
 * Always: a hook that fails is logged, keeps its check failing, and does not keep the others from running.
 */
import type { Logger } from '@elli/host/log'
import type { HealthCheck } from './health.ts'
import type { PostStartHook } from './options.ts'

type HookContext = Parameters<PostStartHook['run']>[0]

export class StartHooks {
  readonly #hooks: readonly PostStartHook[]
  readonly #log: Logger
  readonly #outcomes = new Map<string, 'done' | { failure: string }>()
  #running: Promise<unknown> = Promise.resolve()

  constructor(hooks: readonly PostStartHook[], log: Logger) {
    this.#hooks = hooks
    this.#log = log
  }

  get checks(): HealthCheck[] {
    return this.#hooks.map(({ name }) => ({
      name: `poststarthook/${name}`,
      check: () => {
        const outcome = this.#outcomes.get(name)
        if (outcome === undefined) throw new Error('not finished')
        if (outcome !== 'done') throw new Error(outcome.failure)
      },
    }))
  }

  start(context: HookContext): void {
    this.#running = Promise.all(this.#hooks.map((hook) => this.#run(hook, context)))
    this.#running.catch(() => {
      // Told through `finished` and the checks.
    })
  }

  /** Resolves when all have run. @throws what the first that failed threw */
  async finished(): Promise<void> {
    await this.#running
  }

  async #run(hook: PostStartHook, context: HookContext): Promise<void> {
    try {
      await hook.run(context)
      this.#outcomes.set(hook.name, 'done')
    } catch (error) {
      this.#log.error('post-start hook failed', { hook: hook.name, error: String(error) })
      this.#outcomes.set(hook.name, { failure: String(error) })
      throw error
    }
  }
}

/** A process whose hooks take their time is alive: it is not started anew for that while the grace lasts. */
export function patientWithHooks(checks: readonly HealthCheck[], inGrace: () => boolean): HealthCheck[] {
  return checks.map(({ name, check }) =>
    name.startsWith('poststarthook/') ? { name, check: () => (inGrace() ? undefined : check()) } : { name, check },
  )
}
