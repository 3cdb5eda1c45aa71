/**
 * EncryptionConfiguration: which resources are encrypted, by whom.
 * In: the text of a `--encryption-provider-config` file. Out: transformers by resource, and checks of KMS plugins.
 * @throws Error with upstream's words
 */
import { EncryptionConfiguration } from '@elli/api/config/apiserver-config/v1'
import type { Key, KMSConfiguration, ProviderConfiguration } from '@elli/api/config/apiserver-config/v1'
import type { Host } from '@elli/host/host'
import { aggregateErrors } from '@elli/machinery/field'
import { parseGoDuration } from '@elli/machinery/go-duration'
import { readConfiguration } from '../configuration/configuration-text.ts'
import { aesCbc, aesGcm } from '../node/ciphers.ts'
import { kmsClient } from '../node/kms-client.ts'
import { KmsV1 } from './kms-v1.ts'
import { KmsV2 } from './kms-v2.ts'
import type { EncryptionObserver } from './metrics.ts'
import { observedClient, observedTransformer } from './observed.ts'
import { secretbox } from './secretbox.ts'
import { identity, PrefixTransformers, type PrefixTransformer, type Transformer } from './transformer.ts'
import { parseGroupResource, validateEncryption } from './validation.ts'

export interface EncryptionParts {
  readonly host: Host
  readonly observer: EncryptionObserver
  featureEnabled(gate: string): boolean
}

/** Checks of plugins: `kms-provider-0`, …. */
export interface KmsCheck {
  readonly name: string
  check(): Promise<void>
}

export class Encryption {
  readonly #byResource: ReadonlyMap<string, Transformer>
  readonly #plugins: readonly (KmsV1 | KmsV2)[]
  readonly checks: readonly KmsCheck[]
  /** Of the older sort; upstream tells these apart. */
  readonly usesV1: boolean
  /** How long values may still be on their way through it after another has taken its place. */
  readonly graceMs: number

  constructor(byResource: ReadonlyMap<string, Transformer>, plugins: readonly (KmsV1 | KmsV2)[], graceMs: number) {
    this.#byResource = byResource
    this.#plugins = plugins
    this.checks = plugins.map((plugin, i) => ({ name: `kms-provider-${i}`, check: () => plugin.check() }))
    this.graceMs = graceMs
    this.usesV1 = plugins.some((plugin) => plugin instanceof KmsV1)
  }

  /** Undefined where values are stored as they are. */
  of(group: string, resource: string): Transformer | undefined {
    return (
      this.#byResource.get(`${group}/${resource}`) ?? this.#byResource.get(`${group}/*`) ?? this.#byResource.get('*/*')
    )
  }

  /** Makes the first seeds; a plugin that is not there yet is asked again and again. */
  async start(): Promise<void> {
    const second = this.#plugins.filter((plugin) => plugin instanceof KmsV2)
    await Promise.all(second.map((plugin) => plugin.start()))
  }

