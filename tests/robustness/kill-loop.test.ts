/**
 * Nothing acknowledged is lost, and no watcher misses, repeats or confuses anything, when the API server is killed under load, or the
 * etcd behind it. A few rounds by default; ROUNDS=200 for the long run (`npm run robustness`).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { realHost } from '@elli/host/node/host'
import { freePort } from '../e2e/machine.ts'
import { apiServerProcess } from './api-server-process.ts'
import { killLoop, type Outcome } from './kill-loop.ts'

const rounds = Number(process.env['ROUNDS'] ?? 6)
const load = { rounds, writers: 8, watchers: 3 }
let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'elli-robust-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const random = realHost().random.stream('kills')
const told = (round: number, acknowledged: number): void => {
  if (rounds > 20 && round % 10 === 0) console.log(`round ${round}: ${acknowledged} writes acknowledged`)
}

function judged(outcome: Outcome): void {
  const { acknowledged, unanswered, events } = outcome
  console.log(
    `${rounds} rounds: ${acknowledged} writes acknowledged, ${unanswered} without an answer, ${events} events seen`,
  )
  expect(outcome.problems.slice(0, 20)).toEqual([])
  expect(acknowledged).toBeGreaterThan(rounds)
  expect(events).toBeGreaterThan(acknowledged)
}

describe('killed again and again', () => {
  test('the API server on its own store', async () => {
    const server = await apiServerProcess(directory, await freePort(), ['--data-dir', join(directory, 'data')])
    await server.start()
    try {
      judged(
        await killLoop({
          ...load,
          client: server.client,
          random: () => random.next(),
          kill: () => server.kill(),
          start: () => server.start(),
          told,
        }),
      )
    } finally {
      await server.stop()
    }
  })

  test('the etcd behind the API server', async () => {
    const etcd = new Etcd(directory, await freePort(), await freePort())
    await etcd.start()
    const server = await apiServerProcess(directory, await freePort(), ['--etcd-servers', etcd.url])
    try {
      await server.start()
      judged(
        await killLoop({
          ...load,
          client: server.client,
          random: () => random.next(),
          kill: () => etcd.kill(),
          start: () => etcd.start(),
          told,
        }),
      )
    } finally {
      await server.stop()
      await etcd.kill()
    }
  })
})

class Etcd {
  readonly url: string
  readonly #args: readonly string[]
  readonly #port: number
  #child: ChildProcess | undefined

  constructor(folder: string, port: number, peerPort: number) {
    this.#port = port
    this.url = `http://127.0.0.1:${port}`
    const peer = `http://127.0.0.1:${peerPort}`
    this.#args = [
      ...['--data-dir', join(folder, 'etcd'), '--listen-client-urls', this.url, '--advertise-client-urls', this.url],
      ...['--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `default=${peer}`],
    ]
  }

  async start(): Promise<void> {
    this.#child = spawn('etcd', this.#args, { stdio: 'ignore' })
    const deadline = performance.now() + 30_000
    for (;;) {
      const socket = connect(this.#port, '127.0.0.1')
      const open = await Promise.race([
        once(socket, 'connect').then(() => true),
        once(socket, 'error').then(() => false),
      ]).catch(() => false)
      socket.destroy()
      if (open) return
      if (performance.now() > deadline) throw new Error('etcd does not start')
      await sleep(20)
    }
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}
