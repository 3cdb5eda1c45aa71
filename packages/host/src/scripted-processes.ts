/**
 * Processes of a simulated host: nothing is executed; a test says what each command answers.
 * A command nobody has scripted is not there (`ENOENT`). Every call is kept in `calls`, in order.
 */
import type { ChildProcess, Processes, RunOptions, RunResult, StartOptions } from './processes.ts'

export type RunScript = (
  args: readonly string[],
  options: RunOptions,
) => Partial<RunResult> | Promise<Partial<RunResult>>

/** A started process as the test sees it. */
export interface ScriptedChild {
  readonly command: string
  readonly args: readonly string[]
  readonly options: StartOptions
  readonly pid: number
  /** Signals it has received, in order. */
  readonly signals: readonly string[]
  /** Ends it with this exit code; later calls do nothing. */
  exit(code: number): void
}

export interface ScriptedProcesses extends Processes {
  readonly calls: readonly { command: string; args: readonly string[] }[]
  /** What `run` of this command answers. Unset parts of the result are code 0 and no output. */
  onRun(command: string, script: RunScript): void
  /** Lets `start` of this command succeed. Unless `ignoresSignals`, a signal ends the process with 128 + its number. */
  onStart(command: string, started?: (child: ScriptedChild) => void, options?: { ignoresSignals?: boolean }): void
  /** Processes that were started and have not ended. */
  pending(): string[]
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 } as const

export function scriptedProcesses(): ScriptedProcesses {
  const runs = new Map<string, RunScript>()
  const starts = new Map<string, { started: (child: ScriptedChild) => void; ignoresSignals: boolean }>()
  const calls: { command: string; args: readonly string[] }[] = []
  const running = new Map<number, string>()
  let nextPid = 1000

  return {
    calls,
    onRun(command, script) {
      runs.set(command, script)
    },
    onStart(command, started = () => {}, options = {}) {
      starts.set(command, { started, ignoresSignals: options.ignoresSignals ?? false })
    },
    pending: () => [...running].map(([pid, what]) => `process ${pid} ${what}`),
    async run(command, args, options = {}) {
      options.signal?.throwIfAborted()
      calls.push({ command, args })
      const script = runs.get(command)
      if (script === undefined) throw notFound(command)
      const result = await abortable(Promise.resolve(script(args, options)), options.signal)
      return { code: result.code ?? 0, stdout: result.stdout ?? '', stderr: result.stderr ?? '' }
    },
    async start(command, args, options = {}) {
      calls.push({ command, args })
      const script = starts.get(command)
      if (script === undefined) throw notFound(command)
      const pid = nextPid++
      const signals: string[] = []
      let end: (code: number) => void = () => {}
      const exited = new Promise<number>((resolve) => {
        end = (code) => {
          running.delete(pid)
          resolve(code)
        }
      })
      running.set(pid, [command, ...args].join(' '))
      script.started({ command, args, options, pid, signals, exit: (code) => end(code) })
      const child: ChildProcess = {
        pid,
        exited,
        kill(signal) {
          if (!running.has(pid)) return
          signals.push(signal)
          if (signal === 'SIGKILL' || !script.ignoresSignals) end(128 + signalNumbers[signal])
        },
      }
      return child
    },
    async find(command) {
      return runs.has(command) || starts.has(command) ? `/usr/bin/${command}` : undefined
    },
  }
}

function notFound(command: string): Error {
  return Object.assign(new Error(`spawn ${command} ENOENT`), { code: 'ENOENT', syscall: 'spawn', path: command })
}

function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
