/** The embedded store across openings: what comes back, who may open it, and what a damaged or foreign file gives. */
import { spawn } from 'node:child_process'
import { cp, mkdir, open, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { realHost } from '@elli/host/node/host'
import { seededRandom } from '@elli/host/random'
import { temporaryDirectory } from '@elli/host/node/testing/temporary-directory'
import { simulatedHost } from '@elli/host/simulated'
import { expect, test } from 'vitest'
import { noEnd, type Store } from '../contract.ts'
import { openEmbeddedStore } from './embedded.ts'
import { StoreCorruptError, StoreDirectoryError, StoreFormatError, StoreLockedError } from './errors.ts'

const freshDirectory = (): Promise<string> => temporaryDirectory('store')
const bytes = (text: string): Uint8Array => Buffer.from(text)
const put = (key: string, text: string, lease = 0) => ({ kind: 'put', key, value: bytes(text), lease }) as const
const reopen = (directory: string, host = simulatedHost({ seed: 1 })): Promise<Store> =>
  openEmbeddedStore(host, { directory, unsafeNoFsync: true })

async function snapshot(store: Store): Promise<unknown> {
  const { items, revision } = await store.range('', noEnd)
  const events: unknown[] = []
  store
    .watch('', await store.compactedRevision(), {
      onEvents: (each) => events.push(...each),
      onError: (e) => events.push(e),
    })
    .progress()
  await new Promise((resolve) => setImmediate(resolve))
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (_key, each) =>
        ArrayBuffer.isView(each) ? Buffer.from(each as Uint8Array).toString('latin1') : each,
      ),
    )
  return plain({
    items,
    revision,
    compacted: await store.compactedRevision(),
    events: events.length === 0 ? [] : events,
  })
}

test('everything is as it was after reopening, history, compaction and several parts of one revision included', async () => {
  const directory = await freshDirectory()
  let store = await reopen(directory)
  for (let i = 0; i < 50; i++)
    await store.txn(
      [],
      [put(`k/${i % 7}`, `${i}`), put(`a/${i % 3}`, 'ä'), { kind: 'delete', key: `k/${(i + 1) % 7}` }],
    )
  for (const compactTo of [undefined, 20, 21, undefined, 51, undefined]) {
    if (compactTo !== undefined) await store.compact(compactTo)
    await store.txn([], [put('more', String(compactTo))])
    const before = await snapshot(store)
    await store.close()
    store = await reopen(directory)
    expect(await snapshot(store)).toEqual(before)
  }
  await store.txn([], [{ kind: 'delete', key: 'more' }])
  const revision = await store.currentRevision()
  await store.compact(revision)
  await store.close()
  store = await reopen(directory)
  expect(await store.currentRevision()).toBe(revision)
  expect((await store.get('more')).kv).toBeUndefined()
  await store.close()
})

test('compaction gives the space of superseded values back for new ones', async () => {
  const directory = await freshDirectory()
  const store = await reopen(directory)
  const churn = async (): Promise<void> => {
    for (let i = 0; i < 400; i++) await store.txn([], [put(`k/${i % 10}`, 'x'.repeat(4000))])
    await store.compact(await store.currentRevision())
  }
  await churn()
  await churn()
  const size = await store.sizeBytes()
  for (let i = 0; i < 4; i++) await churn()
  expect(await store.sizeBytes()).toBeLessThan(size * 2)
  await store.close()
})

test('history over its limit is compacted away by itself', async () => {
  const store = await openEmbeddedStore(simulatedHost({ seed: 1 }), {
    directory: await freshDirectory(),
    unsafeNoFsync: true,
    maxHistoryBytes: 100_000,
  })
  for (let i = 0; i < 300; i++) await store.txn([], [put('k', 'x'.repeat(1000))])
  expect(await store.compactedRevision()).toBeGreaterThan(150)
  await store.close()
})

