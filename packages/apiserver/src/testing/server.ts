/** An API server for tests: memory store, virtual clock, every strategy, everybody may everything; called without sockets. */
import { simulatedHost, type SimulatedHost } from '@elli/host/simulated'
import { readAll, type WireResponse } from '@elli/host/wire'
import { memoryStore, type MemoryStore } from '@elli/store/memory'
import type { ApiServerOptions } from '../options.ts'
import { strategies } from '../resources/strategies.ts'
import { createApiServer, type ApiServer } from '../server.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The body as JSON; tests look into it freely. */
  readonly json: Json
}

/** JSON that may be walked without narrowing at each step. */
export interface Json {
  readonly [key: string]: Json
  readonly [index: number]: Json
}

export interface TestServer extends AsyncDisposable {
  readonly server: ApiServer
  readonly host: SimulatedHost
  readonly store: MemoryStore
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Opens a watch; events come as parsed lines. */
  watch(path: string, headers?: Record<string, string>): Promise<TestWatch>
}

export interface TestWatch {
  readonly status: number
  /** The next event; undefined when the watch has ended. */
  next(): Promise<Json | undefined>
  close(): void
}

export async function testServer(options: Partial<ApiServerOptions> = {}): Promise<TestServer> {
  const host = simulatedHost({ seed: 1 })
  const store = memoryStore(host)
  const server = await createApiServer({
    host,
    store,
    strategies,
    serviceNetwork: { cidrs: ['10.96.0.0/24'], nodePorts: { from: 30000, to: 32767 } },
    ...options,
  })
  const send = (
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<WireResponse> =>
    server.handle(
      {
        method,
        path,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: bytesOf(body) }),
        ...(signal === undefined ? {} : { signal }),
      },
      { clientCertificates: [], identity: { name: 'tester', groups: ['system:masters'] } },
    )
  return {
    server,
    host,
    store,
    async call(method, path, body, headers = {}) {
      const answer = await send(method, path, body, headers)
      const text = (await readAll(answer.body)).toString('utf8')
      return {
        status: answer.status,
        headers: answer.headers,
        text,
        get json(): Json {
          return JSON.parse(text) as Json
        },
      }
    },
    async watch(path, headers = {}) {
      const controller = new AbortController()
      const answer = await send('GET', path, undefined, headers, controller.signal)
      const lines = linesOf(answer.body)
      return {
        status: answer.status,
        async next() {
          const line = await lines.next()
          return line.done === true ? undefined : (JSON.parse(line.value) as Json)
        },
        close: () => controller.abort(),
      }
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await store.close()
    },
  }
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}

async function* linesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  let rest = ''
  for await (const chunk of body) {
    rest += Buffer.from(chunk).toString('utf8')
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  return undefined
}
