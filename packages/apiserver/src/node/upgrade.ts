/**
 * HTTP/1.1 upgrades (exec, attach, port-forward): the client's raw stream and the node's are joined, bytes go both ways.
 * Always: when one side ends, the other is ended too; a refusal is written as a plain HTTP answer.
 */
import type { Duplex } from 'node:stream'
import { readAll, type WireRequest } from '@elli/host/wire'
import type { ApiServer, Connection } from '../server.ts'

const reasons: Readonly<Record<number, string>> = {
  101: 'Switching Protocols',
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
    const body = await readAll(response.body)
    socket.write(
      headText(response.status, { ...response.headers, 'content-length': String(body.length), connection: 'close' }),
    )
    socket.end(body)
    return
  }
  const { stream } = answer
  socket.write(headText(101, { connection: 'Upgrade', upgrade: answer.protocol, ...answer.headers }))
  if (answer.head.length > 0) socket.write(answer.head)
  if (head.length > 0) stream.write(head)
  join(socket, stream)
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
