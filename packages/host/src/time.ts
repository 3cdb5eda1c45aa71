/**
 * Times as the API writes them: metav1.Time is RFC 3339 in UTC with whole seconds, MicroTime has six decimals.
 * Pure; the current instant comes from a Clock.
 */
import type { Instant } from './clock.ts'

/** metav1.Time text of an instant, e.g. `2024-08-13T09:12:33Z`. Sub-second parts are cut. */
export function toTime(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}

/** metav1.MicroTime text of an instant, e.g. `2024-08-13T09:12:33.250000Z`. */
export function toMicroTime(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 23)}000Z`
}

/** Instant of an RFC 3339 text; undefined stays undefined. Throws RangeError when the text is no time. */
export function fromTime(text: string): Instant
export function fromTime(text: string | null | undefined): Instant | undefined
export function fromTime(text: string | null | undefined): Instant | undefined {
  if (text === undefined || text === null) return undefined
  const instant = Date.parse(text)
  if (Number.isNaN(instant)) throw new RangeError(`not an RFC 3339 time: ${JSON.stringify(text)}`)
  return instant
}
