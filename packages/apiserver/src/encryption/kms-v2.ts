/**
 * KMS v2: values are encrypted with keys derived from a seed, and the seed by a plugin. One seed serves until the plugin's key changes.
 * In: a plugin. Out: a transformer, and how the plugin does. Always: a write uses a seed whose key the plugin has confirmed within
 * the last three minutes; a read asks the plugin only for seeds that are not remembered.
 * @see kubernetes v1.31 staging/src/k8s.io/apiserver/pkg/storage/value/encrypt/envelope/kmsv2
 */
import type { Clock, Timer } from '@elli/host/clock'
import type { Logger } from '@elli/host/log'
import { uuid, type Random } from '@elli/host/random'
import { root } from '@elli/machinery/field'
import { errorText } from '@elli/machinery/field'
import { validateFullyQualifiedDomainName } from '@elli/machinery/names'
import { aesGcm, randomBytes, seededGcm } from '../node/ciphers.ts'
import type { KmsClient } from '../node/kms-client.ts'
import {
  decryptV2,
  encryptV2,
  readEncryptedObject,
  statusV2,
  writeEncryptedObject,
  type EncryptedObject,
  type StatusResponse,
} from './kms-messages.ts'
import type { EncryptionObserver } from './metrics.ts'
import { messageOf, type Plain, type Transformer } from './transformer.ts'

const seedBytes = 32
const seedType = 1
const seedLifeMs = 3 * 60_000
const rememberedMs = 24 * 3600_000
const healthyPeriodMs = 60_000
const sickPeriodMs = 10_000
const healthyAnswerMs = 20_000
const sickAnswerMs = 3_000
const largestAnnotations = 32 * 1024
const largestPart = 1024

interface Seed {
  readonly transformer: Transformer
  readonly object: Omit<EncryptedObject, 'encryptedData'>
  validUntilMs: number
}

export interface KmsV2Parts {
  readonly name: string
  readonly client: KmsClient
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly observer: EncryptionObserver
}

export class KmsV2 implements Transformer {
  readonly #parts: KmsV2Parts
  readonly #remembered = new Map<string, { transformer: Transformer; untilMs: number }>()
  #seed: Seed | undefined
  #last: { atMs: number; ttlMs: number; error: Error | undefined } | undefined
  #checking: Promise<void> | undefined
  #timer: Timer | undefined
  #closed = false

  constructor(parts: KmsV2Parts) {
    this.#parts = parts
  }

  /** Asks the plugin for the first time, and again each minute (each ten seconds while it is unwell). Never throws. */
  async start(): Promise<void> {
    let sick = false
    try {
      await this.check()
    } catch (error) {
      sick = true
      const { log, name } = this.#parts
      log.error('kms plugin failed health check probe', { name, error: messageOf(error) })
    }
    if (this.#closed) return
    this.#timer = this.#parts.clock.after(sick ? sickPeriodMs : healthyPeriodMs, () => void this.start())
  }

  close(): void {
    this.#closed = true
    this.#timer?.cancel()
    this.#parts.client.close()
  }

  /** Whether the plugin is well; an answer holds for some seconds. Makes a new seed when the plugin has a new key. */
  check(): Promise<void> {
    const { clock } = this.#parts
    const last = this.#last
    if (last !== undefined && clock.monotonicMs() - last.atMs < last.ttlMs) {
      return last.error === undefined ? Promise.resolve() : Promise.reject(last.error)
    }
    this.#checking ??= this.#probe().finally(() => {
      this.#checking = undefined
    })
    return this.#checking
  }

  async #probe(): Promise<void> {
    const { clock, client, name } = this.#parts
    const outcome = async (): Promise<void> => {
      let status: StatusResponse
      try {
        status = await client.call(statusV2, {})
      } catch (cause) {
        throw new Error(
          `failed to perform status section of the healthz check for KMS Provider ${name}, error: ${messageOf(cause)}`,
          { cause },
        )
      }
      checkStatus(status, name)
      await this.#renew(status.keyId)
    }
    try {
      await outcome()
      this.#last = { atMs: clock.monotonicMs(), ttlMs: healthyAnswerMs, error: undefined }
    } catch (error) {
      this.#last = { atMs: clock.monotonicMs(), ttlMs: sickAnswerMs, error: error as Error }
      throw error
    }
  }

  /** The present seed goes on while the key is the same; a new key gets a new seed. */
  async #renew(keyId: string): Promise<void> {
    const { clock, client, random, log, name } = this.#parts
    const present = this.#seed
    if (present?.object.keyId === keyId) {
      present.validUntilMs = clock.monotonicMs() + seedLifeMs
      return
    }
    const uid = uuid(random)
    const seed = randomBytes(seedBytes)
    const began = clock.monotonicMs()
    let response
    try {
      response = await client.call(encryptV2, { plaintext: seed, uid })
    } catch (cause) {
      throw new Error(`failed to rotate DEK uid="${uid}": failed to encrypt DEK, error: ${messageOf(cause)}`, { cause })
    }
    const { ciphertext, annotations } = response
    const object = { keyId: response.keyId, encryptedDekSource: ciphertext, annotations, sourceType: seedType }
    checkObject({ ...object, encryptedData: Uint8Array.of(0) })
    // The plugin changed its mind between the two calls: whoever asks next finds out.
    if (response.keyId !== keyId)
      throw new Error(
        `failed to rotate DEK uid="${uid}": the key of the plugin's status is not the one it encrypts with`,
      )
    const transformer = seededGcm(seed)
    this.#seed = { transformer, object, validUntilMs: began + seedLifeMs }
    this.#remember(cacheKey(object), transformer)
    log.info('successfully rotated DEK', { name, uid })
  }

  toStorage(value: Uint8Array, key: string): Promise<Uint8Array> | Uint8Array {
    const seed = this.#writable()
    const encrypted = seed.transformer.toStorage(value, key)
    const enclose = (encryptedData: Uint8Array): Uint8Array => writeEncryptedObject({ ...seed.object, encryptedData })
    return encrypted instanceof Promise ? encrypted.then(enclose) : enclose(encrypted)
  }

  #writable(): Seed {
    const { clock, name } = this.#parts
    const seed = this.#seed
    if (seed === undefined) throw new Error('got unexpected nil transformer')
    if (clock.monotonicMs() > seed.validUntilMs) {
      throw new Error(
        `EDEK with keyID hash of KMS provider ${name} expired: its plugin has confirmed no key for three minutes`,
      )
    }
    return seed
  }

  fromStorage(stored: Uint8Array, key: string): Plain | Promise<Plain> {
    const object = readEncryptedObject(stored)
    checkObject(object)
    const present = this.#seed
    if (present === undefined) throw new Error('got unexpected nil transformer')
    const stale = object.keyId !== present.object.keyId || object.sourceType !== present.object.sourceType
    const finish = (plain: Plain): Plain => (stale ? { ...plain, stale: true } : plain)
    const known = this.#recall(cacheKey(object))
    if (known !== undefined) {
      const plain = known.fromStorage(object.encryptedData, key)
      return plain instanceof Promise ? plain.then(finish) : finish(plain)
    }
    return this.#decryptSource(object).then(async (transformer) =>
      finish(await transformer.fromStorage(object.encryptedData, key)),
    )
  }

  async #decryptSource(object: EncryptedObject): Promise<Transformer> {
    const { client, random, observer } = this.#parts
    observer.cacheMiss()
    const { encryptedDekSource: ciphertext, keyId, annotations, sourceType } = object
    let plaintext: Uint8Array
    try {
      ;({ plaintext } = await client.call(decryptV2, { ciphertext, uid: uuid(random), keyId, annotations }))
    } catch (cause) {
      throw new Error(`failed to decrypt DEK, error: ${messageOf(cause)}`, { cause })
    }
    const transformer = sourceType === seedType ? seededGcm(plaintext) : aesGcm(plaintext)
    this.#remember(cacheKey(object), transformer)
    return transformer
  }

  #remember(key: string, transformer: Transformer): void {
    const untilMs = this.#parts.clock.monotonicMs() + rememberedMs
    this.#remembered.set(key, { transformer, untilMs })
    // There are as many as the plugin had keys: those that nobody asked for in a day are forgotten here.
    for (const [old, { untilMs: end }] of this.#remembered) {
      if (end < this.#parts.clock.monotonicMs()) this.#remembered.delete(old)
    }
  }

  #recall(key: string): Transformer | undefined {
    const known = this.#remembered.get(key)
    if (known === undefined) return undefined
    known.untilMs = this.#parts.clock.monotonicMs() + rememberedMs
    return known.transformer
  }
}

