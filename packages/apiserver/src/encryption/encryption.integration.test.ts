import { expect, test } from 'vitest'
import { testKmsPlugin } from '../testing/kms-plugin.ts'
import { testServer, type TestServer } from '../testing/server.ts'

const head = 'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n'
const keyOf = (fill: number): string => Buffer.alloc(32, fill).toString('base64')
const secrets = '/api/v1/namespaces/default/secrets'
const secret = (name: string): object => ({ metadata: { name }, data: { a: Buffer.from('hidden').toString('base64') } })

async function stored(server: TestServer, key: string): Promise<string> {
  const { kv } = await server.store.get(key)
  return Buffer.from(kv?.value ?? []).toString('latin1')
}

async function withNamespace(server: TestServer): Promise<void> {
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
}

test('secrets lie encrypted, other things do not, and both are read, listed and watched', async () => {
  const text = `${head}resources: [{resources: [secrets], providers: [{aescbc: {keys: [{name: key1, secret: ${keyOf(1)}}]}}, {identity: {}}]}]`
  await using server = await testServer({ encryption: { text } })
  await withNamespace(server)
  const watch = await server.watch(`${secrets}?watch=true`)
  expect((await server.call('POST', secrets, secret('a'))).status).toBe(201)
  await server.call('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' }, data: { b: 'open' } })
  expect(await stored(server, '/registry/secrets/default/a')).toMatch(/^k8s:enc:aescbc:v1:key1:/)
  expect(await stored(server, '/registry/secrets/default/a')).not.toContain('hidden')
  expect(await stored(server, '/registry/configmaps/default/a')).toContain('open')
  expect((await server.call('GET', `${secrets}/a`)).json['data']).toEqual({ a: 'aGlkZGVu' })
  expect((await server.call('GET', secrets)).json['items']).toHaveLength(1)
  expect((await watch.next())?.['object']?.['metadata']?.['name']).toBe('a')
  expect((await server.call('DELETE', `${secrets}/a`)).status).toBe(200)
  expect((await watch.next())?.['type']).toBe('DELETED')
  watch.close()
})

test('wildcards, and what an earlier rule says of a single resource', async () => {
  const box = `{secretbox: {keys: [{name: box, secret: ${keyOf(2)}}]}}`
  const text = `${head}resources:
- {resources: [configmaps], providers: [{identity: {}}]}
- {resources: ['*.apps', leases.coordination.k8s.io], providers: [{aesgcm: {keys: [{name: g, secret: ${keyOf(3)}}]}}]}
- {resources: ['*.*'], providers: [${box}]}`
  await using server = await testServer({ encryption: { text } })
  await withNamespace(server)
  await server.call('POST', secrets, secret('a'))
  await server.call('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' }, data: { b: 'open' } })
  await server.call('POST', '/apis/coordination.k8s.io/v1/namespaces/default/leases', { metadata: { name: 'a' } })
  expect(await stored(server, '/registry/secrets/default/a')).toMatch(/^k8s:enc:secretbox:v1:box:/)
  expect(await stored(server, '/registry/namespaces/default')).toMatch(/^k8s:enc:secretbox:v1:box:/)
  expect(await stored(server, '/registry/leases/default/a')).toMatch(/^k8s:enc:aesgcm:v1:g:/)
  expect(await stored(server, '/registry/configmaps/default/a')).toContain('open')
})

test('a changed file is taken over; a write that changes nothing then stores with the new key; a wrong file changes nothing', async () => {
  const of = (...names: [string, number][]): string =>
    `${head}resources: [{resources: [secrets], providers: [{aesgcm: {keys: [${names
      .map(([name, fill]) => `{name: ${name}, secret: ${keyOf(fill)}}`)
      .join(', ')}]}}]}]`
  let file = of(['old', 1])
  await using server = await testServer({ encryption: { text: file, reload: () => Promise.resolve(file) } })
  await withNamespace(server)
  await server.call('POST', secrets, secret('a'))
  file = of(['new', 2], ['old', 1])
  await server.host.clock.advance(60_000)
  expect(await stored(server, '/registry/secrets/default/a')).toContain('aesgcm:v1:old:')
  const read = (await server.call('GET', `${secrets}/a`)).json
  const written = await server.call('PUT', `${secrets}/a`, read)
  expect(written.status).toBe(200)
  expect(await stored(server, '/registry/secrets/default/a')).toContain('aesgcm:v1:new:')
  file = 'kind: Nonsense'
  await server.host.clock.advance(60_000)
  await server.call('POST', secrets, secret('b'))
  expect(await stored(server, '/registry/secrets/default/b')).toContain('aesgcm:v1:new:')
  // Written again with the present key, it is no longer due.
  const before = (await server.call('GET', `${secrets}/a`)).json['metadata']?.['resourceVersion']
  await server.call('PUT', `${secrets}/a`, (await server.call('GET', `${secrets}/a`)).json)
  expect((await server.call('GET', `${secrets}/a`)).json['metadata']?.['resourceVersion']).toBe(before)
})

