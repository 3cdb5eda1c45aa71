/**
 * An etcd of its own for tests: started on loopback with a data directory of its own, ended with the test file.
 * In: nothing. Out: its URL; undefined where no etcd is installed. ELLI_ETCD names another program than `etcd`.
 * Always: the process is a child that is killed by its id, and its directory is removed.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface EtcdProcess {
  readonly url: string
  /** Kills it; its data stays. */
  kill(): Promise<void>
  /** Runs again on the same data and port. */
  start(): Promise<void>
  /** Stops answering, as a process that hangs; undone by `resume`. */
  pause(): void
  resume(): void
  /** Kills it and removes its data. */
  dispose(): Promise<void>
}

const program = process.env['ELLI_ETCD'] ?? 'etcd'

const versionText = spawnSync(program, ['--version'], { encoding: 'utf8' })

export const etcdIsInstalled: boolean = versionText.error === undefined

/** Such as `3.5.13`; empty when there is none. */
export const etcdVersion: string = /etcd Version: (\S+)/.exec(versionText.stdout ?? '')?.[1] ?? ''

export interface EtcdProcessOptions {
  /** Files for TLS with client certificates. */
  readonly tls?: { readonly ca: string; readonly cert: string; readonly key: string }
}

export async function startEtcd({ tls }: EtcdProcessOptions = {}): Promise<EtcdProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'elli-etcd-'))
  const [clientPort, peerPort] = await freePorts()
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${clientPort}`
  const peer = `http://127.0.0.1:${peerPort}`
  let child: ChildProcess | undefined
  const kill = async (): Promise<void> => {
    const running = child
    child = undefined
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return
    await new Promise<void>((resolve) => {
      running.once('exit', () => resolve())
      running.kill('SIGKILL')
    })
  }
  const start = async (): Promise<void> => {
    const options = {
      name: 'test',
      'data-dir': directory,
      'listen-client-urls': url,
      'advertise-client-urls': url,
      'listen-peer-urls': peer,
      'initial-advertise-peer-urls': peer,
      'initial-cluster': `test=${peer}`,
      'log-level': 'error',
      ...(tls === undefined
        ? {}
        : { 'cert-file': tls.cert, 'key-file': tls.key, 'trusted-ca-file': tls.ca, 'client-cert-auth': 'true' }),
    }
    const started = spawn(
      program,
      ['--unsafe-no-fsync', ...Object.entries(options).map(([name, value]) => `--${name}=${value}`)],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    child = started
    let errors = ''
    started.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString()
    })
    // A test runner that is killed takes it along.
    process.once('exit', () => started.kill('SIGKILL'))
    await answers(clientPort, () => {
      if (started.exitCode !== null) throw new Error(`etcd ended: ${errors}`)
    })
  }
  await start()
  return {
    url,
    kill,
    start,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async dispose() {
      await kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Two ports that were free a moment ago. */
async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()]
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
        }),
    ),
  )
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports as [number, number]
}

/** Resolves when somebody listens. */
async function answers(port: number, check: () => void): Promise<void> {
  const { connect } = await import('node:net')
  for (;;) {
    check()
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
