/**
 * Whether the members of an etcd cluster answer progress requests of watches rightly.
 * Older ones may tell a revision before the events that led to it: 3.4.31 and 3.5.13 were the first to be right.
 * In: the versions that members tell. Out: yes only when every member said so; asked again until all have answered.
 * @see kubernetes apiserver pkg/storage/feature
 */
import type { Host } from '@elli/host/host'

const firstRetryMs = 10
const lastRetryMs = 15_000

export class ProgressSupport {
  readonly #host: Host
  readonly #stopping = new AbortController()
  readonly #supported = new Map<string, boolean>()
  readonly #urls: readonly string[]

  constructor(host: Host, urls: readonly string[]) {
    this.#host = host
    this.#urls = urls
  }

  get reliable(): boolean {
    return this.#urls.every((url) => this.#supported.get(url) === true)
  }

  /** @param version asks one member */
  start(version: (url: string) => Promise<string>): void {
    for (const url of this.#urls) void this.#ask(url, version)
  }

  stop(): void {
    this.#stopping.abort(new Error('the store is closed'))
  }

  async #ask(url: string, version: (url: string) => Promise<string>): Promise<void> {
    for (let pauseMs = firstRetryMs; !this.#stopping.signal.aborted; pauseMs = Math.min(pauseMs * 2, lastRetryMs)) {
      try {
        const supported = hasReliableProgress(await version(url))
        this.#supported.set(url, supported)
        if (!supported) this.#host.log.info(`RequestWatchProgress feature is not supported by "${url}" endpoint`)
        return
      } catch (error) {
        if (this.#stopping.signal.aborted) return
        this.#host.log.debug('an etcd member did not tell its version', { url, error: String(error) })
      }
      try {
        await this.#host.clock.sleep(pauseMs, this.#stopping.signal)
      } catch (error) {
        if (!this.#stopping.signal.aborted) throw error
      }
    }
  }
}

export function hasReliableProgress(version: string): boolean {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version)
  if (match === null) return false
  const [major, minor, patch] = match.slice(1).map(Number) as [number, number, number]
  if (major !== 3) return major > 3
  if (minor === 4) return patch >= 31
  if (minor === 5) return patch >= 13
  return minor > 5
}
