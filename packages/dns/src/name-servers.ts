/**
 * Whom to ask about names outside the cluster: given servers, or those of a resolv.conf, which is read again when it has changed.
 * Always: our own address is not among them, so that a question cannot go round in circles.
 */
import type { FileStat } from '@elli/host/files'
import { hasCode } from '@elli/host/files'
import type { Host } from '@elli/host/host'

export interface NameServer {
  address: string
  port: number
}

/** How often the file is looked at, at most. Milliseconds. */
const lookEveryMs = 5000

/** `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353`. */
export function parseNameServer(text: string): NameServer {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(text) ?? /^([^:]+)(?::(\d+))?$/.exec(text)
  return bracketed ? { address: bracketed[1] as string, port: Number(bracketed[2] ?? 53) } : { address: text, port: 53 }
}

/** Name servers of a resolv.conf text, in order. */
export function resolvConfServers(text: string): NameServer[] {
  return text
    .split('\n')
    .map((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1])
    .filter((server) => server !== undefined)
    .map((address) => ({ address, port: 53 }))
}

export class NameServers {
  readonly #host: Host
  readonly #path: string
  readonly #own: readonly NameServer[]
  readonly #onChange: () => void
  #servers: readonly NameServer[] = []
  #state: string | undefined
  #lookedAtMs = Number.NEGATIVE_INFINITY

  /** @param onChange called when the file came to hold something else */
  constructor(host: Host, path: string, own: readonly NameServer[], onChange: () => void = () => {}) {
    this.#host = host
    this.#path = path
    this.#own = own
    this.#onChange = onChange
  }

  async get(): Promise<readonly NameServer[]> {
    const now = this.#host.clock.monotonicMs()
    if (now - this.#lookedAtMs < lookEveryMs) return this.#servers
    this.#lookedAtMs = now
    // Follows symlinks, which is what /etc/resolv.conf often is.
    const state = stateOf(await this.#host.files.stat(this.#path))
    if (state === this.#state) return this.#servers
    const first = this.#state === undefined
    this.#servers = resolvConfServers(await this.#read()).filter(
      (server) => !this.#own.some((own) => same(own, server)),
    )
    this.#state = state
    if (!first) this.#onChange()
    return this.#servers
  }

  async #read(): Promise<string> {
    try {
      return await this.#host.files.readText(this.#path)
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return ''
      throw error
    }
  }
}

function stateOf(stat: FileStat | undefined): string {
  return stat === undefined ? 'none' : [stat.device, stat.inode, stat.modifiedMs, stat.sizeBytes].join(' ')
}

function same(a: NameServer, b: NameServer): boolean {
  return a.port === b.port && a.address === b.address
}
