/**
 * One AbortSignal for "please stop", wherever the wish comes from: Ctrl-C, SIGTERM, the parent's message, or the parent's end.
 * In a worker thread only the message counts: signals belong to the process.
 */
import { setMaxListeners } from 'node:events'
import { isMainThread, parentPort } from 'node:worker_threads'

export interface StopRequest {
  signal: AbortSignal
  /** Whether pods shall be taken down too; false when the parent vanished and a successor will adopt them. */
  readonly removePods: boolean
}

export function stopRequest(): StopRequest {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  const request = { signal: controller.signal, removePods: false }
  const stop = (removePods: boolean, why: string): void => {
    if (controller.signal.aborted) return
    request.removePods = removePods
    controller.abort(new DOMException(why, 'AbortError'))
  }
  if (!isMainThread) {
    const onMessage = (message: { kind?: string }): void => {
      if (message.kind !== 'stop') return
      parentPort?.off('message', onMessage)
      stop(false, 'stopped by the parent')
    }
    parentPort?.on('message', onMessage)
    return request
  }
  // A supervised child leaves signals to its parent: Ctrl-C reaches the whole process group at once.
  const supervised = process.channel !== undefined
  process.on('SIGINT', () => {
    if (supervised) return
    if (controller.signal.aborted) process.exit(130) // the second Ctrl-C means it
    stop(true, 'interrupted')
  })
  process.on('SIGTERM', () => stop(!supervised, 'terminated'))
  if (supervised) {
    process.on('message', (message: { kind?: string; removePods?: boolean }) => {
      if (message.kind === 'stop') stop(message.removePods === true, 'stopped by the parent')
    })
    process.on('disconnect', () => stop(false, 'the parent is gone'))
  }
  return request
}
