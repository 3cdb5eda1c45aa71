/** Which entries selectors choose, and what their fields may be called. */
import type { ApiObject } from '@elli/api/object'
import { describe, expect, test } from 'vitest'
import { type Entry, type EntryKind, makeEntry } from './entry.ts'
import { selection } from './selection.ts'

type Note = ApiObject & { reason?: string }

const kind: EntryKind = {
  typeLine: Buffer.from('{"kind":"Note","apiVersion":"v1",'),
  decode: (value) => JSON.parse(Buffer.from(value).toString()) as ApiObject,
  fieldNames: ['reason'],
  fieldValues: [(object) => (object as Note).reason ?? ''],
}

function entry(namespace: string, name: string, reason: string, labels: Record<string, string> = {}): Entry {
  const metadata = { name, namespace, uid: `uid-${name}`, labels }
  const stored = Buffer.from(JSON.stringify({ kind: 'Note', apiVersion: 'v1', metadata, reason }))
  return makeEntry(kind, `${namespace}/${name}`, stored, 7, undefined)
}

const entries = [
  entry('a', 'one', 'Started', { tier: 'web' }),
  entry('a', 'two', 'Killing'),
  entry('b', 'three', 'Started', { tier: 'db' }),
]

function chosen(namespace: string, labels: string, fields: string, fieldLabels?: Record<string, string>): string[] {
  const { matches } = selection(kind, namespace, labels, fields, fieldLabels)
  return entries.filter(matches).map(({ name }) => name)
}

describe('selection', () => {
  test('without selectors takes all of the namespace', () => {
    expect(chosen('a', '', '')).toEqual(['one', 'two'])
    expect(selection(kind, 'a', '', '').everything).toBe(true)
  })

  test('namespace, labels and fields must all fit', () => {
    expect(chosen('', 'tier', 'reason=Started,metadata.namespace!=a')).toEqual(['three'])
    expect(chosen('', '', 'reason!=Started')).toEqual(['two'])
  })

  test('one name is known beforehand, unless it is excluded', () => {
    expect(selection(kind, '', '', 'metadata.name=one').name).toBe('one')
    expect(selection(kind, '', '', 'metadata.name!=one').name).toBeUndefined()
  })

  test('a version calls fields by its own names, and by no others', () => {
    const fieldLabels = { 'why.short': 'reason' }
    expect(chosen('', '', 'why.short=Killing', fieldLabels)).toEqual(['two'])
    expect(chosen('', '', 'metadata.name=three', fieldLabels)).toEqual(['three'])
    expect(() => chosen('', '', 'reason=Killing', fieldLabels)).toThrow('field label not supported: reason')
    expect(() => chosen('', '', 'toString=x', fieldLabels)).toThrow('field label not supported: toString')
  })

  test('what cannot be selected or read is refused', () => {
    expect(() => chosen('', '', 'why.short=Killing')).toThrow('field label not supported: why.short')
    expect(() => chosen('', 'a in', '')).toThrow()
  })
})
