/**
 * Encryption at rest as the server uses it: the present configuration, and another one when the file has changed.
 * In: the configuration's text, and a way to read it again. Out: transformers by key, health checks.
 * Always: a changed file that is wrong, or whose plugins are not well, changes nothing; the one before serves until its values are through.
 */
import { every, type Timer } from '@elli/host/clock'
import {
  buildEncryption,
  parseEncryption,
  type Encryption,
  type EncryptionParts,
  type KmsCheck,
} from './configuration.ts'
import { messageOf, type Transformer } from './transformer.ts'

export interface EncryptionOptions {
  /** `--encryption-provider-config`: the text of the file. */
  readonly text: string
  /** `--encryption-provider-config-automatic-reload`: reads the file again, each minute. */
  readonly reload?: () => Promise<string>
}

const reloadMs = 60_000

/** How resources lie in the store: the group and resource of a key; undefined for what is no object. */
export type KeyResource = (key: string) => { readonly group: string; readonly resource: string } | undefined

export class AtRest {
  readonly #options: EncryptionOptions
  readonly #parts: EncryptionParts
  readonly #resourceOf: KeyResource
  #text: string
  #present: Encryption
  #timer: Timer | undefined
  /** A reload is under way: a slow plugin must not let them pile up. */
  #reloading = false

  /** @throws Error for a configuration that cannot be used */
  constructor(options: EncryptionOptions, parts: EncryptionParts, resourceOf: KeyResource) {
    this.#options = options
    this.#parts = parts
    this.#resourceOf = resourceOf
    this.#text = options.text
    this.#present = buildEncryption(parseEncryption(options.text, options.reload !== undefined), parts)
  }

  async start(): Promise<void> {
    await this.#present.start()
    if (this.#options.reload === undefined) return
    this.#timer = every(this.#parts.host.clock, reloadMs, () => {
      if (this.#reloading) return
      this.#reloading = true
      void this.reload().finally(() => {
        this.#reloading = false
      })
    })
  }

  readonly transformerOf = (key: string): Transformer | undefined => {
    const found = this.#resourceOf(key)
    return found === undefined ? undefined : this.#present.of(found.group, found.resource)
  }

  /** One check of all plugins where the file is watched or only v2 is used, else one of each. */
  get checks(): readonly KmsCheck[] {
    const { checks, usesV1 } = this.#present
    if (this.#options.reload === undefined && (usesV1 || checks.length === 0)) return checks
    return [{ name: 'kms-providers', check: () => this.#checkAll(this.#present) }]
  }

  /** Takes over the file as it is now, if it has changed and is good. */
  async reload(): Promise<void> {
    const { host } = this.#parts
    const log = host.log.child('encryption')
    let next: Encryption | undefined
    try {
      const text = (await this.#options.reload?.()) ?? this.#text
      if (text === this.#text) return
      next = buildEncryption(parseEncryption(text, true), this.#parts)
      await next.start()
      await this.#checkAll(next)
      const previous = this.#present
      this.#present = next
      this.#text = text
      host.clock.after(previous.graceMs, () => previous.close())
      this.#parts.observer.reload(true, host.clock.now() / 1000)
      log.info('Loaded new kms encryption config content')
    } catch (error) {
      next?.close()
      this.#parts.observer.reload(false, host.clock.now() / 1000)
      log.error('failed to load the changed encryption configuration; the present one stays', {
        error: messageOf(error),
      })
    }
  }

  async #checkAll({ checks }: Encryption): Promise<void> {
    const problems: string[] = []
    for (const { name, check } of checks) {
      try {
        await check()
      } catch (error) {
        problems.push(`${name}: ${messageOf(error)}`)
      }
    }
    if (problems.length > 0) throw new Error(problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`)
  }

  close(): void {
    this.#timer?.cancel()
    this.#present.close()
  }
}
