/**
 * The process of the full-disk test: writes until the disk takes no more, tells on standard output what then holds, and
 * after a line on standard input, when there is room again, writes once more.
 */
import { once } from 'node:events'
import { simulatedHost } from '@elli/host/simulated'
import { openEmbeddedStore } from '../embedded.ts'

const [directory = ''] = process.argv.slice(2)
const store = await openEmbeddedStore(simulatedHost({ seed: 1 }), { directory })
let watched = 0
store.watch('', 0, {
  onEvents(events) {
    watched += events.length
  },
  onError() {},
})
const put = (key: string) => store.txn([], [{ kind: 'put', key, value: Buffer.alloc(3000, 120) }])

const errors: string[] = []
const note = (error: Error): void => void errors.push(error.name)
let written = 0
while (errors.length === 0)
  await put(`k/${written}`).then(() => {
    written++
  }, note)
// Several at once: the later ones were decided on top of the first.
await Promise.all([put('lost/1').catch(note), put('lost/1').catch(note), store.grantLease(10).catch(note)])
const { count } = await store.range('k/', 'k0')
console.log(JSON.stringify({ written, errors, readable: count, revision: await store.currentRevision(), watched }))
await once(process.stdin, 'data')
const { revision } = await put('after')
await store.grantLease(10)
console.log(JSON.stringify({ after: revision, lease: 'granted' }))
await store.close()
process.exit(0)
