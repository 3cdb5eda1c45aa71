/**
 * Who we are on the wire: headers for each request, certificates for each connection.
 * In: a RestConfig. Out: the same, resolved now: token files read, commands run.
 * Always: a token file that cannot be read any more leaves the last token in use, with a line in the log.
 */
import type { OutgoingHttpHeaders } from 'node:http'
import type { Host } from '@elli/host/host'
import type { Impersonation, RestConfig } from '../rest-config.ts'
import { type Credential, execPlugin, type ExecPlugin } from './exec-credential.ts'

const tokenFileForMs = 60_000
const certFilesForMs = 60_000

export interface TlsMaterial {
  ca?: string
  cert?: string
  key?: string
}

export interface RequestIdentity {
  headers: OutgoingHttpHeaders
  /** To be called when the server answered 401. */
  refused(): Promise<void>
}

export class Credentials {
  readonly #config: RestConfig
  readonly #host: Pick<Host, 'clock' | 'files' | 'log'>
  readonly #exec: ExecPlugin | undefined
  readonly #fixed: OutgoingHttpHeaders
  #token: string | undefined
  #tokenReadMs = Number.NEGATIVE_INFINITY
  #material: TlsMaterial | undefined
  #materialReadMs = Number.NEGATIVE_INFINITY

  constructor(config: RestConfig, host: Pick<Host, 'clock' | 'files' | 'processes' | 'log'>) {
    this.#config = config
    this.#host = host
    this.#fixed = impersonationHeaders(config.impersonate)
    this.#token = config.token
    if (config.exec !== undefined) this.#exec = execPlugin(config.exec, config, host)
  }

  /** @param given headers of the caller, whose own authorization wins */
  async forRequest(given: Readonly<Record<string, string>>): Promise<RequestIdentity> {
    const headers = { ...this.#fixed }
    if ('authorization' in given) return { headers, refused: async () => {} }
    const { username, password } = this.#config
    if (username !== undefined) {
      headers['authorization'] = `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`
      return { headers, refused: async () => {} }
    }
    const credential = await this.#exec?.get()
    const token = (await this.#bearer()) ?? credential?.token
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`
    return { headers, refused: async () => this.#refused(credential) }
  }

  /** Certificates as they are now; a new object only when something has changed. */
  async forConnection(): Promise<TlsMaterial> {
    const { tls = {} } = this.#config
    const nowMs = this.#host.clock.monotonicMs()
    const credential = await this.#exec?.get()
    const isFresh = this.#material !== undefined && nowMs - this.#materialReadMs < certFilesForMs
    if (isFresh && this.#material?.cert === (credential?.cert ?? this.#material?.cert))
      return this.#material as TlsMaterial
    const read = async (text: string | undefined, file: string | undefined): Promise<string | undefined> =>
      text ?? (file === undefined ? undefined : await this.#host.files.readText(file))
    const ca = await read(tls.ca, tls.caFile)
    const cert = credential?.cert ?? (await read(tls.cert, tls.certFile))
    const key = credential?.key ?? (await read(tls.key, tls.keyFile))
    this.#materialReadMs = nowMs
    const before = this.#material
    if (before !== undefined && before.ca === ca && before.cert === cert && before.key === key) return before
    const material: TlsMaterial = {}
    if (ca !== undefined) material.ca = ca
    if (cert !== undefined) material.cert = cert
    if (key !== undefined) material.key = key
    this.#material = material
    return material
  }

  async #bearer(): Promise<string | undefined> {
    const { tokenFile } = this.#config
    if (tokenFile === undefined) return this.#token
    const nowMs = this.#host.clock.monotonicMs()
    if (nowMs - this.#tokenReadMs < tokenFileForMs) return this.#token
    try {
      const token = (await this.#host.files.readText(tokenFile)).trim()
      if (token === '') throw new Error(`read empty token from file ${JSON.stringify(tokenFile)}`)
      this.#token = token
      this.#tokenReadMs = nowMs
    } catch (error) {
      if (this.#token === undefined) throw error
      this.#host.log.error('unable to rotate token', { tokenFile, error: String(error) })
    }
    return this.#token
  }

  async #refused(credential: Credential | undefined): Promise<void> {
    // The file may hold a newer token already.
    this.#tokenReadMs = Number.NEGATIVE_INFINITY
    if (credential === undefined || this.#exec === undefined) return
    try {
      await this.#exec.refused(credential)
    } catch (error) {
      this.#host.log.error('refreshing credentials', { error: String(error) })
    }
  }
}

export function impersonationHeaders(impersonate: Impersonation | undefined): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {}
  if (impersonate === undefined) return headers
  if (impersonate.user) headers['impersonate-user'] = impersonate.user
  if (impersonate.uid) headers['impersonate-uid'] = impersonate.uid
  if (impersonate.groups?.length) headers['impersonate-group'] = [...impersonate.groups]
  for (const [key, values] of Object.entries(impersonate.extra ?? {})) {
    headers[`impersonate-extra-${headerKeyEscape(key)}`] = [...values]
  }
  return headers
}

/** Keys may hold any character, header names may not; `%` itself is escaped so that the server can undo it. */
function headerKeyEscape(key: string): string {
  let out = ''
  for (const byte of Buffer.from(key, 'utf8')) {
    const char = String.fromCharCode(byte)
    out += /[A-Za-z0-9!#$&'*+\-.^_`|~]/.test(char) ? char.toLowerCase() : `%${byte.toString(16).padStart(2, '0')}`
  }
  return out
}
