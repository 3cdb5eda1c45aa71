/**
 * The cluster's DNS server: the kubernetes zone from informers, everything else from this machine's name servers; UDP and TCP on one port.
 * Always: it listens once the informers have synced, so that a name is never denied only because it is not known yet.
 * Elsewhere: from packet to answer (./responder.ts), what names mean (../zone.ts), asking others (./forward.ts).
 */
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Socket } from 'node:net'
import type { InformerFactory } from '@elli/client/informer'
import { hasCode } from '@elli/host/files'
import type { Host } from '@elli/host/host'
import type { Logger } from '@elli/host/log'
import { informerView } from '../view.ts'
import type { Zone } from '../zone.ts'
import { Forwarder } from './forward.ts'
import { Responder } from './responder.ts'

export interface DnsConfig {
  /** Where to listen. */
  addresses: readonly string[]
  /** 0 for any free one, the same for UDP and TCP; see `onListening`. */
  port: number
  clusterDomain: string
  /** ClusterIP of the DNS Service, told in NS records. */
  dnsIp: string
  /** Names outside the zone go to the servers of this file, … */
  resolvConf: string
  /** … or to these (`192.0.2.1`, `192.0.2.1:5353`, `[2001:db8::1]:53`). */
  forwardTo?: readonly string[]
  /** How long answers of the zone may be kept. Seconds. */
  ttlSeconds?: number
}

export interface DnsOptions {
  host: Host
  informers: InformerFactory
  config: DnsConfig
  /** Told the port once questions are answered. */
  onListening?: (port: number) => void
}

const defaultTtlSeconds = 30
const idleTcpMs = 10_000
const mostTcpConnections = 1000

/** Ends with the signal, when all sockets are closed; rejects when the port cannot be had. `informers.run` is the caller's. */
export async function runDns({ host, informers, config, onListening }: DnsOptions, signal: AbortSignal): Promise<void> {
  const log = host.log.child('dns')
  const view = informerView(informers)
  const zone: Zone = { domain: config.clusterDomain.toLowerCase().replace(/\.$/, ''), dnsIp: config.dnsIp }
  await informers.synced(signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  if (signal.aborted) return
  const own = [
    ...config.addresses.map((address) => ({ address, port: config.port })),
    // The Service leads back to us.
    { address: config.dnsIp, port: 53 },
  ]
  const { forwardTo, resolvConf } = config
  const forwarder = new Forwarder(host, { resolvConf, own, ...(forwardTo ? { forwardTo } : {}) }, signal)
  const random = host.random.stream('dns/order')
  const responder = new Responder({
    zone,
    view,
    forwarder,
    ttlSeconds: config.ttlSeconds ?? defaultTtlSeconds,
    random: (below) => random.below(below),
  })
  const { port, close } = await listenEverywhere(config, responder, log)
  try {
    onListening?.(port)
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
  } finally {
    await close()
  }
}

interface Listening {
  port: number
  close(): Promise<void>
}

const portDraws = 10

/** UDP and TCP on one port of every address. Any port (0) is drawn again when only one half of the drawn one was free. */
async function listenEverywhere(config: DnsConfig, responder: Responder, log: Logger): Promise<Listening> {
  for (let draw = 1; ; draw++) {
    try {
      return await listenOnce(config, responder, log)
    } catch (error) {
      if (config.port !== 0 || draw === portDraws || !hasCode(error, 'EADDRINUSE')) throw error
    }
  }
}

async function listenOnce(config: DnsConfig, responder: Responder, log: Logger): Promise<Listening> {
  const closers: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    await Promise.all(closers.map((each) => each()))
  }
  let { port } = config
  try {
    for (const address of config.addresses) {
      const udp = await listenUdp(address, port, responder, log)
      closers.push(() => new Promise((resolve) => void udp.close(() => resolve())))
      port = udp.address().port
      closers.push(await listenTcp(address, port, responder, log))
    }
    return { port, close }
  } catch (error) {
    await close()
    throw error
  }
}

function listenUdp(address: string, port: number, responder: Responder, log: Logger): Promise<UdpSocket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    let closed = false
    socket.once('close', () => {
      closed = true
    })
    socket.once('error', reject)
    socket.on('message', (message, peer) => {
      const send = (answer: Buffer | undefined): void => {
        // A client that is gone by now is none of our worry.
        if (answer && !closed && peer.port !== 0) socket.send(answer, peer.port, peer.address, () => {})
      }
      attempt(() => responder.respond(message, 'udp'), send, log)
    })
    socket.bind(port, address, () => {
      socket.off('error', reject)
      socket.on('error', (error) => log.warn('DNS socket', { err: error.message }))
      resolve(socket)
    })
  })
}

async function listenTcp(
  address: string,
  port: number,
  responder: Responder,
  log: Logger,
): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serveTcp(socket, responder, log)
  })
  server.maxConnections = mostTcpConnections
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => {
      server.off('error', reject)
      server.on('error', (error) => log.warn('DNS socket', { err: error.message }))
      resolve()
    })
  })
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
}

/** Messages over TCP carry their length in front; several may come on one connection, and answers come as they are ready. */
function serveTcp(socket: Socket, responder: Responder, log: Logger): void {
  let waiting: Buffer = Buffer.alloc(0)
  socket.setTimeout(idleTcpMs, () => socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk])
    while (waiting.length >= 2 && waiting.length >= 2 + waiting.readUInt16BE(0)) {
      const message = waiting.subarray(2, 2 + waiting.readUInt16BE(0))
      waiting = waiting.subarray(2 + message.length)
      const send = (answer: Buffer | undefined): void => {
        if (answer === undefined) socket.destroy() // what is no question may be anything
        if (answer === undefined || socket.destroyed) return
        const length = Buffer.alloc(2)
        length.writeUInt16BE(answer.length)
        socket.write(Buffer.concat([length, answer]))
      }
      attempt(() => responder.respond(Buffer.from(message), 'tcp'), send, log)
    }
  })
}

/** Sends what comes, now or later; a failure is a bug of ours, told and not sent. */
function attempt(
  work: () => Buffer | Promise<Buffer> | undefined,
  send: (answer: Buffer | undefined) => void,
  log: Logger,
): void {
  const failed = (error: unknown): void =>
    log.error('question could not be answered', {
      err: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  try {
    const answer = work()
    if (answer instanceof Promise) answer.then(send).catch(failed)
    else send(answer)
  } catch (error) {
    failed(error)
  }
}
