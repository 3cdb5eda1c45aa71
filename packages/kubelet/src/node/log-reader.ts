/**
 * Reads a container's log file, follows it over rotation and ends when the container has ended.
 * In: path, options, whether the container still runs. Out: bytes for the reader, piece by piece.
 * Elsewhere: the format of lines (../logs/cri-log.ts), rotating (./log-rotation.ts).
 */
import { open, stat, type FileHandle } from 'node:fs/promises'
import { hasCode } from '@elli/host/files'
import type { Host } from '@elli/host/host'
import { LogWriter, parseLogLine, type LogOptions } from '../logs/cri-log.ts'

const blockBytes = 64 * 1024
const newline = 0x0a

export interface ReadLogRequest {
  readonly path: string
  readonly options: LogOptions
  /** Whether more may still be written. */
  isRunning(): Promise<boolean>
}

export async function* readLog(
  host: Pick<Host, 'clock'>,
  request: ReadLogRequest,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const { path, options } = request
  const writer = new LogWriter(options)
  let file = await open(path, 'r')
  try {
    let position = options.tailLines === undefined ? 0 : await tailStart(file, options.tailLines)
    let rest = Buffer.alloc(0)
    let lastLook = false
    while (!writer.full) {
      const block = Buffer.allocUnsafe(blockBytes)
      const { bytesRead } = await file.read(block, 0, blockBytes, position)
      if (bytesRead > 0) {
        position += bytesRead
        const data = Buffer.concat([rest, block.subarray(0, bytesRead)])
        const { out, left } = linesOf(data, writer)
        rest = Buffer.from(left)
        if (out.length > 0) yield out
        continue
      }
      if (options.follow !== true || signal.aborted) return
      const now = await stat(path).catch(absent)
      const opened = await file.stat()
      if (now && now.ino !== opened.ino) {
        await file.close()
        file = await open(path, 'r')
        position = 0
        rest = Buffer.alloc(0)
        continue
      }
      if (now && now.size < position) position = 0
      if (lastLook) return
      // One more look after it ended: its last words may have been written between our read and our question.
      lastLook = !(await request.isRunning())
      if (!lastLook) await host.clock.sleep(200, signal).catch(() => undefined)
    }
  } finally {
    await file.close()
  }
}

function absent(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) return undefined
  throw error
}

function linesOf(data: Buffer, writer: LogWriter): { out: Buffer; left: Buffer } {
  const pieces: Buffer[] = []
  let start = 0
  while (!writer.full) {
    const end = data.indexOf(newline, start)
    if (end < 0) break
    const line = parseLogLine(data.subarray(start, end))
    if (line) pieces.push(writer.take(line))
    start = end + 1
  }
  return { out: Buffer.concat(pieces), left: data.subarray(start) }
}

/** Where the last `count` lines begin. */
async function tailStart(file: FileHandle, count: number): Promise<number> {
  const { size } = await file.stat()
  if (count <= 0) return size
  let lines = 0
  let end = size
  const block = Buffer.allocUnsafe(blockBytes)
  while (end > 0) {
    const start = Math.max(0, end - blockBytes)
    const { bytesRead } = await file.read(block, 0, end - start, start)
    for (let i = bytesRead - 1; i >= 0; i--) {
      // The newline at the very end closes the last line, it does not begin another.
      if (block[i] !== newline || start + i === size - 1) continue
      lines++
      if (lines === count) return start + i + 1
    }
    end = start
  }
  return 0
}

/** The last words of a log, for termination messages: at most `maxBytes` and `maxLines`. */
export async function readLogTail(path: string, maxBytes: number, maxLines: number): Promise<string> {
  const file = await open(path, 'r').catch(absent)
  if (!file) return ''
  try {
    const start = await tailStart(file, maxLines)
    const { size } = await file.stat()
    const length = Math.min(size - start, 4 * 1024 * 1024)
    const data = Buffer.alloc(length)
    await file.read(data, 0, length, size - length)
    const { out } = linesOf(data, new LogWriter({}))
    return out.subarray(Math.max(0, out.length - maxBytes)).toString('utf8')
  } finally {
    await file.close()
  }
}
