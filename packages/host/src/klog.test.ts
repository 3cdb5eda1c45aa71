import { expect, test } from 'vitest'
import { klogLine } from './klog.ts'

const at = Date.UTC(2026, 10, 21, 23, 1, 2, 123)

test.each([
  ['info', 'started', undefined, 'I1121 23:01:02.123000      42 kubelet] started\n'],
  [
    'error',
    'failed',
    { pod: 'a/b', count: 3, ok: false },
    'E1121 23:01:02.123000      42 kubelet] failed pod="a/b" count=3 ok=false\n',
  ],
  ['warn', 'odd', { none: undefined, list: ['x'] }, 'W1121 23:01:02.123000      42 kubelet] odd list=["x"]\n'],
  [
    'debug',
    'err',
    { err: new Error('outer', { cause: new Error('inner') }) },
    'I1121 23:01:02.123000      42 kubelet] err err="outer: inner"\n',
  ],
  ['info', 'two\nlines', { text: 'a"b\nc' }, 'I1121 23:01:02.123000      42 kubelet] "two\\nlines" text="a\\"b\\nc"\n'],
] as const)('%s %s', (level, message, fields, expected) => {
  expect(klogLine(level, at, 42, 'kubelet', message, fields)).toBe(expected)
})
