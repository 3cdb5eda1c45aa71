/** Revisions of templates: what they hold, their order and their equality. */
import type { ControllerRevision } from '@elli/api/apps/v1'
import type { PodTemplateSpec } from '@elli/api/core/v1'
import { expect, test } from 'vitest'
import { nextRevision, sameData, sortRevisions, templatePatch } from './history.ts'

const template: PodTemplateSpec = {
  metadata: { labels: { tier: 'web', app: 'x' } },
  spec: { restartPolicy: 'Always', containers: [{ name: 'c', image: 'i', args: ['z', 'a'] }] },
}

test('the patch of a template is one text, whatever the order its keys came in', () => {
  expect(JSON.stringify(templatePatch(template))).toBe(
    '{"spec":{"template":{"$patch":"replace","metadata":{"creationTimestamp":null,"labels":{"app":"x","tier":"web"}},' +
      '"spec":{"containers":[{"args":["z","a"],"image":"i","name":"c"}],"restartPolicy":"Always"}}}}',
  )
})

function revision(name: string, number: number, creationTimestamp: string, data: Record<string, unknown> = {}) {
  return { metadata: { name, creationTimestamp }, revision: number, data } satisfies ControllerRevision
}

test('data are the same when they mean the same', () => {
  const { spec, metadata } = template
  const turned = templatePatch({ spec, metadata })
  expect(sameData(revision('a', 1, '', templatePatch(template)), { data: turned })).toBe(true)
  const other = templatePatch({ ...template, metadata: { labels: { app: 'y' } } })
  expect(sameData(revision('a', 1, '', other), { data: turned })).toBe(false)
})

test('revisions are in the order of their numbers, then of age and name', () => {
  const [early, late] = ['2024-08-13T09:00:00Z', '2024-08-13T10:00:00Z']
  const mixed = [revision('d', 2, early), revision('c', 1, late), revision('b', 1, early), revision('a', 1, late)]
  const sorted = sortRevisions(mixed)
  expect(sorted.map(({ metadata }) => metadata.name)).toEqual(['b', 'a', 'c', 'd'])
  expect(nextRevision(sorted)).toBe(3)
  expect(nextRevision([])).toBe(1)
})
