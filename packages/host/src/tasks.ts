/**
 * A group of running tasks that ends as one: `await using tasks = new TaskGroup(signal)`.
 * Leaving the scope aborts the group's signal and waits until every task has settled; the first unexpected error is rethrown.
 */
import { setMaxListeners } from 'node:events'

export class TaskGroup implements AsyncDisposable {
  readonly #controller = new AbortController()
  readonly #running = new Set<Promise<void>>()
  readonly #parent: AbortSignal | undefined
  readonly #onParentAbort = (): void => this.#controller.abort(this.#parent?.reason)
  #failure: { error: unknown } | undefined

  constructor(parent?: AbortSignal) {
    // Everything that runs in the group listens to this one signal: many listeners are the rule, not a leak.
    setMaxListeners(0, this.#controller.signal)
    this.#parent = parent
    if (parent?.aborted) this.#controller.abort(parent.reason)
    else parent?.addEventListener('abort', this.#onParentAbort, { once: true })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Starts a task; an error after the group's signal fired is taken as its answer to the abort. */
  start(task: (signal: AbortSignal) => Promise<void>): void {
    const running = task(this.signal)
      .catch((error: unknown) => {
        if (this.signal.aborted) return
        this.#failure ??= { error }
        this.#controller.abort(error)
      })
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** Waits for every task without stopping them. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
    if (this.#failure) throw this.#failure.error
  }

  async stop(reason: unknown = new DOMException('stopped', 'AbortError')): Promise<void> {
    this.#controller.abort(reason)
    while (this.#running.size > 0) await Promise.all(this.#running)
    this.#parent?.removeEventListener('abort', this.#onParentAbort)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    if (this.#failure) throw this.#failure.error
  }
}
