/** Opens the embedded store of a data directory, with errors that say what to do. */
import type { Host } from '@elli/host/host'
import type { Store } from '@elli/store/contract'
import { openEmbeddedStore } from '@elli/store/node/embedded'
import {
  StoreCorruptError,
  StoreDirectoryError,
  StoreFormatError,
  StoreLockedError,
  StoreWriteError,
} from '@elli/store/node/errors'
import { CommandError } from '../cli/command-error.ts'
import { clusterFiles } from './files.ts'

const lockPatienceMs = 5000
const tellable = [StoreLockedError, StoreCorruptError, StoreFormatError, StoreDirectoryError, StoreWriteError]

/** A predecessor that was just killed may still be on its way out of the kernel: its lock is waited for a moment. */
export async function openClusterStore(host: Host, dataDir: string, unsafeNoFsync = false): Promise<Store> {
  const deadline = host.clock.monotonicMs() + lockPatienceMs
  for (;;) {
    try {
      return await openEmbeddedStore(host, { directory: clusterFiles(dataDir).store, unsafeNoFsync })
    } catch (error) {
      if (error instanceof StoreLockedError && host.clock.monotonicMs() < deadline) {
        await host.clock.sleep(50, new AbortController().signal)
        continue
      }
      if (tellable.some((kind) => error instanceof kind))
        throw new CommandError((error as Error).message, { cause: error })
      throw error
    }
  }
}
