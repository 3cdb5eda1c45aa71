import { namespaces, nodes, pods } from '@elli/api/core/v1.resources'
import type { ApiObject } from '@elli/api/object'
import type { LabelSelectorLike } from '@elli/machinery/labels'
import { describe, expect, test } from 'vitest'
import { pod, request, stage } from '../admission.fixtures.ts'
import { compileSelector, namespaceMatches, objectMatches, type Selectors } from './selectors.ts'

const selectors = (namespaceSelector: LabelSelectorLike, objectSelector: LabelSelectorLike = {}): Selectors => ({
  namespaceSelector: compileSelector(namespaceSelector),
  objectSelector: compileSelector(objectSelector),
})
const wanted = { matchLabels: { stage: 'live' } }
const unreadable = { matchExpressions: [{ key: 'a', operator: 'Maybe' }] }
const live = (name: string): ApiObject => ({ metadata: { name, labels: { stage: 'live' } } })

describe('namespaces', () => {
  const { context, put } = stage()
  put(namespaces, live('ns'))
  const matches = async (asked: Parameters<typeof namespaceMatches>[1], by: LabelSelectorLike = wanted) =>
    namespaceMatches(selectors(by), asked, context.reads)

  test('are looked up by the request', async () => {
    expect(await matches(request(pods, { object: pod() }))).toEqual({ matches: true })
  })
  test('do not matter to objects of the cluster', async () => {
    expect(await matches(request(nodes, {}))).toEqual({ matches: true })
  })
  test('are judged as they will be when they are written themselves', async () => {
    const write = (object: ApiObject) => request(namespaces, { namespace: 'ns', name: 'ns', object })
    expect(await matches(write(live('ns')))).toEqual({ matches: true })
    expect(await matches(write({ metadata: { name: 'ns' } }))).toEqual({ matches: false })
  })
  test('are judged as they are when they are deleted', async () => {
    const asked = request(namespaces, { operation: 'DELETE', namespace: 'ns', name: 'ns' })
    expect(await matches(asked)).toEqual({ matches: true })
  })
  test('that are not there are a problem, unless nothing is asked of them', async () => {
    const asked = request(pods, { namespace: 'nowhere', object: pod() })
    expect(await matches(asked)).toMatchObject({ problem: { message: 'namespaces "nowhere" not found' } })
    expect(await matches(asked, {})).toEqual({ matches: true })
  })
  test('cannot be chosen by a selector that cannot be read', async () => {
    expect(await matches(request(pods, { object: pod() }), unreadable)).toMatchObject({ problem: { code: 500 } })
  })
})

describe('objects', () => {
  const labelled = pod({}, { labels: { stage: 'live' } })
  for (const [what, more, expected] of [
    ['match by their labels', { object: labelled }, true],
    ['match by the labels they had', { object: pod(), oldObject: labelled }, true],
    ['do not match without them', { object: pod(), oldObject: pod() }, false],
    ['that are not there do not match', {}, false],
  ] as const) {
    test(what, () => {
      expect(objectMatches(selectors({}, wanted), request(pods, more))).toEqual({ matches: expected })
    })
  }
  test('match whatever they are when nothing is asked', () => {
    expect(objectMatches(selectors({}), request(pods, {}))).toEqual({ matches: true })
  })
})
