/**
 * Who watches what: hands each change to those watchers, and only those, whose prefix its keys have.
 * In: changes in revision order, after they became readable. Always: a watcher sees them in that order, each once, even
 * when a handler writes to the store while it is being called; a handler that throws ends its own watch and nothing else.
 */
import { type Change, keyOf } from './change.ts'
import type { StoreEvent, StoreWatch, WatchHandlers } from './contract.ts'
import { CompactedError } from './contract.ts'
import type { State } from './state.ts'

interface Watcher {
  readonly prefix: string
  readonly handlers: WatchHandlers
  /** The next revision it has not been shown. */
  next: number
  closed: boolean
}

/** How many past changes go into one call of a handler at most. */
const catchUpStep = 1000

export class Watchers {
  readonly #state: () => State
  /** Watchers of `a/b/` by their prefix: found by cutting a key at its slashes. */
  readonly #byFolder = new Map<string, Set<Watcher>>()
  /** Watchers of any other prefix: looked at one by one. */
  readonly #others = new Set<Watcher>()
  /** Watchers that still have to be shown the past. */
  readonly #behind = new Set<Watcher>()
  #waiting: Change[] = []
  #delivering = false

  constructor(state: () => State) {
    this.#state = state
  }

  add(prefix: string, fromRevision: number, handlers: WatchHandlers): StoreWatch {
    const next = fromRevision > 0 ? fromRevision : this.#state().revision + 1
    const watcher: Watcher = { prefix, handlers, next, closed: false }
    if (next > this.#state().revision) this.#enlist(watcher)
    else {
      // Not from within this call: the caller has no handle yet to close the watch with.
      this.#behind.add(watcher)
      queueMicrotask(() => this.#catchUp(watcher))
    }
    return {
      progress: () => {
        // Twice, so that a catch-up asked for in the same turn comes first.
        queueMicrotask(() =>
          queueMicrotask(() => {
            if (!watcher.closed) this.#call(watcher, () => handlers.onProgress?.(this.#state().revision))
          }),
        )
      },
      close: () => this.#remove(watcher),
    }
  }

  publish(changes: readonly Change[]): void {
    for (const change of changes) this.#waiting.push(change)
    if (this.#delivering) return
    this.#delivering = true
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting
        this.#waiting = []
        this.#deliver(batch)
      }
    } finally {
      this.#delivering = false
    }
  }

  /** Ends every watch with this error. */
  end(error: Error): void {
    const all = [...this.#behind, ...this.#others, ...[...this.#byFolder.values()].flatMap((set) => [...set])]
    for (const watcher of all) this.#fail(watcher, error)
  }

  #deliver(batch: readonly Change[]): void {
    const perWatcher = new Map<Watcher, StoreEvent[]>()
    for (const change of batch)
      for (const event of change.events) {
        const key = keyOf(event)
        for (let cut = key.indexOf('/'); cut >= 0; cut = key.indexOf('/', cut + 1)) {
          const folder = this.#byFolder.get(key.slice(0, cut + 1))
          if (folder !== undefined) for (const watcher of folder) collect(perWatcher, watcher, event)
        }
        for (const watcher of this.#others) if (key.startsWith(watcher.prefix)) collect(perWatcher, watcher, event)
      }
    for (const [watcher, events] of perWatcher) this.#show(watcher, events)
  }

  #catchUp(watcher: Watcher): void {
    const state = this.#state()
    // Again and again, as a handler may write (or compact) while it is being called.
    while (!watcher.closed && watcher.next <= state.revision) {
      if (watcher.next < state.compacted) {
        this.#fail(watcher, new CompactedError(state.compacted))
        return
      }
      const events: StoreEvent[] = []
      let seen = 0
      for (const change of state.changesFrom(watcher.next)) {
        for (const event of change.events) if (keyOf(event).startsWith(watcher.prefix)) events.push(event)
        watcher.next = change.revision + 1
        if (++seen === catchUpStep) break
      }
      // An empty store is at revision 1, which no change has.
      if (seen === 0) watcher.next = state.revision + 1
      this.#show(watcher, events)
    }
    if (watcher.closed) return
    this.#behind.delete(watcher)
    this.#enlist(watcher)
  }

  #show(watcher: Watcher, events: readonly StoreEvent[]): void {
    const last = events.at(-1)
    if (last === undefined || watcher.closed) return
    watcher.next = Math.max(watcher.next, last.revision + 1)
    this.#call(watcher, () => watcher.handlers.onEvents(events, last.revision))
  }

  #call(watcher: Watcher, handler: () => void): void {
    try {
      handler()
    } catch (error) {
      this.#fail(watcher, error instanceof Error ? error : new Error('a watch handler failed', { cause: error }))
    }
  }

  #fail(watcher: Watcher, error: Error): void {
    if (watcher.closed) return
    this.#remove(watcher)
    try {
      watcher.handlers.onError(error)
    } catch (bug) {
      // Nobody is left to be told: it surfaces as uncaught, but not in the middle of somebody else's write.
      queueMicrotask(() => {
        throw bug
      })
    }
  }

  #enlist(watcher: Watcher): void {
    if (!watcher.prefix.endsWith('/')) {
      this.#others.add(watcher)
      return
    }
    const folder = this.#byFolder.get(watcher.prefix)
    if (folder === undefined) this.#byFolder.set(watcher.prefix, new Set([watcher]))
    else folder.add(watcher)
  }

  #remove(watcher: Watcher): void {
    watcher.closed = true
    this.#behind.delete(watcher)
    this.#others.delete(watcher)
    const folder = this.#byFolder.get(watcher.prefix)
    if (folder?.delete(watcher) && folder.size === 0) this.#byFolder.delete(watcher.prefix)
  }
}

function collect(perWatcher: Map<Watcher, StoreEvent[]>, watcher: Watcher, event: StoreEvent): void {
  if (event.revision < watcher.next) return
  const events = perWatcher.get(watcher)
  if (events === undefined) perWatcher.set(watcher, [event])
  else events.push(event)
}
