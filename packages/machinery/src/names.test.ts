import { describe, expect, test } from 'vitest'
import { at, errorText } from './field.ts'
import { cidrAddress, cidrContains, formatCidr, formatIp, parseCidr, parseIp } from './ip.ts'
import * as names from './names.ts'

/** Looks a check up by name, so that rows may name it. */
const checks: Readonly<Record<string, unknown>> = { ...names }
function run(check: string, text: string): unknown {
  const found = checks[check]
  if (typeof found !== 'function') throw new Error(`no check ${check}`)
  return found(text)
}

const long = 'a'.repeat(64)

describe('good names', () => {
  for (const [check, text] of [
    ['checkDns1123Label', 'a-1'],
    ['checkDns1123Subdomain', 'a.b-c.1'],
    ['checkDns1035Label', 'a1'],
    ['checkQualifiedName', 'example.com/My_Name.x'],
    ['checkLabelValue', ''],
    ['checkLabelValue', 'A_b.c-1'],
    ['checkPortName', 'http-2'],
    ['checkEnvVarName', 'my.env-NAME_1'],
    ['checkRelaxedEnvVarName', '1 %'],
    ['checkConfigMapKey', '.dockerconfigjson'],
    ['checkPercent', '10%'],
    ['checkHttpHeaderName', 'X-Y'],
    ['checkPathSegmentName', 'system:node'],
    ['checkWildcardDns1123Subdomain', '*.a.b'],
  ] as const) {
    test(`${check} ${text}`, () => expect(run(check, text)).toEqual([]))
  }
})

describe('bad names', () => {
  for (const [check, text, messages] of [
    ['checkDns1123Label', 'a.b', ['must not contain dots']],
    [
      'checkDns1123Label',
      'A',
      [
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
      ],
    ],
    ['checkDns1123Label', long, ['must be no more than 63 characters']],
    [
      'checkDns1123Subdomain',
      'a_b',
      [
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      ],
    ],
    ['checkQualifiedName', '/x', ['prefix part must be non-empty']],
    [
      'checkQualifiedName',
      'a/',
      [
        'name part must be non-empty',
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      ],
    ],
    ['checkPortName', '80', ['must contain at least one letter (a-z)']],
    ['checkPortName', 'a--b-', ['must not contain consecutive hyphens', 'must not begin or end with a hyphen']],
    ['checkConfigMapKey', '..x', ["must not start with '..'"]],
    ['checkPathSegmentName', '..', ["may not be '..'"]],
    ['checkPathSegmentName', 'a/%', ["may not contain '/'", "may not contain '%'"]],
    [
      'checkRelaxedEnvVarName',
      'a=',
      ["a valid environment variable name must consist only of printable ASCII characters other than '='"],
    ],
  ] as const) {
    test(`${check} ${text}`, () => expect(run(check, text)).toEqual(messages))
  }
})

test('a newline at the end is no part of a name', () => {
  expect(names.checkDns1123Label('a\n')).toHaveLength(1)
})

test('generateName may end in a dash, a name may not', () => {
  expect(names.nameIsDnsSubdomain('web-', true)).toEqual([])
  expect(names.nameIsDnsSubdomain('web-', false)).toHaveLength(1)
  expect(names.generatedName('x'.repeat(70), 'abcde')).toBe(`${'x'.repeat(58)}abcde`)
})

test('field checks put the message behind the path', () => {
  expect(names.validateIp(at('ip'), '1.2.3').map(errorText)).toEqual([
    'ip: Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
  ])
  expect(names.validateCidr(at('c'), '10.0.0.0/33')).toHaveLength(1)
  expect(names.validateIpv6(at('c'), '::ffff:1.2.3.4')).toHaveLength(1)
})

describe('addresses', () => {
  for (const [text, canonical] of [
    ['1.2.3.4', '1.2.3.4'],
    ['010.0.0.01', '10.0.0.1'],
    ['::', '::'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['1::', '1::'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    ['64:ff9b::1.2.3.4', '64:ff9b::102:304'],
    ['fe80::1%eth0', undefined],
    ['1.2.3.256', undefined],
    ['1:2:3:4:5:6:7::8:9', undefined],
    ['1::2::3', undefined],
    [':1', undefined],
    ['', undefined],
  ] as const) {
    test(text || 'empty', () => {
      const bytes = parseIp(text)
      expect(bytes === undefined ? undefined : formatIp(bytes)).toBe(canonical)
    })
  }

  test('ranges', () => {
    const cidr = parseCidr('10.1.2.3/20')
    if (cidr === undefined) throw new Error('not parsed')
    expect(formatCidr(cidr)).toBe('10.1.0.0/20')
    expect(cidrContains(cidr, Uint8Array.of(10, 1, 15, 255))).toBe(true)
    expect(cidrContains(cidr, Uint8Array.of(10, 1, 16, 0))).toBe(false)
    expect(formatIp(cidrAddress(cidr, 257n))).toBe('10.1.1.1')
    expect(parseCidr('10.0.0.0')).toBeUndefined()
    expect(parseCidr('10.0.0.0/+8')).toBeUndefined()
  })
})
