/**
 * The ways into the server: a call in this process, HTTP/1.1 and HTTP/2 on TLS, upgrades, and bytes that are hardly HTTP.
 * Always: an answer, or a hang that is named; a request without an end of its own is left after a while.
 */
import { Agent, request as httpsRequest } from 'node:https'
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2'
import { connect as connectTls } from 'node:tls'
import { admin, type FuzzedServer } from './fuzzed-server.ts'
import { mutatedBytes } from './mutate.ts'
import { Chance } from './chance.ts'
import type { FuzzRequest } from './requests.ts'

export interface Answer {
  /** 0: the connection was closed without one, or the client had left. */
  readonly code: number
  readonly text: string
}

export class Hang extends Error {}

/** Longer than any answer takes that comes at all: upstream waits 3 s for a revision of the future. */
const patienceMs = 20_000
/** How long an endless answer is listened to. */
const listenMs = 15
const silenceMs = 400

export interface Roads {
  travel(request: FuzzRequest, index: number): Promise<Answer>
  close(): void
}

export function roadsTo(fuzzed: FuzzedServer): Roads {
  const { port, ca, cert, key } = fuzzed.address
  const tls = { host: '127.0.0.1', port, ca, servername: '127.0.0.1' }
  const known = new Agent({ keepAlive: true, maxSockets: 8, ca, cert, key })
  const strangers = new Agent({ keepAlive: true, maxSockets: 4, ca })
  const sessions = new Map<string, ClientHttp2Session>()
  const session = (stranger: boolean): ClientHttp2Session => {
    const name = stranger ? 'stranger' : 'known'
    const open = sessions.get(name)
    if (open !== undefined && !open.closed && !open.destroyed) return open
    const made = connectHttp2(`https://127.0.0.1:${port}`, { ca, ...(stranger ? {} : { cert, key }) })
    made.on('error', () => made.destroy())
    sessions.set(name, made)
    return made
  }
  return {
    travel(request, index) {
      switch (request.road) {
        case 'in process':
          return inProcess(fuzzed, request)
        case 'HTTP/1.1':
        case 'upgrade':
          return overHttp1(request, port, isStranger(request) ? strangers : known)
        case 'HTTP/2':
          return overHttp2(request, session(isStranger(request)))
        case 'raw bytes':
          return rawBytes(request, index, { ...tls, cert, key })
        default:
          return request.road satisfies never
      }
    },
    close() {
      known.destroy()
      strangers.destroy()
      for (const open of sessions.values()) open.destroy()
    },
  }
}

/** Shows other credentials than the certificate of an administrator. */
function isStranger({ headers }: FuzzRequest): boolean {
  return headers['authorization'] !== undefined || headers['x-remote-user'] !== undefined
}

/** Settles with the work, or with a Hang; leaving is told to whoever does the work. */
async function patiently<T>(request: FuzzRequest, work: Promise<T>, leave: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Hang(`no answer within ${patienceMs} ms`)), patienceMs)
  })
  const silence = request.lasting ? setTimeout(leave, silenceMs) : undefined
  try {
    return await Promise.race([work, patience])
  } finally {
    clearTimeout(timer)
    clearTimeout(silence)
    leave()
  }
}

async function inProcess({ server }: FuzzedServer, request: FuzzRequest): Promise<Answer> {
  const { method, path, headers, body, lasting } = request
  const leaving = new AbortController()
  const work = async (): Promise<Answer> => {
    let code = 0
    let text = ''
    try {
      const connection = isStranger(request)
        ? { clientCertificates: [], remoteAddress: '127.0.0.1' }
        : { clientCertificates: [], identity: admin }
      const wire = {
        method,
        path,
        headers: { ...headers },
        ...(body === undefined ? {} : { body }),
        signal: leaving.signal,
      }
      const response = await server.handle(wire, connection)
      code = response.status
      if (lasting) setTimeout(() => leaving.abort(new DOMException('enough', 'AbortError')), listenMs)
      for await (const piece of response.body) if (text.length < 2000) text += Buffer.from(piece).toString()
    } catch (error) {
      if (!leaving.signal.aborted) throw error
    }
    return { code, text }
  }
  return patiently(request, work(), () => leaving.abort(new DOMException('enough', 'AbortError')))
}

