/**
 * What plugins remember between the steps of scheduling one pod.
 * Always: lives for one pod and one try. A clone may be changed without touching the original: that is what trying out
 * preemption, and counting nominated pods in, are done on.
 * @see kubernetes v1.31 pkg/scheduler/framework/cycle_state.go
 */

/** Names a piece of state and its type; made once per plugin. */
export interface StateKey<T> {
  readonly name: string
  /** Left out where the state never changes after it was written. */
  readonly clone?: (value: T) => T
}

export function stateKey<T>(name: string, clone?: (value: T) => T): StateKey<T> {
  return clone === undefined ? { name } : { name, clone }
}

export class CycleState {
  /** Filter plugins that have nothing to say about this pod. */
  readonly skipFilter = new Set<string>()
  readonly skipScore = new Set<string>()
  readonly #values = new Map<object, { value: unknown; clone: () => unknown }>()

  write<T>(key: StateKey<T>, value: T): void {
    const { clone } = key
    this.#values.set(key, { value, clone: clone === undefined ? () => value : () => clone(value) })
  }

  read<T>(key: StateKey<T>): T | undefined {
    // Only `write` puts values here, under a key of their own type.
    return this.#values.get(key)?.value as T | undefined
  }

  /** @throws Error when nothing was written: the plugin was asked out of turn */
  must<T>(key: StateKey<T>): T {
    const value = this.read(key)
    if (value === undefined) throw new Error(`reading ${JSON.stringify(key.name)} from cycleState: not found`)
    return value
  }

  clone(): CycleState {
    const out = new CycleState()
    for (const name of this.skipFilter) out.skipFilter.add(name)
    for (const name of this.skipScore) out.skipScore.add(name)
    for (const [key, { clone }] of this.#values) out.write(key as StateKey<unknown>, clone())
    return out
  }
}
