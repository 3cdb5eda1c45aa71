/**
 * How many watches a write will wake: counted by resource, namespace and name, selectors left aside.
 * In: watches that begin and end. Out: the number that a write's request concerns.
 */
import type { RequestInfo } from '../request-info.ts'

const reads: ReadonlySet<string> = new Set(['get', 'list', 'watch', 'proxy'])

export class WatchCount {
  readonly #counts = new Map<string, number>()

  /** @returns what to call when the watch has ended */
  begin(info: RequestInfo): () => void {
    // A kubelet's watch of its own pods hears of few of the writes: it would be wrong to count it for each.
    if (info.apiGroup === '' && info.resource === 'pods' && onOneNode(info.fieldSelector)) return () => {}
    const key = keyOf(info, info.namespace, info.name)
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    let ended = false
    return () => {
      if (ended) return
      ended = true
      const left = (this.#counts.get(key) ?? 1) - 1
      if (left === 0) this.#counts.delete(key)
      else this.#counts.set(key, left)
    }
  }

  interested(info: RequestInfo): number {
    if (this.#counts.size === 0 || reads.has(info.verb)) return 0
    let count = this.#counts.get(keyOf(info, '', '')) ?? 0
    if (info.namespace !== '') count += this.#counts.get(keyOf(info, info.namespace, '')) ?? 0
    if (info.name !== '') count += this.#counts.get(keyOf(info, info.namespace, info.name)) ?? 0
    return count
  }
}

function keyOf({ apiGroup, resource }: RequestInfo, namespace: string, name: string): string {
  return `${apiGroup}/${resource}/${namespace}/${name}`
}

/** Whether the selector names one node; an empty one is none. */
function onOneNode(selector: string): boolean {
  for (const term of selector.split(',')) {
    const [, node] = /^spec\.nodeName==?(.+)$/.exec(term.trim()) ?? []
    if (node !== undefined) return true
  }
  return false
}
