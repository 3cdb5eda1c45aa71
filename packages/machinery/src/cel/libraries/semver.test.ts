import { expect, test } from 'vitest'
import type { CelType } from '../contract.ts'
import { evaluated } from '../testing.ts'
import { defaultLibraries } from './catalog.ts'
import { semverValue } from './semver.ts'

const libraries = [...defaultLibraries, 'semver', 'bindings'] as const

test.each<[string, unknown]>([
  ["semver('1.2.3-rc.1+build.5')", '1.2.3-rc.1+build.5'],
  ["semver('v1.0.0')", 'error: Invalid character(s) found in major number "v1"'],
  ["semver('1.0')", 'error: No Major.Minor.Patch elements found'],
  ["semver('01.0.0')", 'error: Major number must not contain leading zeroes "01"'],
  ["semver('1.0.0-01')", 'error: Numeric PreRelease version must not contain leading zeroes "01"'],
  ["semver('1.0.0-a_b')", 'error: Invalid character(s) found in prerelease "a_b"'],
  ["semver('')", 'error: Version string empty'],
  ["isSemver('1.0.0')", true],
  ["isSemver('hello')", false],
  ["semver('1.2.3').major() * 100 + semver('1.2.3').minor() * 10 + semver('1.2.3').patch()", 123],
  ["semver('1.0.0').isLessThan(semver('1.0.1'))", true],
  ["semver('1.0.0-rc.1').isLessThan(semver('1.0.0'))", true],
  ["semver('1.0.0-rc.2').isGreaterThan(semver('1.0.0-rc.1'))", true],
  ["semver('1.0.0-1').isLessThan(semver('1.0.0-a'))", true],
  ["semver('1.0.0-a.b').compareTo(semver('1.0.0-a'))", 1],
  ["semver('1.0.0+a') == semver('1.0.0+b')", true],
  ["quantity('1').isLessThan(quantity('2'))", true],
])('%s', (expression, expected) => {
  expect(evaluated(expression, { libraries })).toEqual(expected)
})

test('devices: domains that are not there are empty', () => {
  const string: CelType = { kind: 'string' }
  const perDomain = (value: CelType): CelType => ({
    kind: 'map',
    key: string,
    value: { kind: 'map', key: string, value },
    missing: {},
  })
  const device: CelType = {
    kind: 'object',
    name: 'kubernetes.DRADevice',
    fields: () =>
      new Map([
        ['driver', { type: string }],
        ['attributes', { type: perDomain({ kind: 'dyn' }) }],
        ['capacity', { type: perDomain({ kind: 'opaque', name: 'kubernetes.Quantity' }) }],
      ]),
  }
  const bindings = {
    device: {
      driver: 'dra.example.com',
      attributes: { 'dra.example.com': { version: semverValue('1.2.0'), model: 'x', count: 3 } },
      capacity: { 'dra.example.com': { memory: '4Gi' } },
    },
  }
  const run = (expression: string): unknown => evaluated(expression, { libraries, variables: { device }, bindings })
  expect(run("device.attributes['dra.example.com'].version.isGreaterThan(semver('1.1.9'))")).toBe(true)
  expect(run("cel.bind(dra, device.attributes['dra.example.com'], dra.model == 'x' && dra.count == 3)")).toBe(true)
  expect(run("device.capacity['dra.example.com'].memory.isGreaterThan(quantity('3Gi'))")).toBe(true)
  expect(run("has(device.attributes['other.example.com'].model)")).toBe(false)
  expect(run("device.attributes['other.example.com'].model")).toBe('error: no such key: model')
})
