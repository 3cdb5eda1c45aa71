/** What the writers of the crash test write: known from writer and step alone, so that any value can be checked. */

export const writers = 16
/** Keys of one writer; each step writes one of them and removes the next. */
export const slots = 20

/** Between a few bytes and several pages. */
export function crashValue(writer: number, step: number): string {
  return `${writer}:${step}:${'v'.repeat((step * 7919 + writer * 104_729) % 6000)}`
}
