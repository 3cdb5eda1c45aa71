/**
 * Starts that cannot succeed: each ends with one plain sentence that says what to do, an exit code that is not zero, and nothing lost.
 * Simulated nodes only, so that all of it is quick and needs no rights.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { elli, elliPath, freePort, type Output, run } from './machine.ts'

const dirs: string[] = []

afterEach(async () => {
  for (const dir of dirs.splice(0)) {
    await elli(['down', '--data-dir', dir], { timeoutMs: 30_000 })
    rmSync(dir, { recursive: true, force: true })
  }
})

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'elli-bad-'))
  dirs.push(dir)
  return dir
}

const up = async (dir: string, ...more: string[]): Promise<Output> =>
  elli(
    [
      'up',
      '--data-dir',
      dir,
      '--runtime',
      'none',
      '--detach',
      ...(more.includes('--https-port') ? [] : ['--https-port', String(await freePort())]),
      ...more,
    ],
    { timeoutMs: 60_000 },
  )

/** Ended by itself, with a sentence and no stack. */
function expectComplaint(output: Output, text: string | RegExp): void {
  const said = output.stderr + output.stdout
  expect(said).toMatch(text)
  expect(output.code).toBe(1)
  expect(said).not.toMatch(/^\s+at .*:\d+/m)
}

test.each([
  [['nope'], 'unknown command "nope"; "elli --help" lists them'],
  [['up', '--nope'], 'unknown flag: --nope'],
  [['controllers', '--controllers', '*,nope'], '"nope" is not in the list of known controllers'],
  [['up', '-x'], "unknown shorthand flag: 'x' in -x"],
  [['up', 'more'], 'unexpected argument "more"'],
  [['up', '--https-port'], 'flag needs an argument: --https-port'],
  [['up', '--https-port', 'abc'], 'invalid argument "abc" for "--https-port" flag: must be a whole number'],
  [['up', '--runtime', 'docker'], 'invalid argument "docker" for "--runtime" flag: must be containerd or none'],
  [['image'], 'say what to do: load FILE.tar'],
  [['image', 'eat'], 'unknown verb "eat"; there is: load'],
  [['image', 'load'], 'name at least one archive'],
])('elli %j', async (args, text) => {
  expectComplaint(await elli(args, { timeoutMs: 30_000 }), text)
})

test('with nothing running', async () => {
  const dir = newDir()
  const status = await elli(['status', '--data-dir', dir])
  expect([status.code, status.stdout]).toEqual([3, `Not running (${dir}). Start it with: elli up --data-dir ${dir}\n`])
  const down = await elli(['down', '--data-dir', dir])
  expect([down.code, down.stdout]).toEqual([0, `No cluster runs on ${dir}.\n`])
  expectComplaint(await elli(['kubeconfig', '--data-dir', dir]), 'start a cluster first with: elli up')
  expectComplaint(await elli(['image', 'load', 'x.tar', '--data-dir', dir]), 'start the cluster first with: elli up')
  expect(readdirSync(dir)).toEqual([])
})

test.each([
  ['--https-port', '99999', 'not a port between 1 and 65535'],
  ['--https-port', '-5', 'not a port between 1 and 65535'],
  ['--service-cidr', 'nope', 'not an IPv4 range'],
  ['--pod-cidr', '1.2.3.4/99', 'not an IPv4 range'],
  ['--node-name', 'Bad_Name', 'not a name of lower case letters'],
  ['--node-ip', 'hello', 'not an IPv4 address'],
  ['--bind-address', '198.51.100.7', 'choose one of its own with --bind-address'],
])('%s %s', async (flag, value, text) => {
  expectComplaint(await up(newDir(), flag, value), text)
})

test('a port in use', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const { port } = server.address() as { port: number }
  try {
    expectComplaint(await up(newDir(), '--https-port', String(port)), `port ${port} is in use`)
  } finally {
    server.close()
  }
})

test('a file where the data directory should be', async () => {
  const file = join(newDir(), 'file')
  writeFileSync(file, 'mine')
  expectComplaint(await up(file), /cannot write to the data directory .*; choose another with --data-dir/)
  expectComplaint(await up(join(file, 'below')), /cannot write to the data directory/)
  expect(readFileSync(file, 'utf8')).toBe('mine')
})

test.each([
  ['{bad', /cluster\.json is not JSON .*; mend or remove it/],
  ['[]', 'is no JSON object; mend or remove it'],
  ['{"httpsPort":"x"}', 'httpsPort is "x", which is not a port'],
])('a cluster.json that says %s', async (text, complaint) => {
  const dir = newDir()
  writeFileSync(join(dir, 'cluster.json'), text)
  expectComplaint(await up(dir), complaint)
  expect(readFileSync(join(dir, 'cluster.json'), 'utf8')).toBe(text)
})

