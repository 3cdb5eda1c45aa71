/**
 * A child process that is kept alive: started, restarted with a growing pause when it dies, stopped by message first and signal last.
 * The child holds an IPC channel to us; when we vanish (kill -9) the channel closes and the child ends by itself,
 * leaving pods as they are.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { openSync, closeSync } from 'node:fs'
import type { Host } from '@elli/host/host'

export interface SupervisedProcess {
  readonly pid: number | undefined
  /** Resolves when the child has ended. `message` tells it how to end. */
  stop(message: ChildMessage, graceMs: number): Promise<void>
  /** Called with every message of the child. */
  onMessage(listener: (message: ParentMessage) => void): void
}

/** What the parent says to the child. */
export type ChildMessage = { kind: 'stop'; removePods: boolean }
/** What the child says to the parent. */
export type ParentMessage = { kind: 'ready' } | { kind: 'progress'; text: string } | { kind: 'failed'; text: string }

export interface SupervisedOptions {
  name: string
  modulePath: string
  args: readonly string[]
  execArgv?: readonly string[]
  logFile: string
  env?: Record<string, string>
  onStart?(pid: number): void
}

const restartPauseMs = { first: 500, most: 10_000, calmAfter: 30_000 }

export function superviseProcess(host: Host, options: SupervisedOptions): SupervisedProcess {
  const listeners: ((message: ParentMessage) => void)[] = []
  let child: ChildProcess | undefined
  let stopping = false
  let pauseMs = restartPauseMs.first
  let ended: () => void = () => {}
  const endedOnce = new Promise<void>((resolve) => {
    ended = resolve
  })

  function start(): void {
    const log = openSync(options.logFile, 'a', 0o644)
    const startedAt = host.clock.monotonicMs()
    child = fork(options.modulePath, options.args, {
      stdio: ['ignore', log, log, 'ipc'],
      execArgv: [...(options.execArgv ?? process.execArgv)],
      env: { ...process.env, ...options.env },
    })
    closeSync(log)
    if (child.pid !== undefined) options.onStart?.(child.pid)
    child.on('message', (message) => {
      for (const listener of listeners) listener(message as ParentMessage)
    })
    child.on('error', (error) => host.log.error(`${options.name} could not be started`, { err: error.message }))
    child.on('exit', (code, signal) => {
      child = undefined
      if (stopping) return ended()
      if (host.clock.monotonicMs() - startedAt > restartPauseMs.calmAfter) pauseMs = restartPauseMs.first
      host.log.warn(`${options.name} ended and is started again`, { code, signal, inMs: pauseMs })
      host.clock.after(pauseMs, () => {
        if (!stopping) start()
      })
      pauseMs = Math.min(pauseMs * 2, restartPauseMs.most)
    })
  }

  start()
  return {
    get pid() {
      return child?.pid
    },
    onMessage: (listener) => listeners.push(listener),
    async stop(message, graceMs) {
      stopping = true
      if (!child) return
      if (child.connected) child.send(message)
      else child.kill('SIGTERM')
      const timer = host.clock.after(graceMs, () => {
        host.log.warn(`${options.name} did not stop in time and is killed`, { graceMs })
        child?.kill('SIGKILL')
      })
      await endedOnce
      timer.cancel()
    },
  }
}
