/**
 * Container images from files: builds a docker archive (the form `docker save` writes), imports archives into containerd.
 * In: files and an image config, or the path of a docker or OCI archive. Out: archive bytes; images in containerd's `k8s.io` namespace.
 * Always: the same input gives the same bytes (no times inside). Elsewhere: containerd itself (./containerd.ts), pulling (../images).
 */
import { createHash } from 'node:crypto'
import type { Host } from '@elli/host/host'
import { pauseProgram } from './pause-program.ts'

export type ArchiveFile =
  | { path: string; content: string | Uint8Array; mode?: number }
  | { path: string; symlink: string }
  | { path: string; directory: true; mode?: number }

export interface ImageSpec {
  /** Full name with tag, e.g. `docker.io/library/busybox:1.36`. */
  name: string
  files: readonly ArchiveFile[]
  entrypoint?: readonly string[]
  cmd?: readonly string[]
  env?: readonly string[]
  user?: string
  workingDir?: string
  exposedPorts?: readonly string[]
  /** As Node names it; the machine's own by default. */
  architecture?: string
  stopSignal?: string
}

/** The name under which the pause image is imported, and which containerd is told to use for sandboxes. */
export const pauseImage = 'elli.local/pause:1'

export function buildImageArchive(image: ImageSpec): Buffer {
  const layer = tar(withParents(image.files))
  const digest = sha256(layer)
  const config = Buffer.from(
    JSON.stringify({
      architecture: (image.architecture ?? process.arch) === 'x64' ? 'amd64' : (image.architecture ?? process.arch),
      os: 'linux',
      created: '1970-01-01T00:00:00Z',
      config: {
        Env: image.env ?? ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
        ...(image.entrypoint && { Entrypoint: image.entrypoint }),
        ...(image.cmd && { Cmd: image.cmd }),
        ...(image.user !== undefined && { User: image.user }),
        ...(image.workingDir !== undefined && { WorkingDir: image.workingDir }),
        ...(image.stopSignal !== undefined && { StopSignal: image.stopSignal }),
        ...(image.exposedPorts && {
          ExposedPorts: Object.fromEntries(image.exposedPorts.map((port) => [port, {}])),
        }),
      },
      rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
      history: [{ created: '1970-01-01T00:00:00Z', created_by: 'elli' }],
    }),
  )
  const configName = `${sha256(config)}.json`
  const manifest = [{ Config: configName, RepoTags: [image.name], Layers: [`${digest}/layer.tar`] }]
  return tar([
    { path: configName, content: config },
    { path: `${digest}/`, directory: true },
    { path: `${digest}/layer.tar`, content: layer },
    { path: 'manifest.json', content: JSON.stringify(manifest) },
  ])
}

export function buildPauseArchive(): Buffer {
  return buildImageArchive({
    name: pauseImage,
    files: [{ path: 'pause', content: pauseProgram(process.arch), mode: 0o755 }],
    entrypoint: ['/pause'],
    user: '65535:65535',
  })
}

/** A busybox image made from the machine's static busybox, with a link per applet. */
export async function buildBusyboxArchive(host: Host, name = 'docker.io/library/busybox:latest'): Promise<Buffer> {
  const program = await host.processes.find('busybox')
  if (program === undefined) throw new Error('no busybox on this machine: install busybox-static')
  const applets = await host.processes.run(program, ['--list'])
  return buildImageArchive({
    name,
    files: [
      { path: 'bin/busybox', content: await host.files.read(program), mode: 0o755 },
      ...applets.stdout
        .split('\n')
        .filter((applet) => applet !== '' && applet !== 'busybox')
        .map((applet) => ({ path: `bin/${applet}`, symlink: 'busybox' })),
      { path: 'tmp', directory: true, mode: 0o1777 },
      { path: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' },
      { path: 'etc/group', content: 'root:x:0:\nnogroup:x:65534:\n' },
      { path: 'root', directory: true, mode: 0o700 },
    ],
    cmd: ['sh'],
  })
}

/**
 * Imports a docker or OCI archive into containerd, where the kubelet finds it.
 * @returns the names of the images that came in
 * @throws Error with containerd's words when the archive cannot be read
 */
export async function importImageArchive(host: Host, options: { socket: string; path: string }): Promise<string[]> {
  const ctr = await host.processes.find('ctr')
  if (ctr === undefined) throw new Error('cannot import images: the command `ctr` (part of containerd) was not found')
  const result = await host.processes.run(ctr, [
    '--address',
    options.socket,
    '--namespace',
    'k8s.io',
    'images',
    'import',
    options.path,
  ])
  if (result.code !== 0) {
    throw new Error(
      `cannot import ${options.path}: ${result.stderr.trim().split('\n').at(-1) ?? `exit ${result.code}`}`,
    )
  }
  return [...result.stdout.matchAll(/^unpacking (\S+)/gm)].map((match) => match[1] ?? '')
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Every folder on the way to a file, once, before what it contains. */
function withParents(files: readonly ArchiveFile[]): ArchiveFile[] {
  const known = new Set(files.flatMap((file) => ('directory' in file ? [trimSlash(file.path)] : [])))
  const out: ArchiveFile[] = []
  for (const file of files) {
    const parts = trimSlash(file.path).split('/').slice(0, -1)
    for (let i = 1; i <= parts.length; i++) {
      const parent = parts.slice(0, i).join('/')
      if (known.has(parent)) continue
      known.add(parent)
      out.push({ path: parent, directory: true })
    }
    out.push(file)
  }
  return out
}

const trimSlash = (path: string): string => path.replace(/^\/+|\/+$/g, '')

/** A ustar archive; names up to 100 bytes, which is all that we write. */
function tar(files: readonly ArchiveFile[]): Buffer {
  const blocks: Buffer[] = []
  for (const file of files) {
    const content = 'content' in file ? Buffer.from(file.content) : Buffer.alloc(0)
    blocks.push(tarHeader(file, content.length), content, Buffer.alloc((512 - (content.length % 512)) % 512))
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

function tarHeader(file: ArchiveFile, size: number): Buffer {
  const directory = 'directory' in file
  const name = directory ? `${trimSlash(file.path)}/` : trimSlash(file.path)
  if (Buffer.byteLength(name) > 100) throw new RangeError(`name too long for the archive: ${name}`)
  const mode = 'symlink' in file ? 0o777 : (file.mode ?? (directory ? 0o755 : 0o644))
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write('symlink' in file ? '2' : directory ? '5' : '0', 156)
  if ('symlink' in file) header.write(file.symlink, 157)
  header.write('ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}
