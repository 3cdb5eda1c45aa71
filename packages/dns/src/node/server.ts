/**
 * The cluster's DNS server: the kubernetes zone from informers, everything else from this machine's name servers; UDP and TCP on one port.
 * Always: a question is answered or refused, never dropped, but for packets that are no questions; answers too long for UDP are cut with TC set.
 * Elsewhere: what names mean (../zone.ts), asking others (./forward.ts).
 */
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server, type Socket } from 'node:net'
import * as dnsPacket from 'dns-packet'
import type { InformerFactory } from '@elli/client/informer'
import type { Host } from '@elli/host/host'
import { informerView } from '../view.ts'
import { type Answer, type ClusterView, type Record, type Zone, resolve } from '../zone.ts'
import { forward, readNameServers } from './forward.ts'

export interface DnsConfig {
  /** Where to listen. */
  addresses: readonly string[]
  port: number
  clusterDomain: string
  /** ClusterIP of the DNS Service, told in NS records. */
  dnsIp: string
  /** Names outside the zone go to the servers of this file. */
  resolvConf: string
}

export interface DnsOptions {
  host: Host
  informers: InformerFactory
  config: DnsConfig
}

const ttlSeconds = 30
const plainUdpLimit = 512
const ourUdpLimit = 4096

/** Ends with the signal; rejects when the port cannot be had. `informers.run` is the caller's. */
export async function runDns({ host, informers, config }: DnsOptions, signal: AbortSignal): Promise<void> {
  const view = informerView(informers)
  const zone: Zone = { domain: config.clusterDomain.toLowerCase().replace(/\.$/, ''), dnsIp: config.dnsIp }
  await informers.synced(signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  if (signal.aborted) return
  const responder = new Responder(host, zone, view, config, signal)
  const closers: (() => void)[] = []
  try {
    for (const address of config.addresses) {
      const udp = await listenUdp(address, config.port, responder, host)
      closers.push(() => udp.close())
      const tcp = await listenTcp(address, config.port, responder)
      closers.push(() => tcp.close())
    }
    await new Promise<void>((resolveStop) => {
      if (signal.aborted) resolveStop()
      else signal.addEventListener('abort', () => resolveStop(), { once: true })
    })
  } finally {
    for (const close of closers) close()
  }
}

class Responder {
  readonly #host: Host
  readonly #zone: Zone
  readonly #view: ClusterView
  readonly #config: DnsConfig
  readonly #signal: AbortSignal

  constructor(host: Host, zone: Zone, view: ClusterView, config: DnsConfig, signal: AbortSignal) {
    this.#host = host
    this.#zone = zone
    this.#view = view
    this.#config = config
    this.#signal = signal
  }

  /** @returns the answer's bytes; undefined for what is no question */
  async respond(packet: Buffer, transport: 'udp' | 'tcp'): Promise<Buffer | undefined> {
    let query: dnsPacket.DecodedPacket
    try {
      query = dnsPacket.decode(packet)
    } catch {
      return packet.length >= 12 && ((packet[2] ?? 0) & 0x80) === 0
        ? this.#header(packet.readUInt16BE(0), 1)
        : undefined // FORMERR
    }
    if (query.type !== 'query') return undefined
    const question = query.questions?.[0]
    if (!question || (((query.flags ?? 0) >> 11) & 15) !== 0) return this.#header(query.id ?? 0, 4) // NOTIMP
    const own = resolve(this.#zone, this.#view, question.name, question.type)
    if (own === undefined) return this.#outside(packet, query.id ?? 0, transport)
    return this.#encode(query, question, await this.#followed(own, question), transport)
  }

  async #outside(packet: Buffer, id: number, transport: 'udp' | 'tcp'): Promise<Buffer> {
    const answer = await this.#ask(packet)
    if (!answer) return this.#header(id, 2) // SERVFAIL
    return transport === 'udp' && answer.length > ourUdpLimit ? cut(answer) : answer
  }

  /** An ExternalName leads elsewhere: the target's own records are added when somebody knows them, and the CNAME stands alone otherwise. */
  async #followed(own: Answer, question: dnsPacket.Question): Promise<Answer> {
    const alias = own.answers[0]
    if (alias?.type !== 'CNAME' || question.type === 'CNAME') return own
    const inside = resolve(this.#zone, this.#view, alias.data, question.type)
    if (inside) return { ...own, answers: [alias, ...inside.answers] }
    const query = dnsPacket.encode({
      type: 'query',
      id: 1,
      flags: dnsPacket.RECURSION_DESIRED,
      questions: [{ type: question.type, name: alias.data }],
    })
    const answer = await this.#ask(query)
    if (!answer) return own
    const found = (dnsPacket.decode(answer).answers ?? []).flatMap((record): Record[] =>
      record.type === 'A' || record.type === 'AAAA' || record.type === 'CNAME'
        ? [{ type: record.type, name: record.name, data: record.data }]
        : [],
    )
    return { ...own, answers: [alias, ...found] }
  }

  async #ask(query: Uint8Array): Promise<Buffer | undefined> {
    const servers = await readNameServers(this.#host, this.#config.resolvConf, this.#config.addresses)
    return forward(this.#host, servers, query, this.#signal)
  }

  #encode(
    query: dnsPacket.DecodedPacket,
    question: dnsPacket.Question,
    answer: Answer,
    transport: 'udp' | 'tcp',
  ): Buffer {
    const edns = query.additionals?.find((record) => record.type === 'OPT')
    const limit =
      transport === 'tcp'
        ? 65_535
        : edns
          ? Math.min(ourUdpLimit, Math.max(plainUdpLimit, edns.udpPayloadSize))
          : plainUdpLimit
    const flags =
      dnsPacket.AUTHORITATIVE_ANSWER |
      ((query.flags ?? 0) & dnsPacket.RECURSION_DESIRED) |
      dnsPacket.RECURSION_AVAILABLE |
      (answer.code === 'NXDOMAIN' ? 3 : 0)
    const packet: dnsPacket.Packet = {
      type: 'response',
      id: query.id ?? 0,
      flags,
      questions: [question],
      answers: answer.answers.map(toPacket),
      authorities: answer.authorities.map(toPacket),
      additionals: [...answer.additionals.map(toPacket), ...(edns ? [optRecord] : [])],
    }
    const whole = dnsPacket.encode(packet)
    if (whole.length <= limit) return whole
    const slim = dnsPacket.encode({ ...packet, additionals: edns ? [optRecord] : [] })
    if (slim.length <= limit) return slim
    return dnsPacket.encode({
      ...packet,
      flags: flags | dnsPacket.TRUNCATED_RESPONSE,
      answers: [],
      authorities: [],
      additionals: edns ? [optRecord] : [],
    })
  }

  #header(id: number, code: number): Buffer {
    return dnsPacket.encode({ type: 'response', id, flags: code | dnsPacket.RECURSION_AVAILABLE, questions: [] })
  }
}