function overHttp1({ ...request }: FuzzRequest, port: number, agent: Agent): Promise<Answer> {
  const { method, path, headers, body, lasting } = request
  const length = body === undefined ? {} : { 'content-length': String(body.length) }
  const sent = httpsRequest({ host: '127.0.0.1', port, method, path, agent, headers: { ...headers, ...length } })
  const work = new Promise<Answer>((resolve) => {
    let code = 0
    sent.on('response', (response) => {
      code = response.statusCode ?? 0
      let text = ''
      const end = (): void => resolve({ code, text })
      response.on('data', (piece: Buffer) => {
        if (text.length < 2000) text += piece.toString()
      })
      response.on('end', end)
      response.on('error', end)
      response.on('close', end)
      if (lasting) setTimeout(() => sent.destroy(), listenMs)
    })
    sent.on('upgrade', (_, socket) => {
      socket.destroy()
      resolve({ code: 101, text: '' })
    })
    sent.on('error', (error) => resolve({ code, text: error.message }))
    sent.on('close', () => resolve({ code, text: 'closed' }))
  })
  sent.end(body)
  return patiently(request, work, () => sent.destroy())
}

function overHttp2(request: FuzzRequest, session: ClientHttp2Session): Promise<Answer> {
  const { method, path, headers, body, lasting } = request
  const stream = session.request({ ':method': method, ':path': path, ...headers }, { endStream: body === undefined })
  const work = new Promise<Answer>((resolve) => {
    let code = 0
    let text = ''
    const end = (): void => resolve({ code, text })
    stream.on('response', (head) => {
      code = Number(head[':status'] ?? 0)
      if (lasting) setTimeout(() => stream.close(), listenMs)
    })
    stream.on('data', (piece: Buffer) => {
      if (text.length < 2000) text += piece.toString()
    })
    stream.on('end', end)
    stream.on('error', end)
    stream.on('close', end)
  })
  if (body !== undefined) stream.end(body)
  return patiently(request, work, () => stream.close())
}

interface TlsAddress {
  readonly host: string
  readonly port: number
  readonly ca: string
  readonly cert: string
  readonly key: string
}

/** A client that stops in the middle is no hang of the server's: it is left soon. */
const rawSilenceMs = 150

function rawBytes(request: FuzzRequest, index: number, address: TlsAddress): Promise<Answer> {
  const { method, path, headers, body = new Uint8Array() } = request
  const head = Object.entries({ host: 'x', connection: 'close', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  const right = Buffer.concat([
    Buffer.from(`${method} ${path} HTTP/1.1\r\n${head.join('')}content-length: ${body.length}\r\n\r\n`),
    body,
  ])
  const chance = new Chance(index, 0)
  const bytes = chance.oneIn(10) ? http2Preface(chance) : mutatedBytes(right, chance)
  return new Promise((resolve) => {
    let text = ''
    const alpn = chance.oneIn(3) ? ['h2'] : ['http/1.1']
    const socket = connectTls(
      { ...address, servername: 'localhost', checkServerIdentity: () => undefined, ALPNProtocols: alpn },
      () => socket.write(bytes),
    )
    const timer = setTimeout(() => socket.destroy(), rawSilenceMs)
    socket.on('data', (piece: Buffer) => {
      if (text.length < 2000) text += piece.toString('latin1')
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearTimeout(timer)
      resolve({ code: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text })
    })
  })
}

/** The beginning of an HTTP/2 connection, and then frames of any kind. */
function http2Preface(chance: Chance): Uint8Array {
  const frames = Array.from({ length: 1 + chance.below(5) }, () => {
    const payload = chance.bytes(40)
    const length = chance.oneIn(4) ? chance.below(1 << 20) : payload.length
    const stream = chance.below(5)
    return Uint8Array.from([
      length >> 16,
      length >> 8,
      length,
      chance.below(12),
      chance.below(256),
      0,
      0,
      0,
      stream,
      ...payload,
    ])
  })
  return Buffer.concat([
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    Uint8Array.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
    ...frames,
  ])
}
