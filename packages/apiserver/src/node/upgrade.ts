/**
 * HTTP/1.1 upgrades (exec, attach, port-forward): the client's raw stream and the node's are joined, bytes go both ways.
 * Elsewhere: watches and logs over WebSocket (./messages.ts).
 * Always: when one side ends, the other is ended too; a refusal is written as a plain HTTP answer.
 */
import type { Duplex } from 'node:stream'
import type { WireRequest, WireResponse } from '@elli/host/wire'
import type { ApiServer, Connection } from '../server.ts'
import { sendMessages, wantsMessages } from './messages.ts'

const reasons: Readonly<Record<number, string>> = {
  101: 'Switching Protocols',
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
}

export async function carryUpgrade(
  server: ApiServer,
  request: WireRequest,
  connection: Connection,
  socket: Duplex,
  head: Uint8Array,
): Promise<void> {
  const controller = new AbortController()
  socket.once('close', () => controller.abort(new DOMException('the client went away', 'AbortError')))
  const answer = await server.upgrade({ ...request, signal: controller.signal }, connection)
  if (!answer.upgraded) {
    const { response } = answer
    if (response.status !== 200 || !wantsMessages(request)) await answerPlainly(socket, response)
    else if (!sendMessages(request, response, socket, head)) {
      socket.end(headText(403, { 'content-length': '0', connection: 'close' }))
    }
    return
  }
  const { stream } = answer
  socket.write(headText(101, { connection: 'Upgrade', upgrade: answer.protocol, ...answer.headers }))
  if (answer.head.length > 0) socket.write(answer.head)
  if (head.length > 0) stream.write(head)
  join(socket, stream)
}

/** Not switched: the answer as it would have been without asking, and the end of the connection. */
async function answerPlainly(socket: Duplex, { status, headers, body }: WireResponse): Promise<void> {
  socket.write(headText(status, { ...headers, connection: 'close' }))
  for await (const chunk of body) if (!socket.write(chunk)) await drained(socket)
  socket.end()
}

function drained(socket: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.once('drain', done)
    socket.once('close', done)
  })
}

function headText(status: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${reasons[status] ?? 'Error'}\r\n${lines.join('')}\r\n`
}

function join(a: Duplex, b: Duplex): void {
  a.pipe(b)
  b.pipe(a)
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    one.on('close', () => other.destroy())
    one.on('error', () => other.destroy())
  }
}
