/**
 * A containerd of our own: written config, started detached so that pods outlive Elli, found again, stopped by pid.
 * In: a folder that holds everything (config, root, state, socket, log, pid). Out: the socket to give to the kubelet.
 * Always: never touches the system's containerd; a second start adopts the one that runs.
 * Elsewhere: images into it (./image-archive.ts), the pod network's files (../network), talking to it (./cri-client.ts).
 */
import { join } from 'node:path'
import { hasCode } from '@elli/host/files'
import type { Host } from '@elli/host/host'
import { buildPauseArchive, importImageArchive, pauseImage } from './image-archive.ts'
import { connectCri } from './cri-client.ts'

export interface ContainerdOptions {
  /** Everything lies below this folder. */
  directory: string
  /** Where CNI plugins are looked for. */
  cniBinDir?: string
  /** Containerd, when it is not on PATH. */
  binary?: string
  /** How sandboxes' cgroups are made. */
  cgroupDriver?: 'cgroupfs' | 'systemd'
  sandboxImage?: string
}

export interface Containerd {
  readonly socket: string
  readonly pid: number
  /** False when one was already running. */
  readonly started: boolean
}

export interface ContainerdPaths {
  config: string
  socket: string
  cniConfDir: string
  /** Per-registry settings: `<registry>/hosts.toml`. */
  registryDir: string
  log: string
  pid: string
}

export function containerdPaths(directory: string): ContainerdPaths {
  return {
    config: join(directory, 'config.toml'),
    socket: join(directory, 'containerd.sock'),
    cniConfDir: join(directory, 'cni/net.d'),
    registryDir: join(directory, 'certs.d'),
    log: join(directory, 'containerd.log'),
    pid: join(directory, 'containerd.pid'),
  }
}

/** The config file, for containerd 1.6 and later (version 2 of its format). */
export function containerdConfig(
  options: ContainerdOptions,
  machine: { apparmor: boolean; lowersOomScore: boolean },
): string {
  const paths = containerdPaths(options.directory)
  const quoted = (text: string): string => JSON.stringify(text)
  const criPlugin = '[plugins."io.containerd.grpc.v1.cri"'
  return `version = 2
root = ${quoted(join(options.directory, 'root'))}
state = ${quoted(join(options.directory, 'state'))}
oom_score = ${machine.lowersOomScore ? -999 : 0}
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]

[grpc]
  address = ${quoted(paths.socket)}

${criPlugin}]
  sandbox_image = ${quoted(options.sandboxImage ?? pauseImage)}
  disable_tcp_service = true
  stream_server_address = "127.0.0.1"
  stream_server_port = "0"
  enable_tls_streaming = false
  disable_apparmor = ${machine.apparmor ? 'false' : 'true'}
  restrict_oom_score_adj = ${machine.lowersOomScore ? 'false' : 'true'}
  tolerate_missing_hugetlb_controller = true
  max_container_log_line_size = 16384
  ${criPlugin}.containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    ${criPlugin}.containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      ${criPlugin}.containerd.runtimes.runc.options]
        SystemdCgroup = ${options.cgroupDriver === 'systemd' ? 'true' : 'false'}
  ${criPlugin}.cni]
    bin_dir = ${quoted(options.cniBinDir ?? '/usr/lib/cni')}
    conf_dir = ${quoted(paths.cniConfDir)}
    max_conf_num = 1
  ${criPlugin}.registry]
    config_path = ${quoted(paths.registryDir)}
`
}

/**
 * Starts our containerd, or adopts the one that runs on the same folder; resolves when it answers over CRI and has the pause image.
 * @throws Error saying what to install, or with the end of containerd's log, when it does not come up
 */
export async function startContainerd(
  host: Host,
  options: ContainerdOptions,
  signal: AbortSignal,
): Promise<Containerd> {
  const paths = containerdPaths(options.directory)
  const running = await runningPid(host, options.directory)
  if (running !== undefined) {
    await waitForCri(host, paths, () => isAlive(running), signal)
    await ensurePause(host, options, signal)
    return { socket: paths.socket, pid: running, started: false }
  }
  const binary = options.binary ?? (await host.processes.find('containerd'))
  if (binary === undefined)
    throw new Error('containerd was not found: install it (on Debian: apt-get install containerd)')
  for (const directory of [options.directory, paths.cniConfDir, paths.registryDir]) {
    await host.files.mkdir(directory, { mode: 0o711 })
  }
  await host.files.writeAtomic(paths.config, containerdConfig(options, await machineTraits(host)))
  await host.files.remove(paths.socket)
  const child = await host.processes.start(binary, ['--config', paths.config, '--log-level', 'info'], {
    detached: true,
    logFile: paths.log,
  })
  await host.files.writeAtomic(paths.pid, `${child.pid}\n`)
  await waitForCri(host, paths, () => isAlive(child.pid), signal)
  await ensurePause(host, options, signal)
  return { socket: paths.socket, pid: child.pid, started: true }
}

