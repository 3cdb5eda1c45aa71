/**
 * Files in memory, for simulated hosts: a tree of directories, files and symlinks with the errors a file system gives.
 * Always: a change calls back the watchers of the path and of its directory in the next microtask, as inotify would later.
 */
import type { Clock } from './clock.ts'
import type { Files, FileStat } from './files.ts'

interface Meta {
  mode: number
  uid: number
  gid: number
  inode: number
  modifiedMs: number
}
type FileNode = Meta & { kind: 'file'; content: Buffer }
type DirectoryNode = Meta & { kind: 'directory'; children: Map<string, Node> }
type SymlinkNode = Meta & { kind: 'symlink'; target: string }
type Node = FileNode | DirectoryNode | SymlinkNode

interface Watch {
  path: string
  onChange: () => void
  scheduled: boolean
  closed: boolean
}

/** As many links as Linux follows in one path. */
const maxLinks = 40

export interface MemoryFiles extends Files {
  /** Watches that are still open. */
  pending(): string[]
}

export function memoryFiles(clock: Clock): MemoryFiles {
  const watches = new Set<Watch>()
  let nextInode = 1
  const meta = (mode: number): Meta => ({ mode, uid: 0, gid: 0, inode: nextInode++, modifiedMs: clock.now() })
  const root: DirectoryNode = { kind: 'directory', ...meta(0o755), children: new Map() }

  /** Where a path leads: its directory, last name and node, with symlinks on the way (and, if asked, at the end) followed. */
  function walk(
    path: string,
    call: string,
    follow: boolean,
    links = 0,
  ): { parent: DirectoryNode; name: string; node: Node | undefined; real: string } {
    if (!path.startsWith('/')) throw fault('EINVAL', call, path)
    const names: string[] = []
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue
      if (part === '..') names.pop()
      else names.push(part)
    }
    let parent = root
    let real = ''
    let node: Node = root
    for (const [index, name] of names.entries()) {
      if (node.kind !== 'directory') throw fault('ENOTDIR', call, path)
      parent = node
      const child: Node | undefined = node.children.get(name)
      const last = index === names.length - 1
      if (child?.kind === 'symlink' && (!last || follow)) {
        if (links >= maxLinks) throw fault('ELOOP', call, path)
        const base = child.target.startsWith('/') ? child.target : `${real}/${child.target}`
        return walk([base, ...names.slice(index + 1)].join('/'), call, follow, links + 1)
      }
      if (last) return { parent, name, node: child, real: `${real}/${name}` }
      if (child === undefined) throw fault('ENOENT', call, path)
      node = child
      real += `/${name}`
    }
    return { parent: root, name: '', node: root, real: '/' }
  }

  function find(path: string, call: string, follow = true): Node {
    const { node } = walk(path, call, follow)
    if (node === undefined) throw fault('ENOENT', call, path)
    return node
  }

  function peek(path: string, call: string, follow: boolean): Node | undefined {
    try {
      return walk(path, call, follow).node
    } catch (error) {
      if (error instanceof MemoryFileError && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined
      throw error
    }
  }

  function changed(real: string): void {
    const directory = real.slice(0, Math.max(1, real.lastIndexOf('/')))
    for (const watch of watches) {
      if (watch.scheduled || (watch.path !== real && watch.path !== directory)) continue
      watch.scheduled = true
      queueMicrotask(() => {
        watch.scheduled = false
        if (!watch.closed) watch.onChange()
      })
    }
  }

  function put(path: string, content: Buffer, mode: number | undefined, call: string): void {
    const { parent, name, node, real } = walk(path, call, true)
    if (node?.kind === 'directory') throw fault('EISDIR', call, path)
    if (node?.kind === 'file') {
      node.content = content
      node.modifiedMs = clock.now()
    } else parent.children.set(name, { kind: 'file', ...meta(mode ?? 0o644), content })
    changed(real)
  }

  function readFile(path: string): Buffer {
    const node = find(path, 'open')
    if (node.kind !== 'file') throw fault('EISDIR', 'read', path)
    return node.content
  }

  return {
    async read(path) {
      return Buffer.from(readFile(path))
    },
    async readText(path) {
      return readFile(path).toString('utf8')
    },
    async write(path, content, options) {
      put(path, Buffer.from(content as Uint8Array), options?.mode, 'open')
    },
    async writeAtomic(path, content, options) {
      const { parent, name, node, real } = walk(path, 'rename', false)
      if (node?.kind === 'directory') throw fault('EISDIR', 'rename', path)
      const fresh: FileNode = {
        kind: 'file',
        ...meta(options?.mode ?? 0o644),
        content: Buffer.from(content as Uint8Array),
      }
      parent.children.set(name, fresh)
      changed(real)
    },
    async append(path, content) {
      const node = peek(path, 'open', true)
      const old = node?.kind === 'file' ? node.content : Buffer.alloc(0)
      put(path, Buffer.concat([old, Buffer.from(content as Uint8Array)]), undefined, 'open')
    },
    async mkdir(path, options) {
      const names = path.split('/').filter((part) => part !== '')
      for (let depth = 1; depth <= names.length; depth++) {
        const { parent, name, node, real } = walk(`/${names.slice(0, depth).join('/')}`, 'mkdir', true)
        if (node === undefined) {
          parent.children.set(name, { kind: 'directory', ...meta(options?.mode ?? 0o755), children: new Map() })
          changed(real)
        } else if (node.kind !== 'directory') throw fault(depth === names.length ? 'EEXIST' : 'ENOTDIR', 'mkdir', path)
      }
    },
    async list(path) {
      const node = find(path, 'scandir')
      if (node.kind !== 'directory') throw fault('ENOTDIR', 'scandir', path)
      return [...node.children.keys()].sort()
    },
    async stat(path) {
      const node = peek(path, 'stat', true)
      return node && describe(node)
    },
    async lstat(path) {
      const node = peek(path, 'lstat', false)
      return node && describe(node)
    },
    async symlink(target, path) {
      const { parent, name, node, real } = walk(path, 'symlink', false)
      if (node !== undefined) throw fault('EEXIST', 'symlink', path)
      parent.children.set(name, { kind: 'symlink', ...meta(0o777), target })
      changed(real)
    },
    async readlink(path) {
      const node = find(path, 'readlink', false)
      if (node.kind !== 'symlink') throw fault('EINVAL', 'readlink', path)
      return node.target
    },
    async rename(from, to) {
      const source = walk(from, 'rename', false)
      if (source.node === undefined) throw fault('ENOENT', 'rename', from)
      const target = walk(to, 'rename', false)
      if (target.node === source.node) return
      if (`${target.real}/`.startsWith(`${source.real}/`)) throw fault('EINVAL', 'rename', to)
      if (target.node?.kind === 'directory') {
        if (source.node.kind !== 'directory') throw fault('EISDIR', 'rename', to)
        if (target.node.children.size > 0) throw fault('ENOTEMPTY', 'rename', to)
      } else if (target.node !== undefined && source.node.kind === 'directory') throw fault('ENOTDIR', 'rename', to)
      source.parent.children.delete(source.name)
      target.parent.children.set(target.name, source.node)
      changed(source.real)
      changed(target.real)
    },
    async remove(path) {
      if (peek(path, 'rm', false) === undefined) return
      const { parent, name, real } = walk(path, 'rm', false)
      if (name === '') throw fault('EBUSY', 'rm', path)
      parent.children.delete(name)
      changed(real)
    },
    async chmod(path, mode) {
      const node = find(path, 'chmod')
      node.mode = mode
      changed(walk(path, 'chmod', true).real)
    },
    async chown(path, uid, gid) {
      const node = find(path, 'chown')
      node.uid = uid
      node.gid = gid
      changed(walk(path, 'chown', true).real)
    },
    async realpath(path) {
      find(path, 'realpath')
      return walk(path, 'realpath', true).real
    },
    watch(path, onChange) {
      const { real } = walk(path, 'watch', true)
      const watch: Watch = { path: real, onChange, scheduled: false, closed: false }
      watches.add(watch)
      return {
        close() {
          watch.closed = true
          watches.delete(watch)
        },
      }
    },
    pending: () => [...watches].map((watch) => `file watch on ${watch.path}`),
  }

  function describe(node: Node): FileStat {
    return {
      kind: node.kind,
      sizeBytes: node.kind === 'file' ? node.content.length : node.kind === 'symlink' ? node.target.length : 4096,
      modifiedMs: node.modifiedMs,
      mode: node.mode,
      uid: node.uid,
      gid: node.gid,
      inode: node.inode,
      device: 1,
    }
  }
}

class MemoryFileError extends Error {
  readonly code: string
  readonly syscall: string
  readonly path: string
  constructor(code: string, syscall: string, path: string) {
    super(`${code}: ${explanations[code] ?? 'failed'}, ${syscall} '${path}'`)
    this.code = code
    this.syscall = syscall
    this.path = path
  }
}

const explanations: Readonly<Record<string, string>> = {
  EBUSY: 'resource busy or locked',
  EEXIST: 'file already exists',
  EINVAL: 'invalid argument',
  EISDIR: 'illegal operation on a directory',
  ELOOP: 'too many symbolic links encountered',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'directory not empty',
}

function fault(code: string, call: string, path: string): MemoryFileError {
  return new MemoryFileError(code, call, path)
}
