/**
 * One write's dealings with the ranges: what it took is given back when the write fails, what it gives up goes when it succeeds.
 * Always: a dry run takes nothing for good.
 */
import type { Finish } from '../registry/kind.ts'

type Step = () => Promise<void>

/** Where numbers of a dry run begin: nobody else would be given them. */
const dryPorts = 32_768

export class Reservation {
  readonly dryRun: boolean
  readonly #onError: (error: unknown) => void
  readonly #undo: Step[] = []
  readonly #onSuccess: Step[] = []
  readonly #dryPorts: number[] = []

  /** @param onError told when something could not be given back: it stays taken until it is repaired */
  constructor(dryRun: boolean, onError: (error: unknown) => void) {
    this.dryRun = dryRun
    this.#onError = onError
  }

  /** @param giveBack called when the write does not happen */
  took(giveBack: Step): void {
    if (!this.dryRun) this.#undo.push(giveBack)
  }

  /** @param release called when the write happened */
  givesUp(release: Step): void {
    if (!this.dryRun) this.#onSuccess.push(release)
  }

  /** A port that stands for one that would be chosen. */
  nextDryPort(): number {
    const port = (this.#dryPorts.length === 0 ? dryPorts : Math.max(...this.#dryPorts)) + 1
    this.#dryPorts.push(port)
    return port
  }

  /** @returns false when this dry run has it already */
  takeDryPort(port: number): boolean {
    if (this.#dryPorts.includes(port)) return false
    this.#dryPorts.push(port)
    return true
  }

  readonly finish: Finish = async (written) => {
    for (const step of written ? this.#onSuccess : this.#undo) {
      try {
        await step()
      } catch (error) {
        this.#onError(error)
      }
    }
  }
}
