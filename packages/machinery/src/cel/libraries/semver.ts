/**
 * Semantic versions, of device selectors: `semver('1.2.3').isLessThan(semver('2.0.0'))`.
 * Out also: values for bindings (`semverValue`), since JSON cannot tell a version from a string.
 * @see dynamic-resource-allocation cel/semverlib.go; blang/semver v4 for what is a version
 */
import { goQuote } from '../../go-quote.ts'
import type { CelType } from '../contract.ts'
import { type FunctionDeclaration, globalOverload, type Library, memberOverload } from '../declarations.ts'
import { compareStrings } from '../equality.ts'
import { intOf, maxUint } from '../numbers.ts'
import { boolType, intType, opaque, stringType } from '../types.ts'
import { EvalError, OpaqueValue, type Value } from '../values.ts'
import { text } from './arguments.ts'

const typeName = 'kubernetes.Semver'
const semverType = opaque(typeName)

interface Version {
  readonly numbers: readonly [major: bigint, minor: bigint, patch: bigint]
  /** Numbers come before words. */
  readonly prerelease: readonly (bigint | string)[]
  readonly text: string
}

class SemverValue extends OpaqueValue {
  readonly typeName = typeName
  readonly version: Version

  constructor(version: Version) {
    super()
    this.version = version
  }

  equals(other: OpaqueValue): boolean {
    return other instanceof SemverValue && compareVersions(this.version, other.version) === 0
  }

  toJson(): string {
    return this.version.text
  }
}

/** A version for bindings, or what is wrong with the text. */
export function semverValue(written: string): SemverValue | EvalError {
  const version = parseVersion(written)
  return 'problem' in version ? new EvalError(version.problem) : new SemverValue(version)
}

interface Problem {
  readonly problem: string
}

function parseNumber(part: string, name: string): bigint | Problem {
  if (/[^0-9]/.test(part))
    return { problem: `Invalid character(s) found in ${name.toLowerCase()} number ${goQuote(part)}` }
  if (part.length > 1 && part.startsWith('0')) {
    return { problem: `${name} number must not contain leading zeroes ${goQuote(part)}` }
  }
  if (part === '') return { problem: 'strconv.ParseUint: parsing "": invalid syntax' }
  const value = BigInt(part)
  return value > maxUint ? { problem: `strconv.ParseUint: parsing ${goQuote(part)}: value out of range` } : value
}

function parseVersion(written: string): Version | Problem {
  if (written === '') return { problem: 'Version string empty' }
  const [first = '', second, ...others] = written.split('.')
  if (second === undefined || others.length === 0) return { problem: 'No Major.Minor.Patch elements found' }
  const rest = others.join('.')
  const plus = rest.indexOf('+')
  const beforeBuild = plus < 0 ? rest : rest.slice(0, plus)
  const dash = beforeBuild.indexOf('-')
  const numbers: bigint[] = []
  for (const [part, name] of [
    [first, 'Major'],
    [second, 'Minor'],
    [dash < 0 ? beforeBuild : beforeBuild.slice(0, dash), 'Patch'],
  ] as const) {
    const number = parseNumber(part, name)
    if (typeof number !== 'bigint') return number
    numbers.push(number)
  }
  const prerelease: (bigint | string)[] = []
  for (const part of dash < 0 ? [] : beforeBuild.slice(dash + 1).split('.')) {
    const parsed = parsePrerelease(part)
    if (typeof parsed === 'object') return parsed
    prerelease.push(parsed)
  }
  for (const part of plus < 0 ? [] : rest.slice(plus + 1).split('.')) {
    if (part === '') return { problem: 'Build meta data is empty' }
    if (!/^[0-9A-Za-z-]+$/.test(part))
      return { problem: `Invalid character(s) found in build meta data ${goQuote(part)}` }
  }
  const [major = 0n, minor = 0n, patch = 0n] = numbers
  return { numbers: [major, minor, patch], prerelease, text: written }
}

function parsePrerelease(part: string): bigint | string | Problem {
  if (part === '') return { problem: 'Prerelease is empty' }
  if (/^[0-9]+$/.test(part)) {
    if (part.length === 1 || !part.startsWith('0')) return BigInt(part)
    return { problem: `Numeric PreRelease version must not contain leading zeroes ${goQuote(part)}` }
  }
  if (/^[0-9A-Za-z-]+$/.test(part)) return part
  return { problem: `Invalid character(s) found in prerelease ${goQuote(part)}` }
}

/** Build data does not count; a version before its release is the smaller one. */
function compareVersions(a: Version, b: Version): number {
  for (const [i, number] of a.numbers.entries()) {
    const other = b.numbers[i] ?? 0n
    if (number !== other) return number < other ? -1 : 1
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) {
    return Math.sign(b.prerelease.length - a.prerelease.length)
  }
  for (const [i, part] of a.prerelease.entries()) {
    const other = b.prerelease[i]
    if (other === undefined) return 1
    const order = comparePrereleases(part, other)
    if (order !== 0) return order
  }
  return a.prerelease.length === b.prerelease.length ? 0 : -1
}

function comparePrereleases(a: bigint | string, b: bigint | string): number {
  if (typeof a === 'string') return typeof b === 'string' ? compareStrings(a, b) : 1
  if (typeof b === 'string') return -1
  return a === b ? 0 : a < b ? -1 : 1
}

function version(value: Value | undefined): Version {
  if (value instanceof SemverValue) return value.version
  throw new TypeError('not a version')
}

function comparison(name: string, id: string, result: CelType, read: (order: number) => Value): FunctionDeclaration {
  return {
    name,
    overloads: [
      memberOverload(id, [semverType, semverType], result, (a, b) => read(compareVersions(version(a), version(b)))),
    ],
  }
}

function part(name: string, index: 0 | 1 | 2): FunctionDeclaration {
  return {
    name,
    overloads: [
      memberOverload(`semver_${name}`, [semverType], intType, (value) =>
        intOf(BigInt.asIntN(64, version(value).numbers[index])),
      ),
    ],
  }
}

export const semverLibrary: Library = {
  functions: [
    {
      name: 'semver',
      overloads: [globalOverload('string_to_semver', [stringType], semverType, (value) => semverValue(text(value)))],
    },
    {
      name: 'isSemver',
      overloads: [
        globalOverload(
          'is_semver_string',
          [stringType],
          boolType,
          (value) => semverValue(text(value)) instanceof SemverValue,
        ),
      ],
    },
    comparison('isGreaterThan', 'semver_is_greater_than', boolType, (order) => order > 0),
    comparison('isLessThan', 'semver_is_less_than', boolType, (order) => order < 0),
    comparison('compareTo', 'semver_compare_to', intType, (order) => order),
    part('major', 0),
    part('minor', 1),
    part('patch', 2),
  ],
}
