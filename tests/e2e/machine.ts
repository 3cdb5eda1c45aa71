/**
 * A real cluster for end-to-end tests: `elli up` from the bundle on a directory and ports of its own, a real kubectl, images built
 * from busybox. Started and stopped by pid; waits are for conditions.
 */
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { realHost } from '@elli/host/node/host'
import { buildBusyboxArchive } from '@elli/kubelet/node/image-archive'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
export const elliPath = join(root, 'packages/elli/dist/elli.mjs')

/** Why these tests cannot run here; empty when they can. */
export const whyNot = process.env['ELLI_NO_E2E'] ?? (process.getuid?.() === 0 ? '' : 'not root')

export interface Output {
  code: number
  stdout: string
  stderr: string
}

export function run(
  command: string,
  args: readonly string[],
  options: { input?: string; env?: Record<string, string>; cwd?: string; timeoutMs?: number } = {},
): Promise<Output> {
  return new Promise((resolveRun) => {
    const child = execFile(
      command,
      [...args],
      {
        cwd: options.cwd,
        env: { ...process.env, ...options.env },
        maxBuffer: 64 * 1024 * 1024,
        timeout: options.timeoutMs ?? 120_000,
        killSignal: 'SIGKILL',
      },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : 124) : 0
        resolveRun({ code, stdout, stderr })
      },
    )
    if (options.input !== undefined) child.stdin?.end(options.input)
  })
}

export function elli(args: readonly string[], options: { timeoutMs?: number } = {}): Promise<Output> {
  return run(process.execPath, [elliPath, ...args], options)
}

/** A port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolvePort(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Asks again until the answer is one. @throws with the last answer after `limitMs` */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  limitMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + limitMs
  let last: unknown
  for (;;) {
    try {
      const answer = await ask()
      if (answer !== undefined && answer !== false) return answer
    } catch (error) {
      last = error
    }
    if (Date.now() > deadline)
      throw new Error(`${what}: not so after ${limitMs} ms${last === undefined ? '' : ` (${String(last)})`}`)
    await new Promise((wake) => setTimeout(wake, 100))
  }
}

export class Machine {
  readonly dataDir: string
  readonly httpsPort: number
  readonly kubeletPort: number

  constructor(dataDir: string, httpsPort: number, kubeletPort: number) {
    this.dataDir = dataDir
    this.httpsPort = httpsPort
    this.kubeletPort = kubeletPort
  }

  static async create(): Promise<Machine> {
    return new Machine(mkdtempSync(join(tmpdir(), 'elli-e2e-')), await freePort(), await freePort())
  }

  get kubeconfig(): string {
    return join(this.dataDir, 'admin.kubeconfig')
  }

  /** `elli up --detach --wait`; throws with its complaint. */
  async up(...more: string[]): Promise<void> {
    const ports = [
      '--https-port',
      String(this.httpsPort),
      '--kubelet-port',
      String(this.kubeletPort),
      '--node-name',
      'e2e',
    ]
    const output = await elli(['up', '--data-dir', this.dataDir, ...ports, '--detach', '--wait', ...more], {
      timeoutMs: 180_000,
    })
    if (output.code !== 0) throw new Error(`elli up: ${output.stderr}${output.stdout}`)
  }

  async down(): Promise<void> {
    const output = await elli(['down', '--data-dir', this.dataDir], { timeoutMs: 180_000 })
    if (output.code !== 0) throw new Error(`elli down: ${output.stderr}${output.stdout}`)
  }

  async remove(): Promise<void> {
    await this.down()
    rmSync(this.dataDir, { recursive: true, force: true })
  }

  /** Runs kubectl and hands over whatever came of it. */
  tryKubectl(args: readonly string[], options: { input?: string; timeoutMs?: number } = {}): Promise<Output> {
    return run('kubectl', args, { ...options, env: { KUBECONFIG: this.kubeconfig, HOME: this.dataDir } })
  }

  /** Runs kubectl, which must succeed. @returns stdout */
  async kubectl(args: readonly string[], options: { input?: string; timeoutMs?: number } = {}): Promise<string> {
    const output = await this.tryKubectl(args, options)
    if (output.code !== 0)
      throw new Error(`kubectl ${args.join(' ')} (exit ${output.code}): ${output.stderr}${output.stdout}`)
    return output.stdout
  }

  async json<T>(args: readonly string[]): Promise<T> {
    return JSON.parse(await this.kubectl([...args, '-o', 'json'])) as T
  }

  apply(manifest: string): Promise<string> {
    return this.kubectl(['apply', '-f', '-'], { input: manifest })
  }

  /** Builds an image of busybox under this name and loads it. */
  async loadBusybox(name: string): Promise<void> {
    const path = join(this.dataDir, `${name.replaceAll(/[^a-z0-9]/g, '-')}.tar`)
    writeFileSync(path, await buildBusyboxArchive(realHost(), name))
    const output = await elli(['image', 'load', path, '--data-dir', this.dataDir])
    if (output.code !== 0) throw new Error(`elli image load: ${output.stderr}`)
  }

  /** The one layer (a tar) and the configuration of a busybox image, for uploading to a registry. */
  async busyboxBlobs(): Promise<{ layer: Buffer; config: Buffer }> {
    const directory = mkdtempSync(join(this.dataDir, 'image-'))
    writeFileSync(join(directory, 'image.tar'), await buildBusyboxArchive(realHost(), 'elli.test/blobs:1'))
    await run('tar', ['-xf', join(directory, 'image.tar'), '-C', directory])
    const [image] = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as [
      { Config: string; Layers: [string] },
    ]
    return {
      layer: readFileSync(join(directory, image.Layers[0])),
      config: readFileSync(join(directory, image.Config)),
    }
  }

  spawnKubectl(args: readonly string[], env: Record<string, string> = {}) {
    return spawn('kubectl', [...args], {
      env: { ...process.env, ...env, KUBECONFIG: this.kubeconfig, HOME: this.dataDir },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
  }
}
