import { temporaryDirectory } from '@elli/host/node/testing/temporary-directory'
import { storeContract } from '../contract.suite.ts'
import { openEmbeddedStore } from './embedded.ts'

storeContract('embedded', async (host) =>
  openEmbeddedStore(host, { directory: await temporaryDirectory('store'), unsafeNoFsync: true }),
)
