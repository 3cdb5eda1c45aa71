/**
 * Versions: the API's own (`v1 > v1beta2 > v1alpha1 > others`) and those of programs (`v1.31.2+elli.1`).
 * In: texts. Out: an order. Always: total; what is no version sorts behind what is one.
 * @see apimachinery pkg/version, pkg/util/version
 */

const stages = { alpha: 0, beta: 1, ga: 2 } as const

interface ApiVersionParts {
  readonly stage: number
  readonly major: number
  readonly minor: number
}

function parseApiVersion(text: string): ApiVersionParts | undefined {
  const match = /^v([0-9]+)(?:(alpha|beta)([0-9]+))?$/.exec(text)
  if (match === null) return undefined
  const [, major = '0', stage, minor = '0'] = match
  const rank = stage === 'alpha' ? stages.alpha : stage === 'beta' ? stages.beta : stages.ga
  return { stage: rank, major: Number(major), minor: Number(minor) }
}

/** Positive when `a` is the better version: stable before beta before alpha, then higher numbers, then names A to Z. */
export function compareKubeVersions(a: string, b: string): number {
  if (a === b) return 0
  const [left, right] = [parseApiVersion(a), parseApiVersion(b)]
  if (left === undefined && right === undefined) return a < b ? 1 : -1
  if (left === undefined) return -1
  if (right === undefined) return 1
  return left.stage - right.stage || left.major - right.major || left.minor - right.minor
}

/** Best first, as discovery lists them. */
export function sortKubeVersions(versions: readonly string[]): string[] {
  return [...versions].sort((a, b) => compareKubeVersions(b, a))
}

export interface ProgramVersion {
  readonly numbers: readonly number[]
  /** What follows a dash, '' when nothing does. */
  readonly preRelease: string
  /** What follows a plus; it has no say in the order. */
  readonly build: string
}

/** A program's version with two or more numbers and an optional `v`; undefined when the text is none. */
export function parseProgramVersion(text: string): ProgramVersion | undefined {
  const match = /^v?([0-9]+(?:\.[0-9]+)+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/.exec(text.trim())
  if (match === null) return undefined
  const [, numbers = '', preRelease = '', build = ''] = match
  return { numbers: numbers.split('.').map(Number), preRelease, build }
}

/** Semantic versioning's order; a version before its release is less than the release. */
export function compareProgramVersions(a: ProgramVersion, b: ProgramVersion): number {
  for (let i = 0; i < Math.max(a.numbers.length, b.numbers.length); i++) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0)
    if (difference !== 0) return difference
  }
  if (a.preRelease === b.preRelease) return 0
  if (a.preRelease === '') return 1
  if (b.preRelease === '') return -1
  return comparePreReleases(a.preRelease.split('.'), b.preRelease.split('.'))
}

function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left = '', right = ''] = [a[i], b[i]]
    if (left === right) continue
    const [leftNumber, rightNumber] = [/^[0-9]+$/.test(left), /^[0-9]+$/.test(right)]
    if (leftNumber && rightNumber) return Number(left) - Number(right)
    if (leftNumber !== rightNumber) return leftNumber ? -1 : 1
    return left < right ? -1 : 1
  }
  return a.length - b.length
}
