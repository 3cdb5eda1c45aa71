/** A webhook for tests: answers as it is told, keeps what it was sent. */
import type { Transport } from '@elli/host/wire'
import type { WebhookBackend } from './webhook-backend.ts'

export interface TestBackend extends WebhookBackend {
  readonly bodies: Record<string, unknown>[]
}

export type TestAnswer = object | { httpStatus: number; text?: string; headers?: Record<string, string> } | Error

/** @param answer what to say to a body; an Error breaks the connection */
export function testBackend(answer: (body: Record<string, unknown>, call: number) => TestAnswer): TestBackend {
  const bodies: Record<string, unknown>[] = []
  const transport: Transport = {
    async send({ body, path }) {
      const parsed = JSON.parse(Buffer.from(body ?? new Uint8Array()).toString('utf8')) as Record<string, unknown>
      bodies.push(parsed)
      if (path !== '/hook') throw new Error(`asked at ${path}`)
      const said = answer(parsed, bodies.length)
      if (said instanceof Error) throw said
      const {
        httpStatus: status,
        text,
        headers = {},
      } = said as { httpStatus?: number; text?: string; headers?: Record<string, string> }
      const bytes = Buffer.from(status === undefined ? JSON.stringify(said) : (text ?? ''))
      return {
        status: status ?? 200,
        headers,
        body: (async function* () {
          yield bytes
        })(),
      }
    },
    upgrade: () => Promise.reject(new Error('nothing to upgrade to')),
    async close() {},
  }
  return { transport, url: 'https://hook.example/hook', bodies }
}
