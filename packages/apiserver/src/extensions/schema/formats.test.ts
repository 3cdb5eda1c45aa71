import { expect, test } from 'vitest'
import { hasFormat, isKnownFormat } from './formats.ts'

for (const [format, good, bad] of [
  ['bsonobjectid', ['507f1f77bcf86cd799439011'], ['507f1f77bcf86cd79943901', 'x']],
  [
    'uri',
    ['http://foo.bar/#baz', '/path', 'mailto:a@b', 'https://[::1]:80/x'],
    ['foo', '', 'http://a b/', 'http://h:x/', '/%zz'],
  ],
  ['email', ['a@b', 'Barry Gibbs <bg@example.com>', '"a b"@c.d'], ['a', 'a@', '@b', 'a b@c']],
  [
    'hostname',
    ['example.com', 'a-b.example', 'localhost', '1.example.com'],
    ['-a.com', 'a..b', 'a_b.com', 'x'.repeat(64)],
  ],
  ['ipv4', ['10.0.0.1', '010.0.0.1'], ['10.0.0', '::1', '10.0.0.256']],
  ['ipv6', ['::1', 'fe80::1'], ['10.0.0.1', ':::']],
  ['cidr', ['10.0.0.0/8', '::/0'], ['10.0.0.0', '10.0.0.0/33']],
  ['mac', ['01:23:45:67:89:ab', '0123.4567.89ab', '01-23-45-67-89-ab-cd-ef'], ['01:23:45:67:89', '01:23-45:67:89:ab']],
  ['uuid', ['6ba7b810-9dad-11d1-80b4-00c04fd430c8', '6BA7B8109DAD11D180B400C04FD430C8'], ['6ba7b810']],
  ['uuid3', ['6ba7b810-9dad-31d1-80b4-00c04fd430c8'], ['6ba7b810-9dad-11d1-80b4-00c04fd430c8']],
  ['uuid4', ['6ba7b810-9dad-41d1-80b4-00c04fd430c8'], ['6ba7b810-9dad-41d1-70b4-00c04fd430c8']],
  ['uuid5', ['6ba7b810-9dad-51d1-80b4-00c04fd430c8'], ['6ba7b810-9dad-41d1-80b4-00c04fd430c8']],
  ['isbn', ['0321751043', '978-0321751041'], ['0321751042']],
  ['creditcard', ['4111 1111 1111 1111'], ['4111111111111112']],
  ['ssn', ['111-22-3333'], ['111223333', '11-22-3333']],
  ['hexcolor', ['#fff', 'ffffff'], ['#ffff']],
  ['rgbcolor', ['rgb(100, 100,255)'], ['rgb(256,0,0)', 'rgb(1,2)']],
  ['byte', ['ZWxsaQ=='], ['ZWxsaQ', '', 'a']],
  ['password', ['', 'anything'], []],
  ['date', ['2024-02-29'], ['2023-02-29', '2024-13-01', '24-01-01']],
  ['duration', ['1m30s', '3 days', '0', '-1.5h'], ['', '5', 'soon']],
  [
    'date-time',
    ['2014-12-15T19:30:20.000Z', '2014-12-15t19:30:20+01:00'],
    ['2014-12-15', '2014-12-15T24:30:20Z', '2014-12-15T19:30:20'],
  ],
] as const) {
  test(`format ${format}`, () => {
    expect(isKnownFormat(format)).toBe(true)
    for (const text of good) expect(`${text}: ${hasFormat(format, text)}`).toBe(`${text}: true`)
    for (const text of bad) expect(`${text}: ${hasFormat(format, text)}`).toBe(`${text}: false`)
  })
}

test('formats that say nothing', () => {
  expect(isKnownFormat('int64')).toBe(false)
  expect(hasFormat('constructor', 'x')).toBe(true)
})

test('long texts take no longer than they must', () => {
  const long = 'a'.repeat(200_000)
  for (const text of [
    long,
    `${long}!`,
    '1'.repeat(200_000),
    ' '.repeat(200_000),
    `"${long}`,
    `${'a.'.repeat(100_000)}`,
  ]) {
    for (const format of ['email', 'hostname', 'uri', 'duration', 'byte', 'isbn', 'creditcard', 'date-time', 'mac']) {
      expect(typeof hasFormat(format, text)).toBe('boolean')
    }
  }
})
