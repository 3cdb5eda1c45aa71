import { expect, test } from 'vitest'
import { mixedHost } from './mixed.ts'
import { simulatedHost } from './simulated.ts'

test('the same seed draws the same, each stream for itself', () => {
  const draws = (seed: number): number[] => {
    const random = simulatedHost({ seed }).random
    const a = random.stream('a')
    return [a.next(), random.stream('b').next(), a.next()]
  }
  expect(draws(7)).toEqual(draws(7))
  expect(draws(7)).not.toEqual(draws(8))
  const random = simulatedHost({ seed: 7 }).random
  const alone = [random.stream('a')].flatMap((stream) => [stream.next(), stream.next()])
  expect([draws(7)[0], draws(7)[2]]).toEqual(alone)
})

test('pending names every kind of thing that was left open', async () => {
  const host = simulatedHost({ seed: 1 })
  host.clock.after(5, () => {})
  const watch = host.files.watch('/', () => {})
  host.processes.onStart('sleep')
  const child = await host.processes.start('sleep', ['60'])
  expect(host.pending()).toEqual(['timer due in 5 ms', 'file watch on /', 'process 1000 sleep 60'])
  child.kill('SIGTERM')
  expect(await child.exited).toBe(143)
  watch.close()
  await host.advance(5)
  expect(host.pending()).toEqual([])
})

test('scripted processes answer, and what nobody scripted is not there', async () => {
  const host = simulatedHost({ seed: 1 })
  host.processes.onRun('nft', (args, { input }) => ({ stdout: `${args.join(' ')} < ${String(input)}` }))
  expect(await host.processes.run('nft', ['-f', '-'], { input: 'flush' })).toEqual({
    code: 0,
    stdout: '-f - < flush',
    stderr: '',
  })
  await expect(host.processes.run('iptables', [])).rejects.toMatchObject({ code: 'ENOENT' })
  expect(await host.processes.find('nft')).toBe('/usr/bin/nft')
  expect(await host.processes.find('iptables')).toBeUndefined()
  expect(host.processes.calls.map((call) => call.command)).toEqual(['nft', 'iptables'])
  host.processes.onRun('hang', () => new Promise(() => {}))
  const controller = new AbortController()
  const hanging = host.processes.run('hang', [], { signal: controller.signal })
  controller.abort(new Error('stop'))
  await expect(hanging).rejects.toThrow('stop')
})

test('logs are kept with time, component and fields', async () => {
  const host = simulatedHost({ seed: 1, start: 1000 })
  await host.advance(5)
  host.log.child('kubelet').warn('slow', { ms: 3 })
  expect(host.logged).toEqual([{ level: 'warn', at: 1005, component: 'kubelet', message: 'slow', fields: { ms: 3 } }])
})

test('a mixed host runs in real time on seeded randomness and shows open timers', async () => {
  const host = mixedHost({ seed: 7 })
  expect(host.random.stream('a').next()).toBe(simulatedHost({ seed: 7 }).random.stream('a').next())
  const timer = host.clock.after(60_000, () => {})
  expect(host.pending()).toEqual(['timer of 60000 ms'])
  timer.cancel()
  await host.clock.sleep(1, new AbortController().signal)
  expect(host.pending()).toEqual([])
})
