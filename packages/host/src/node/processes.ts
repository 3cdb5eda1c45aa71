/** Processes of this machine: spawned without a shell, killed when their signal aborts. */
import { type ChildProcess as NodeChild, spawn } from 'node:child_process'
import { constants as fsConstants } from 'node:fs'
import { access, open } from 'node:fs/promises'
import { constants as osConstants } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'
import type { ChildProcess, Processes, RunOptions, RunResult, StartOptions } from '../processes.ts'

/** Where system tools live that a user's PATH often lacks, and where CNI plugins are installed. */
const systemFolders = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/opt/cni/bin',
  '/usr/lib/cni',
  '/usr/libexec/cni',
]

export function realProcesses(): Processes {
  return { run, start, find }
}

function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const { signal } = options
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: options.cwd,
      env: environment(options.env),
    })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    // A command may end without reading its input; that is its right.
    child.stdin.on('error', () => {})
    child.stdin.end(options.input)
    let aborted = false
    const onAbort = (): void => {
      aborted = true
      child.kill('SIGKILL')
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    child.once('error', (error) => {
      signal?.removeEventListener('abort', onAbort)
      reject(error)
    })
    child.once('exit', () => {
      if (!aborted) return
      // Its descendants may hold the output open; nobody waits for that any more.
      child.stdout.destroy()
      child.stderr.destroy()
      reject(signal?.reason)
    })
    child.once('close', (code, signalName) => {
      signal?.removeEventListener('abort', onAbort)
      if (aborted) return
      resolve({
        code: exitCode(code, signalName),
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      })
    })
  })
}

async function start(command: string, args: readonly string[], options: StartOptions = {}): Promise<ChildProcess> {
  const log = options.logFile === undefined ? undefined : await open(options.logFile, 'a', 0o640)
  try {
    const child = spawn(command, args, {
      stdio: log ? ['ignore', log.fd, log.fd] : ['ignore', 'inherit', 'inherit'],
      cwd: options.cwd,
      env: environment(options.env),
      detached: options.detached ?? false,
    })
    const exited = new Promise<number>((resolve) => {
      child.once('exit', (code, signalName) => resolve(exitCode(code, signalName)))
    })
    await started(child)
    if (options.detached) child.unref()
    const pid = child.pid
    if (pid === undefined) throw new Error(`${command} started without a process id`)
    return { pid, exited, kill: (signal) => void child.kill(signal) }
  } finally {
    await log?.close()
  }
}

function started(child: NodeChild): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
}

async function find(command: string): Promise<string | undefined> {
  if (isAbsolute(command)) return (await isExecutable(command)) ? command : undefined
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''), ...systemFolders]
  for (const folder of folders) {
    const path = join(folder, command)
    if (await isExecutable(path)) return path
  }
  return undefined
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, fsConstants.X_OK)
    return true
  } catch {
    // Not there, not ours to run, or not reachable: for the caller it does not exist.
    return false
  }
}

function environment(extra: Record<string, string> | undefined): NodeJS.ProcessEnv {
  return extra === undefined ? process.env : { ...process.env, ...extra }
}

function exitCode(code: number | null, signalName: NodeJS.Signals | null): number {
  if (code !== null) return code
  return 128 + (signalName === null ? 0 : osConstants.signals[signalName])
}