const optRecord: dnsPacket.Answer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: ourUdpLimit,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
}

function toPacket(record: Record): dnsPacket.Answer {
  return { ...record, ttl: ttlSeconds, class: 'IN' } as dnsPacket.Answer
}

/** Header and question of an answer that does not fit, with TC set: the client asks again over TCP. */
function cut(answer: Buffer): Buffer {
  const decoded = dnsPacket.decode(answer)
  return dnsPacket.encode({
    type: 'response',
    id: decoded.id ?? 0,
    flags: (decoded.flags ?? 0) | dnsPacket.TRUNCATED_RESPONSE,
    questions: decoded.questions ?? [],
  })
}

function listenUdp(address: string, port: number, responder: Responder, host: Host): Promise<UdpSocket> {
  return new Promise((resolveListen, reject) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    socket.once('error', reject)
    socket.on('message', (message, peer) => {
      responder.respond(message, 'udp').then(
        (answer) => {
          if (answer) socket.send(answer, peer.port, peer.address)
        },
        (error: unknown) =>
          host.log.error('question could not be answered', {
            err: error instanceof Error ? (error.stack ?? error.message) : String(error),
          }),
      )
    })
    socket.bind(port, address, () => {
      socket.off('error', reject)
      socket.on('error', (error) => host.log.warn('DNS socket', { err: error.message }))
      resolveListen(socket)
    })
  })
}

function listenTcp(address: string, port: number, responder: Responder): Promise<Server> {
  return new Promise((resolveListen, reject) => {
    const server = createServer((socket) => serveTcp(socket, responder))
    server.once('error', reject)
    server.listen(port, address, () => {
      server.off('error', reject)
      resolveListen(server)
    })
  })
}

/** Messages over TCP carry their length in front; several may come on one connection. */
function serveTcp(socket: Socket, responder: Responder): void {
  let waiting: Buffer = Buffer.alloc(0)
  socket.setTimeout(10_000, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    waiting = Buffer.concat([waiting, chunk])
    while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
      const message = waiting.subarray(2, 2 + waiting.readUInt16BE(0))
      waiting = waiting.subarray(2 + message.length)
      responder.respond(Buffer.from(message), 'tcp').then(
        (answer) => {
          if (!answer || socket.destroyed) return
          const length = Buffer.alloc(2)
          length.writeUInt16BE(answer.length)
          socket.write(Buffer.concat([length, answer]))
        },
        () => socket.destroy(),
      )
    }
  })
}
