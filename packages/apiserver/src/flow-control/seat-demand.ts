/**
 * How many seats a priority level could use, over time: mean, deviation and peak of the last period, and a smoothed envelope.
 * In: each change of the number with its time. Out: statistics at the end of a period.
 */

export interface DemandStatistics {
  average: number
  deviation: number
  highWatermark: number
  smoothed: number
}

/** How much of the last period's envelope stays: half of a peak is forgotten in about five minutes. */
const smoothing = 0.977

export class SeatDemand {
  readonly statistics: DemandStatistics = { average: 0, deviation: 0, highWatermark: 0, smoothed: 0 }
  #sinceMs: number
  #value = 0
  #max = 0
  #seconds = 0
  #sum = 0
  #squares = 0

  constructor(nowMs: number) {
    this.#sinceMs = nowMs
  }

  set(value: number, nowMs: number): void {
    this.#pass(nowMs)
    this.#value = value
    if (value > this.#max) this.#max = value
  }

  /** Ends the period: the statistics show it, and the next begins. */
  endPeriod(nowMs: number): DemandStatistics {
    this.#pass(nowMs)
    const { statistics } = this
    statistics.highWatermark = Math.round(this.#max)
    if (this.#seconds > 0) {
      const average = this.#sum / this.#seconds
      const deviation = Math.sqrt(Math.max(0, this.#squares / this.#seconds - average * average))
      const envelope = average + deviation
      statistics.average = average
      statistics.deviation = deviation
      statistics.smoothed = Math.max(envelope, smoothing * statistics.smoothed + (1 - smoothing) * envelope)
    }
    this.#seconds = 0
    this.#sum = 0
    this.#squares = 0
    this.#max = this.#value
    return statistics
  }

  #pass(nowMs: number): void {
    const seconds = (nowMs - this.#sinceMs) / 1000
    this.#sinceMs = nowMs
    if (seconds <= 0) return
    this.#seconds += seconds
    this.#sum += seconds * this.#value
    this.#squares += seconds * this.#value * this.#value
  }
}
