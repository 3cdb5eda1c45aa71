/**
 * What survives when the process is killed at any moment: everything acknowledged, nothing half done.
 * ELLI_CRASH_ROUNDS sets how often to kill (12 unless given).
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { temporaryDirectory } from '@elli/host/node/testing/temporary-directory'
import { seededRandom } from '@elli/host/random'
import { simulatedHost } from '@elli/host/simulated'
import { expect, test } from 'vitest'
import type { Store } from '../contract.ts'
import { openEmbeddedStore } from './embedded.ts'
import { crashValue, slots, writers } from './testing/crash-plan.ts'

const rounds = Number(process.env.ELLI_CRASH_ROUNDS ?? 12)
const script = fileURLToPath(new URL('./testing/crash-writer.ts', import.meta.url))

interface Acknowledged {
  step: number
  revision: number
}

/** Runs the writer and kills it when it has acknowledged `killAfter` writes, or while it opens the store when that is 0. */
async function writeAndKill(directory: string, killAfter: number): Promise<Map<number, Acknowledged>> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, directory], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_code, signal) => resolve(signal)))
  const last = new Map<number, Acknowledged>()
  let count = 0
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== 'ready') {
      const [writer, step, revision] = line.split(' ').map(Number)
      // The last line may be cut off by the kill: what was not told in full was not acknowledged.
      if (writer === undefined || step === undefined || revision === undefined) continue
      last.set(writer, { step, revision })
      count++
    }
    if (count >= killAfter && !child.killed) child.kill('SIGKILL')
  }
  expect(await ended, stderr).toBe('SIGKILL')
  return last
}

async function check(store: Store, acknowledged: Map<number, Acknowledged>): Promise<void> {
  const read = async (key: string): Promise<string | undefined> => {
    const { kv } = await store.get(key)
    return kv && Buffer.from(kv.value).toString()
  }
  for (let writer = 0; writer < writers; writer++) {
    const { kv } = await store.get(`last/${writer}`)
    const step = kv ? Number(Buffer.from(kv.value).toString()) : 0
    const told = acknowledged.get(writer)
    if (told) {
      expect(step).toBeGreaterThanOrEqual(told.step)
      // Several lines may have been under way when the pipe broke, but no writer runs ahead of its acknowledgement.
      if (step === told.step) expect(kv?.modRevision).toBe(told.revision)
      else expect(kv?.modRevision).toBeGreaterThan(told.revision)
    }
    for (let back = 0; back < Math.min(step, slots); back++) {
      const expected = back === slots - 1 ? undefined : crashValue(writer, step - back)
      expect(await read(`k/${writer}/${(step - back) % slots}`)).toBe(expected)
    }
  }
  const seen: number[] = []
  const [from, to] = [await store.compactedRevision(), await store.currentRevision()]
  const watch = store.watch('', from, {
    onEvents(events) {
      for (const event of events) if (event.revision !== seen.at(-1)) seen.push(event.revision)
    },
    onError: (error) => seen.push(Number.NaN, error.message.length),
  })
  await new Promise((resolve) => setImmediate(resolve))
  watch.close()
  const first = Math.max(from, 2)
  expect(seen).toEqual(Array.from({ length: Math.max(0, to - first + 1) }, (_, i) => first + i))
}

test(`every acknowledged write survives ${rounds} kills`, { timeout: 30_000 + rounds * 10_000 }, async () => {
  const random = seededRandom(rounds).stream('crash')
  const directory = await temporaryDirectory('store-crash')
  let revision = 1
  let acknowledgedAtAll = 0
  for (let round = 0; round < rounds; round++) {
    const killAfter = round === 0 ? 0 : 1 + random.below(random.below(2) === 0 ? 40 : 1500)
    const acknowledged = await writeAndKill(directory, killAfter)
    acknowledgedAtAll += acknowledged.size
    const store = await openEmbeddedStore(simulatedHost({ seed: 1 }), { directory })
    await check(store, acknowledged)
    expect(await store.currentRevision()).toBeGreaterThanOrEqual(revision)
    revision = await store.currentRevision()
    await store.close()
  }
  if (rounds > 1) expect(acknowledgedAtAll).toBeGreaterThan(0)
})
