/**
 * exec, attach and port-forward: between the caller and the runtime's streaming server.
 * In: an upgrade request and the runtime's URL. SPDY callers are passed through byte by byte; WebSocket callers are spoken to here
 * and their channels carried over SPDY, which alone can half-close stdin.
 * Always: when one side ends, the other is ended. Elsewhere: channels (../../streaming/channels.ts), SPDY (../spdy).
 */
import * as http from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import {
  chooseProtocol,
  decodeMessage,
  encodeMessage,
  execChannels,
  execProtocols,
  portForwardProtocols,
  statusText,
  tunnelProtocol,
  type ChannelProtocol,
} from '../../streaming/channels.ts'
import { SpdyConnection, type SpdyStream } from '../spdy/connection.ts'

export interface UpgradeInput {
  readonly request: http.IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
}

export interface ExecOptions {
  readonly stdin: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  readonly tty: boolean
}

const webSockets = (): WebSocketServer =>
  new WebSocketServer({ noServer: true, perMessageDeflate: false, handleProtocols: () => false })

export const offeredProtocols = (request: http.IncomingMessage): string[] =>
  (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())

export const isWebSocket = (request: http.IncomingMessage): boolean =>
  (request.headers.upgrade ?? '').toLowerCase() === 'websocket'

export function refuseUpgrade(socket: Duplex, status: number, text: string): void {
  const body = Buffer.from(text)
  socket.end(
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ''}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${text}`,
  )
}

/** The caller's upgrade goes to the runtime as it is, and the runtime's answer back. */
export function passThrough({ request, socket, head }: UpgradeInput, target: URL): void {
  const headers = { ...request.headers, host: target.host }
  const upstream = http.request({
    host: target.hostname,
    port: target.port,
    path: `${target.pathname}${target.search}`,
    method: request.method,
    headers,
  })
  upstream.on('upgrade', (response, upstreamSocket: Duplex, upstreamHead: Buffer) => {
    socket.write(rawHead(response))
    if (upstreamHead.length > 0) socket.write(upstreamHead)
    if (head.length > 0) upstreamSocket.write(head)
    join(socket, upstreamSocket)
  })
  upstream.on('response', (response) => {
    socket.write(rawHead(response))
    response.pipe(socket)
  })
  upstream.on('error', (error) => refuseUpgrade(socket, 500, `error dialing backend: ${error.message}`))
  socket.on('error', () => upstream.destroy())
  upstream.end()
}

function rawHead(response: http.IncomingMessage): string {
  const lines = [`HTTP/1.1 ${response.statusCode ?? 500} ${response.statusMessage ?? ''}`]
  for (let i = 0; i + 1 < response.rawHeaders.length; i += 2) {
    lines.push(`${response.rawHeaders[i]}: ${response.rawHeaders[i + 1]}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}

function join(a: Duplex, b: Duplex): void {
  a.pipe(b)
  b.pipe(a)
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
  }
}

/** Opens SPDY to the runtime's streaming server. @throws Error with the server's words when it refuses */
export function dialSpdy(
  target: URL,
  protocols: readonly string[],
): Promise<{ connection: SpdyConnection; socket: Duplex }> {
  return dialRaw(target, protocols).then(({ socket, head }) => ({
    connection: new SpdyConnection(socket, { role: 'client', head }),
    socket,
  }))
}

function dialRaw(target: URL, protocols: readonly string[]): Promise<{ socket: Duplex; head: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: target.hostname,
      port: target.port,
      path: `${target.pathname}${target.search}`,
      method: 'POST',
      headers: { Connection: 'Upgrade', Upgrade: 'SPDY/3.1', 'X-Stream-Protocol-Version': protocols.join(', ') },
    })
    request.on('upgrade', (_response, socket: Duplex, head: Buffer) => resolve({ socket, head }))
    request.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => void (text += chunk))
      response.on('end', () =>
        reject(new Error(`the runtime refused to stream: ${response.statusCode ?? 0} ${text.trim()}`)),
      )
    })
    request.on('error', reject)
    request.end()
  })
}

function acceptWebSocket(input: UpgradeInput, protocol: string | undefined): Promise<WebSocket> {
  const server = webSockets()
  if (protocol !== undefined) server.options.handleProtocols = () => protocol
  return new Promise((resolve) => {
    server.handleUpgrade(input.request, input.socket, input.head, (webSocket) => resolve(webSocket))
  })
}

