import { describe, expect, test } from 'vitest'
import { type Attempt, type SeenEvent, violations } from './history.ts'

const write = (operation: Attempt['operation'], value: number, revision?: number): Attempt => ({
  key: 'a',
  operation,
  value,
  revision,
})
const event = (type: SeenEvent['type'], value: number, revision: number): SeenEvent => ({
  type,
  key: 'a',
  value,
  revision,
})
const story = [write('create', 1, 5), write('update', 2, 7), write('update', 3)]
const watched = [event('ADDED', 1, 5), event('MODIFIED', 2, 7)]
const judge = (attempts: Attempt[], events: SeenEvent[], present?: number): string[] =>
  violations(attempts, [{ name: 'w', events }], new Map(present === undefined ? [] : [['a', present]]))

describe('the judge of histories', () => {
  test('a write without an answer may be there or not', () => {
    expect(judge(story, watched, 2)).toEqual([])
    expect(judge(story, [...watched, event('MODIFIED', 3, 9)], 3)).toEqual([])
  })

  test.each<[string, Attempt[], SeenEvent[], number | undefined, string]>([
    ['a lost write', story, watched, 1, 'a is 1; after what was acknowledged it is 2 or 3'],
    ['a lost object', story, watched, undefined, 'a is gone; after what was acknowledged it is 2 or 3'],
    ['a missed event', story, watched.slice(1), 2, 'w never saw the create of a=1'],
    ['an event twice', story, [...watched, event('MODIFIED', 2, 8)], 2, 'twice'],
    ['events out of order', story, [...watched].reverse(), 2, 'saw ADDED a=1 at 5, after 7'],
    ['a wrong revision', story, [event('ADDED', 1, 6), event('MODIFIED', 2, 7)], 2, 'was acknowledged at 5'],
    ['an event of nobody', story, [...watched, event('MODIFIED', 9, 9)], 2, 'which nobody wrote'],
    ['a deletion of nobody', story, [...watched, event('DELETED', 2, 9)], 2, 'which nobody deleted'],
    [
      'a missed deletion',
      [write('create', 1, 5), write('delete', 1, 0)],
      [event('ADDED', 1, 5)],
      undefined,
      'never saw the delete',
    ],
  ])('%s is found', (_, attempts, events, present, text) => {
    expect(judge(attempts, events, present).join('\n')).toContain(text)
  })

  test('an object of nobody is found', () => {
    expect(violations([], [], new Map([['b', 1]]))).toEqual(['b is there, and nobody wrote it'])
  })
})
