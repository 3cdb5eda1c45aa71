/**
 * The most there was of something in the last second. In: what there is now, whenever it grows. Out: the greatest of it.
 * Always: two comparisons per note; nothing runs in between.
 */
export class Watermark {
  #second = -1
  #most = 0
  #before = 0

  note(value: number, nowMs: number): void {
    this.#turn(nowMs)
    if (value > this.#most) this.#most = value
  }

  /** @param present what there is right now */
  read(present: number, nowMs: number): number {
    this.#turn(nowMs)
    return Math.max(present, this.#most, this.#before)
  }

  #turn(nowMs: number): void {
    const second = Math.floor(nowMs / 1000)
    if (second === this.#second) return
    this.#before = second === this.#second + 1 ? this.#most : 0
    this.#most = 0
    this.#second = second
  }
}
