/** The store's contract on a real etcd, and what only etcd has: connections that break, leases by its own clock. */
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { realHost } from '@elli/host/node/host'
import { temporaryDirectory } from '@elli/host/node/testing/temporary-directory'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { storeContract } from '../../contract.suite.ts'
import { LeaseNotFoundError, prefixEnd, StoreUnavailableError, type StoreEvent } from '../../contract.ts'
import { EtcdStore, openEtcdStore } from './etcd.ts'
import { hasReliableProgress } from './support.ts'
import { asIfNew } from './testing/as-if-new.ts'
import { etcdIsInstalled, etcdVersion, startEtcd, type EtcdProcess } from './testing/etcd-process.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe.runIf(etcdIsInstalled)('etcd', () => {
  let etcd: EtcdProcess
  beforeAll(async () => {
    etcd = await startEtcd()
  })
  afterAll(() => etcd.dispose())

  const progress = hasReliableProgress(etcdVersion)
  storeContract(
    'etcd',
    async (host) => {
      const store = new EtcdStore(host, { endpoints: [etcd.url] })
      await store.currentRevision()
      // Progress is answered once etcd has told its version.
      if (progress) await vi.waitFor(() => expect(store.progressIsReliable()).toBe(true), { timeout: 20_000 })
      return asIfNew(store)
    },
    { remote: true, progress, runs: 4 },
  )

  test('keys of a lease vanish with it, by the clock of etcd', async () => {
    const store = await openEtcdStore(realHost(), { endpoints: [etcd.url] })
    const lease = await store.grantLease(1)
    await store.txn([], [{ kind: 'put', key: 'lease/a', value: bytes('1'), lease }])
    expect((await store.get('lease/a')).kv?.lease).toBe(lease)
    await store.keepAlive(lease)
    await vi.waitFor(async () => expect((await store.get('lease/a')).kv).toBeUndefined(), {
      timeout: 20_000,
      interval: 100,
    })
    await expect(store.keepAlive(lease)).rejects.toThrow(LeaseNotFoundError)
    await expect(store.txn([], [{ kind: 'put', key: 'lease/b', value: bytes('1'), lease }])).rejects.toThrow(
      LeaseNotFoundError,
    )
    await store.close()
  })

  test('a range of many keys comes whole, from one revision', async () => {
    const store = await openEtcdStore(realHost(), { endpoints: [etcd.url] })
    const keys = Array.from({ length: 5_300 }, (_, i) => `many/${String(i).padStart(5, '0')}`)
    for (let i = 0; i < keys.length; i += 100) {
      await store.txn(
        [],
        keys.slice(i, i + 100).map((key) => ({ kind: 'put', key, value: bytes(key) })),
      )
    }
    const read = await store.range('many/', prefixEnd('many/'))
    expect(read.items.map(({ key }) => key)).toEqual(keys)
    expect(read).toMatchObject({ count: 5_300, more: false })
    const page = await store.range('many/', prefixEnd('many/'), { limit: 5_100 })
    expect(page.items).toHaveLength(5_100)
    expect(page).toMatchObject({ count: 5_300, more: true })
    await store.close()
  })
})

