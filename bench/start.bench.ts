/**
 * How long a control plane takes to start, and what it costs when nothing happens. `elli up --runtime none` on a new data directory
 * and on one that was there before, from the start of the process until /readyz answers ok; `createCluster()` with one simulated
 * node, the first and the second of a process; memory and CPU of the whole idle control plane (API server, controllers, scheduler,
 * one simulated node) after it has settled. RUNS=5 SETTLE_SECONDS=10 IDLE_SECONDS=20 change the defaults; CPU_PROFILE=DIR keeps a profile.
 */
import { execFileSync } from 'node:child_process'
import { get } from 'node:https'
import { pathToFileURL } from 'node:url'
import {
  cpuMs,
  elliCommand,
  freePort,
  median,
  printTable,
  residentMb,
  type Row,
  startElli,
  temporaryDirectory,
} from './measure.ts'

const runs = Number(process.env['RUNS'] ?? 5)
const settleMs = Number(process.env['SETTLE_SECONDS'] ?? 10) * 1000
const idleMs = Number(process.env['IDLE_SECONDS'] ?? 20) * 1000
const profile = process.env['CPU_PROFILE']
const nodeArgs = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const all = (values: readonly number[]): string => values.map((value) => Math.round(value)).join(', ')

function readyz(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/readyz', rejectUnauthorized: false, agent: false }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    }).on('error', reject)
  })
}

interface Start {
  readyMs: number
  cpuMs: number
  nodeReadyMs: number
}

async function start(dataDir: string, port: number): Promise<Start> {
  const began = performance.now()
  const elli = startElli({ dataDir, port, nodeArgs, args: ['--runtime', 'none'] })
  await elli.said('API server ready')
  while ((await readyz(port)) !== 200) await sleep(5)
  const readyMs = performance.now() - began
  const cpu = cpuMs(elli.pid)
  const nodeReadyMs = await elli.said('is Ready after')
  await elli.stop()
  return { readyMs, cpuMs: cpu, nodeReadyMs }
}

async function starts(): Promise<Row[]> {
  const port = await freePort()
  const first: Start[] = []
  const second: Start[] = []
  for (let i = 0; i < runs; i++) {
    const directory = temporaryDirectory()
    first.push(await start(directory.path, port))
    second.push(await start(directory.path, port))
    directory.remove()
  }
  const row = (which: string, of: Start[]): Row[] => [
    {
      what: `${which} start: process start to /readyz`,
      target: '< 1000 ms',
      measured: `${all([median(of.map((s) => s.readyMs))])} ms (${all(of.map((s) => s.readyMs))}), CPU ${all([median(of.map((s) => s.cpuMs))])} ms`,
    },
    { what: `${which} start: to a Ready node`, measured: `${all([median(of.map((s) => s.nodeReadyMs))])} ms` },
  ]
  return [...row('first', first), ...row('second', second)]
}

/** A process of its own each time: what the first cluster of a process pays for is loaded by then for the second. */
function embedded(): Row[] {
  const program = `
    const { createCluster } = await import(${JSON.stringify(pathToFileURL(elliCommand.replace('elli.mjs', 'index.mjs')).href)})
    const took = []
    for (let i = 0; i < 3; i++) {
      const began = performance.now()
      const cluster = await createCluster()
      took.push(performance.now() - began)
      await cluster.close()
    }
    process.stdout.write(JSON.stringify(took))`
  const took = Array.from(
    { length: runs },
    () =>
      JSON.parse(
        execFileSync(process.execPath, [...nodeArgs, '--input-type=module', '-e', program], { encoding: 'utf8' }),
      ) as number[],
  )
  const nth = (i: number): number[] => took.map((each) => each[i] ?? Number.NaN)
  return [
    {
      what: 'createCluster(), first in the process',
      target: '< 300 ms',
      measured: `${all([median(nth(0))])} ms (${all(nth(0))})`,
    },
    { what: 'createCluster(), second', target: '< 150 ms', measured: `${all([median(nth(1))])} ms (${all(nth(1))})` },
    { what: 'createCluster(), third', measured: `${all([median(nth(2))])} ms` },
  ]
}

async function idle(): Promise<Row[]> {
  const directory = temporaryDirectory()
  const elli = startElli({ dataDir: directory.path, port: await freePort(), nodeArgs, args: ['--runtime', 'none'] })
  await elli.said('is Ready after')
  await sleep(settleMs)
  const [before, began] = [cpuMs(elli.pid), performance.now()]
  await sleep(idleMs)
  const percent = ((cpuMs(elli.pid) - before) / (performance.now() - began)) * 100
  const [now, peak] = [residentMb(elli.pid), residentMb(elli.pid, 'peak')]
  await elli.stop()
  directory.remove()
  return [
    {
      what: 'idle control plane: resident memory',
      target: '< 256 MB',
      measured: `${Math.round(now)} MB (peak ${Math.round(peak)} MB)`,
    },
    {
      what: `idle control plane: CPU over ${idleMs / 1000} s`,
      target: '< 2 % of a core',
      measured: `${percent.toFixed(1)} %`,
    },
  ]
}

const parts = (process.env['PARTS'] ?? 'starts,embedded,idle').split(',')
const rows: Row[] = []
if (parts.includes('starts')) rows.push(...(await starts()))
if (parts.includes('embedded')) rows.push(...embedded())
if (parts.includes('idle')) rows.push(...(await idle()))
printTable(rows)
