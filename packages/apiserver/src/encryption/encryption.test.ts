import { memoryStore } from '@elli/store/memory'
import { simulatedHost } from '@elli/host/simulated'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StoreEvent } from '@elli/store/contract'
import { aesCbc, aesGcm, seededGcm } from '../node/ciphers.ts'
import { parseEncryption } from './configuration.ts'
import { encryptedStore } from './encrypted-store.ts'
import { readEncryptedObject, writeEncryptedObject } from './kms-messages.ts'
import { secretbox } from './secretbox.ts'
import { identity, PrefixTransformers, type Transformer } from './transformer.ts'

const key = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (value: Uint8Array): string => new TextDecoder().decode(value)

const ciphers: [string, (fill: number) => Transformer, boolean][] = [
  ['aescbc', (fill) => aesCbc(key(32, fill)), false],
  ['aesgcm', (fill) => aesGcm(key(16, fill)), true],
  ['aesgcm with 256 bits', (fill) => aesGcm(key(32, fill)), true],
  ['secretbox', (fill) => secretbox(key(32, fill)), false],
  ['seeded', (fill) => seededGcm(key(32, fill)), true],
]

for (const [name, make, authenticatesKey] of ciphers) {
  test(`${name}: what goes in comes out, and two writes are not the same`, async () => {
    const cipher = make(1)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (value) => {
        const stored = await cipher.toStorage(value, '/registry/a')
        const again = await cipher.fromStorage(stored, '/registry/a')
        expect(Buffer.from(again.value).equals(Buffer.from(value))).toBe(true)
        expect(again.stale).toBe(false)
        expect(Buffer.from(stored).equals(Buffer.from(await cipher.toStorage(value, '/registry/a')))).toBe(false)
      }),
      { numRuns: 20 },
    )
  })
  test(`${name}: another key does not open it`, async () => {
    const stored = await make(1).toStorage(bytes('a secret that is long enough for a few blocks'), '/registry/a')
    const opened = Promise.resolve().then(async () => text((await make(2).fromStorage(stored, '/registry/a')).value))
    // Padding may fit by chance; the text never does.
    expect(await opened.catch(() => 'refused')).not.toContain('secret')
  })
  test(`${name}: too short a value is refused`, async () => {
    await expect(Promise.resolve().then(() => make(1).fromStorage(bytes('x'), '/a'))).rejects.toThrow()
  })
  if (!authenticatesKey) continue
  test(`${name}: a value belongs to its key`, async () => {
    const stored = await make(1).toStorage(bytes('secret'), '/registry/a')
    await expect(Promise.resolve().then(() => make(1).fromStorage(stored, '/registry/b'))).rejects.toThrow(
      'cipher: message authentication failed',
    )
  })
}

test('AES-CBC: a value that is no whole number of blocks is refused', async () => {
  const cbc = Buffer.alloc(24)
  await expect(Promise.resolve().then(() => aesCbc(key(32, 1)).fromStorage(cbc, '/a'))).rejects.toThrow(
    'the stored data is not a multiple of the block size',
  )
})

test('prefixes: the first writes, all read, and what the first did not write is stale', async () => {
  const one = aesGcm(key(32, 1))
  const two = aesGcm(key(32, 2))
  const keys = (...names: ('one' | 'two')[]): Transformer =>
    new PrefixTransformers(
      names.map((name) => ({ prefix: `${name}:`, transformer: name === 'one' ? one : two })),
      'no matching key',
    )
  const rotated = new PrefixTransformers(
    [
      { prefix: 'k8s:enc:aesgcm:v1:', transformer: keys('two', 'one') },
      { prefix: '', transformer: identity },
    ],
    'no matching prefix found',
  )
  const old = new PrefixTransformers([{ prefix: 'k8s:enc:aesgcm:v1:', transformer: keys('one') }], 'no')
  const stored = await old.toStorage(bytes('{}'), '/a')
  expect(text(stored.slice(0, 22))).toBe('k8s:enc:aesgcm:v1:one:')
  expect(await rotated.fromStorage(stored, '/a')).toMatchObject({ stale: true })
  expect(await rotated.fromStorage(await rotated.toStorage(bytes('{}'), '/a'), '/a')).toMatchObject({ stale: false })
  expect(await rotated.fromStorage(bytes('{"plain":1}'), '/a')).toMatchObject({ stale: true })
  expect(() => old.fromStorage(bytes('{}'), '/a')).toThrow('no')
  const alone = new PrefixTransformers([{ prefix: '', transformer: identity }], 'no matching prefix found')
  expect(() => alone.fromStorage(stored, '/a')).toThrow('no matching prefix found')
})

test("the KMS envelope is upstream's protobuf", () => {
  const object = {
    encryptedData: Uint8Array.of(1, 2),
    keyId: 'k',
    encryptedDekSource: Uint8Array.of(3),
    annotations: { 'a.b': Uint8Array.of(4) },
    sourceType: 1,
  }
  const written = writeEncryptedObject(object)
  expect(Buffer.from(written).toString('hex')).toBe('0a02010212016b1a010322080a03612e62120104' + '2801')
  expect(readEncryptedObject(written)).toEqual(object)
})

