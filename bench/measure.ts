/** What the benches share: a cluster of their own in a temporary directory, CPU time and memory of a process, and the table they print. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const elliCommand = resolve(import.meta.dirname, '../packages/elli/dist/elli.mjs')

export interface Row {
  what: string
  target?: string
  measured: string
}

/** Prints rows in columns: what, what the issue asks for, what this run took. */
export function printTable(rows: readonly Row[]): void {
  const columns = [['', 'target', 'measured'], ...rows.map((row) => [row.what, row.target ?? '', row.measured])]
  const widths = [0, 1, 2].map((i) => Math.max(...columns.map((row) => row[i]?.length ?? 0)))
  for (const row of columns) process.stdout.write(`${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}\n`)
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 50)

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Milliseconds of CPU a process has used, all its threads together, or the first alone; clock ticks are 10 ms. */
export function cpuMs(pid: number, threads: 'all' | 'first' = 'all'): number {
  const stat = readFileSync(threads === 'all' ? `/proc/${pid}/stat` : `/proc/${pid}/task/${pid}/stat`, 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Resident memory in MB; `peak` for the highest there ever was. */
export function residentMb(pid: number, which: 'now' | 'peak' = 'now'): number {
  const line = new RegExp(`${which === 'now' ? 'VmRSS' : 'VmHWM'}:\\s+(\\d+)`)
  return Number(line.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

export interface RunningElli {
  process: ChildProcess
  pid: number
  port: number
  dataDir: string
  kubeconfig: string
  /** Milliseconds from the start of the process until it said what it says. */
  said(text: string): Promise<number>
  stop(): Promise<void>
}

export function temporaryDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'elli-bench-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** `elli up` as a user would run it. `nodeArgs` go to Node.js itself: a profiler, say. */
export function startElli(options: {
  dataDir: string
  port: number
  args: readonly string[]
  nodeArgs?: readonly string[]
}): RunningElli {
  const startedMs = performance.now()
  const child = spawn(
    process.execPath,
    [
      ...(options.nodeArgs ?? []),
      elliCommand,
      'up',
      ...['--data-dir', options.dataDir, '--https-port', String(options.port), '--bind-address', '127.0.0.1'],
      ...options.args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  if (child.pid === undefined) throw new Error('elli did not start')
  const ended = once(child, 'exit')
  let output = ''
  const listeners = new Set<() => void>()
  const hear = (chunk: Buffer): void => {
    output += chunk.toString()
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  return {
    process: child,
    pid: child.pid,
    port: options.port,
    dataDir: options.dataDir,
    kubeconfig: join(options.dataDir, 'admin.kubeconfig'),
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!output.includes(text)) return
          listeners.delete(look)
          resolve(performance.now() - startedMs)
        }
        listeners.add(look)
        child.once('exit', () => reject(new Error(`elli ended before it said "${text}":\n${output}`)))
        look()
      }),
    async stop() {
      if (child.exitCode === null) child.kill('SIGTERM')
      await ended
    },
  }
}
