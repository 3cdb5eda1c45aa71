/**
 * Files, handed in. Paths are absolute. Errors carry Node's codes (`ENOENT`, `EACCES`, `ENOSPC`, …) so callers can tell them apart.
 */

export interface FileStat {
  kind: 'file' | 'directory' | 'symlink' | 'socket' | 'character' | 'block' | 'fifo'
  sizeBytes: number
  modifiedMs: number
  mode: number
  uid: number
  gid: number
  inode: number
  device: number
}

export interface Files {
  read(path: string): Promise<Buffer>
  readText(path: string): Promise<string>
  /** Replaces the content in one step: written beside, flushed, renamed. */
  writeAtomic(path: string, content: string | Uint8Array, options?: { mode?: number }): Promise<void>
  write(path: string, content: string | Uint8Array, options?: { mode?: number }): Promise<void>
  append(path: string, content: string | Uint8Array): Promise<void>
  mkdir(path: string, options?: { mode?: number }): Promise<void>
  /** Names in a directory, sorted. */
  list(path: string): Promise<string[]>
  /** Follows symlinks; undefined when nothing is there. */
  stat(path: string): Promise<FileStat | undefined>
  lstat(path: string): Promise<FileStat | undefined>
  symlink(target: string, path: string): Promise<void>
  readlink(path: string): Promise<string>
  rename(from: string, to: string): Promise<void>
  /** Removes a file or a whole tree; a missing path is no error. */
  remove(path: string): Promise<void>
  chmod(path: string, mode: number): Promise<void>
  chown(path: string, uid: number, gid: number): Promise<void>
  realpath(path: string): Promise<string>
  /** Calls back when something at or directly below `path` may have changed. */
  watch(path: string, onChange: () => void): { close(): void }
}

/** Whether an error from Files carries the given code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code
}
