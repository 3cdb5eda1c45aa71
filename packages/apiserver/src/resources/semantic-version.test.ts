/** Semantic versions: what is one, and which comes first. */
import { expect, test } from 'vitest'
import { compareSemanticVersions, parseSemanticVersion } from './semantic-version.ts'

test.each(['1.2', '1.02.3', 'v1.2.3', '1.2.3-01', '', '1.2.3+'])('%j is none', (text) => {
  expect(parseSemanticVersion(text)).toBeUndefined()
})

test('numbers before words, words before nothing; builds do not count', () => {
  const ordered = ['0.9.10', '1.0.0-2', '1.0.0-10', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0', '1.0.1']
  const parsed = ordered.map((text) => parseSemanticVersion(text)).filter((version) => version !== undefined)
  expect(parsed).toHaveLength(ordered.length)
  for (const [i, version] of parsed.entries()) {
    for (const [j, other] of parsed.entries()) {
      expect(Math.sign(compareSemanticVersions(version, other))).toBe(Math.sign(i - j))
    }
  }
  const [plain, built] = [parseSemanticVersion('1.0.0'), parseSemanticVersion('1.0.0+x')]
  expect(plain && built && compareSemanticVersions(plain, built)).toBe(0)
})
