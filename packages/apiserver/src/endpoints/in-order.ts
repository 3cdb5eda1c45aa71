/**
 * Work that waits, done in the order it came: events of a watch whose objects must be converted first.
 * Always: a task starts when the one before has ended; after the first failure nothing runs any more.
 */
export class InOrder {
  readonly #failed: (error: unknown) => void
  #tail: Promise<void> = Promise.resolve()
  #broken = false

  /** @param failed told once, with the first failure */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed
  }

  add(task: () => Promise<void> | void): void {
    this.#tail = this.#tail.then(async () => {
      if (this.#broken) return
      try {
        await task()
      } catch (error) {
        this.#broken = true
        this.#failed(error)
      }
    })
  }
}
