/**
 * The durable side of the embedded store: an LMDB file, written in groups, read once on opening.
 * Always: `commit` resolves after the data is flushed; when it rejects, nothing of it is there, or is taken out again by
 * the next commit that succeeds. One writer, no reads after opening, as lmdb asks for.
 */
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Host } from '@elli/host/host'
import { open, type RootDatabase } from 'lmdb'
import type { KeyValue, StoreEvent } from '../contract.ts'
import { State } from '../state.ts'
import { StoreCorruptError, StoreDirectoryError, StoreWriteError } from './errors.ts'
import { type Lock, lockDirectory } from './lock.ts'
import { checkFormat, cleanMark, cleanMarkFile, dataFile, markReady, probeDataFile, takeCleanMark } from './marks.ts'
import {
  type Base,
  baseKey,
  decodeBase,
  decodeEvent,
  decodeLease,
  type EventRecord,
  encodeBase,
  historyEnd,
  historyKey,
  historyStart,
  leaseEnd,
  leaseStart,
  type Write,
} from './records.ts'

export interface Recovered {
  state: State
  base: Base
  leases: [id: number, ttlSeconds: number][]
  /** Records before the compacted revision that nothing refers to any more. */
  garbage: Buffer[]
}

export class Journal {
  readonly #directory: string
  readonly #lock: Lock
  readonly #db: RootDatabase<Buffer, Buffer>
  /** Keys of a commit that failed: should it be there all the same, the next one takes it out. */
  #unwritten: Buffer[] = []
  #failed = false

  private constructor(directory: string, lock: Lock, db: RootDatabase<Buffer, Buffer>) {
    this.#directory = directory
    this.#lock = lock
    this.#db = db
  }

  static async open(host: Host, directory: string, unsafeNoFsync: boolean): Promise<[Journal, Recovered]> {
    prepare(directory)
    const lock = await lockDirectory(directory)
    let db: RootDatabase<Buffer, Buffer> | undefined
    try {
      const found = await checkFormat(directory)
      if (found === 'existing' && !takeCleanMark(directory)) await probeDataFile(directory, host.log)
      db = openDatabase(directory, unsafeNoFsync)
      const journal = new Journal(directory, lock, db)
      if (found === 'new') {
        await journal.commit([encodeBase({ compacted: 1, records: 0 })])
        await markReady(directory)
      }
      return [journal, recover(db)]
    } catch (error) {
      await db?.close()
      await lock.release()
      throw explain(error, directory)
    }
  }

