/**
 * Requests as bytes over HTTPS, past every client that would mend them: what a stranger or a broken program sends.
 * In: a kubeconfig (or other credentials), method, path, headers, body. Out: code, headers and text as they came.
 */
import { request } from 'node:https'

export interface RawOptions {
  readonly body?: string | Uint8Array
  /** Content type; JSON when there is a body, '' sends none. */
  readonly type?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
}

export interface Cause {
  readonly reason?: string
  readonly message?: string
  readonly field?: string
}

export interface RawStatus {
  readonly status?: string
  readonly code?: number
  readonly reason?: string
  readonly message?: string
  readonly details?: {
    readonly name?: string
    readonly group?: string
    readonly kind?: string
    readonly uid?: string
    readonly causes?: readonly Cause[]
    readonly retryAfterSeconds?: number
  }
}

export interface RawAnswer {
  readonly code: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

export interface Credentials {
  readonly server: string
  readonly ca: string
  readonly cert?: string
  readonly key?: string
}

export type Ask = (method: string, path: string, options?: RawOptions) => Promise<RawAnswer>

/** What is inside a kubeconfig of ours. */
export function credentialsIn(kubeconfig: string): Required<Credentials> {
  const value = (name: string): string => new RegExp(`${name}: (\\S+)`).exec(kubeconfig)?.[1] ?? ''
  const pem = (name: string): string => Buffer.from(value(name), 'base64').toString()
  return {
    server: value('server'),
    ca: pem('certificate-authority-data'),
    cert: pem('client-certificate-data'),
    key: pem('client-key-data'),
  }
}

/** An answer that does not come within this time is a hang. */
const patienceMs = 20_000

export function rawRequests({ server, ca, cert, key }: Credentials): Ask {
  const { hostname, port } = new URL(server)
  return (method, path, { body, type, headers = {} } = {}) =>
    new Promise((resolve, reject) => {
      const contentType = type ?? (body === undefined ? '' : 'application/json')
      const sent = request(
        {
          host: hostname,
          port,
          method,
          path,
          ca,
          agent: false,
          timeout: patienceMs,
          ...(cert === undefined || key === undefined ? {} : { cert, key }),
          headers: {
            ...(contentType === '' ? {} : { 'content-type': contentType }),
            ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
            ...headers,
          },
        },
        (response) => {
          const pieces: Buffer[] = []
          response.on('data', (piece: Buffer) => pieces.push(piece))
          response.on('error', reject)
          response.on('end', () =>
            resolve({
              code: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(pieces).toString(),
            }),
          )
        },
      )
      sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${path} within ${patienceMs} ms`)))
      sent.on('error', reject)
      sent.end(body)
    })
}

export function statusIn(answer: RawAnswer): RawStatus {
  try {
    return JSON.parse(answer.text) as RawStatus
  } catch {
    return { message: answer.text.trim() } // some answers are plain text, as upstream's are
  }
}

/** Texts of the Warning headers, one by one. */
export function warningsIn(answer: RawAnswer): string[] {
  const header = answer.headers['warning'] ?? ''
  const text = Array.isArray(header) ? header.join(', ') : header
  return [...text.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, inner = '']) => inner.replaceAll(/\\(.)/g, '$1'))
}
