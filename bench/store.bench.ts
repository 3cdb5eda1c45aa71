/**
 * How fast the store is on this machine: `node --import tsx bench/store.bench.ts`.
 * Guess: a flush costs 0.2-1 ms and is shared by all who wait, so 64 writers get some 20,000 durable 2 KB puts a second.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { realHost } from '@elli/host/node/host'
import type { Store } from '@elli/store/contract'
import { memoryStore } from '@elli/store/memory'
import { openEmbeddedStore } from '@elli/store/node/embedded'

const host = realHost()
const value = Buffer.alloc(2048, 120)
const rows: { engine: string; what: string; result: string }[] = []

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function puts(store: Store, writers: number, count: number): Promise<string> {
  const ms = await timed(async () => {
    await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let i = 0; i < count / writers; i++)
          await store.txn([], [{ kind: 'put', key: `/registry/pods/ns-${writer}/pod-${i}`, value }])
      }),
    )
  })
  return `${Math.round((count / ms) * 1000)} puts/s, ${((ms / count) * writers).toFixed(2)} ms each`
}

async function measure(engine: string, store: Store, scale: number): Promise<void> {
  const row = (what: string, result: string): void => void rows.push({ engine, what, result })
  for (const [writers, count] of [
    [1, 1_000],
    [16, 10_000],
    [64, 20_000],
  ] as const)
    row(`2 KB puts, ${writers} writers`, await puts(store, writers, count * scale))
  for (let i = 0; i < 10_000; i += 100)
    await store.txn(
      [],
      Array.from({ length: 100 }, (_, j) => ({ kind: 'put', key: `/range/${i + j}`, value }) as const),
    )
  const rangeMs = await timed(async () => {
    for (let i = 0; i < 20; i++) await store.range('/range/', '/range0')
  })
  row('range of 10,000', `${(rangeMs / 20).toFixed(2)} ms`)
  const getMs = await timed(async () => {
    for (let i = 0; i < 100_000; i++) await store.get(`/range/${i % 10_000}`)
  })
  row('get', `${((getMs / 100_000) * 1000).toFixed(2)} µs`)
  for (const watchers of [1, 100, 1_000]) {
    let delivered = 0
    const watches = Array.from({ length: watchers }, () =>
      store.watch('/fan/', 0, {
        onEvents(events) {
          delivered += events.length
        },
        onError: (error) => {
          throw error
        },
      }),
    )
    const ms = await timed(async () => {
      await Promise.all(
        Array.from({ length: 1_000 }, (_, i) => store.txn([], [{ kind: 'put', key: `/fan/${i}`, value }])),
      )
    })
    for (const watch of watches) watch.close()
    row(`watch fan-out to ${watchers}`, `${Math.round((delivered / ms) * 1000)} events/s`)
  }
}

const directory = await mkdtemp(join(tmpdir(), 'elli-bench-'))
try {
  const memory = memoryStore(host)
  await measure('memory', memory, 1)
  await memory.close()
  const embedded = await openEmbeddedStore(host, { directory })
  await measure('embedded', embedded, 1)
  await embedded.close()
  let reopened: Store | undefined
  const openMs = await timed(async () => {
    reopened = await openEmbeddedStore(host, { directory })
  })
  rows.push({ engine: 'embedded', what: 'open after a clean close, 41,000 records', result: `${openMs.toFixed(0)} ms` })
  await reopened?.close()
} finally {
  await rm(directory, { recursive: true, force: true })
}
console.table(rows)
