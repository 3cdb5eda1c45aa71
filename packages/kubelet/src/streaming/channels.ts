/**
 * The WebSocket dialects of exec, attach and port-forward: one byte (or digit) of channel, then bytes (or base64).
 * In: messages. Out: channel and data, and back. Pure. Elsewhere: who carries them (../node/server/streaming.ts).
 * Source: KEP-4006; kubernetes apimachinery wsstream.
 */

export const execChannels = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4 } as const

/** v5: `255, channel` says that a channel's sender is done. */
const closeMark = 255

export interface ChannelProtocol {
  readonly name: string
  readonly base64: boolean
  /** A Status object on the error channel, rather than bare text. */
  readonly statusObjects: boolean
  readonly halfClose: boolean
}

/** Most wanted first. */
export const execProtocols: readonly ChannelProtocol[] = [
  { name: 'v5.channel.k8s.io', base64: false, statusObjects: true, halfClose: true },
  { name: 'v4.channel.k8s.io', base64: false, statusObjects: true, halfClose: false },
  { name: 'v4.base64.channel.k8s.io', base64: true, statusObjects: true, halfClose: false },
  { name: 'channel.k8s.io', base64: false, statusObjects: false, halfClose: false },
  { name: 'base64.channel.k8s.io', base64: true, statusObjects: false, halfClose: false },
]

export const portForwardProtocols: readonly ChannelProtocol[] = [
  { name: 'v4.channel.k8s.io', base64: false, statusObjects: false, halfClose: false },
  { name: 'v4.base64.channel.k8s.io', base64: true, statusObjects: false, halfClose: false },
]

/** SPDY carried inside WebSocket messages. */
export const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io'

export function chooseProtocol(
  offered: Iterable<string>,
  known: readonly ChannelProtocol[],
): ChannelProtocol | undefined {
  const names = new Set(offered)
  return known.find(({ name }) => names.has(name))
}

export type ChannelMessage = { kind: 'data'; channel: number; data: Buffer } | { kind: 'close'; channel: number }

/** undefined for an empty message, which only keeps the connection alive. */
export function decodeMessage(message: Buffer, protocol: ChannelProtocol): ChannelMessage | undefined {
  const [first] = message
  if (first === undefined) return undefined
  if (protocol.base64) {
    return { kind: 'data', channel: first - 0x30, data: Buffer.from(message.toString('latin1', 1), 'base64') }
  }
  if (protocol.halfClose && first === closeMark) return { kind: 'close', channel: message[1] ?? 0 }
  return { kind: 'data', channel: first, data: message.subarray(1) }
}

/** Text for base64 dialects, bytes for the others. */
export function encodeMessage(channel: number, data: Uint8Array, protocol: ChannelProtocol): string | Buffer {
  if (protocol.base64) return `${channel}${Buffer.from(data).toString('base64')}`
  return Buffer.concat([Buffer.from([channel]), data])
}

/** What older dialects show of a final Status: nothing when all is well, else its message. */
export function statusText(status: Buffer): string {
  try {
    const parsed = JSON.parse(status.toString('utf8')) as { status?: string; message?: string }
    return parsed.status === 'Success' ? '' : (parsed.message ?? '')
  } catch {
    return status.toString('utf8')
  }
}
