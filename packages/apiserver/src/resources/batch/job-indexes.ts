/** Sets of indexes of an Indexed Job as text, such as `1,3-5,7`. In: the text, how many there are. Out: their number, or why not. */
import { goQuote } from '@elli/machinery/go-quote'

export function countIndexes(text: string, completions: number): number | string {
  if (text === '') return 0
  let total = 0
  let last: number | undefined
  for (const fragment of text.split(',')) {
    const interval = parseInterval(fragment, completions)
    if (typeof interval === 'string') return interval
    const [first, end] = interval
    if (last !== undefined && last >= first) return outOfOrder(last, first)
    total += end - first + 1
    last = end
  }
  return total
}

function outOfOrder(previous: number, current: number): string {
  return `non-increasing order, previous: ${previous}, current: ${current}`
}

function parseInterval(fragment: string, completions: number): [number, number] | string {
  const parts = fragment.split('-')
  if (parts.length > 2) {
    return `the fragment ${goQuote(fragment)} violates the requirement that an index interval can have at most two parts separated by '-'`
  }
  const numbers: number[] = []
  for (const part of parts) {
    if (!/^[+-]?\d+$/.test(part)) return `cannot convert string to integer for index: ${goQuote(part)}`
    const index = Number(part)
    if (index >= completions) return `too large index: ${goQuote(part)}`
    numbers.push(index)
  }
  const [first = 0, end = first] = numbers
  return parts.length === 2 && first >= end ? outOfOrder(first, end) : [first, end]
}
