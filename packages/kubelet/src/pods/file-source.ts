/**
 * Static pods from a folder (or one file): read at start, on change, and every 20 s in case a change was missed.
 * Out: the complete set of pods each time. Always: bad files are logged and left out; dotfiles are ignored.
 */
import type { Pod } from '@elli/api/core/v1'
import type { Host } from '@elli/host/host'
import { hasCode } from '@elli/host/files'
import { toTime } from '@elli/host/time'
import { parseStaticPod, StaticPodError, type Hash } from './static-pod.ts'

export interface FileSourceOptions {
  readonly host: Host
  readonly path: string
  readonly nodeName: string
  readonly periodMs: number
  readonly hash: Hash
  update(pods: readonly Pod[]): void
}

export async function runFileSource(options: FileSourceOptions, signal: AbortSignal): Promise<void> {
  const { host, path } = options
  const seen = new Map<string, Pod>()
  let wake = (): void => undefined
  let watcher: { close(): void } | undefined
  const watch = (): void => {
    try {
      watcher ??= host.files.watch(path, () => wake())
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }
  try {
    while (!signal.aborted) {
      watch()
      const changed = new Promise<void>((resolve) => {
        wake = resolve
      })
      try {
        options.update(await readPods(options, seen))
      } catch (error) {
        host.log.warn('cannot read static pods', { path, error })
      }
      const timer = new AbortController()
      const onAbort = (): void => timer.abort()
      signal.addEventListener('abort', onAbort, { once: true })
      await Promise.race([changed, host.clock.sleep(options.periodMs, timer.signal).catch(() => undefined)])
      timer.abort()
      signal.removeEventListener('abort', onAbort)
      // Editors write in several steps; half a file is no pod.
      await host.clock.sleep(50, signal).catch(() => undefined)
    }
  } finally {
    watcher?.close()
  }
}

async function readPods(options: FileSourceOptions, seen: Map<string, Pod>): Promise<Pod[]> {
  const { host, path, nodeName, hash } = options
  const stat = await host.files.stat(path)
  if (!stat) return []
  const names = stat.kind === 'directory' ? await host.files.list(path) : ['']
  const pods: Pod[] = []
  for (const name of names) {
    if (name.startsWith('.')) continue
    const file = name === '' ? path : `${path}/${name}`
    if ((await host.files.stat(file))?.kind !== 'file') continue
    try {
      const content = await host.files.readText(file)
      const pod = parseStaticPod(content, { file, nodeName, hash, now: toTime(host.clock.now()) })
      // The same content keeps its object, so that the time it was first seen stays.
      const known = seen.get(pod.metadata.uid ?? '') ?? pod
      seen.set(pod.metadata.uid ?? '', known)
      pods.push(known)
    } catch (error) {
      if (hasCode(error, 'ENOENT')) continue
      if (!(error instanceof StaticPodError)) throw error
      host.log.error("Can't process manifest file", { path: file, error: error.message })
    }
  }
  return pods
}
