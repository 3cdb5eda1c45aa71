/**
 * Reinvocation: when a webhook has changed an object, all mutating plugins run once more, and the webhooks that want it are called again.
 * One per request; plugins keep what they must remember from the first round in it.
 * @see apiserver pkg/admission/reinvocation.go, attributes.go
 */
export class Reinvocation {
  #wanted = false
  #second = false
  readonly #kept = new Map<string, unknown>()

  /** The second round is on. */
  get isSecond(): boolean {
    return this.#second
  }

  get wanted(): boolean {
    return this.#wanted
  }

  /** Asks for the second round. */
  want(): void {
    this.#wanted = true
  }

  begin(): void {
    this.#second = true
  }

  /** What a plugin remembers, made when it first asks. */
  memory<T>(plugin: string, make: () => T): T {
    if (!this.#kept.has(plugin)) this.#kept.set(plugin, make())
    return this.#kept.get(plugin) as T
  }
}
