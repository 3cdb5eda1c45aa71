/**
 * A log file that is rotated: when it would grow beyond its size it gets a name with the time, and a new one is begun;
 * old ones are compressed, and removed by age and number.
 * In: text. Out: appended, in order, several waiting texts at once. Files are readable by their owner only.
 * @see upstream's file layout: `name-2006-01-02T15-04-05.000.ext`, with `.gz` when compressed
 */
import { hasCode } from '@elli/host/files'
import type { Host } from '@elli/host/host'
import { fromTime, toMicroTime } from '@elli/host/time'
import { gzipWhole } from '../node/gzip.ts'
import type { LineWriter } from './log-sink.ts'

export interface LogFileOptions {
  readonly path: string
  /** Megabytes; 0 is 100. */
  readonly maxSizeMegabytes?: number
  /** Days; 0 keeps them however old. */
  readonly maxAgeDays?: number
  /** 0 keeps all. */
  readonly maxBackups?: number
  readonly compress?: boolean
}

const megabyte = 1024 * 1024
const dayMs = 24 * 3600 * 1000

export function logFile(host: Host, options: LogFileOptions): LineWriter {
  const { path } = options
  const { files, clock, log } = host
  const maxSize = (options.maxSizeMegabytes || 100) * megabyte
  const slash = path.lastIndexOf('/')
  const directory = slash <= 0 ? '/' : path.slice(0, slash)
  const name = path.slice(slash + 1)
  const dot = name.lastIndexOf('.')
  const [stem, extension] = dot <= 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)]
  let size: number | undefined
  let waiting: { text: string; done: () => void; failed: (error: unknown) => void }[] = []
  let running: Promise<void> | undefined

  const open = async (): Promise<number> => {
    const stat = await files.stat(path)
    if (stat !== undefined) return stat.sizeBytes
    await files.mkdir(directory, { mode: 0o700 })
    await files.write(path, '', { mode: 0o600 })
    return 0
  }
  const rotate = async (): Promise<void> => {
    const backup = `${stem}-${stamp(clock.now())}${extension}`
    await files.rename(path, `${directory}/${backup}`)
    await files.write(path, '', { mode: 0o600 })
    size = 0
    await clear()
  }
  /** Old ones by their names, newest first. */
  const backups = async (): Promise<{ name: string; at: number; packed: boolean }[]> => {
    const found = (await files.list(directory)).flatMap((each) => {
      const packed = each.endsWith('.gz')
      const plain = packed ? each.slice(0, -3) : each
      if (!plain.startsWith(`${stem}-`) || !plain.endsWith(extension)) return []
      const at = instantOf(plain.slice(stem.length + 1, plain.length - extension.length))
      return at === undefined ? [] : [{ name: each, at, packed }]
    })
    return found.sort((a, b) => b.at - a.at)
  }
  const clear = async (): Promise<void> => {
    const { maxBackups = 0, maxAgeDays = 0, compress = false } = options
    const oldest = maxAgeDays === 0 ? 0 : clock.now() - maxAgeDays * dayMs
    for (const [i, { name: old, at, packed }] of (await backups()).entries()) {
      const place = `${directory}/${old}`
      try {
        if ((maxBackups > 0 && i >= maxBackups) || at < oldest) await files.remove(place)
        else if (compress && !packed) {
          await files.write(`${place}.gz`, await gzipWhole(await files.read(place)), { mode: 0o600 })
          await files.remove(place)
        }
      } catch (error) {
        if (!hasCode(error, 'ENOENT'))
          log.error('an old audit log could not be put away', { file: place, error: String(error) })
      }
    }
  }
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        size ??= await open()
        let text = ''
        for (const item of batch) {
          const length = Buffer.byteLength(item.text)
          if (size > 0 && size + length > maxSize) {
            if (text !== '') await files.append(path, text)
            text = ''
            await rotate()
          }
          text += item.text
          size += length
        }
        await files.append(path, text)
        for (const item of batch) item.done()
      } catch (error) {
        // The file may have been taken away: the next write looks again.
        size = undefined
        for (const item of batch) item.failed(error)
      }
    }
    running = undefined
  }
  return {
    write: (text) =>
      new Promise((done, failed) => {
        waiting.push({ text, done, failed })
        running ??= run()
      }),
    async close() {
      while (running !== undefined) await running
    },
  }
}

/** `2006-01-02T15-04-05.000`, in UTC. */
function stamp(at: number): string {
  return toMicroTime(at).slice(0, 23).replaceAll(':', '-')
}

function instantOf(text: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d\.\d{3})$/.exec(text)
  if (parts === null) return undefined
  return fromTime(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}Z`)
}