test('garbage in the PKI: what can be made again is, what others trust is not touched', async () => {
  const dir = newDir()
  mkdirSync(join(dir, 'pki'))
  for (const file of ['apiserver.crt', 'apiserver.key']) writeFileSync(join(dir, 'pki', file), 'garbage')
  expect((await up(dir)).code).toBe(0)
  expect((await elli(['down', '--data-dir', dir])).code).toBe(0)
  writeFileSync(join(dir, 'pki/ca.crt'), 'garbage')
  expectComplaint(await up(dir), /pki\/ca\.\* are damaged; restore them from a backup/)
  expect(readFileSync(join(dir, 'pki/ca.crt'), 'utf8')).toBe('garbage')
})

test('a second start on the same directory leaves the first alone', async () => {
  const dir = newDir()
  expect((await up(dir)).code).toBe(0)
  expectComplaint(await up(dir), /a cluster runs on .* already \(pid \d+, .*\); stop it with: elli down/)
  expect((await elli(['status', '--data-dir', dir])).code).toBe(0)
})

test('a damaged store is told, and not touched', async () => {
  const dir = newDir()
  expect((await up(dir)).code).toBe(0)
  expect((await elli(['down', '--data-dir', dir])).code).toBe(0)
  const store = join(dir, 'store')
  expect(existsSync(store)).toBe(true)
  const data = readdirSync(store).find((name) => name.includes('data') || name.endsWith('.mdb')) ?? ''
  const damaged = readFileSync(join(store, data)).fill(0x5a, 0, 16_384)
  writeFileSync(join(store, data), damaged)
  expectComplaint(await up(dir), /is damaged|restore it from a backup/)
  expect(readFileSync(join(store, data)).equals(damaged)).toBe(true)
})

/** Mounts need root, and a name space of their own to be seen by nobody else. */
const root = process.getuid?.() === 0

test.skipIf(!root).each([
  [
    'containerd',
    'mount --bind /dev/null "$(command -v containerd || echo /usr/bin/containerd)"',
    /missing: .*containerd \(runs containers\)/,
  ],
  [
    'the CNI plugins',
    'mkdir -p /usr/lib/cni && mount -t tmpfs none /usr/lib/cni',
    /missing: .*\/usr\/lib\/cni\/bridge \(pod network\)/,
  ],
])('without %s, when a runtime is asked for', async (_, hide, text) => {
  const command = `${hide} && exec "$0" "$1" up --data-dir "$2" --runtime containerd`
  const output = await run('unshare', ['-m', 'sh', '-c', command, process.execPath, elliPath, newDir()], {
    timeoutMs: 60_000,
  })
  expectComplaint(output, 'no container runtime can run here: ')
  expectComplaint(output, text)
  expectComplaint(output, /install with: apt-get install /)
})

test.skipIf(!root)('a full disk: writes are refused in words, reads go on, and with room again writes do', async () => {
  const dir = newDir()
  expect((await run('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'none', dir])).code).toBe(0)
  try {
    expect((await up(dir, '--wait')).code).toBe(0)
    const kubectl = (args: string[]): Promise<Output> =>
      run('kubectl', args, { env: { KUBECONFIG: join(dir, 'admin.kubeconfig'), HOME: dir }, timeoutMs: 30_000 })
    const make = (name: string): Promise<Output> =>
      kubectl(['create', 'configmap', name, `--from-literal=a=${'x'.repeat(100_000)}`])
    expect((await make('before')).code).toBe(0)
    await run('dd', ['if=/dev/zero', `of=${join(dir, 'filler')}`, 'bs=64k'])
    let refused: Output | undefined
    const made: string[] = ['before']
    for (let i = 0; i < 100 && refused === undefined; i++) {
      const output = await make(`during-${i}`)
      if (output.code === 0) made.push(`during-${i}`)
      else refused = output
    }
    expect(refused?.stderr).toMatch(/no space|full/i)
    for (const name of made) expect((await kubectl(['get', 'configmap', name, '-o', 'name'])).code).toBe(0)
    rmSync(join(dir, 'filler'))
    expect(await make('after')).toMatchObject({ code: 0 })
    made.push('after')
    expect((await elli(['down', '--data-dir', dir])).code).toBe(0)
    expect((await up(dir, '--wait')).code).toBe(0)
    for (const name of made) expect((await kubectl(['get', 'configmap', name, '-o', 'name'])).code).toBe(0)
    expect((await elli(['down', '--data-dir', dir])).code).toBe(0)
  } finally {
    await elli(['down', '--data-dir', dir], { timeoutMs: 30_000 })
    await run('umount', [dir])
  }
})
