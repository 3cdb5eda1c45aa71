/** A watch that runs beside a test and remembers, in order, all it was told. Bookmarks are left out. */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Client } from 'elli'

export interface Told<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: T
}

export interface Watching<T> extends AsyncDisposable {
  readonly events: readonly Told<T>[]
}

export interface Wanted {
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
  readonly resourceVersion?: string
}

/** @throws when disposed, if the watch broke meanwhile */
export function watching<T extends ApiObject>(client: Client, resource: ResourceInfo<T>, wanted: Wanted): Watching<T> {
  const events: Told<T>[] = []
  const stop = new AbortController()
  const run = async (): Promise<void> => {
    try {
      for await (const event of client.for(resource).watch({ ...wanted, signal: stop.signal }))
        if (event.type !== 'BOOKMARK') events.push(event)
    } catch (error) {
      if (!stop.signal.aborted) throw error
    }
  }
  const running = run().then(
    () => undefined,
    (error: unknown) => error,
  )
  return {
    events,
    async [Symbol.asyncDispose]() {
      stop.abort()
      const error = await running
      if (error !== undefined) throw new Error(`the watch of ${resource.resource} broke`, { cause: error })
    },
  }
}
