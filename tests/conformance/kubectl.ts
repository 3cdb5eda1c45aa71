/** The real kubectl, run against a cluster that listens. Without one on the machine its tests are skipped. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0

export interface Output {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Kubectl extends Disposable {
  /** @throws when it ends with anything but 0 */
  (namespace: string, ...args: string[]): Promise<string>
  /** With this on its standard input; whatever its exit code. */
  fed(input: string, namespace: string, ...args: string[]): Promise<Output>
  start(...args: string[]): ChildProcessWithoutNullStreams
  /** A folder of its own, gone afterwards. */
  readonly folder: string
}

export function kubectl(kubeconfig: string): Kubectl {
  const folder = mkdtempSync(join(tmpdir(), 'elli-kubectl-'))
  const file = join(folder, 'kubeconfig')
  writeFileSync(file, kubeconfig)
  // Its caches stay in the folder as well.
  const env = { ...process.env, KUBECONFIG: file, HOME: folder, KUBECACHEDIR: join(folder, 'cache') }
  const start = (...args: string[]): ChildProcessWithoutNullStreams => spawn('kubectl', args, { env })
  const fed = (input: string, namespace: string, ...args: string[]): Promise<Output> =>
    new Promise((resolve, reject) => {
      const child = start('--namespace', namespace, ...args)
      let stdout = ''
      let stderr = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
      child.on('error', reject)
      child.on('close', (code) => resolve({ code, stdout, stderr }))
      child.stdin.end(input)
    })
  const run = async (namespace: string, ...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await fed('', namespace, ...args)
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}: ${stderr}`)
    return stdout
  }
  return Object.assign(run, {
    fed,
    start,
    folder,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  })
}
