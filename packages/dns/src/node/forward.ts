/**
 * Asks this machine's own name servers about names outside the cluster. One socket per question, so that answers cannot be mixed up;
 * servers are tried in order, two seconds each; an answer cut short over UDP is asked for again over TCP.
 */
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { type Host } from '@elli/host/host'
import { hasCode } from '@elli/host/files'
import { withTimeout } from '@elli/host/clock'

const timeoutMs = 2000
const truncatedBit = 0x02

/** Name servers of a resolv.conf text, `own` excluded so that a question cannot go round in circles. */
export function nameServers(resolvConf: string, own: readonly string[]): string[] {
  return resolvConf
    .split('\n')
    .map((line) => /^\s*nameserver\s+(\S+)/.exec(line)?.[1])
    .filter((server): server is string => server !== undefined && !own.includes(server))
}

export async function readNameServers(host: Host, path: string, own: readonly string[]): Promise<string[]> {
  try {
    return nameServers(await host.files.readText(path), own)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}

/** @returns the raw answer, or undefined when no server gave one in time */
export async function forward(
  host: Host,
  servers: readonly string[],
  query: Uint8Array,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  for (const server of servers) {
    const { signal: limited, done } = withTimeout(host.clock, timeoutMs, signal)
    try {
      const answer = await askUdp(server, query, limited)
      return ((answer[2] ?? 0) & truncatedBit) === 0 ? answer : await askTcp(server, query, limited)
    } catch (error) {
      if (signal.aborted) return undefined
      host.log.debug('name server did not answer', {
        server,
        err: error instanceof Error ? error.message : String(error),
      })
    } finally {
      done()
    }
  }
  return undefined
}

function askUdp(server: string, query: Uint8Array, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(server.includes(':') ? 'udp6' : 'udp4')
    const onAbort = (): void => finish(() => reject(signal.reason as Error))
    let finished = false
    function finish(settle: () => void): void {
      if (finished) return
      finished = true
      signal.removeEventListener('abort', onAbort)
      socket.close()
      settle()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    socket.on('error', (error) => finish(() => reject(error)))
    socket.on('message', (message) => {
      if (message.length >= 12 && message[0] === query[0] && message[1] === query[1]) finish(() => resolve(message))
    })
    socket.connect(53, server, () => {
      if (!finished) socket.send(query)
    })
  })
}

function askTcp(server: string, query: Uint8Array, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: server, port: 53, signal })
    const chunks: Buffer[] = []
    socket.on('connect', () => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(query.length)
      socket.write(Buffer.concat([length, query]))
    })
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      const all = Buffer.concat(chunks)
      if (all.length >= 2 && all.length >= 2 + all.readUInt16BE(0)) {
        resolve(all.subarray(2, 2 + all.readUInt16BE(0)))
        socket.destroy()
      }
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('connection closed before the whole answer came')))
  })
}
