/**
 * Input that nobody thought of: requests by chance, most of them nearly right, in every encoding and on every road.
 * Always: no 5xx but those that upstream answers too (./verdict.ts), no request without an answer, no growth, and a server that is
 * well afterwards. `FUZZ=100000 npm run fuzz` asks for more, FUZZ_SEED for others; a failing input is named by seed and number.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FuzzedServer, fuzzedServer } from './fuzzed-server.ts'
import { type FuzzRequest, requestAt } from './requests.ts'
import { Hang, type Roads, roadsTo } from './roads.ts'
import { excuseFor } from './verdict.ts'

const inputs = Number(process.env['FUZZ'] ?? 3000)
const seed = Number(process.env['FUZZ_SEED'] ?? 20_240_813)
const from = Number(process.env['FUZZ_FROM'] ?? 0)
const atOnce = 24
const sweepEvery = 500
/** What a heap may gain between its warm-up and the end, whatever the number of inputs. */
const growthLimit = 48 * 1024 * 1024

let fuzzed: FuzzedServer
let roads: Roads

beforeAll(async () => {
  fuzzed = await fuzzedServer()
  roads = roadsTo(fuzzed)
})

afterAll(async () => {
  roads.close()
  await fuzzed[Symbol.asyncDispose]()
})

function shown({ road, method, path, headers, body }: FuzzRequest): string {
  const sent = body === undefined ? '' : ` ${JSON.stringify(Buffer.from(body).toString('latin1').slice(0, 1500))}`
  return `${road}: ${method} ${path.slice(0, 400)} ${JSON.stringify(headers).slice(0, 400)}${sent}`
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`

test('every input is answered, and with nothing worse than its own fault', {
  timeout: 120_000 + inputs * 60,
}, async () => {
  const faults: string[] = []
  const counts = new Map<string, number>()
  const slow: { ms: number; what: string }[] = []
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)
  const one = async (index: number): Promise<void> => {
    const request = requestAt(seed, index)
    const started = performance.now()
    try {
      const answer = await roads.travel(request, index)
      const excuse = answer.code >= 500 ? excuseFor(request, answer) : undefined
      count(`${request.road} ${Math.floor(answer.code / 100)}xx`)
      if (excuse !== undefined) count(`excused: ${excuse}`)
      else if (answer.code >= 500)
        faults.push(`#${index} ${answer.code} ${answer.text.slice(0, 600)}\n    to ${shown(request)}`)
    } catch (error) {
      const name = error instanceof Hang ? 'HANG' : 'THROWN'
      faults.push(
        `#${index} ${name} ${error instanceof Error ? (error.stack ?? '') : String(error)}\n    to ${shown(request)}`,
      )
    }
    slow.push({ ms: performance.now() - started, what: `#${index} ${shown(request).slice(0, 200)}` })
    if (slow.length > 400) slow.sort((a, b) => b.ms - a.ms).splice(5)
  }
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  let next = from
  let warm = 0
  while (next < from + inputs) {
    const until = Math.min(next + sweepEvery, from + inputs)
    const worker = async (): Promise<void> => {
      while (next < until) await one(next++)
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    for (const path of await fuzzed.sweep()) faults.push(`cannot be deleted after #${until}: ${path}`)
    if (warm === 0 && next - from >= inputs / 3) warm = heapAfterCollection()
  }
  delay.disable()
  const cold = heapAfterCollection()
  const figures = [
    `${inputs} inputs of seed ${seed}; heap ${megabytes(warm)} after a third, ${megabytes(cold)} at the end, rss ${megabytes(process.memoryUsage.rss())}`,
    `longest pause of the event loop ${Math.round(delay.max / 1e6)} ms, 99.9 % below ${Math.round(delay.percentile(99.9) / 1e6)} ms`,
    ...[...counts].sort().map(([name, times]) => `${name}: ${times}`),
    ...(process.env['FUZZ'] === undefined
      ? []
      : slow
          .sort((a, b) => b.ms - a.ms)
          .slice(0, 5)
          .map(({ ms, what }) => `${Math.round(ms)} ms: ${what}`)),
  ]
  process.stdout.write(`${figures.join('\n')}\n`)
  expect(faults.slice(0, 40).join('\n'), `${faults.length} faults`).toBe('')
  expect(cold - warm, 'growth of the heap').toBeLessThan(growthLimit)
  expect((await fuzzed.call('GET', '/readyz')).text).toBe('ok')
  const after = await fuzzed.call('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'after' } })
  expect(after.code).toBe(201)
})
