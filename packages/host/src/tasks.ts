/**
 * A group of running tasks that ends as one: `await using tasks = new TaskGroup(signal)`.
 * Leaving the scope aborts the group's signal and waits until every task has settled; the first unexpected error is rethrown.
 */
import { setMaxListeners } from 'node:events'

export class TaskGroup implements AsyncDisposable {
  readonly #controller = new AbortController()
  readonly #running = new Set<Promise<void>>()
  /** One for each running task: a signal shared by all would carry the listeners of all, and Node warns beyond ten. */
  readonly #children = new Set<AbortController>()
  readonly #parent: AbortSignal | undefined
  readonly #onParentAbort = (): void => this.#abort(this.#parent?.reason)
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

  /** Starts a task with a signal of its own that fires with the group's; an error after the group's signal fired is taken as its answer to the abort. */
  start(task: (signal: AbortSignal) => Promise<void>): void {
    const child = new AbortController()
    if (this.signal.aborted) child.abort(this.signal.reason)
    this.#children.add(child)
    const running = task(child.signal)
      .catch((error: unknown) => {
        if (this.signal.aborted) return
        this.#failure ??= { error }
        this.#abort(error)
      })
      .finally(() => {
        this.#children.delete(child)
        this.#running.delete(running)
      })
    this.#running.add(running)
  }

  /** Waits for every task without stopping them. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
    if (this.#failure) throw this.#failure.error
  }

  async stop(reason: unknown = new DOMException('stopped', 'AbortError')): Promise<void> {
    this.#abort(reason)
    while (this.#running.size > 0) await Promise.all(this.#running)
    this.#parent?.removeEventListener('abort', this.#onParentAbort)
  }

  #abort(reason: unknown): void {
    if (this.signal.aborted) return
    this.#controller.abort(reason)
    for (const child of this.#children) child.abort(reason)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    if (this.#failure) throw this.#failure.error
  }
}
