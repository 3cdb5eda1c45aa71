/** `kubectl explain` has something to say about every kind and field that a server offers. */
import { expect, test } from 'vitest'
import { schemaOfKind } from '../kinds.ts'
import { allResources } from '../resources.ts'
import type { FieldType, MessageSchema } from './schema.ts'

/** The messages of all served bodies: of the resources, their lists and their subresources, and all that is in them. */
function servedMessages(): ReadonlySet<MessageSchema> {
  const found = new Set<MessageSchema>()
  const walkType = (type: FieldType): void => {
    if (type.kind === 'ref' || type.kind === 'schemaOr') walk(type.message())
    else if (type.kind === 'list') walkType(type.item)
    else if (type.kind === 'map') walkType(type.value)
  }
  const walk = (message: MessageSchema | undefined): void => {
    if (message === undefined || found.has(message)) return
    found.add(message)
    for (const field of message.fields) walkType(field.type)
  }
  for (const { schema, group, version, listKind, subresources } of allResources) {
    walk(schema)
    if (listKind !== '') walk(schemaOfKind({ group, version, kind: listKind }))
    for (const subresource of subresources) walk(schemaOfKind(subresource.kind))
  }
  return found
}

/** Every text with the place it belongs to; what lies in the parent's JSON has no line of its own in an explanation. */
const texts: readonly (readonly [place: string, text: string])[] = [...servedMessages()].flatMap((message) => {
  const place = `${message.package.path} ${message.name}`
  return [
    [place, message.description],
    ...message.fields.filter((field) => !field.inline).map((field) => [`${place}.${field.name}`, field.description]),
  ] as [string, string][]
})

test('the walk meets kinds, lists, subresources and what is deep inside', () => {
  const places = new Set(texts.map(([place]) => place))
  for (const place of ['core/v1 Pod', 'core/v1 PodList', 'autoscaling/v1 Scale', 'core/v1 HTTPGetAction.path'])
    expect(places, place).toContain(place)
})

test('everything that is served is described', () => {
  expect(texts.filter(([, text]) => text === '').map(([place]) => place)).toEqual([])
})

test('a description is a line or two, and ends as a sentence does', () => {
  const odd = texts.filter(([, text]) => text.length > 300 || !text.endsWith('.') || /^\s|\s$|\s{2}|\n/.test(text))
  expect(odd).toEqual([])
})

test('the few beginnings that programs look for are there', () => {
  const text = new Map(texts)
  expect(text.get('core/v1 Pod.apiVersion')).toMatch(/^APIVersion defines /)
  expect(text.get('meta/v1 ObjectMeta.creationTimestamp')).toMatch(/^CreationTimestamp is a timestamp/)
})
