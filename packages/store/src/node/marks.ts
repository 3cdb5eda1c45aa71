/**
 * The small files beside the data file. `format.json` says that here is a store, and of which format, before LMDB is let
 * near the data. `clean` is there after an orderly close and says how the data file looked then; without it, or when the
 * file has changed since, the file is tried out in a process of its own, because LMDB answers a damaged page with a
 * fault that would take this process down.
 */
import { execFile } from 'node:child_process'
import { readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { hasCode } from '@elli/host/files'
import type { Logger } from '@elli/host/log'
import { realFiles } from '@elli/host/node/files'
import { systemRandom } from '@elli/host/node/random'
import { StoreCorruptError, StoreFormatError } from './errors.ts'

const format = { format: 'elli-store', version: 1 } as const

export const dataFile = (directory: string): string => join(directory, 'data.lmdb')
const formatFile = (directory: string): string => join(directory, 'format.json')
const cleanFile = (directory: string): string => join(directory, 'clean')

/**
 * Looks what is there before LMDB does. `new` leaves the mark of a store in the making, which the caller has to finish
 * with `markReady`: only then was anything ever promised to be in it.
 */
export async function checkFormat(directory: string): Promise<'new' | 'existing'> {
  const text = readIfPresent(formatFile(directory))
  const size = statSync(dataFile(directory), { throwIfNoEntry: false })?.size ?? 0
  if (text === undefined && size > 0)
    throw new StoreFormatError(
      `${dataFile(directory)} is there but ${formatFile(directory)} is not: not a store of Elli, or an incomplete copy`,
    )
  const found = text === undefined ? { ...format, ready: false } : parseFormat(text)
  if (found?.format !== format.format)
    throw new StoreCorruptError(`${formatFile(directory)} is damaged: it does not say what the store is`)
  if (found.version !== format.version)
    throw new StoreFormatError(
      `the store in ${directory} has format version ${found.version}; this Elli reads version ${format.version}. Use the Elli that wrote it`,
    )
  if (!found.ready) {
    // Nobody has seen this store open yet: what a crash left of its making is of no worth.
    await writeFormat(directory, false)
    rmSync(dataFile(directory), { force: true })
    return 'new'
  }
  if (size === 0)
    throw new StoreCorruptError(
      `${dataFile(directory)} is missing or empty, though a store was here; restore it from a backup`,
    )
  return 'existing'
}

export function markReady(directory: string): Promise<void> {
  return writeFormat(directory, true)
}

function writeFormat(directory: string, ready: boolean): Promise<void> {
  const files = realFiles(systemRandom().stream('store/format'))
  return files.writeAtomic(formatFile(directory), `${JSON.stringify({ ...format, ready })}\n`, { mode: 0o600 })
}

function parseFormat(text: string): { format: unknown; version: unknown; ready: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    return 'format' in value && 'version' in value && 'ready' in value ? value : undefined
  } catch {
    // Not JSON: damaged, which the caller says.
    return undefined
  }
}

/** What the `clean` file says of a data file that nobody has written to since. */
export function cleanMark(directory: string): string {
  const { size, mtimeMs } = statSync(dataFile(directory))
  return `${size} ${mtimeMs}\n`
}

/** Whether the last close was in order; the mark is taken away, as from now on it would not be true. */
export function takeCleanMark(directory: string): boolean {
  const found = readIfPresent(cleanFile(directory))
  rmSync(cleanFile(directory), { force: true })
  return found !== undefined && found === cleanMark(directory)
}

export const cleanMarkFile = cleanFile

const probe = `
const { open } = require(process.argv[1])
const db = open({ path: process.argv[2], readOnly: true, encoding: 'binary', keyEncoding: 'binary' })
let bytes = 0
for (const { key, value } of db.getRange({})) bytes += key.length + value.length
process.stdout.write('ok ' + bytes)
process.exit(0)
`

/** Reads the whole data file in another process. @throws StoreCorruptError when that fails or dies of it */
export async function probeDataFile(directory: string, log: Logger): Promise<void> {
  const lmdb = createRequire(import.meta.url).resolve('lmdb')
  const outcome = await new Promise<{ error: Error | null; stdout: string; stderr: string }>((resolve) => {
    // A damaged page may also send LMDB in circles.
    const limits = { timeout: 600_000, killSignal: 'SIGKILL' } as const
    execFile(process.execPath, ['-e', probe, lmdb, dataFile(directory)], limits, (error, stdout, stderr) =>
      resolve({ error, stdout, stderr }),
    )
  })
  if (outcome.error === null && outcome.stdout.startsWith('ok ')) return
  if (hasCode(outcome.error, 'EAGAIN') || hasCode(outcome.error, 'ENOMEM')) {
    log.warn('cannot start a process to try out the store file; opening it untried', { error: outcome.error })
    return
  }
  const detail = /(?:Error: )(.*)/.exec(outcome.stderr)?.[1]
  throw new StoreCorruptError(
    `${dataFile(directory)} is damaged${detail ? ` (${detail})` : ''}; restore the directory from a backup`,
    { cause: outcome.error },
  )
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}
