/**
 * One write's dealings with the ranges: what it took is given back when the write fails, what it gives up goes when it succeeds.
 * Always: a dry run takes nothing for good.
 */
import type { Finish } from '../registry/kind.ts'

export class Reservation {
  readonly #dryRun: boolean
  readonly #undo: (() => void)[] = []
  readonly #onSuccess: (() => void)[] = []

  constructor(dryRun: boolean) {
    this.#dryRun = dryRun
  }

  /** @param giveBack called when the write does not happen */
  took(giveBack: () => void): void {
    this.#undo.push(giveBack)
  }

  /** @param release called when the write happened */
  givesUp(release: () => void): void {
    this.#onSuccess.push(release)
  }

  readonly finish: Finish = (written) => {
    const todo = written && !this.#dryRun ? this.#onSuccess : this.#undo
    for (const step of todo) step()
  }
}