function checkStatus({ healthz, version, keyId }: StatusResponse, name: string): void {
  const problems: string[] = []
  if (healthz !== 'ok') problems.push(`got unexpected healthz status: ${healthz}`)
  if (version !== 'v2' && version !== 'v2beta1') problems.push(`expected KMSv2 API version v2, got ${version}`)
  const keyProblem = keyIdProblem(keyId)
  if (keyProblem !== undefined) problems.push(`expected KMSv2 KeyID to be set, got ${keyId}`)
  if (problems.length === 0) return
  const text = problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`
  throw new Error(`kmsv2 Provider ${name} is not healthy, error: ${text}`)
}

function keyIdProblem(keyId: string): string | undefined {
  if (keyId === '') return 'keyID is empty'
  const length = Buffer.byteLength(keyId)
  return length > largestPart ? `keyID is ${length} bytes, which exceeds the max size of ${largestPart}` : undefined
}

function checkObject({ sourceType, encryptedData, encryptedDekSource, keyId, annotations }: EncryptedObject): void {
  if (sourceType !== 0 && sourceType !== seedType) throw new Error(`unknown encryptedDEKSourceType: ${sourceType}`)
  if (encryptedData.length === 0) throw new Error('encrypted data is empty')
  const source = 'failed to validate encrypted DEK source'
  if (encryptedDekSource.length === 0) throw new Error(`${source}: encrypted DEK source is empty`)
  if (encryptedDekSource.length > largestPart)
    throw new Error(
      `${source}: encrypted DEK source is ${encryptedDekSource.length} bytes, which exceeds the max size of ${largestPart}`,
    )
  const problem = keyIdProblem(keyId)
  if (problem !== undefined) throw new Error(`failed to validate key id: ${problem}`)
  let size = 0
  for (const [key, value] of Object.entries(annotations)) {
    const [error] = validateFullyQualifiedDomainName(root.child('annotations'), key)
    if (error !== undefined) throw new Error(`failed to validate annotations: ${errorText(error)}`)
    size += Buffer.byteLength(key) + value.length
  }
  if (size > largestAnnotations)
    throw new Error(
      `failed to validate annotations: total size of annotations is ${size}, which exceeds the max size of ${largestAnnotations}`,
    )
}

/** What the plugin is asked about, and nothing else: the same question has the same answer. */
function cacheKey({
  sourceType,
  encryptedDekSource,
  keyId,
  annotations,
}: Omit<EncryptedObject, 'encryptedData'>): string {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
  const notes = Object.keys(annotations)
    .sort()
    .map((key) => `${JSON.stringify(key)}=${hex(annotations[key] ?? new Uint8Array())}`)
  return [sourceType, hex(encryptedDekSource), JSON.stringify(keyId), ...notes].join(' ')
}
