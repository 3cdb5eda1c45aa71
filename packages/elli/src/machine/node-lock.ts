/**
 * One real node per machine: bridge, nftables and cgroups are the machine's, and two nodes would take each other's away.
 * The lock is an abstract socket: the kernel frees it when its owner ends, however it ends, and a network namespace has its own.
 */
import { createServer, type Server } from 'node:net'
import { hasCode } from '@elli/host/files'
import type { Host } from '@elli/host/host'
import { CommandError } from '../cli/command-error.ts'

const patienceMs = 5000

/** Waits a moment for a predecessor on its way out. The answer keeps the lock until it is closed. */
export async function lockNode(host: Host): Promise<Server> {
  const deadline = host.clock.monotonicMs() + patienceMs
  for (;;) {
    try {
      return await listen()
    } catch (error) {
      if (!hasCode(error, 'EADDRINUSE')) throw error
      if (host.clock.monotonicMs() > deadline) {
        throw new CommandError(
          'another Elli node runs containers on this machine, and they would share its bridge and rules; stop it, or start this cluster with --runtime none',
          { cause: error },
        )
      }
      await host.clock.sleep(100, new AbortController().signal)
    }
  }
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy())
    server.once('error', reject)
    server.listen('\0elli-node', () => {
      server.unref()
      resolve(server)
    })
  })
}
