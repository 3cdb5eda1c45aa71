/** A binary heap whose items are found by key too. `before` says which of two comes out first; equals come out as they came in. */

interface Slot<T> {
  item: T
  readonly order: number
}

export class KeyedHeap<T> {
  readonly #keyOf: (item: T) => string
  readonly #compare: (a: T, b: T) => number
  readonly #slots: Slot<T>[] = []
  readonly #index = new Map<string, number>()
  #nextOrder = 0

  /** @param compare negative when `a` comes out first */
  constructor(keyOf: (item: T) => string, compare: (a: T, b: T) => number) {
    this.#keyOf = keyOf
    this.#compare = compare
  }

  get size(): number {
    return this.#slots.length
  }

  get(key: string): T | undefined {
    const at = this.#index.get(key)
    return at === undefined ? undefined : this.#slots[at]?.item
  }

  items(): T[] {
    return this.#slots.map(({ item }) => item)
  }

  peek(): T | undefined {
    return this.#slots[0]?.item
  }

  /** Adds, or replaces the item of the same key. */
  set(item: T): void {
    const key = this.#keyOf(item)
    const at = this.#index.get(key)
    const slot = at === undefined ? undefined : this.#slots[at]
    if (at === undefined || slot === undefined) {
      this.#place({ item, order: this.#nextOrder++ }, this.#slots.length)
      this.#up(this.#slots.length - 1)
      return
    }
    slot.item = item
    this.#down(this.#up(at))
  }

  pop(): T | undefined {
    const first = this.peek()
    if (first !== undefined) this.delete(this.#keyOf(first))
    return first
  }

  delete(key: string): T | undefined {
    const at = this.#index.get(key)
    if (at === undefined) return undefined
    const gone = this.#slots[at]
    const last = this.#slots.pop()
    this.#index.delete(key)
    if (last !== undefined && at < this.#slots.length) {
      this.#place(last, at)
      this.#down(this.#up(at))
    }
    return gone?.item
  }

  #place(slot: Slot<T>, at: number): void {
    this.#slots[at] = slot
    this.#index.set(this.#keyOf(slot.item), at)
  }

  #precedes(a: Slot<T>, b: Slot<T>): boolean {
    const order = this.#compare(a.item, b.item)
    return order < 0 || (order === 0 && a.order < b.order)
  }

  #up(from: number): number {
    const slot = this.#slots[from]
    if (slot === undefined) return from
    let at = from
    while (at > 0) {
      const above = (at - 1) >> 1
      const parent = this.#slots[above]
      if (parent === undefined || !this.#precedes(slot, parent)) break
      this.#place(parent, at)
      at = above
    }
    this.#place(slot, at)
    return at
  }

  #down(from: number): void {
    const slot = this.#slots[from]
    if (slot === undefined) return
    let at = from
    for (;;) {
      let below = 2 * at + 1
      let child = this.#slots[below]
      if (child === undefined) break
      const other = this.#slots[below + 1]
      if (other !== undefined && this.#precedes(other, child)) {
        below++
        child = other
      }
      if (!this.#precedes(child, slot)) break
      this.#place(child, at)
      at = below
    }
    this.#place(slot, at)
  }
}
