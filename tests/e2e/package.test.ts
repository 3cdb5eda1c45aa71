/**
 * The package as its users get it: packed, installed into an empty directory, run as a command and as a library. Needs neither root
 * nor containers; npm takes what the package depends on from its cache, or from the registry that the checkout itself came from.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, type Output, run } from './machine.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
let directory = ''
let app = ''

async function succeed(command: string, args: readonly string[]): Promise<string> {
  const output = await inApp(command, args)
  if (output.code !== 0) throw new Error(`${command} ${args.join(' ')}: ${output.stderr}${output.stdout}`)
  return output.stdout
}

const inApp = (command: string, args: readonly string[]): Promise<Output> => run(command, args, { cwd: app })

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'elli-package-'))
  app = join(directory, 'app')
  mkdirSync(app)
  await succeed('npm', ['pack', '--silent', join(root, 'packages/elli'), '--pack-destination', directory])
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'app', private: true, type: 'module' }))
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
  await succeed('npm', ['install', ...quietly, join(directory, 'elli-0.1.0.tgz')])
})

afterAll(() => {
  rmSync(directory, { recursive: true, force: true })
})

test('nothing of the workshop is asked of its users', () => {
  const { dependencies } = JSON.parse(readFileSync(join(app, 'node_modules/elli/package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  expect(Object.keys(dependencies)).toEqual(['@grpc/grpc-js', '@types/node', 'lmdb', 'pino'])
})

test('the command starts a cluster, tells of it, and stops it', async () => {
  const npx = (...args: string[]): Promise<Output> => inApp('npx', ['--no-install', 'elli', ...args])
  expect((await npx('version')).stdout).toMatch(/^elli 0\.1\.0 \(Kubernetes v1\.31\.\d+\+elli/)
  const dataDir = join(directory, 'data')
  const port = String(await freePort())
  const up = await npx('up', '--runtime', 'none', '--data-dir', dataDir, '--https-port', port, '--detach', '--wait')
  try {
    expect(up, up.stderr).toMatchObject({ code: 0 })
    expect((await npx('status', '--data-dir', dataDir)).stdout).toContain('ready')
  } finally {
    const down = await npx('down', '--data-dir', dataDir)
    expect(down, down.stderr).toMatchObject({ code: 0 })
  }
  expect((await npx('status', '--data-dir', dataDir)).code).toBe(3)
})

test("the library's example in the documentation compiles and runs", async () => {
  const example = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs/embedding.md'), 'utf8'))?.[1] ?? ''
  writeFileSync(
    join(app, 'example.ts'),
    `${example}
const [first] = (await cluster.client.for(pods).list({ namespace: 'default' })).items
// @ts-expect-error a phase is no number
const phase: number = first?.status?.phase ?? ''
console.log(phase)
`,
  )
  const compilerOptions = { target: 'es2022', module: 'nodenext', strict: true, outDir: 'out' }
  writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['example.ts'] }))
  await succeed(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', app])
  expect(await succeed(process.execPath, [join(app, 'out/example.js')])).toBe('Running\n')
})
