/**
 * Durations as Go writes them: `1h2m3.5s`.
 * In: text or nanoseconds. Out: the other one. Always: exact, within 64 bits.
 */

const units: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}
const maxNanoseconds = 2n ** 63n - 1n

/** Nanoseconds; undefined when the text is no duration. */
export function parseDuration(text: string): bigint | undefined {
  const negative = text.startsWith('-')
  const body = /^[-+]/.test(text) ? text.slice(1) : text
  if (body === '0') return 0n
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined
  let total = 0n
  for (const [, whole = '', fraction = '', unit = ''] of body.matchAll(/(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const size = units[unit] ?? 0n
    total += BigInt(whole === '' ? '0' : whole) * size
    const digits = fraction.slice(0, 18)
    if (digits !== '') total += (BigInt(digits) * size) / 10n ** BigInt(digits.length)
  }
  if (total > maxNanoseconds) return undefined
  return negative ? -total : total
}

/** `1m0s`, `1.5s`, `300ms`, `0s`. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s'
  const sign = nanoseconds < 0n ? '-' : ''
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds
  if (size < 1_000n) return `${sign}${size}ns`
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}µs`
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`
  const minutes = size / 60_000_000_000n
  const seconds = `${decimal(size % 60_000_000_000n, 9)}s`
  if (minutes === 0n) return `${sign}${seconds}`
  const hours = minutes / 60n
  return hours === 0n ? `${sign}${minutes}m${seconds}` : `${sign}${hours}h${minutes % 60n}m${seconds}`
}

/** value / 10^places without trailing zeros. */
function decimal(value: bigint, places: number): string {
  const divisor = 10n ** BigInt(places)
  const fraction = String(value % divisor)
    .padStart(places, '0')
    .replace(/0+$/, '')
  return fraction === '' ? String(value / divisor) : `${value / divisor}.${fraction}`
}
