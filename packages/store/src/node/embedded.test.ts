import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeContract } from '../contract.suite.ts'
import { openEmbeddedStore } from './embedded.ts'

storeContract('embedded', async (host) =>
  openEmbeddedStore(host, { directory: await mkdtemp(join(tmpdir(), 'elli-store-')), unsafeNoFsync: true }),
)