test('leases come back with their whole time, and end', async () => {
  const directory = await freshDirectory()
  const first = simulatedHost({ seed: 1 })
  let store = await reopen(directory, first)
  const [lease, revoked] = [await store.grantLease(10), await store.grantLease(10)]
  await store.txn([], [put('a', '1', lease), put('b', '1', revoked)])
  await store.revokeLease(revoked)
  await first.advance(9_000)
  await store.close()
  const second = simulatedHost({ seed: 2 })
  store = await reopen(directory, second)
  expect((await store.get('b')).kv).toBeUndefined()
  await expect(store.keepAlive(revoked)).rejects.toThrow(/lease not found/)
  await second.advance(9_000)
  expect((await store.get('a')).kv?.lease).toBe(lease)
  await second.advance(2_000)
  await second.runUntil(async () => (await store.get('a')).kv === undefined, 1)
  await store.close()
  store = await reopen(directory)
  expect(await store.range('', noEnd)).toMatchObject({ count: 0 })
  await store.close()
})

test('nothing is read, watched or answered before it is on disk', async () => {
  const store = await openEmbeddedStore(simulatedHost({ seed: 1 }), { directory: await freshDirectory() })
  const seen: number[] = []
  store.watch('', 0, { onEvents: (_events, revision) => seen.push(revision), onError() {} })
  const order: string[] = []
  const writing = store.txn([], [put('a', '1')]).then(() => order.push('written'))
  const refused = store.txn([{ key: 'a', modRevision: 0 }], []).then((result) => {
    order.push('refused')
    expect(result).toMatchObject({ succeeded: false, revision: 2 })
  })
  expect((await store.get('a')).kv).toBeUndefined()
  expect(await store.currentRevision()).toBe(1)
  expect(seen).toEqual([])
  await Promise.all([writing, refused])
  expect(order).toEqual(['written', 'refused'])
  expect(seen).toEqual([2])
  await store.close()
})

test('one store, one opener', async () => {
  const directory = await freshDirectory()
  const store = await reopen(directory)
  const error = await reopen(directory).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(StoreLockedError)
  expect(String(error)).toContain(`in use by this process (${process.pid})`)
  await store.close()
  await writeFile(join(directory, 'lock'), '1 0\n')
  await (await reopen(directory)).close()
})

test('a lock file of a living process counts even where its socket is not seen', async () => {
  const directory = await freshDirectory()
  const child = spawn('sleep', ['1000'])
  const started = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).split(') ')[1]?.split(' ')[19]
  await writeFile(join(directory, 'lock'), `${child.pid} ${started}\n`)
  await expect(reopen(directory)).rejects.toThrow(`in use by the process ${child.pid}`)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  await (await reopen(directory)).close()
})

test('a directory that cannot be used is named with the reason', async () => {
  const parent = await freshDirectory()
  await writeFile(join(parent, 'file'), '')
  const inFile = await reopen(join(parent, 'file', 'store')).catch((caught: unknown) => caught)
  expect(inFile).toBeInstanceOf(StoreDirectoryError)
  expect(String(inFile)).toContain(`${parent}/file/store for the store: a part of the path is not a directory`)
  await expect(reopen(join(parent, 'file'))).rejects.toThrow('there is a file of that name')
  await expect(reopen('/proc/elli-store')).rejects.toThrow(StoreDirectoryError)
})

test('another format, a foreign file and missing data are told apart', async () => {
  const directory = await freshDirectory()
  const store = await reopen(directory)
  await store.txn([], [put('a', '1')])
  await store.close()
  const formatFile = join(directory, 'format.json')
  const good = await readFile(formatFile, 'utf8')
  await writeFile(formatFile, good.replace('"version":1', '"version":2'))
  await expect(reopen(directory)).rejects.toThrow(StoreFormatError)
  await expect(reopen(directory)).rejects.toThrow(/has format version 2; this Elli reads version 1/)
  await writeFile(formatFile, '{"for')
  await expect(reopen(directory)).rejects.toThrow(StoreCorruptError)
  await rm(formatFile)
  await expect(reopen(directory)).rejects.toThrow(/not a store of Elli/)
  await writeFile(formatFile, good)
  await truncate(join(directory, 'data.lmdb'), 0)
  await expect(reopen(directory)).rejects.toThrow(/missing or empty/)
  await writeFile(join(directory, 'data.lmdb'), 'this is no database'.repeat(10_000))
  await expect(reopen(directory)).rejects.toThrow(StoreCorruptError)
})

