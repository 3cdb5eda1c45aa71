/** Files of this machine over node:fs. Errors are Node's own, codes included. */
import { constants, type FSWatcher, type Stats, watch as fsWatch } from 'node:fs'
import * as fs from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Files, FileStat } from '../files.ts'
import { hasCode } from '../files.ts'
import type { Random } from '../random.ts'

export function realFiles(random: Random): Files {
  return {
    read: (path) => fs.readFile(path),
    readText: (path) => fs.readFile(path, 'utf8'),
    writeAtomic: (path, content, options) => writeAtomic(path, content, options?.mode, random),
    write: (path, content, options) => fs.writeFile(path, content, options),
    append: (path, content) => fs.appendFile(path, content),
    mkdir: (path, options) => makeDirectory(path, options?.mode),
    async list(path) {
      return (await fs.readdir(path)).sort()
    },
    stat: (path) => whenPresent(fs.stat(path)),
    lstat: (path) => whenPresent(fs.lstat(path)),
    symlink: (target, path) => fs.symlink(target, path),
    readlink: (path) => fs.readlink(path),
    rename: (from, to) => fs.rename(from, to),
    remove: (path) => fs.rm(path, { recursive: true, force: true }),
    chmod: (path, mode) => fs.chmod(path, mode),
    chown: (path, uid, gid) => fs.chown(path, uid, gid),
    realpath: (path) => fs.realpath(path),
    watch,
  }
}

/** Not Node's own `recursive`: it spins for ever where nothing can be made though all parents are there, as in /proc. */
async function makeDirectory(path: string, mode: number | undefined): Promise<void> {
  const isThere = async (): Promise<boolean> => (await whenPresent(fs.stat(path)))?.kind === 'directory'
  if (await isThere()) return
  if (path !== dirname(path)) await makeDirectory(dirname(path), mode)
  try {
    await fs.mkdir(path, mode)
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!hasCode(error, 'EEXIST') || !(await isThere())) throw error
  }
}

async function writeAtomic(
  path: string,
  content: string | Uint8Array,
  mode: number | undefined,
  random: Random,
): Promise<void> {
  const directory = dirname(path)
  const suffix = Buffer.from(random.bytes(6)).toString('hex')
  const beside = join(directory, `.${basename(path)}.${suffix}.tmp`)
  try {
    const file = await fs.open(beside, 'wx', mode)
    try {
      // The umask may have taken bits that the caller asked for.
      if (mode !== undefined) await file.chmod(mode)
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await fs.rename(beside, path)
  } catch (error) {
    await fs.rm(beside, { force: true })
    throw error
  }
  // Without this the rename itself may be undone by a power cut.
  const handle = await fs.open(directory, constants.O_RDONLY | constants.O_DIRECTORY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * inotify follows inodes, but what callers name is a path: a file replaced by rename must still be seen. So the
 * directory above is watched for the name, and the path itself when it is a directory, anew whenever it was replaced.
 */
function watch(path: string, onChange: () => void): { close(): void } {
  const name = basename(path)
  let closed = false
  let inner: FSWatcher | undefined
  const notify = (): void => {
    if (!closed) onChange()
  }
  const armInner = (): void => {
    inner?.close()
    inner = undefined
    try {
      // With the trailing slash the kernel refuses files, so that no file is watched by its inode.
      inner = fsWatch(path === '/' ? path : `${path}/`, notify)
      inner.on('error', notify)
    } catch (error) {
      if (!hasCode(error, 'ENOENT') && !hasCode(error, 'ENOTDIR')) throw error
    }
  }
  const outer =
    path === '/'
      ? undefined
      : fsWatch(dirname(path), (kind, changed) => {
          if (closed || (changed !== null && changed !== name)) return
          if (kind === 'rename') armInner()
          // After arming: what came between the directory's creation and our watch on it is covered by this call.
          notify()
        })
  outer?.on('error', notify)
  try {
    armInner()
  } catch (error) {
    outer?.close()
    throw error
  }
  return {
    close() {
      closed = true
      outer?.close()
      inner?.close()
    },
  }
}

async function whenPresent(stats: Promise<Stats>): Promise<FileStat | undefined> {
  try {
    const s = await stats
    return {
      kind: kindOf(s),
      sizeBytes: s.size,
      modifiedMs: s.mtimeMs,
      mode: s.mode & 0o7777,
      uid: s.uid,
      gid: s.gid,
      inode: s.ino,
      device: s.dev,
    }
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined
    throw error
  }
}

function kindOf(s: Stats): FileStat['kind'] {
  if (s.isFile()) return 'file'
  if (s.isDirectory()) return 'directory'
  if (s.isSymbolicLink()) return 'symlink'
  if (s.isSocket()) return 'socket'
  if (s.isCharacterDevice()) return 'character'
  if (s.isBlockDevice()) return 'block'
  return 'fifo'
}
