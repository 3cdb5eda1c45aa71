/**
 * /healthz, /livez, /readyz: named checks, alone or together, with `?verbose` and `?exclude`.
 * In: checks that throw when they fail. Out: upstream's texts.
 * @see apiserver pkg/server/healthz
 */
import type { WireResponse } from '@elli/host/wire'
import type { Logger } from '@elli/host/log'
import { goQuote } from '@elli/machinery/go-quote'
import { bytesResponse, textResponse } from './http/responses.ts'
import { utf8 } from './http/body.ts'

export interface HealthCheck {
  readonly name: string
  check(): void | Promise<void>
}

/** Told how each check went, of those that are asked together. */
export interface HealthObserver {
  checked(name: string, endpoint: string, ok: boolean): void
}

export class Health {
  readonly #endpoint: string
  readonly #checks: readonly HealthCheck[]
  readonly #log: Logger
  readonly #observer: HealthObserver | undefined

  /** @param endpoint `healthz`, `livez` or `readyz` */
  constructor(endpoint: string, checks: readonly HealthCheck[], log: Logger, observer?: HealthObserver) {
    this.#observer = observer
    this.#endpoint = endpoint
    this.#checks = checks
    this.#log = log
  }

  get paths(): string[] {
    return [`/${this.#endpoint}`, ...this.#checks.map((check) => `/${this.#endpoint}/${check.name}`)]
  }

  /** Undefined when the path is none of this endpoint's. */
  async answer(path: string, query: URLSearchParams): Promise<WireResponse | undefined> {
    const root = `/${this.#endpoint}`
    if (path !== root && !path.startsWith(`${root}/`)) return undefined
    const name = path.slice(root.length + 1)
    if (name !== '') {
      const check = this.#checks.find((item) => item.name === name)
      if (check === undefined) return textResponse(404, '404 page not found\n')
      const failure = await run(check)
      return failure === undefined ? plain(200, 'ok') : plain(500, `internal server error: ${failure}\n`)
    }
    return this.#all(query)
  }

  async #all(query: URLSearchParams): Promise<WireResponse> {
    const excluded = new Set(query.getAll('exclude'))
    const lines: string[] = []
    const failed: string[] = []
    for (const check of this.#checks) {
      if (excluded.delete(check.name)) {
        lines.push(`[+]${check.name} excluded: ok`)
        continue
      }
      const failure = await run(check)
      this.#observer?.checked(check.name, this.#endpoint, failure === undefined)
      if (failure === undefined) lines.push(`[+]${check.name} ok`)
      else {
        // The reason may hold secrets: it is logged, not told.
        lines.push(`[-]${check.name} failed: reason withheld`)
        failed.push(`${check.name}: ${failure}`)
      }
    }
    if (excluded.size > 0) {
      const names = [...excluded].map(goQuote).join(',')
      lines.push(`warn: some health checks cannot be excluded: no matches for ${names}`)
    }
    const text = lines.map((line) => `${line}\n`).join('')
    if (failed.length > 0) {
      this.#log.info('health check failed', { endpoint: this.#endpoint, failed: failed.join('; ') })
      return plain(500, `${text}${this.#endpoint} check failed\n`)
    }
    return query.has('verbose') ? plain(200, `${text}${this.#endpoint} check passed\n`) : plain(200, 'ok')
  }
}

async function run(check: HealthCheck): Promise<string | undefined> {
  try {
    await check.check()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function plain(status: number, text: string): WireResponse {
  return bytesResponse(status, 'text/plain; charset=utf-8', [utf8(text)], { 'x-content-type-options': 'nosniff' })
}
