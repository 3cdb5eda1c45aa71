/**
 * The process that the crash test kills: opens the store in the directory given, lets 16 writers loose on it, and tells
 * each acknowledged write on standard output, as `writer step revision`, before it goes on. Ends by being killed.
 */
import { writeSync } from 'node:fs'
import { realHost } from '@elli/host/node/host'
import { openEmbeddedStore } from '../embedded.ts'
import { crashValue, slots, writers } from './crash-plan.ts'

const [directory = ''] = process.argv.slice(2)
const store = await openEmbeddedStore(realHost(), { directory })

async function write(writer: number): Promise<void> {
  const { kv } = await store.get(`last/${writer}`)
  let step = kv === undefined ? 1 : Number(Buffer.from(kv.value).toString()) + 1
  for (; ; step++) {
    const result = await store.txn(
      [],
      [
        { kind: 'put', key: `k/${writer}/${step % slots}`, value: Buffer.from(crashValue(writer, step)) },
        { kind: 'put', key: `last/${writer}`, value: Buffer.from(String(step)) },
        { kind: 'delete', key: `k/${writer}/${(step + 1) % slots}` },
      ],
    )
    writeSync(1, `${writer} ${step} ${result.revision}\n`)
    // Compaction has its own ways to be interrupted.
    if (writer === 0 && step % 20 === 0) await store.compact(result.revision - 50 > 1 ? result.revision - 50 : 1)
  }
}

writeSync(1, 'ready\n')
await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
