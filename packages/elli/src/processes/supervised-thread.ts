/**
 * A worker thread that is kept alive: it runs one of Elli's own commands in this process, with an event loop and heap of its own,
 * and is started again when it ends unasked. Stopped by message first, by force after the grace.
 */
import { Worker } from 'node:worker_threads'
import type { Host } from '@elli/host/host'

export interface SupervisedThread {
  stop(graceMs: number): Promise<void>
}

const restartPauseMs = { first: 500, most: 10_000, calmAfter: 30_000 }

export function superviseThread(
  host: Host,
  options: { name: string; modulePath: string; args: readonly string[] },
): SupervisedThread {
  let worker: Worker | undefined
  let stopping = false
  let pauseMs = restartPauseMs.first
  let ended: () => void = () => {}
  const endedOnce = new Promise<void>((resolve) => {
    ended = resolve
  })

  function start(): void {
    const startedAt = host.clock.monotonicMs()
    worker = new Worker(options.modulePath, { argv: [...options.args], name: options.name })
    worker.on('error', (error) =>
      host.log.error(`${options.name} failed`, {
        err: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    )
    worker.on('exit', (code) => {
      worker = undefined
      if (stopping) return ended()
      if (host.clock.monotonicMs() - startedAt > restartPauseMs.calmAfter) pauseMs = restartPauseMs.first
      host.log.warn(`${options.name} ended and is started again`, { code, inMs: pauseMs })
      host.clock.after(pauseMs, () => {
        if (!stopping) start()
      })
      pauseMs = Math.min(pauseMs * 2, restartPauseMs.most)
    })
  }

  start()
  return {
    async stop(graceMs) {
      stopping = true
      if (!worker) return
      worker.postMessage({ kind: 'stop' })
      const timer = host.clock.after(graceMs, () => void worker?.terminate())
      await endedOnce
      timer.cancel()
    },
  }
}