test('a store whose making was interrupted is made anew', async () => {
  const directory = await freshDirectory()
  await writeFile(join(directory, 'format.json'), '{"format":"elli-store","version":1,"ready":false}')
  await writeFile(join(directory, 'data.lmdb'), 'half a page')
  const store = await reopen(directory)
  expect(await store.currentRevision()).toBe(1)
  await store.close()
})

test('a torn or damaged file gives a clear error or every value as it was, never a wrong one', {
  timeout: 60_000,
}, async () => {
  const directory = await freshDirectory()
  const store = await reopen(directory)
  for (let i = 0; i < 60; i++) await store.txn([], [put(`k/${i % 25}`, `${i}`.repeat(100 + 37 * i))])
  await store.compact(30)
  for (let i = 0; i < 20; i++) await store.txn([], [put(`l/${i}`, `${i}`.repeat(300))])
  const intact = await snapshot(store)
  await store.close()
  const size = (await readFile(join(directory, 'data.lmdb'))).length
  const random = seededRandom(3).stream('damage')
  const outcomes = { refused: 0, intact: 0 }
  for (let round = 0; round < 24; round++) {
    const copy = join(await freshDirectory(), 'copy')
    await mkdir(copy)
    await cp(directory, copy, { recursive: true })
    const data = join(copy, 'data.lmdb')
    if (round % 3 === 0) await truncate(data, random.below(size))
    else {
      const file = await open(data, 'r+')
      const at = random.below(size)
      // A few bits, or a page's worth of noise.
      const noise = Buffer.from(random.bytes(round % 3 === 1 ? 2 : 4096))
      await file.write(noise, 0, noise.length, at)
      await file.close()
    }
    const outcome = await reopen(copy).then(
      async (reopened) => {
        const found = await snapshot(reopened)
        await reopened.close()
        return found
      },
      (error: unknown) => error,
    )
    if (outcome instanceof Error) {
      expect(outcome).toBeInstanceOf(StoreCorruptError)
      expect(outcome.message).toContain(copy)
      outcomes.refused++
    } else {
      expect(outcome).toEqual(intact)
      outcomes.intact++
    }
  }
  expect(outcomes.refused).toBeGreaterThan(5)
})

test('a full disk rejects writes, keeps answering reads, and takes writes again once there is room', {
  timeout: 60_000,
}, async () => {
  const directory = await freshDirectory()
  // A limit on the size of files stands in for a full disk: it needs no privileges and fails the same calls.
  const script = fileURLToPath(new URL('./testing/full-disk.ts', import.meta.url))
  const child = spawn(
    'sh',
    ['-c', 'ulimit -S -f 3000; exec "$0" --import tsx "$1" "$2"', process.execPath, script, directory],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const line = await lines.next()
    return line.done ? 'ended' : JSON.parse(line.value)
  }
  const full = (await next()) as {
    written: number
    errors: string[]
    readable: number
    revision: number
    watched: number
  }
  expect(full.written).toBeGreaterThan(100)
  expect(full).toMatchObject({ readable: full.written, revision: full.written + 1, watched: full.written })
  expect(full.errors).toEqual(Array.from({ length: 4 }, () => 'StoreWriteError'))
  const { run } = realHost().processes
  expect(await run('prlimit', ['--pid', String(child.pid), '--fsize=unlimited'])).toMatchObject({ code: 0 })
  child.stdin.write('go on\n')
  expect(await next()).toEqual({ after: full.written + 2, lease: 'granted' })
  await new Promise((resolve) => child.once('close', resolve))
  const store = await reopen(directory)
  expect(await store.range('k/', 'k0')).toMatchObject({ count: full.written })
  expect((await store.range('', noEnd)).items.map((kv) => kv.key).filter((key) => !key.startsWith('k/'))).toEqual([
    'after',
  ])
  await store.close()
})
