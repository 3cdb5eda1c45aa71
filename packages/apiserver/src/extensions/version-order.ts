/**
 * The order of versions that people expect: stable ones first, then betas, then alphas, the higher number first; other names
 * come last, by the alphabet.
 * @see apimachinery pkg/version CompareKubeAwareVersionStrings
 */
interface Read {
  readonly major: number
  /** 3 stable, 2 beta, 1 alpha. */
  readonly stage: number
  readonly minor: number
}

const stages: Readonly<Record<string, number>> = { alpha: 1, beta: 2 }

function read(version: string): Read | undefined {
  const match = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/.exec(version)
  if (match === null) return undefined
  const stage = match[2] === undefined ? 3 : (stages[match[2]] ?? 0)
  return { major: Number(match[1]), stage, minor: Number(match[3] ?? 0) }
}

/** Below zero when `a` is to come first. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0
  const left = read(a)
  const right = read(b)
  if (left === undefined && right === undefined) return a < b ? -1 : 1
  if (left === undefined) return 1
  if (right === undefined) return -1
  return right.stage - left.stage || right.major - left.major || right.minor - left.minor
}
