/**
 * How issuers are asked for their documents and keys: GET of an https URL, trusting one bundle or the machine's.
 * In: `dial`, which opens connections. Out: a Fetch. Tests hand in one of their own.
 */
import { type Clock, withTimeout } from '@elli/host/clock'
import { readAll, type Transport } from '@elli/host/wire'

export interface FetchRequest {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** PEM; absent: the certificates that the machine trusts. */
  readonly caPem?: string
}

export interface FetchResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export type Fetch = (request: FetchRequest) => Promise<FetchResponse>

export interface DialOptions {
  host: string
  port: number
  serverName?: string
  caPem?: string
  clientCertPem?: string
  clientKeyPem?: string
  protocol: 'https' | 'http'
}

/** Upstream's client gives an issuer half a minute for each answer. */
const timeoutMs = 30_000

export function fetchOver(dial: (options: DialOptions) => Transport, clock: Clock): Fetch {
  return async ({ url, headers = {}, caPem }) => {
    const { protocol, hostname, port, pathname, search } = new URL(url)
    const https = protocol === 'https:'
    const host = hostname.replace(/^\[|\]$/g, '')
    const transport = dial({
      host,
      port: port === '' ? (https ? 443 : 80) : Number(port),
      serverName: host,
      protocol: https ? 'https' : 'http',
      ...(caPem === undefined ? {} : { caPem }),
    })
    const limit = withTimeout(clock, timeoutMs)
    try {
      const response = await transport.send({
        method: 'GET',
        path: `${pathname}${search}`,
        headers: { accept: '*/*', ...headers },
        signal: limit.signal,
      })
      const body = await readAll(response.body)
      return { status: response.status, headers: response.headers, text: body.toString('utf8') }
    } finally {
      limit.done()
      await transport.close()
    }
  }
}

export function succeeded({ status }: FetchResponse): boolean {
  return status >= 200 && status <= 226
}
