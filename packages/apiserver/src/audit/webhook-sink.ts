/**
 * Sends audit events to a server: one EventList per POST, tried again with growing pauses.
 * In: a Transport and the path that the configuration names. Out: requests; false when all tries failed.
 */
import { readAll, type Transport } from '@elli/host/wire'
import type { Host } from '@elli/host/host'
import { utf8 } from '../http/body.ts'
import type { AuditSink, AuditTrouble } from './sink.ts'

export interface WebhookSinkOptions {
  readonly transport: Transport
  /** Path of the server's URL, e.g. `/audit`. */
  readonly path: string
  /** Sent along, e.g. `authorization`. */
  readonly headers?: Readonly<Record<string, string>>
  /** Pause before the second try; upstream's default is ten seconds. */
  readonly initialBackoffMs?: number
}

const tries = 5
const growth = 1.5
const jitter = 0.2
const attemptTimeoutMs = 30_000

export function webhookSink(options: WebhookSinkOptions, host: Host, trouble: AuditTrouble): AuditSink {
  const { transport, path, headers = {}, initialBackoffMs = 10_000 } = options
  const random = host.random.stream('apiserver/audit-webhook')
  const closing = new AbortController()
  const post = async (body: Uint8Array): Promise<string | undefined> => {
    const attempt = new AbortController()
    const timer = host.clock.after(attemptTimeoutMs, () =>
      attempt.abort(new Error('the audit webhook does not answer')),
    )
    try {
      const answer = await transport.send({
        method: 'POST',
        path,
        headers: { 'content-type': 'application/json', 'content-length': String(body.length), ...headers },
        body,
        signal: attempt.signal,
      })
      const text = (await readAll(answer.body)).toString('utf8')
      return answer.status < 300 ? undefined : `the server answered ${answer.status}: ${text.slice(0, 256)}`
    } catch (error) {
      return String(error)
    } finally {
      timer.cancel()
    }
  }
  return {
    name: 'webhook',
    async process(events) {
      const body = utf8(
        JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: events }),
      )
      let pauseMs = initialBackoffMs
      let problem: string | undefined
      for (let attempt = 1; attempt <= tries; attempt++) {
        problem = await post(body)
        if (problem === undefined) return true
        if (attempt === tries || closing.signal.aborted) break
        try {
          await host.clock.sleep(pauseMs * (1 + jitter * random.next()), closing.signal)
        } catch {
          // The server goes down: one more try, at once.
        }
        pauseMs *= growth
      }
      trouble.lost('webhook', problem ?? '', events)
      return false
    },
    async close() {
      closing.abort(new Error('the audit webhook is closed'))
      await transport.close()
    },
  }
}
