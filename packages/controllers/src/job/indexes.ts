/**
 * Sets of completion indexes as Jobs write them: `1,3-5`. Pure.
 * Always: intervals are in order and do not touch; two neighbours are written `1,2`, three and more `1-3`.
 */
export interface Interval {
  first: number
  last: number
}

export class IndexSet {
  readonly intervals: readonly Interval[]

  private constructor(intervals: readonly Interval[]) {
    this.intervals = intervals
  }

  static readonly empty = new IndexSet([])

  static of(indexes: Iterable<number>): IndexSet {
    const sorted = [...indexes].sort((a, b) => a - b)
    return IndexSet.empty.union(new IndexSet(sorted.map((index) => ({ first: index, last: index }))))
  }

  /** What is not below `completions` is left out; parts that cannot be read are skipped. */
  static parse(text: string | undefined, completions: number): IndexSet {
    const intervals: Interval[] = []
    for (const part of text ? text.split(',') : []) {
      const [first = '', end] = part.split('-')
      if (!/^\d+$/.test(first) || (end !== undefined && !/^\d+$/.test(end))) continue
      if (Number(first) >= completions) break
      const last = end === undefined ? Number(first) : Math.min(Number(end), completions - 1)
      intervals.push({ first: Number(first), last })
    }
    return IndexSet.empty.union(new IndexSet(intervals))
  }

  get size(): number {
    return this.intervals.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  }

  has(index: number): boolean {
    return this.intervals.some(({ first, last }) => first <= index && index <= last)
  }

  union(other: IndexSet): IndexSet {
    const merged: Interval[] = []
    for (const { first, last } of [...this.intervals, ...other.intervals].sort((a, b) => a.first - b.first)) {
      const before = merged.at(-1)
      if (before && first <= before.last + 1) before.last = Math.max(before.last, last)
      else merged.push({ first, last })
    }
    return new IndexSet(merged)
  }

  /** How many indexes both have. */
  overlap(other: IndexSet): number {
    let count = 0
    for (const a of this.intervals)
      for (const b of other.intervals) count += Math.max(0, Math.min(a.last, b.last) - Math.max(a.first, b.first) + 1)
    return count
  }

  /** The first `count` indexes below `completions` that are not in the set. */
  firstMissing(count: number, completions: number): number[] {
    const found: number[] = []
    let candidate = 0
    for (const { first, last } of [...this.intervals, { first: completions, last: completions }]) {
      for (; candidate < first && candidate < completions && found.length < count; candidate++) found.push(candidate)
      candidate = Math.max(candidate, last + 1)
    }
    return found
  }

  toString(): string {
    return this.intervals
      .map(({ first, last }) => (first === last ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`))
      .join(',')
  }
}
