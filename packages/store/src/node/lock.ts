/**
 * One process, one store: a lock that cannot be left behind. The kernel frees the abstract socket when its owner dies,
 * however it dies; the lock file beside the data says who that is, and guards where the socket is not seen (another
 * network namespace over the same directory).
 */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { hasCode } from '@elli/host/files'
import { StoreLockedError } from './errors.ts'

export interface Lock {
  release(): Promise<void>
}

export async function lockDirectory(directory: string): Promise<Lock> {
  const file = join(directory, 'lock')
  const socket = await takeSocket(directory, file)
  const owner = readOwner(file)
  if (owner !== undefined && owner.pid !== process.pid && startOf(owner.pid) === owner.started) {
    await closed(socket)
    throw lockedBy(directory, owner.pid)
  }
  writeFileSync(file, `${process.pid} ${startOf(process.pid) ?? ''}\n`, { mode: 0o600 })
  return {
    async release() {
      rmSync(file, { force: true })
      await closed(socket)
    },
  }
}

/** Elsewhere than on Linux there are no abstract sockets, and the lock file has to do. */
async function takeSocket(directory: string, file: string): Promise<Server | undefined> {
  if (process.platform !== 'linux') return undefined
  const { dev, ino } = statSync(directory)
  const server = createServer((connection) => connection.destroy())
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(`\0elli-store-${dev}-${ino}`, resolve)
    })
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE')) throw lockedBy(directory, readOwner(file)?.pid)
    throw error
  }
  server.unref()
  return server
}

function lockedBy(directory: string, pid: number | undefined): StoreLockedError {
  const who =
    pid === undefined ? 'another process' : pid === process.pid ? `this process (${pid})` : `the process ${pid}`
  return new StoreLockedError(`the store in ${directory} is in use by ${who}; stop it first or use another directory`)
}

function readOwner(file: string): { pid: number; started: string } | undefined {
  try {
    const [pid, started] = readFileSync(file, 'utf8').trim().split(' ')
    return { pid: Number(pid), started: started ?? '' }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** When a process started, in clock ticks since boot: tells it from a later one that was given the same id. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; the start time is the 20th field after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A process that was killed but not yet waited for holds nothing any more.
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH') || hasCode(error, 'EACCES')) return undefined
    throw error
  }
}

function closed(server: Server | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (server === undefined) resolve()
    else server.close(() => resolve())
  })
}
