/**
 * Gives a volume to a group (`fsGroup`): chgrp, group rights, setgid on folders.
 * Always: links are not followed; `OnRootMismatch` skips the walk when the root already fits.
 * Source: kubernetes v1.31 pkg/volume/volume_linux.go.
 */
import type { Files } from '@elli/host/files'

const readWrite = 0o660
const readOnly = 0o440
const execute = 0o110
const setgid = 0o2000

export interface OwnershipOptions {
  readonly gid: number
  readonly readOnly: boolean
  readonly policy: 'Always' | 'OnRootMismatch' | undefined
}

export async function setVolumeOwnership(files: Files, directory: string, options: OwnershipOptions): Promise<void> {
  if (options.policy === 'OnRootMismatch' && (await rootFits(files, directory, options))) return
  await apply(files, directory, options)
}

async function rootFits(files: Files, directory: string, options: OwnershipOptions): Promise<boolean> {
  const stat = await files.lstat(directory)
  if (!stat || stat.gid !== options.gid) return false
  const wanted = wantedBits(options, true)
  return (stat.mode & wanted) === wanted
}

function wantedBits(options: OwnershipOptions, directory: boolean): number {
  return (options.readOnly ? readOnly : readWrite) | (directory ? setgid | execute : 0)
}

async function apply(files: Files, path: string, options: OwnershipOptions): Promise<void> {
  const stat = await files.lstat(path)
  if (!stat || stat.kind === 'symlink') return
  // Children first: the root is what OnRootMismatch looks at, so it must be the last to change.
  if (stat.kind === 'directory') {
    for (const name of await files.list(path)) await apply(files, `${path}/${name}`, options)
  }
  await files.chown(path, stat.uid, options.gid)
  await files.chmod(path, (stat.mode & 0o7777) | wantedBits(options, stat.kind === 'directory'))
}
