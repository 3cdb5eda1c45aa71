import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesContract } from '../files.suite.ts'
import { silentLog } from '../log.ts'
import { realHost } from './host.ts'
import { realLog } from './log.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

const { clock, files, processes, random } = realHost()

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await clock.sleep(2, new AbortController().signal)
}

filesContract('of this machine', async () => ({ files, root: await temporaryDirectory('host'), until }))

test('sleep ends, and rejects with the reason of the abort', async () => {
  const began = clock.monotonicMs()
  await clock.sleep(5, new AbortController().signal)
  expect(clock.monotonicMs() - began).toBeGreaterThan(3)
  const controller = new AbortController()
  const sleeping = clock.sleep(1_000_000_000_000, controller.signal)
  controller.abort(new Error('enough'))
  await expect(sleeping).rejects.toThrow('enough')
})

test('a delay beyond what setTimeout takes does not fire at once', async () => {
  let fired = false
  const timer = clock.after(2 ** 31 + 5, () => {
    fired = true
  })
  await clock.sleep(5, new AbortController().signal)
  timer.cancel()
  expect(fired).toBe(false)
})

test('random draws stay within their bounds', () => {
  const stream = random.stream('x')
  for (let i = 0; i < 100; i++) {
    expect(stream.below(3)).toBeLessThan(3)
    expect(stream.next()).toBeLessThan(1)
  }
  expect(stream.below(1)).toBe(0)
  expect(stream.bytes(16)).toHaveLength(16)
  expect(stream.bytes(16)).not.toEqual(stream.bytes(16))
})

test('run gives code, output and input, and adds to the environment', async () => {
  const script =
    'process.stdin.on("data", (d) => process.stdout.write(d + process.env.X)); process.stdin.on("end", () => { console.error("e"); process.exit(3) })'
  expect(await processes.run(process.execPath, ['-e', script], { input: 'in', env: { X: 'x' } })).toEqual({
    code: 3,
    stdout: 'inx',
    stderr: 'e\n',
  })
  expect((await processes.run('sh', ['-c', 'kill -TERM $$'])).code).toBe(143)
  expect((await processes.run('true', [], { input: 'x'.repeat(1 << 20) })).code).toBe(0)
  await expect(processes.run('/no/such/command', [])).rejects.toMatchObject({ code: 'ENOENT' })
})

test('an abort kills the process and rejects with its reason', async () => {
  const controller = new AbortController()
  // The shell's own child holds the output open, and ends when nobody reads it any more.
  const running = processes.run('sh', ['-c', 'yes & wait'], { signal: controller.signal })
  controller.abort(new Error('stop'))
  await expect(running).rejects.toThrow('stop')
  await expect(processes.run('true', [], { signal: controller.signal })).rejects.toThrow('stop')
})

test('start appends output to the log file and tells the exit code', async () => {
  const logFile = join(await temporaryDirectory('host'), 'log')
  for (const word of ['one', 'two']) {
    const child = await processes.start('sh', ['-c', `echo ${word}; exit 4`], { logFile })
    expect(await child.exited).toBe(4)
  }
  expect(await readFile(logFile, 'utf8')).toBe('one\ntwo\n')
  const child = await processes.start('sleep', ['1000'])
  child.kill('SIGTERM')
  expect(await child.exited).toBe(143)
  await expect(processes.start('/no/such/command', [])).rejects.toMatchObject({ code: 'ENOENT' })
})

test('find looks on PATH and in system folders', async () => {
  expect(await processes.find('sh')).toMatch(/\/sh$/)
  expect(await processes.find('/bin/sh')).toBe('/bin/sh')
  expect(await processes.find('no-such-command-anywhere')).toBeUndefined()
})

test('text logs keep order, level and component, and come in one write per turn', async () => {
  const writes: string[] = []
  const log = realLog(clock, { component: 'elli', write: (text) => writes.push(text) })
  log.info('one')
  log.debug('hidden')
  log.child('scheduler').error('two', { pod: 'a' })
  await until(() => writes.length > 0)
  expect(writes).toHaveLength(1)
  expect(writes[0]).toMatch(/^I\d{4} [\d:.]{15} +\d+ elli\] one\nE\d{4} [\d:.]{15} +\d+ scheduler\] two pod="a"\n$/)
  silentLog.child('x').info('nothing')
})

test('JSON logs carry upstream’s keys', async () => {
  const writes: string[] = []
  const log = realLog(clock, { logFormat: 'json', logLevel: 'debug', write: (text) => writes.push(text) })
  log.debug('one', { pod: 'a' })
  log.child('proxy').error('two', { error: new Error('why') })
  await until(() => writes.join('').split('\n').length > 2)
  const lines = writes
    .join('')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines).toMatchObject([
    { level: 'debug', v: 4, logger: 'elli', msg: 'one', pod: 'a' },
    { level: 'error', logger: 'proxy', msg: 'two', err: 'why' },
  ])
  expect(typeof lines[0]?.ts).toBe('number')
})

test('lines logged just before exit are not lost', async () => {
  const host = new URL('./host.ts', import.meta.url).href
  for (const logFormat of ['text', 'json']) {
    const script = `import { realHost } from ${JSON.stringify(host)}; realHost({ logFormat: '${logFormat}' }).log.info('last words'); process.exit(0)`
    const result = await processes.run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script])
    expect(result.stderr).toContain('last words')
  }
})

test('a directory that cannot be made gives an error, and does not hang', async () => {
  await expect(files.mkdir('/proc/elli-host/sub')).rejects.toMatchObject({ code: 'ENOENT' })
})
