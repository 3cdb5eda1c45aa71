/**
 * Load on an API server over HTTPS with HTTP/2, whoever it is. In: a kubeconfig; process numbers where the server's CPU is to be told.
 * Out: connections that send and watch, and pieces of work done by many at a time.
 */
import { once } from 'node:events'
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2'
import { loadKubeconfig } from '@elli/client/node/kubeconfig'
import { realHost } from '@elli/host/node/host'
import { cpuMs, residentMb } from './measure.ts'

/** Whose CPU and memory count. Elli's API server is the first thread of its process, in which controllers run too; of others all counts. */
export interface Server {
  readonly pids: readonly number[]
  readonly threads: 'all' | 'first'
}

export const serverCpuMs = (server: Server): number =>
  server.pids.reduce((sum, pid) => sum + cpuMs(pid, server.threads), 0)

export const serverMb = (server: Server): number => server.pids.reduce((sum, pid) => sum + residentMb(pid), 0)

export class Connection {
  readonly #session: ClientHttp2Session
  constructor(session: ClientHttp2Session) {
    this.#session = session
  }

  /** The whole exchange; answers with the number of bytes. A status listed in `fine` is no error. */
  send(
    method: string,
    path: string,
    options: { body?: Buffer; contentType?: string; accept?: string; fine?: readonly number[] } = {},
  ): Promise<number> {
    const { body, contentType = 'application/json', accept, fine = [] } = options
    return new Promise((resolve, reject) => {
      const stream = this.#session.request(
        {
          ':method': method,
          ':path': path,
          ...(body ? { 'content-type': contentType } : {}),
          ...(accept === undefined ? {} : { accept }),
        },
        { endStream: body === undefined },
      )
      let status = 0
      let bytes = 0
      const failure: Buffer[] = []
      stream.on('response', (headers: IncomingHttpHeaders & { ':status'?: number }) => {
        status = headers[':status'] ?? 0
      })
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (status >= 300) failure.push(chunk)
      })
      stream.on('end', () => {
        if (status < 300 || fine.includes(status)) resolve(bytes)
        else reject(new Error(`${method} ${path}: ${status} ${Buffer.concat(failure).toString()}`))
      })
      stream.on('error', reject)
      if (body) stream.end(body)
    })
  }

  /** Counts the events of a watch, by the newlines between them. */
  watch(path: string, onEvents: (count: number) => void): { started: Promise<void>; close(): void } {
    const stream = this.#session.request({ ':path': path })
    stream.on('data', (chunk: Buffer) => {
      let count = 0
      for (let i = chunk.indexOf(10); i >= 0; i = chunk.indexOf(10, i + 1)) count++
      onEvents(count)
    })
    stream.on('error', () => {})
    return { started: once(stream, 'response').then(() => {}), close: () => stream.close(8) }
  }

  close(): void {
    this.#session.destroy()
  }
}

export async function connectTo(kubeconfig: string): Promise<() => Promise<Connection>> {
  const { rest } = await loadKubeconfig(realHost(), { path: kubeconfig })
  return async () => {
    const session = connect(rest.server, {
      ca: rest.tls?.ca,
      cert: rest.tls?.cert,
      key: rest.tls?.key,
      settings: { initialWindowSize: 4 << 20 },
    })
    await once(session, 'connect')
    session.setLocalWindowSize(16 << 20)
    return new Connection(session)
  }
}

export interface Done {
  readonly ms: number
  /** Of the server, all pieces together; NaN when it is not known. */
  readonly cpuMs: number
  readonly count: number
}

/** Does `count` pieces of work, at most `inFlight` at a time. */
export async function load(
  server: Server | undefined,
  inFlight: number,
  count: number,
  one: (i: number) => Promise<unknown>,
): Promise<Done> {
  const before = server === undefined ? Number.NaN : serverCpuMs(server)
  const began = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < count) await one(next++)
    }),
  )
  return {
    ms: performance.now() - began,
    cpuMs: server === undefined ? Number.NaN : serverCpuMs(server) - before,
    count,
  }
}

export function ratesOf({ ms, cpuMs: cpu, count }: Done): string {
  const rate = `${Math.round((count / ms) * 1000)}/s`
  if (Number.isNaN(cpu)) return rate
  return `${rate}, ${Math.round((cpu / count) * 1000)} µs CPU each: ${Math.round((count / cpu) * 1000)}/s a core`
}

/** Milliseconds of one piece. */
export function timesOf({ ms, cpuMs: cpu, count }: Done): string {
  const each = `${(ms / count).toFixed(ms / count < 10 ? 1 : 0)} ms`
  return Number.isNaN(cpu) ? each : `${each}, ${Math.round(cpu / count)} ms CPU of the server`
}