test('KMS v2: one seed for many values, a new one for a new key, health by name', async () => {
  await using plugin = await testKmsPlugin()
  const text = `${head}resources: [{resources: [secrets], providers: [{kms: {apiVersion: v2, name: vault, endpoint: '${plugin.endpoint}', timeout: 3s}}]}]`
  await using server = await testServer({ encryption: { text } })
  await withNamespace(server)
  for (const name of ['a', 'b', 'c']) expect((await server.call('POST', secrets, secret(name))).status).toBe(201)
  expect(await stored(server, '/registry/secrets/default/a')).toMatch(/^k8s:enc:kms:v2:vault:/)
  expect(plugin.calls.encrypt).toBe(1)
  expect(plugin.calls.decrypt).toBe(0)
  expect((await server.call('GET', '/healthz/kms-providers')).text).toBe('ok')
  const metrics = (await server.call('GET', '/metrics')).text
  expect(metrics).toMatch(
    /apiserver_storage_transformation_operations_total\{status="OK",transformation_type="to_storage",transformer_prefix="k8s:enc:kms:v2:vault:"\} 3/,
  )
  plugin.keyId = 'key-2'
  await server.host.clock.advance(60_000)
  await server.host.clock.runUntil(() => plugin.calls.encrypt === 2, 5_000)
  const read = (await server.call('GET', `${secrets}/a`)).json
  expect(await stored(server, '/registry/secrets/default/a')).toContain('key-1')
  await server.call('PUT', `${secrets}/a`, read)
  expect(await stored(server, '/registry/secrets/default/a')).toContain('key-2')
  plugin.healthz = 'on fire'
  await server.host.clock.advance(21_000)
  const unwell = await server.call('GET', '/readyz/kms-providers')
  expect(unwell.status).toBe(500)
  expect(unwell.text).toContain('kmsv2 Provider vault is not healthy, error: got unexpected healthz status: on fire')
  // Its key is good for three minutes more, and no longer.
  expect((await server.call('POST', secrets, secret('d'))).status).toBe(201)
  await server.host.clock.advance(200_000)
  expect((await server.call('POST', secrets, secret('e'))).status).toBe(500)
  expect((await server.call('GET', `${secrets}/d`)).status).toBe(200)
})

test('KMS v1 behind its gate, a key for each value', async () => {
  await using plugin = await testKmsPlugin()
  const text = `${head}resources: [{resources: [secrets], providers: [{kms: {apiVersion: v1, name: old, endpoint: '${plugin.endpoint}'}}]}]`
  await expect(testServer({ encryption: { text } })).rejects.toThrow('KMSv1 is deprecated')
  await using server = await testServer({ encryption: { text }, featureGates: { KMSv1: true } })
  await withNamespace(server)
  for (const name of ['a', 'b']) expect((await server.call('POST', secrets, secret(name))).status).toBe(201)
  expect(await stored(server, '/registry/secrets/default/a')).toMatch(/^k8s:enc:kms:v1:old:/)
  expect(plugin.calls.encrypt).toBe(2)
  expect((await server.call('GET', `${secrets}/b`)).json['data']).toEqual({ a: 'aGlkZGVu' })
})

test('another server reads what was written before it, by asking the plugin', async () => {
  await using plugin = await testKmsPlugin()
  const text = `${head}resources: [{resources: [secrets], providers: [{kms: {apiVersion: v2, name: vault, endpoint: '${plugin.endpoint}'}}]}]`
  await using first = await testServer({ encryption: { text } })
  await withNamespace(first)
  await first.call('POST', secrets, secret('a'))
  await using second = await testServer({ encryption: { text }, store: first.store })
  expect((await second.call('GET', `${secrets}/a`)).json['data']).toEqual({ a: 'aGlkZGVu' })
  expect(plugin.calls.decrypt).toBeGreaterThan(0)
})
