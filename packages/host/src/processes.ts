/** Processes, handed in: run to completion, or start and keep. Never through a shell. */

export interface RunResult {
  /** Exit code; 128 + signal number when a signal ended it. */
  code: number
  stdout: string
  stderr: string
}

export interface RunOptions {
  input?: string | Uint8Array
  /** Added to this process's own environment. */
  env?: Record<string, string>
  cwd?: string
  signal?: AbortSignal
}

export interface ChildProcess {
  readonly pid: number
  kill(signal: 'SIGTERM' | 'SIGKILL' | 'SIGINT' | 'SIGHUP'): void
  /** Resolves with the exit code when the process has ended; never rejects. */
  readonly exited: Promise<number>
}

export interface StartOptions {
  /** Added to this process's own environment. */
  env?: Record<string, string>
  cwd?: string
  /** Standard output and error are appended to this file; without it they are inherited. */
  logFile?: string
  /** The process outlives this one. */
  detached?: boolean
}

export interface Processes {
  /** Runs a command to its end. Rejects only when it cannot be started (`ENOENT`, `EACCES`) or is aborted. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<RunResult>
  start(command: string, args: readonly string[], options?: StartOptions): Promise<ChildProcess>
  /** Full path of a command on PATH or in the usual system folders; undefined when there is none. */
  find(command: string): Promise<string | undefined>
}
