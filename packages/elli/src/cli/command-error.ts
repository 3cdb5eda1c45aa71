/**
 * The whole story of an error for a log. When ending failed on top of what went wrong, both are told: the first cause first,
 * since that is what has to be mended.
 */
export function errorStory(error: unknown): string {
  if (error instanceof Error && error.name === 'SuppressedError') {
    const { error: last, suppressed } = error as unknown as { error: unknown; suppressed: unknown }
    return `${errorStory(suppressed)}\nand while ending: ${errorStory(last)}`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** An error whose message tells the user what to do; printed without a stack. */
export class CommandError extends Error {
  readonly exitCode: number
  constructor(message: string, options: { cause?: unknown; exitCode?: number } = {}) {
    super(message, { cause: options.cause })
    this.name = 'CommandError'
    this.exitCode = options.exitCode ?? 1
  }
}