  close(): void {
    for (const plugin of this.#plugins) plugin.close()
  }
}

/** @param reload the file is watched: names of plugins must then be unique */
export function parseEncryption(text: string, reload: boolean): EncryptionConfiguration {
  const kinds = ['apiserver.config.k8s.io/v1', 'v1'].map((apiVersion) => ({
    apiVersion,
    kind: apiVersion === 'v1' ? 'EncryptionConfig' : 'EncryptionConfiguration',
    schema: EncryptionConfiguration,
  }))
  const { object } = readConfiguration(text, kinds, { scheme: 'pkg/server/options/encryptionconfig/config.go:94' })
  const problems = aggregateErrors(validateEncryption(object, reload))
  if (problems !== undefined) throw new Error(problems)
  return object
}

export function buildEncryption(config: EncryptionConfiguration, parts: EncryptionParts): Encryption {
  const plugins: (KmsV1 | KmsV2)[] = []
  let graceMs = 0
  const lists = new Map<string, PrefixTransformer[]>()
  for (const { resources, providers } of config.resources) {
    const observed = ({ prefix, transformer }: PrefixTransformer): PrefixTransformer => ({
      prefix,
      transformer: observedTransformer(transformer, prefix, parts.observer, parts.host.clock),
    })
    const made = providers.map((provider): PrefixTransformer => {
      if (provider.kms === undefined) return observed(localProvider(provider))
      graceMs += 2 * timeoutOf(provider.kms)
      const { prefix, plugin } = kmsProvider(provider.kms, parts)
      plugins.push(plugin)
      return observed({ prefix, transformer: plugin })
    })
    for (const text of resources) {
      const { group, resource } = parseGroupResource(text)
      for (const earlier of [`${group}/*`, '*/*']) {
        if (!lists.has(earlier)) continue
        const masking = earlier === '*/*' ? '*.*' : `*.${group}`
        for (const plugin of plugins) plugin.close()
        throw new Error(
          `error while building transformers: resource ${JSON.stringify(text)} is masked by earlier rule ${JSON.stringify(masking)}`,
        )
      }
      const key = `${group}/${resource}`
      lists.set(key, [...(lists.get(key) ?? []), ...made])
    }
  }
  const transformers = new Map(
    [...lists].map(([key, list]) => [key, new PrefixTransformers(list, 'no matching prefix found')] as const),
  )
  return new Encryption(transformers, plugins, graceMs)
}

function localProvider({ aescbc, aesgcm, secretbox: box }: ProviderConfiguration): PrefixTransformer {
  if (aescbc !== undefined) return keyed('k8s:enc:aescbc:v1:', aescbc.keys, aesCbc, 'AES')
  if (aesgcm !== undefined) return keyed('k8s:enc:aesgcm:v1:', aesgcm.keys, aesGcm, 'AES')
  if (box !== undefined) return keyed('k8s:enc:secretbox:v1:', box.keys, secretbox, 'Secretbox')
  return { prefix: '', transformer: identity }
}

function keyed(
  prefix: string,
  keys: readonly Key[],
  make: (key: Uint8Array) => Transformer,
  what: string,
): PrefixTransformer {
  const parts = keys.map(({ name, secret }) => ({
    prefix: `${name}:`,
    transformer: make(Buffer.from(secret, 'base64')),
  }))
  const noMatch = `no matching key was found for the provided ${what} transformer`
  return { prefix, transformer: new PrefixTransformers(parts, noMatch) }
}

function kmsProvider(
  config: KMSConfiguration,
  { host, observer, featureEnabled }: EncryptionParts,
): { prefix: string; plugin: KmsV1 | KmsV2 } {
  const { name, endpoint, cachesize = 1000 } = config
  const log = host.log.child('kms')
  if ((config.apiVersion ?? 'v1') === 'v1') {
    const advice = 'KMSv1 is deprecated and will only receive security updates going forward. Use KMSv2 instead.'
    if (!featureEnabled('KMSv1'))
      throw new Error(`${advice}  Set --feature-gates=KMSv1=true to use the deprecated KMSv1 feature.`)
    log.info(advice)
    const client = observedClient(kmsClient(endpoint, timeoutOf(config)), name, observer, host.clock)
    const plugin = new KmsV1(name, client, host.clock, cachesize, observer)
    return { prefix: `k8s:enc:kms:v1:${name}:`, plugin }
  }
  if (!featureEnabled('KMSv2'))
    throw new Error(`could not configure KMSv2 plugin ${JSON.stringify(name)}, KMSv2 feature is not enabled`)
  const client = observedClient(kmsClient(endpoint, timeoutOf(config)), name, observer, host.clock)
  const random = host.random.stream('apiserver/kms')
  return {
    prefix: `k8s:enc:kms:v2:${name}:`,
    plugin: new KmsV2({ name, client, clock: host.clock, random, log, observer }),
  }
}

function timeoutOf({ timeout }: KMSConfiguration): number {
  return timeout === undefined ? 3_000 : parseGoDuration(timeout)
}
