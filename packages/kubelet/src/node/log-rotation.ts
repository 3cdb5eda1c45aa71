/**
 * Keeps container logs small: renames what has grown too large, lets the runtime open a new file, compresses and drops old ones.
 * Always: at most `maxFiles` per container, the current one counted; only running containers are rotated.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Host } from '@elli/host/host'
import type { CriRuntime } from '../cri/runtime.ts'

export interface RotationOptions {
  readonly maxBytes: number
  readonly maxFiles: number
}

export async function rotateLogs(
  host: Host,
  runtime: CriRuntime,
  options: RotationOptions,
  signal: AbortSignal,
): Promise<void> {
  const { containers } = await runtime.listContainers({ filter: { state: { state: 'CONTAINER_RUNNING' } } }, { signal })
  for (const { id } of containers) {
    try {
      const { status } = await runtime.containerStatus({ containerId: id }, { signal })
      const path = status?.logPath ?? ''
      const stat = path === '' ? undefined : await host.files.stat(path)
      if (stat && stat.sizeBytes >= options.maxBytes) await rotateOne(host, runtime, id, path, options, signal)
    } catch (error) {
      host.log.warn('cannot rotate a container log', { container: id, error })
    }
  }
}

async function rotateOne(
  host: Host,
  runtime: CriRuntime,
  id: string,
  path: string,
  { maxFiles }: RotationOptions,
  signal: AbortSignal,
): Promise<void> {
  const { files } = host
  const slash = path.lastIndexOf('/')
  const [directory, name] = [path.slice(0, slash), path.slice(slash + 1)]
  const rotated: string[] = []
  for (const entry of await files.list(directory)) {
    if (!entry.startsWith(`${name}.`)) continue
    // A file half compressed when we were stopped.
    if (entry.endsWith('.tmp')) await files.remove(`${directory}/${entry}`)
    else rotated.push(entry)
  }
  const keep = Math.max(0, maxFiles - 2)
  const old = rotated.toSorted()
  for (const entry of old.slice(0, Math.max(0, old.length - keep))) await files.remove(`${directory}/${entry}`)
  for (const entry of old.slice(Math.max(0, old.length - keep))) {
    if (!entry.endsWith('.gz')) await compress(host, `${directory}/${entry}`)
  }
  const stamp = new Date(host.clock.now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  const target = `${path}.${stamp}`
  await files.rename(path, target)
  try {
    await runtime.reopenContainerLog({ containerId: id }, { signal })
  } catch (error) {
    // The runtime still writes to the renamed file; it must go on under its old name.
    await files.rename(target, path)
    throw error
  }
}

async function compress(host: Host, path: string): Promise<void> {
  await pipeline(createReadStream(path), createGzip(), createWriteStream(`${path}.tmp`))
  await host.files.rename(`${path}.tmp`, `${path}.gz`)
  await host.files.remove(path)
}
