/**
 * Asks other name servers about names outside the cluster. One socket per question, so that answers cannot be mixed up; servers are tried
 * in order, two seconds each and five in all, those that were silent lately last; an answer cut short over UDP is asked for again over TCP.
 * Always: equal questions at the same time are asked once. A question that comes back to us in a circle therefore waits for itself and
 * ends with the time limit, instead of multiplying.
 */
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { type Clock, withTimeout } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { ForwardCache } from '../forward-cache.ts'
import { type NameServer, NameServers, parseNameServer } from '../name-servers.ts'
import { type Query, answers, codeOf, codes, isTruncated, onwardQuery, questionKey } from '../wire.ts'

const serverMs = 2000
const allMs = 5000
const avoidMs = 10_000
/** Questions under way at the same time; more are answered SERVFAIL at once. */
const mostUnderWay = 1000

export interface ForwardOptions {
  /** Instead of those of resolv.conf. */
  forwardTo?: readonly string[]
  resolvConf: string
  own: readonly NameServer[]
}

export class Forwarder {
  readonly #host: Host
  readonly #servers: () => Promise<readonly NameServer[]>
  readonly #cache: ForwardCache
  readonly #underWay = new Map<string, Promise<Buffer | undefined>>()
  readonly #silentSince = new Map<string, number>()
  readonly #signal: AbortSignal
  readonly #random: () => number

  constructor(host: Host, { forwardTo, resolvConf, own }: ForwardOptions, signal: AbortSignal) {
    this.#host = host
    this.#signal = signal
    this.#cache = new ForwardCache(host.clock)
    const random = host.random.stream('dns/forward')
    this.#random = () => random.below(0x1_0000)
    if (forwardTo) {
      const given = forwardTo.map(parseNameServer)
      this.#servers = async () => given
    } else {
      const file = new NameServers(host, resolvConf, own, () => this.#cache.clear())
      this.#servers = () => file.get()
    }
  }

  /** @returns an answer as it came, and its age; undefined when no server gave one in time */
  async ask(query: Query): Promise<{ answer: Buffer; passedSeconds: number } | undefined> {
    const key = questionKey(query)
    const known = this.#cache.get(key)
    if (known) return known
    let asking = this.#underWay.get(key)
    if (asking === undefined) {
      if (this.#underWay.size >= mostUnderWay) return undefined
      asking = this.#askAll(query).finally(() => this.#underWay.delete(key))
      this.#underWay.set(key, asking)
      const answer = await asking
      if (answer) this.#cache.put(key, answer)
    }
    const answer = await asking
    return answer && { answer, passedSeconds: 0 }
  }

  async #askAll(query: Query): Promise<Buffer | undefined> {
    const { signal, done } = withTimeout(this.#host.clock, allMs, this.#signal)
    let unhappy: Buffer | undefined
    try {
      for (const server of this.#inOrder(await this.#servers())) {
        const answer = await this.#askOne(server, query, signal)
        if (signal.aborted) break
        if (answer === undefined) continue
        if (codeOf(answer) !== codes.servFail && codeOf(answer) !== codes.refused) return answer
        unhappy = answer // another server may know better
      }
    } catch (error) {
      this.#host.log.child('dns').error('name servers could not be found out', {
        err: error instanceof Error ? error.message : String(error),
      })
    } finally {
      done()
    }
    return unhappy
  }

  async #askOne(server: NameServer, query: Query, parent: AbortSignal): Promise<Buffer | undefined> {
    const { signal, done } = withTimeout(this.#host.clock, serverMs, parent)
    const id = this.#random()
    const packet = onwardQuery(query, id)
    const fits = (answer: Buffer): boolean => answers(answer, query.question, id)
    let short: Buffer | undefined
    try {
      const answer = await askUdp(server, packet, fits, signal)
      this.#silentSince.delete(nameOf(server))
      if (!isTruncated(answer)) return answer
      short = answer
      return await askTcp(server, packet, fits, signal)
    } catch (error) {
      if (parent.aborted) return short
      this.#silentSince.set(nameOf(server), this.#host.clock.monotonicMs())
      this.#host.log.debug('name server did not answer', {
        server: nameOf(server),
        err: error instanceof Error ? error.message : String(error),
      })
      // Cut short it still tells a client over UDP to come again over TCP.
      return short
    } finally {
      done()
    }
  }

  #inOrder(servers: readonly NameServer[]): NameServer[] {
    const silent = (server: NameServer): boolean => isRecent(this.#host.clock, this.#silentSince.get(nameOf(server)))
    return [...servers.filter((server) => !silent(server)), ...servers.filter(silent)]
  }
}

function isRecent(clock: Clock, since: number | undefined): boolean {
  return since !== undefined && clock.monotonicMs() - since < avoidMs
}

function nameOf({ address, port }: NameServer): string {
  return `${address}#${port}`
}

type Fits = (answer: Buffer) => boolean

function askUdp(server: NameServer, query: Uint8Array, fits: Fits, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(server.address.includes(':') ? 'udp6' : 'udp4')
    const onAbort = (): void => finish(() => reject(signal.reason as Error))
    let finished = false
    function finish(settle: () => void): void {
      if (finished) return
      finished = true
      signal.removeEventListener('abort', onAbort)
      socket.close()
      settle()
    }
    socket.on('error', (error) => finish(() => reject(error)))
    socket.on('message', (message) => {
      if (fits(message)) finish(() => resolve(message))
    })
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    socket.connect(server.port, server.address, () => {
      if (!finished) socket.send(query)
    })
  })
}

function askTcp(server: NameServer, query: Uint8Array, fits: Fits, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: server.address, port: server.port, signal })
    let received: Buffer = Buffer.alloc(0)
    socket.on('connect', () => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(query.length)
      socket.write(Buffer.concat([length, query]))
    })
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
      const answer = received.subarray(2, 2 + received.readUInt16BE(0))
      if (fits(answer)) resolve(answer)
      socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('connection closed before the whole answer came')))
  })
}