test('an encrypted store: ciphertext below, plain text above, events in order', async () => {
  const host = simulatedHost({ seed: 1 })
  const below = memoryStore(host)
  /** Takes its time over every second value. */
  let turn = 0
  const slow: Transformer = {
    toStorage: (value) => Buffer.concat([Buffer.from('x:'), value]),
    fromStorage(stored) {
      const plain = { value: stored.subarray(2), stale: false }
      if (turn++ % 2 === 0) return plain
      return new Promise((resolve) => setImmediate(() => resolve(plain)))
    },
  }
  const store = encryptedStore(below, (key) => (key.startsWith('/registry/secrets/') ? slow : undefined))
  const seen: string[] = []
  const watch = store.watch('/registry/', 0, {
    onEvents: (events: readonly StoreEvent[]) => {
      for (const event of events) seen.push(event.type === 'put' ? text(event.kv.value) : `-${event.key}`)
    },
    onProgress: (revision) => seen.push(`progress ${revision}`),
    onError: (error) => seen.push(error.message),
  })
  // Written by somebody else: nothing is remembered of these.
  for (let i = 0; i < 6; i++) {
    const name = i % 3 === 2 ? `/registry/pods/${i}` : `/registry/secrets/${i}`
    const value = bytes(i % 3 === 2 ? `plain ${i}` : `x:secret ${i}`)
    await below.txn([], [{ kind: 'put', key: name, value }])
  }
  await below.txn([], [{ kind: 'delete', key: '/registry/secrets/0' }])
  watch.progress()
  await host.clock.runUntil(() => seen.length === 8, 1_000)
  expect(seen).toEqual([
    'secret 0',
    'secret 1',
    'plain 2',
    'secret 3',
    'secret 4',
    'plain 5',
    '-/registry/secrets/0',
    expect.stringMatching(/^progress/),
  ])
  const mine = bytes('mine')
  await store.txn([], [{ kind: 'put', key: '/registry/secrets/9', value: mine }])
  const raw = await below.get('/registry/secrets/9')
  expect(text(raw.kv?.value ?? new Uint8Array())).toBe('x:mine')
  // The very bytes that were written: what was made of them is found again.
  expect((await store.get('/registry/secrets/9')).kv?.value).toBe(mine)
  const all = await store.range('/registry/', '/registry0')
  expect(all.items.map(({ value }) => text(value))).toEqual([
    'plain 2',
    'plain 5',
    'secret 1',
    'secret 3',
    'secret 4',
    'mine',
  ])
  watch.close()
  await store.close()
})

const head = 'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n'
const secret = Buffer.alloc(32, 1).toString('base64')
const resource = (resources: string, providers: string): string =>
  `${head}resources: [{resources: ${resources}, providers: ${providers}}]`
const aes = `[{aescbc: {keys: [{name: a, secret: ${secret}}]}}]`

for (const [what, file, message] of [
  ['no resources', head, 'resources: Required value: at least one resources is required'],
  [
    'no providers',
    resource('[secrets]', '[]'),
    'resources[0].providers: Required value: at least one resources[0].providers is required',
  ],
  [
    'two providers in one',
    resource('[secrets]', `[{identity: {}, aesgcm: {keys: [{name: a, secret: ${secret}}]}}]`),
    'more than one provider specified in a single element, should split into different list elements',
  ],
  [
    'a short key',
    resource('[secrets]', '[{secretbox: {keys: [{name: a, secret: YQ==}]}}]'),
    'resources[0].providers[0].secretbox.keys[0].secret: Invalid value: "REDACTED": secret is not of the expected length, got 1, expected one of [32]',
  ],
  [
    'no base64',
    resource('[secrets]', "[{aescbc: {keys: [{name: a, secret: '***'}]}}]"),
    'Invalid value: "REDACTED": secrets must be base64 encoded',
  ],
  [
    'a star',
    resource("['*']", aes),
    "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources",
  ],
  ['capitals', resource('[Secrets]', aes), 'resource name should not contain capital letters'],
  ['twice', resource('[secrets, secrets]', aes), 'the same resource cannot be specified multiple times'],
  ['overlapping', resource("[secrets, '*.']", aes), 'using overlapping resources such as'],
  ['events of the other group', resource('[events.events.k8s.io]', aes), "Use 'events' instead in the config file"],
  [
    'a plugin over TCP',
    resource('[secrets]', '[{kms: {apiVersion: v2, name: a, endpoint: "tcp://a", timeout: 1s}}]'),
    'unsupported scheme "tcp" for KMS provider, only unix is supported',
  ],
  [
    'a plugin that is told of a cache',
    resource('[secrets]', '[{kms: {apiVersion: v2, name: a, endpoint: "unix:///a", timeout: 1s, cachesize: 5}}]'),
    'cachesize is not supported in v2',
  ],
  [
    "a plugin's name with a colon",
    resource('[secrets]', '[{kms: {apiVersion: v2, name: "a:b", endpoint: "unix:///a", timeout: 1s}}]'),
    "invalid KMS provider name a:b, must not contain ':'",
  ],
] as const) {
  test(`refused: ${what}`, () => expect(() => parseEncryption(file, false)).toThrow(message))
}
