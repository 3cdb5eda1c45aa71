/** Numbers by topology domain: key, then value. Always: domains whose number is 0 are absent. */
export class TopologyCounts {
  readonly #keys = new Map<string, Map<string, number>>()

  add(key: string, value: string, change: number): void {
    if (change === 0) return
    let values = this.#keys.get(key)
    if (values === undefined) this.#keys.set(key, (values = new Map()))
    const sum = (values.get(value) ?? 0) + change
    if (sum !== 0) values.set(value, sum)
    else {
      values.delete(value)
      if (values.size === 0) this.#keys.delete(key)
    }
  }

  get(key: string, value: string): number {
    return this.#keys.get(key)?.get(value) ?? 0
  }

  get isEmpty(): boolean {
    return this.#keys.size === 0
  }

  keys(): Iterable<string> {
    return this.#keys.keys()
  }

  clone(): TopologyCounts {
    const out = new TopologyCounts()
    for (const [key, values] of this.#keys) out.#keys.set(key, new Map(values))
    return out
  }
}