/** Looks after our containerd until the signal ends: one that died is started again, and finds its containers as they were. */
export async function keepContainerd(host: Host, options: ContainerdOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await host.clock.sleep(2_000, signal).catch(() => undefined)
    if (signal.aborted || (await runningPid(host, options.directory)) !== undefined) continue
    try {
      host.log.warn('containerd has ended and is started again')
      await startContainerd(host, options, signal)
    } catch (error) {
      if (!signal.aborted) host.log.error('cannot start containerd again', { error })
    }
  }
}

/** What containerd has to be told about this machine, since it would fail instead of finding out. */
async function machineTraits(host: Host): Promise<{ apparmor: boolean; lowersOomScore: boolean }> {
  const apparmor = (await host.files.stat('/sys/kernel/security/apparmor')) !== undefined
  const status = await host.files.readText('/proc/self/status')
  const capabilities = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`)
  // Inside some virtual machines root has no CAP_SYS_RESOURCE (bit 24): runc then dies when it sets the sandbox's -998.
  return { apparmor, lowersOomScore: ((capabilities >> 24n) & 1n) === 1n }
}

/** Stops our containerd; containers and their shims go on, for the next start to find. Resolves when it has ended. */
export async function stopContainerd(host: Host, directory: string, signal: AbortSignal): Promise<void> {
  const pid = await runningPid(host, directory)
  if (pid !== undefined) {
    process.kill(pid, 'SIGTERM')
    const deadline = host.clock.monotonicMs() + 10_000
    while (await isOurs(host, pid, directory)) {
      if (host.clock.monotonicMs() > deadline) process.kill(pid, 'SIGKILL')
      await host.clock.sleep(20, signal)
    }
  }
  await host.files.remove(containerdPaths(directory).pid)
}

/** Stops and removes every sandbox with its containers: what `down` does before it stops containerd for good. */
export async function removeAllPods(host: Host, socket: string, signal: AbortSignal): Promise<number> {
  const cri = connectCri({ endpoint: socket, clock: host.clock })
  try {
    const { items } = await cri.runtime.listPodSandbox({}, { signal })
    await Promise.all(
      items.map(async ({ id }) => {
        await cri.runtime.stopPodSandbox({ podSandboxId: id }, { signal })
        await cri.runtime.removePodSandbox({ podSandboxId: id }, { signal })
      }),
    )
    return items.length
  } finally {
    cri.close()
  }
}

/** The pid of our containerd when it runs; the pid file alone is not believed, for pids are used again. */
export async function runningPid(host: Host, directory: string): Promise<number | undefined> {
  const text = await host.files.readText(containerdPaths(directory).pid).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return ''
    throw error
  })
  const pid = Number(text.trim())
  return pid > 0 && (await isOurs(host, pid, directory)) ? pid : undefined
}

async function isOurs(host: Host, pid: number, directory: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  const commandLine = await host.files.readText(`/proc/${pid}/cmdline`).catch(() => '')
  // A zombie whose parent has not looked yet still has a pid, but no command line.
  return commandLine.split('\0').includes(containerdPaths(directory).config)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

async function waitForCri(
  host: Host,
  paths: ContainerdPaths,
  alive: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  const deadline = host.clock.monotonicMs() + 60_000
  for (;;) {
    if (await answersCri(host, paths.socket, signal)) return
    if (!alive() || host.clock.monotonicMs() > deadline) {
      const log = await host.files.readText(paths.log).catch(() => '')
      throw new Error(
        `containerd did not come up; the end of ${paths.log}:\n${log.trim().split('\n').slice(-5).join('\n')}`,
      )
    }
    await host.clock.sleep(50, signal)
  }
}

async function answersCri(host: Host, socket: string, signal: AbortSignal): Promise<boolean> {
  if ((await host.files.stat(socket)) === undefined) return false
  const cri = connectCri({ endpoint: socket, clock: host.clock })
  try {
    await cri.runtime.version({}, { signal, timeoutMs: 2_000 })
    return true
  } catch (error) {
    host.log.debug('containerd does not answer yet', { error })
    return false
  } finally {
    cri.close()
  }
}

async function ensurePause(host: Host, options: ContainerdOptions, signal: AbortSignal): Promise<void> {
  if (options.sandboxImage !== undefined) return
  const { socket } = containerdPaths(options.directory)
  const cri = connectCri({ endpoint: socket, clock: host.clock })
  try {
    const present = await cri.images.imageStatus({ image: { image: pauseImage } }, { signal })
    if (present.image) return
    const path = join(options.directory, 'pause.tar')
    await host.files.writeAtomic(path, buildPauseArchive())
    await importImageArchive(host, { socket, path })
    // The CRI plugin learns of imported images by an event; a sandbox made before that would try to pull.
    while (!(await cri.images.imageStatus({ image: { image: pauseImage } }, { signal })).image) {
      await host.clock.sleep(20, signal)
    }
  } finally {
    cri.close()
  }
}