  /** Does all of it, in order, in one flushed transaction. */
  async commit(writes: readonly Write[]): Promise<void> {
    const db = this.#db
    try {
      await db.batch(() => {
        for (const key of this.#unwritten) handled(db.remove(key))
        for (const [key, value] of writes) handled(value === undefined ? db.remove(key) : db.put(key, value))
      })
    } catch (error) {
      for (const [key, value] of writes) if (value !== undefined && !key.equals(baseKey)) this.#unwritten.push(key)
      this.#failed = true
      throw await writeError(error, this.#directory)
    }
    this.#unwritten = []
    this.#failed = false
  }

  async sizeBytes(): Promise<number> {
    return (await stat(dataFile(this.#directory))).size
  }

  async close(): Promise<void> {
    await this.#db.close()
    // After a failed write, or on a disk without room for it, there is no mark, and the next opening looks closer.
    if (!this.#failed) tryWriteCleanMark(this.#directory)
    await this.#lock.release()
  }
}

/** lmdb rejects the promise of every single operation too; the batch's own tells us all there is to know. */
function handled(operation: Promise<boolean>): void {
  operation.catch(() => {})
}

function prepare(directory: string): void {
  try {
    makeDirectory(directory)
    const probe = `${directory}/.writable`
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    throw explain(error, directory)
  }
}

/** Not Node's own `recursive`: it spins for ever where nothing can be made though all parents are there, as in /proc. */
function makeDirectory(directory: string): void {
  const found = statSync(directory, { throwIfNoEntry: false })
  if (found?.isDirectory()) return
  if (found === undefined) makeDirectory(dirname(directory))
  mkdirSync(directory, { mode: 0o700 })
}

function openDatabase(directory: string, unsafeNoFsync: boolean): RootDatabase<Buffer, Buffer> {
  const isNew = statSync(dataFile(directory), { throwIfNoEntry: false }) === undefined
  return open<Buffer, Buffer>({
    path: dataFile(directory),
    noSubdir: true,
    encoding: 'binary',
    keyEncoding: 'binary',
    compression: false,
    cache: false,
    noMemInit: true,
    // Measured: with overlapping flushes one writer alone waits half as long again, and 64 gain nothing. Without them a
    // commit that failed is simply not there.
    overlappingSync: false,
    eventTurnBatching: false,
    commitDelay: 0,
    // Objects of 2 KB need 1.35 times their size on 16 KB pages, 2.05 times on 4 KB ones, at the same speed.
    ...(isNew ? { pageSize: 16_384 } : {}),
    ...(unsafeNoFsync ? { noSync: true } : {}),
  })
}

/** Reads everything once, checks that nothing is missing, and builds the state in memory. */
function recover(db: RootDatabase<Buffer, Buffer>): Recovered {
  const baseRecord = db.getBinary(baseKey)
  if (baseRecord === undefined) throw new StoreCorruptError('the record of the compacted revision is missing')
  const base = decodeBase(baseRecord)
  const old = new Map<string, KeyValue>()
  const garbage: Buffer[] = []
  let oldRecords = 0
  let state: State | undefined
  let change: EventRecord[] = []

  const finishChange = (): void => {
    const [first] = change
    if (first === undefined) return
    state ??= State.restore(old.values(), base.compacted)
    const present = state
    if (first.revision !== present.revision + 1)
      throw new StoreCorruptError(`revisions ${present.revision + 1} to ${first.revision - 1} are missing`)
    change.sort((a, b) => a.index - b.index)
    const events = change.map((record, index): StoreEvent => {
      if (record.index !== index) throw new StoreCorruptError(`a part of revision ${record.revision} is missing`)
      const { revision, key, kv } = record
      const previous = present.read(key)
      return kv ? { type: 'put', revision, kv, previous } : { type: 'delete', revision, key, previous }
    })
    present.apply({ revision: first.revision, events })
    change = []
  }

  for (const { key, value } of db.getRange({ start: historyStart, end: historyEnd })) {
    const record = decodeEvent(key, value)
    if (record.revision >= base.compacted) {
      if (record.revision !== change[0]?.revision) finishChange()
      change.push(record)
      continue
    }
    oldRecords++
    const superseded = old.get(record.key)
    if (superseded !== undefined) garbage.push(historyKey(superseded.modRevision, superseded.key))
    // Deleted and set anew: entries of the state keep the order of their revisions.
    old.delete(record.key)
    if (record.kv === undefined) garbage.push(Buffer.from(key))
    else old.set(record.key, record.kv)
  }
  finishChange()
  if (oldRecords !== base.records)
    throw new StoreCorruptError(`of ${base.records} records before revision ${base.compacted}, ${oldRecords} are there`)
  state ??= State.restore(old.values(), base.compacted)
  if (state.revision < base.compacted) throw new StoreCorruptError(`revision ${base.compacted} is missing`)

  const leases: [number, number][] = []
  for (const { key, value } of db.getRange({ start: leaseStart, end: leaseEnd })) {
    const { id, ttlSeconds } = decodeLease(key, value)
    leases.push([id, ttlSeconds])
  }
  return { state, base, leases, garbage }
}

function tryWriteCleanMark(directory: string): void {
  try {
    writeFileSync(cleanMarkFile(directory), cleanMark(directory), { mode: 0o600 })
  } catch {
    // Only a hint that saves time; an unfinished one does not match and is not believed.
  }
}

/** Below this much room a write that was cut short was so for want of room. */
const fullDiskBytes = 1024 * 1024

async function writeError(error: unknown, directory: string): Promise<StoreWriteError> {
  const cause = await underlying(error)
  const text = cause instanceof Error ? cause.message : String(cause)
  let full = /no space left|MDB_MAP_FULL|disk quota/i.test(text)
  if (!full) {
    // LMDB reports a write that found only some room as an input/output error.
    const { bavail, bsize } = await statfs(directory)
    full = bavail * bsize < fullDiskBytes
  }
  const reason = full ? 'the disk is full' : text
  return new StoreWriteError(`cannot write to the store in ${directory}: ${reason}`, full ? 'ENOSPC' : 'EIO', { cause })
}

/** lmdb hands out the reason of a failed commit as a promise that rejects with it, soon after the commit's own. */
async function underlying(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('commitError' in error) || !(error.commitError instanceof Promise)) return error
  const reason = error.commitError.then(
    () => error,
    (cause: unknown) => cause,
  )
  return Promise.race([reason, aFewTurns().then(() => error)])
}

async function aFewTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

function explain(error: unknown, directory: string): unknown {
  if (!(error instanceof Error)) return error
  const code = (error as NodeJS.ErrnoException).code
  const because: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'not permitted',
    EROFS: 'the file system is read-only',
    ENOTDIR: 'a part of the path is not a directory',
    EEXIST: 'there is a file of that name',
    ENOENT: 'it cannot be made there',
    ENOSPC: 'the disk is full',
  }
  const reason = typeof code === 'string' ? because[code] : undefined
  if (reason !== undefined)
    return new StoreDirectoryError(`cannot use the directory ${directory} for the store: ${reason}`, { cause: error })
  if (/MDB_|not an LMDB|corrupt/i.test(error.message) && !(error instanceof StoreCorruptError))
    return new StoreCorruptError(`${dataFile(directory)} is damaged (${error.message}); restore it from a backup`, {
      cause: error,
    })
  if (error instanceof StoreCorruptError && !error.message.includes(directory))
    return new StoreCorruptError(`${dataFile(directory)} is damaged: ${error.message}; restore it from a backup`, {
      cause: error,
    })
  return error
}
