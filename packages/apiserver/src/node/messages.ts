/**
 * Watches and logs over WebSocket, as browsers ask for them: the answer in messages to the client, which has nothing to say.
 * In: a request to upgrade and its streaming answer. Out: the connection switched, or refused as upstream refuses it.
 * Always: when one side ends, the other is ended too.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WireRequest, WireResponse } from '@elli/host/wire'
import { WebSocket, WebSocketServer } from 'ws'
import { requestInfo } from '../request-info.ts'

/** Dialects of a log: bytes as they are, or in base64; without a wish, as they are. */
const binary = 'binary.k8s.io'
const base64 = 'base64.binary.k8s.io'

/** As upstream reads logs: longer output becomes several messages. */
const largestPiece = 2048

const sockets = new WebSocketServer({
  noServer: true,
  handleProtocols: (offered) => [...offered].find((name) => name === binary || name === base64) ?? first(offered),
})

const first = (offered: ReadonlySet<string>): string | false => offered.values().next().value ?? false

/** Whether the answer is to go out in messages. */
export function wantsMessages({ headers, method, path }: WireRequest): boolean {
  if (method !== 'GET' || headers['upgrade']?.toLowerCase() !== 'websocket') return false
  const info = requestInfo({ headers, method, path })
  return info.isResource && (info.verb === 'watch' || isLog(info))
}

const isLog = ({ resource, subresource }: { resource: string; subresource: string }): boolean =>
  resource === 'pods' && subresource === 'log'

/** @returns false for a wish that cannot be met: nothing was written, and the answer is 403 */
export function sendMessages(request: WireRequest, answer: WireResponse, socket: Duplex, head: Uint8Array): boolean {
  const watches = !isLog(requestInfo(request))
  const offered = (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  // A watch is for pages of known origin; a log for whoever speaks one of its dialects.
  if (
    watches
      ? !request.headers['origin']
      : offered.length > 0 && !offered.some((name) => name === binary || name === base64)
  )
    return false
  const handshake = { method: 'GET', headers: request.headers, url: request.path } as IncomingMessage
  sockets.handleUpgrade(handshake, socket, Buffer.from(head), (client) => {
    client.on('error', () => client.terminate())
    const sent = watches ? sendEvents(client, answer) : sendOutput(client, answer)
    sent.then(
      () => client.close(),
      () => client.terminate(),
    )
  })
  return true
}

/** Text events one by one; others without the length before each, as a message has one. */
async function sendEvents(client: WebSocket, { headers, body }: WireResponse): Promise<void> {
  const isText = !(headers['content-type'] ?? '').includes('protobuf')
  let rest = Buffer.alloc(0)
  for await (const chunk of body) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    for (;;) {
      const end = isText ? rest.indexOf(0x0a) + 1 : binaryEnd(rest)
      if (end === 0) break
      await send(client, isText ? rest.toString('utf8', 0, end) : rest.subarray(4, end))
      rest = rest.subarray(end)
    }
  }
}

/** Where the first event ends; 0 when it has not come whole yet. */
function binaryEnd(bytes: Buffer): number {
  if (bytes.length < 4) return 0
  const end = 4 + bytes.readUInt32BE(0)
  return end <= bytes.length ? end : 0
}

async function sendOutput(client: WebSocket, { body }: WireResponse): Promise<void> {
  const inBase64 = client.protocol === base64
  // So that the client knows of the connection before there is any output.
  await send(client, inBase64 ? '' : Buffer.alloc(0))
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; at += largestPiece) {
      const piece = Buffer.from(chunk.subarray(at, at + largestPiece))
      await send(client, inBase64 ? piece.toString('base64') : piece)
    }
  }
}

/** Resolves when there is room for more. */
function send(client: WebSocket, message: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    client.send(message, (error) => (error ? reject(error) : resolve()))
  })
}
