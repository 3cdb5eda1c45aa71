/**
 * Writes the files of a volume so that readers see all of the old ones or all of the new ones.
 * In: a directory and a Payload. Out: whether anything was written.
 * Always: real files lie in `..<time>.<random>`, `..data` points there and is swapped by rename, each top name is a link
 * through `..data`; an unchanged payload writes nothing. Source: kubernetes v1.31 pkg/volume/util/atomic_writer.go (layout).
 */
import { hasCode, type Files } from '@elli/host/files'
import type { Host } from '@elli/host/host'
import { checkPath, type Payload } from './payload.ts'

const dataLink = '..data'
const newDataLink = '..data_tmp'

export interface WriteOptions {
  /** Called on the new folder before it is shown. */
  prepare?(directory: string): Promise<void>
}

export async function writePayload(
  host: Pick<Host, 'files' | 'clock' | 'random'>,
  directory: string,
  payload: Payload,
  options: WriteOptions = {},
): Promise<boolean> {
  const { files } = host
  for (const path of payload.keys()) checkPath(path)
  const before = await readLink(files, `${directory}/${dataLink}`)
  const oldPaths = before === undefined ? [] : await filesBelow(files, `${directory}/${before}`)
  if (before !== undefined && (await isUnchanged(files, `${directory}/${before}`, oldPaths, payload))) {
    await linkTopNames(files, directory, payload)
    return false
  }
  const name = timestampName(host)
  const fresh = `${directory}/${name}`
  await files.mkdir(fresh, { mode: 0o755 })
  await files.chmod(fresh, 0o755)
  for (const [path, { data, mode, uid }] of payload) {
    await makeParents(files, fresh, path)
    await files.write(`${fresh}/${path}`, data, { mode })
    await files.chmod(`${fresh}/${path}`, mode)
    if (uid !== undefined) await files.chown(`${fresh}/${path}`, uid, -1)
  }
  await options.prepare?.(fresh)
  await files.remove(`${directory}/${newDataLink}`)
  await files.symlink(name, `${directory}/${newDataLink}`)
  await files.rename(`${directory}/${newDataLink}`, `${directory}/${dataLink}`)
  await linkTopNames(files, directory, payload)
  await removeStale(files, directory, payload, oldPaths)
  if (before !== undefined) await files.remove(`${directory}/${before}`)
  return true
}

const topName = (path: string): string => path.split('/', 1)[0] ?? path

async function linkTopNames(files: Files, directory: string, payload: Payload): Promise<void> {
  for (const name of new Set([...payload.keys()].map(topName))) {
    if ((await readLink(files, `${directory}/${name}`)) === undefined) {
      await files.symlink(`${dataLink}/${name}`, `${directory}/${name}`)
    }
  }
}

async function removeStale(files: Files, directory: string, payload: Payload, old: readonly string[]): Promise<void> {
  const kept = new Set([...payload.keys()].map(topName))
  for (const name of new Set(old.map(topName))) if (!kept.has(name)) await files.remove(`${directory}/${name}`)
}

async function isUnchanged(files: Files, folder: string, old: readonly string[], payload: Payload): Promise<boolean> {
  if (old.length !== payload.size) return false
  for (const [path, { data, mode }] of payload) {
    const stat = await files.stat(`${folder}/${path}`)
    if (stat?.kind !== 'file' || stat.sizeBytes !== data.length) return false
    // A group's rights may have been added for fsGroup; what was asked for must still be there.
    if ((stat.mode & mode & 0o777) !== (mode & 0o777)) return false
    if (!(await files.read(`${folder}/${path}`)).equals(data)) return false
  }
  return true
}

async function makeParents(files: Files, root: string, path: string): Promise<void> {
  const parts = path.split('/').slice(0, -1)
  for (let i = 1; i <= parts.length; i++) {
    const folder = `${root}/${parts.slice(0, i).join('/')}`
    await files.mkdir(folder, { mode: 0o755 })
    await files.chmod(folder, 0o755)
  }
}

/** Relative paths of all files below a folder; nothing when the folder is gone. */
async function filesBelow(files: Files, folder: string, prefix = ''): Promise<string[]> {
  const out: string[] = []
  const names = await files.list(folder).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  })
  for (const name of names) {
    const stat = await files.lstat(`${folder}/${name}`)
    if (stat?.kind === 'directory') out.push(...(await filesBelow(files, `${folder}/${name}`, `${prefix}${name}/`)))
    else out.push(`${prefix}${name}`)
  }
  return out
}

async function readLink(files: Files, path: string): Promise<string | undefined> {
  try {
    return await files.readlink(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'EINVAL')) return undefined
    throw error
  }
}

function timestampName(host: Pick<Host, 'clock' | 'random'>): string {
  const time = new Date(host.clock.now()).toISOString().slice(0, 19).replaceAll(/[-T:]/g, '_')
  return `..${time}.${Buffer.from(host.random.stream('kubelet/volumes').bytes(5)).toString('hex')}`
}
