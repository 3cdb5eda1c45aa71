/**
 * Writers and watchers on an API server whose store is killed again and again. In: how to kill and start it, for how many rounds.
 * Out: the history, for the judge (./history.ts), and figures.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ConfigMap } from '@elli/api/core/v1'
import { configmaps } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import { isAlreadyExists, isExpired, isNotFound } from '@elli/machinery/errors'
import { type Attempt, type SeenEvent, violations, type Watched } from './history.ts'

export interface Loop {
  readonly client: Client
  readonly rounds: number
  readonly writers: number
  readonly watchers: number
  /** Between 0 and 1, for the moments of the kills. */
  random(): number
  kill(): Promise<void>
  start(): Promise<void>
  /** After each round, for those who wait. */
  told?(round: number, acknowledged: number): void
}

export interface Outcome {
  readonly problems: readonly string[]
  readonly acknowledged: number
  readonly unanswered: number
  readonly events: number
}

const namespace = 'default'
const label = 'robust'
const keysPerWriter = 5

export async function killLoop(loop: Loop): Promise<Outcome> {
  const attempts: Attempt[] = []
  const ending = new AbortController()
  const done = { writing: false }
  const api = loop.client.for(configmaps)
  const start = (await api.list({ namespace, labelSelector: label })).metadata.resourceVersion ?? ''
  const watchers = Array.from({ length: loop.watchers }, (_, i) => new Watcher(loop.client, `watcher ${i}`, start))
  const watching = watchers.map((watcher) => watcher.follow(ending.signal))
  const writing = Array.from({ length: loop.writers }, (_, i) => write(loop.client, i, attempts, done))
  const acknowledged = (): number => attempts.filter(({ revision }) => revision !== undefined).length
  for (let round = 1; round <= loop.rounds; round++) {
    const before = acknowledged()
    await sleep(50 + loop.random() * 400)
    // Each round has writes of its own: after a restart clients take their time to come back.
    for (let waited = 0; acknowledged() < before + loop.writers && waited < 200; waited++) await sleep(25)
    await loop.kill()
    await sleep(loop.random() * 100)
    await loop.start()
    loop.told?.(round, acknowledged())
  }
  done.writing = true
  await Promise.all(writing)
  // A last write that comes after everything else: who has seen it has seen all.
  const mark = await api.create({
    metadata: { name: 'mark', namespace, labels: { [label]: '' } },
    data: { value: '1' },
  })
  const last = Number(mark.metadata.resourceVersion)
  attempts.push({ key: 'mark', operation: 'create', value: 1, revision: last })
  await Promise.all(watchers.map((watcher) => watcher.reaches(last)))
  const { items } = await api.list({ namespace, labelSelector: label })
  ending.abort()
  await Promise.all(watching)
  const present = new Map(items.map((item) => [item.metadata.name ?? '', valueOf(item)]))
  return {
    problems: violations(attempts, watchers, present),
    acknowledged: acknowledged(),
    unanswered: attempts.length - acknowledged(),
    events: watchers.reduce((sum, watcher) => sum + watcher.events.length, 0),
  }
}

const valueOf = (item: ConfigMap): number => Number(item.data?.['value'])

/** One writer: makes, changes and deletes its keys in turn, and waits for each answer. */
async function write(client: Client, number: number, attempts: Attempt[], done: { writing: boolean }): Promise<void> {
  const api = client.for(configmaps)
  const there = new Map<string, ConfigMap | undefined>()
  for (let value = 1; !done.writing; value++) {
    const key = `writer-${number}-${value % keysPerWriter}`
    // What an attempt without an answer came to is looked up before the next.
    if (!there.has(key)) there.set(key, await untilAnswered(() => lookUp(client, key)))
    const present = there.get(key)
    const operation = present === undefined ? 'create' : value % 7 === 0 ? 'delete' : 'update'
    const attempt: Attempt = {
      key,
      operation,
      value: operation === 'delete' && present !== undefined ? valueOf(present) : value,
      revision: undefined,
    }
    const index = attempts.push(attempt) - 1
    try {
      if (operation === 'delete') {
        await api.delete(key, { namespace })
        attempts[index] = { ...attempt, revision: 0 }
        there.set(key, undefined)
      } else {
        const object: ConfigMap = {
          metadata: { ...present?.metadata, name: key, namespace, labels: { [label]: '' } },
          data: { value: String(value), text: 'x'.repeat(200) },
        }
        const answer = await (operation === 'create' ? api.create(object) : api.update(object))
        attempts[index] = { ...attempt, revision: Number(answer.metadata.resourceVersion) }
        there.set(key, answer)
      }
    } catch (error) {
      // The client tried a second time by itself, and the first had been done: nobody knows at which revision.
      if (isAlreadyExists(error) || isNotFound(error)) attempts[index] = { ...attempt, revision: undefined }
      there.delete(key)
    }
  }
}

async function lookUp(client: Client, key: string): Promise<ConfigMap | undefined> {
  try {
    return await client.for(configmaps).get(key, { namespace })
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (tries > 600) throw error
      await sleep(100)
    }
  }
}

class Watcher implements Watched {
  readonly name: string
  readonly events: SeenEvent[] = []
  readonly #client: Client
  #revision: string

  constructor(client: Client, name: string, revision: string) {
    this.#client = client
    this.name = name
    this.#revision = revision
  }

  /** Goes on from the last revision it saw, however often the stream breaks. */
  async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const options = { namespace, labelSelector: label, allowWatchBookmarks: true, signal }
        const resourceVersion = this.#revision
        for await (const { type, object } of this.#client.for(configmaps).watch({ ...options, resourceVersion })) {
          const revision = object.metadata.resourceVersion ?? ''
          this.#revision = revision
          if (type === 'BOOKMARK') continue
          const { name: key = '' } = object.metadata
          this.events.push({ type, key, value: valueOf(object), revision: Number(revision) })
        }
      } catch (error) {
        if (isExpired(error)) throw error // its past must not be forgotten in so short a time
        if (!signal.aborted) await sleep(20)
      }
    }
  }

  async reaches(revision: number): Promise<void> {
    const deadline = performance.now() + 60_000
    while ((this.events.at(-1)?.revision ?? 0) < revision) {
      if (performance.now() > deadline) throw new Error(`${this.name} does not reach ${revision}`)
      await sleep(20)
    }
  }
}
