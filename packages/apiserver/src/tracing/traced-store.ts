/** A store whose calls are spans of the requests that make them. */
import type { Store } from '@elli/store/contract'
import type { SpanAttributes, Tracer } from './tracer.ts'

export function tracedStore(store: Store, tracer: Tracer): Store {
  const spanned = async <T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T> => {
    const span = tracer.current()?.child(name, attributes)
    if (span === undefined) return work()
    try {
      return await work()
    } catch (error) {
      span.failed(error)
      throw error
    } finally {
      span.end()
    }
  }
  // Everything else is the store's own; its methods must see the store and not this.
  const traced: Pick<Store, 'get' | 'range' | 'txn'> = {
    get: (key, revision) => spanned('etcdserverpb.KV/Range', { key }, () => store.get(key, revision)),
    range: (start, end, options) =>
      spanned('etcdserverpb.KV/Range', { key: start, limit: options?.limit ?? 0 }, () =>
        store.range(start, end, options),
      ),
    txn: (compare, operations) =>
      spanned('etcdserverpb.KV/Txn', { key: operations[0]?.key ?? '' }, () => store.txn(compare, operations)),
  }
  return new Proxy(store, {
    get(target, name) {
      if (name === 'get' || name === 'range' || name === 'txn') return traced[name]
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