const send = (webSocket: WebSocket, message: string | Buffer): Promise<void> =>
  new Promise((resolve) => {
    if (webSocket.readyState === WebSocket.OPEN) webSocket.send(message, () => resolve())
    else resolve()
  })

const bytesOf = (data: Buffer | ArrayBuffer | Buffer[]): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? Buffer.from(data) : data

/** exec and attach for WebSocket callers. */
export async function execOverWebSocket(input: UpgradeInput, target: URL, options: ExecOptions): Promise<void> {
  const offered = offeredProtocols(input.request)
  const named = offered.filter((name) => name !== '')
  const protocol = chooseProtocol(offered, execProtocols) ?? (named.length === 0 ? plainBinary : undefined)
  if (!protocol) {
    refuseUpgrade(
      input.socket,
      403,
      `unable to upgrade: unable to negotiate protocol: client supports [${named.join(' ')}]`,
    )
    return
  }
  const { connection } = await dialSpdy(target, ['v4.channel.k8s.io'])
  const webSocket = await acceptWebSocket(input, protocol.name === '' ? undefined : protocol.name)
  // The caller may send before the runtime has its streams; nothing may be lost meanwhile.
  const early = queueMessages(webSocket)
  try {
    const streams = await openExecStreams(connection, options)
    // Older clients wait for a first message; a v5 client may not have its channels yet and would complain of it.
    const lowest = options.stdout ? 'stdout' : options.stderr ? 'stderr' : 'error'
    if (!protocol.halfClose) await send(webSocket, encodeMessage(execChannels[lowest], Buffer.alloc(0), protocol))
    const finished = carryOut(webSocket, streams, protocol)
    early.deliverTo(async (message) => carryIn(message, streams, protocol))
    webSocket.on('close', () => connection.destroy())
    // Streams end with their connection at the latest, so this comes to its end in any case.
    await finished
    // What the runtime said last is on its way through the socket before the close frame.
    webSocket.close(1000)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    await send(webSocket, encodeMessage(execChannels.error, Buffer.from(failureStatus(text, protocol)), protocol))
    webSocket.close(1000)
  } finally {
    connection.close()
  }
}

const plainBinary: ChannelProtocol = { name: '', base64: false, statusObjects: false, halfClose: false }

function failureStatus(message: string, protocol: ChannelProtocol): string {
  if (!protocol.statusObjects) return message
  return JSON.stringify({ metadata: {}, status: 'Failure', message, reason: 'InternalError', code: 500 })
}

type ExecStreams = { error: SpdyStream } & Partial<Record<'stdin' | 'stdout' | 'stderr' | 'resize', SpdyStream>>

async function openExecStreams(connection: SpdyConnection, options: ExecOptions): Promise<ExecStreams> {
  const open = (streamtype: string): Promise<SpdyStream> => connection.open({ streamtype })
  // All are asked for before the first answer: the runtime answers once it has them all.
  const [error, stdin, stdout, stderr, resize] = await Promise.all([
    open('error'),
    options.stdin ? open('stdin') : undefined,
    options.stdout ? open('stdout') : undefined,
    options.stderr && !options.tty ? open('stderr') : undefined,
    options.tty ? open('resize') : undefined,
  ])
  return {
    error,
    ...(stdin && { stdin }),
    ...(stdout && { stdout }),
    ...(stderr && { stderr }),
    ...(resize && { resize }),
  }
}

/** Resolves when everything the runtime will say has been handed on, the final status last. */
async function carryOut(webSocket: WebSocket, streams: ExecStreams, protocol: ChannelProtocol): Promise<void> {
  const outputs = (['stdout', 'stderr'] as const).flatMap((name) => {
    const stream = streams[name]
    if (!stream) return []
    stream.onData = (data) => send(webSocket, encodeMessage(execChannels[name], data, protocol))
    return [ended(stream)]
  })
  const said: Buffer[] = []
  streams.error.onData = (data) => void said.push(data)
  await Promise.all([...outputs, ended(streams.error)])
  const status = Buffer.concat(said)
  const text = protocol.statusObjects ? status : Buffer.from(statusText(status))
  if (text.length > 0) await send(webSocket, encodeMessage(execChannels.error, text, protocol))
}

