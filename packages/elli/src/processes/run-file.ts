/**
 * The run file DIR/run/elli.json: which process serves this data directory, and what it serves.
 * A pid alone may be re-used by a stranger after a crash, so the kernel's start tick of the process is kept beside it.
 */
import { readFileSync } from 'node:fs'
import type { Host } from '@elli/host/host'
import { hasCode } from '@elli/host/files'

export interface RunRecord {
  pid: number
  /** Field 22 of /proc/PID/stat: clock ticks since boot at which the process started. */
  startTicks: string
  state: 'starting' | 'ready' | 'stopping'
  server: string
  httpsPort: number
  nodeName: string
  runtime: 'containerd' | 'none'
  version: string
  /** RFC 3339. */
  startedAt: string
  /** Process of the node agent, while there is one. */
  nodeAgentPid?: number
}

const path = (dataDir: string): string => `${dataDir}/run/elli.json`

/** Start ticks of a live process; undefined when there is none (or it is a zombie). */
export function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined // no such process is the answer, not a failure
  }
}

export async function writeRunRecord(host: Host, dataDir: string, record: RunRecord): Promise<void> {
  await host.files.mkdir(`${dataDir}/run`, { mode: 0o755 })
  await host.files.writeAtomic(path(dataDir), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o644 })
}

/** The record of a cluster that runs now; undefined when none does. */
export async function readRunRecord(host: Host, dataDir: string): Promise<RunRecord | undefined> {
  try {
    const record = JSON.parse(await host.files.readText(path(dataDir))) as RunRecord
    return startTicks(record.pid) === record.startTicks ? record : undefined
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return undefined
    throw error
  }
}

export async function removeRunRecord(host: Host, dataDir: string): Promise<void> {
  await host.files.remove(path(dataDir))
}