describe.runIf(etcdIsInstalled)('an etcd that goes and comes', () => {
  test('is told as unavailable, and everything goes on where it was', { timeout: 60_000 }, async () => {
    const etcd = await startEtcd()
    const store = await openEtcdStore(realHost(), { endpoints: [etcd.url], timeoutMs: 2_000 })
    const seen: string[] = []
    const watch = store.watch('k/', 0, {
      onEvents: (events: readonly StoreEvent[]) => {
        for (const event of events) seen.push(event.type === 'put' ? event.kv.key : `-${event.key}`)
      },
      onError: (error) => seen.push(error.name),
    })
    try {
      await store.txn([], [{ kind: 'put', key: 'k/a', value: bytes('1') }])
      await vi.waitFor(() => expect(seen).toEqual(['k/a']), { timeout: 10_000 })
      await etcd.kill()
      await expect(store.get('k/a')).rejects.toThrow(StoreUnavailableError)
      await expect(store.txn([], [{ kind: 'put', key: 'k/b', value: bytes('1') }])).rejects.toThrow(
        /rpc error: code = Unavailable/,
      )
      await etcd.start()
      await vi.waitFor(async () => expect((await store.get('k/a')).kv?.key).toBe('k/a'), { timeout: 20_000 })
      await store.txn([], [{ kind: 'put', key: 'k/c', value: bytes('1') }])
      await vi.waitFor(() => expect(seen).toEqual(['k/a', 'k/c']), { timeout: 20_000 })
      etcd.pause()
      await expect(store.get('k/a')).rejects.toThrow('context deadline exceeded')
      etcd.resume()
      await vi.waitFor(async () => expect((await store.get('k/c')).kv?.key).toBe('k/c'), { timeout: 20_000 })
    } finally {
      watch.close()
      await store.close()
      await etcd.dispose()
    }
  })

  test('of several endpoints those that are not there are passed over', { timeout: 60_000 }, async () => {
    const etcd = await startEtcd()
    const store = await openEtcdStore(realHost(), { endpoints: ['http://127.0.0.1:1', etcd.url] })
    const seen: string[] = []
    const watch = store.watch('k/', 0, {
      onEvents: (events) => seen.push(...events.map((event) => event.type)),
      onError: (error) => seen.push(error.name),
    })
    await store.txn([], [{ kind: 'put', key: 'k/a', value: bytes('1') }])
    await vi.waitFor(() => expect(seen).toEqual(['put']), { timeout: 10_000 })
    watch.close()
    await store.close()
    await etcd.dispose()
  })

  test('none at all is an error that says so', async () => {
    await expect(openEtcdStore(realHost(), { endpoints: ['http://127.0.0.1:1'] })).rejects.toThrow(
      /rpc error: code = Unavailable desc = No connection established.*ECONNREFUSED/,
    )
    expect(() => new EtcdStore(realHost(), { endpoints: [] })).toThrow('--etcd-servers must be specified')
    expect(() => new EtcdStore(realHost(), { endpoints: ['ftp://x'] })).toThrow(/ftp:\/\/x/)
  })

  test('over TLS, with a certificate of its own, and refused without', { timeout: 60_000 }, async () => {
    const directory = await temporaryDirectory('etcd-tls')
    const file = (name: string): string => join(directory, name)
    const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'ignore', cwd: directory })
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    openssl('req', '-x509', ...key, '-days', '2', '-subj', '/CN=ca', '-keyout', 'ca.key', '-out', 'ca.crt')
    await writeFile(file('ext'), 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n')
    openssl('req', ...key, '-subj', '/CN=etcd', '-keyout', 'etcd.key', '-out', 'etcd.csr')
    openssl(
      ...['x509', '-req', '-in', 'etcd.csr', '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-days', '2', '-extfile', 'ext', '-out', 'etcd.crt'],
    )
    const etcd = await startEtcd({ tls: { ca: file('ca.crt'), cert: file('etcd.crt'), key: file('etcd.key') } })
    try {
      const [ca, cert, privateKey] = await Promise.all(
        ['ca.crt', 'etcd.crt', 'etcd.key'].map((name) => readFile(file(name))),
      )
      if (ca === undefined || cert === undefined || privateKey === undefined) throw new Error('no certificates')
      const store = new EtcdStore(realHost(), { endpoints: [etcd.url], tls: { ca, cert, key: privateKey } })
      await vi.waitFor(async () => expect(await store.currentRevision()).toBeGreaterThan(0), { timeout: 20_000 })
      await store.txn([], [{ kind: 'put', key: 'k/a', value: bytes('1') }])
      expect((await store.get('k/a')).kv?.key).toBe('k/a')
      await store.close()
      const stranger = new EtcdStore(realHost(), { endpoints: [etcd.url], tls: { ca }, timeoutMs: 3_000 })
      await expect(stranger.get('k/a')).rejects.toThrow(StoreUnavailableError)
      await stranger.close()
    } finally {
      await etcd.dispose()
    }
  })
})