function ended(stream: SpdyStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.remoteEnded) resolve()
    else stream.onEnd = resolve
  })
}

async function carryIn(message: Buffer, streams: ExecStreams, protocol: ChannelProtocol): Promise<void> {
  const decoded = decodeMessage(message, protocol)
  if (!decoded) return
  if (decoded.kind === 'close') {
    if (decoded.channel === execChannels.stdin) await streams.stdin?.end()
    return
  }
  if (decoded.channel === execChannels.stdin) await streams.stdin?.write(decoded.data)
  else if (decoded.channel === execChannels.resize) await streams.resize?.write(decoded.data)
}

/** Keeps messages in order and slows the sender down while one is being handled. */
function queueMessages(webSocket: WebSocket) {
  const waiting: Buffer[] = []
  let handler: ((message: Buffer) => Promise<void>) | undefined
  let busy = false
  const pump = async (): Promise<void> => {
    if (busy || !handler) return
    busy = true
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) await handler(next)
    } catch {
      // The runtime's side is gone; its own end closes the socket.
      waiting.length = 0
    } finally {
      busy = false
      webSocket.resume()
    }
  }
  webSocket.on('message', (data) => {
    waiting.push(bytesOf(data))
    if (waiting.length > 64) webSocket.pause()
    void pump()
  })
  webSocket.on('error', () => webSocket.terminate())
  return {
    deliverTo(next: (message: Buffer) => Promise<void>): void {
      handler = next
      void pump()
    },
  }
}

/** Port-forward for WebSocket callers: SPDY inside messages, or two channels per port. */
export async function portForwardOverWebSocket(
  input: UpgradeInput,
  target: URL,
  ports: readonly number[],
): Promise<void> {
  const offered = offeredProtocols(input.request)
  if (offered.includes(tunnelProtocol)) {
    await tunnel(input, target)
    return
  }
  const protocol = chooseProtocol(offered, portForwardProtocols)
  if (!protocol && offered.some((name) => name !== '')) {
    refuseUpgrade(
      input.socket,
      403,
      `unable to upgrade: unable to negotiate protocol: client supports [${offered.join(' ')}]`,
    )
    return
  }
  const dialect = protocol ?? plainBinary
  const { connection } = await dialSpdy(target, ['portforward.k8s.io'])
  const webSocket = await acceptWebSocket(input, protocol?.name)
  const early = queueMessages(webSocket)
  try {
    const data: SpdyStream[] = []
    for (const [index, port] of ports.entries()) {
      const head = Buffer.alloc(2)
      head.writeUInt16LE(port)
      for (const channel of [index * 2, index * 2 + 1]) await send(webSocket, encodeMessage(channel, head, dialect))
      const headers = { port: String(port), requestid: String(index) }
      const error = await connection.open({ ...headers, streamtype: 'error' })
      error.onData = (text) => send(webSocket, encodeMessage(index * 2 + 1, text, dialect))
      const stream = await connection.open({ ...headers, streamtype: 'data' })
      stream.onData = (bytes) => send(webSocket, encodeMessage(index * 2, bytes, dialect))
      data.push(stream)
    }
    early.deliverTo(async (message) => {
      const decoded = decodeMessage(message, dialect)
      if (decoded?.kind === 'data' && decoded.channel % 2 === 0) await data[decoded.channel / 2]?.write(decoded.data)
    })
    webSocket.on('close', () => connection.destroy())
    await Promise.race([Promise.all(data.map(ended)), connection.closed])
    webSocket.close(1000)
  } finally {
    connection.close()
  }
}

async function tunnel(input: UpgradeInput, target: URL): Promise<void> {
  const { socket, head } = await dialRaw(target, ['portforward.k8s.io'])
  const webSocket = await acceptWebSocket(input, tunnelProtocol)
  const early = queueMessages(webSocket)
  early.deliverTo(
    (message) =>
      new Promise((resolve) => {
        if (socket.write(message)) resolve()
        else socket.once('drain', resolve)
      }),
  )
  webSocket.on('close', () => socket.destroy())
  socket.on('error', () => webSocket.terminate())
  if (head.length > 0) await send(webSocket, head)
  for await (const chunk of socket) await send(webSocket, chunk as Buffer)
  webSocket.close(1000)
}
