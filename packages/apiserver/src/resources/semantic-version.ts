/**
 * Semantic versions in fields of objects.
 * In: text. Out: the version, undefined of what is none; the order of two.
 * @see https://semver.org/spec/v2.0.0.html
 */
export interface SemanticVersion {
  readonly numbers: readonly number[]
  /** Numbers come before words; a version without any comes after all that have some. */
  readonly prerelease: readonly (number | string)[]
}

export const zeroVersion: SemanticVersion = { numbers: [0, 0, 0], prerelease: [] }

const pattern =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/

export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, major, minor, patch, prerelease] = match
  return {
    numbers: [major, minor, patch].map(Number),
    prerelease: prerelease?.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)) ?? [],
  }
}

export function compareSemanticVersions(a: SemanticVersion, b: SemanticVersion): number {
  for (const [i, number] of a.numbers.entries()) {
    const other = b.numbers[i] ?? 0
    if (number !== other) return number - other
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return b.prerelease.length - a.prerelease.length
  for (const [i, part] of a.prerelease.entries()) {
    const other = b.prerelease[i]
    if (other === undefined) return 1
    if (part === other) continue
    if (typeof part !== typeof other) return typeof part === 'number' ? -1 : 1
    return part < other ? -1 : 1
  }
  return a.prerelease.length - b.prerelease.length
}
