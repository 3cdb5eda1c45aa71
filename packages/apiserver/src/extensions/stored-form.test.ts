import { describe, expect, it } from 'vitest'
import type { ApiObject } from '@elli/api/object'
import { HotObjects, makeEntry } from '../watch-cache/entry.ts'
import { converterFor } from './converter.ts'
import { customResource } from './custom-kinds.ts'
import { crontabs } from './extensions.fixtures.ts'
import { seededRandom } from '@elli/host/random'
import { storedForm } from './stored-form.ts'

function made() {
  const crd = crontabs()
  crd.status = { acceptedNames: { ...crd.spec.names, singular: 'crontab', listKind: 'CronTabList' } }
  const hot = new HotObjects(16)
  const outbound = { post: () => Promise.reject(new Error('nobody is asked')) }
  const converter = converterFor(crd, { outbound, random: seededRandom(1).stream('test') })
  return customResource(crd, { hot, converter, featureEnabled: () => true })
}

const text = (value: Uint8Array): string => Buffer.from(value).toString('utf8')

describe('storedForm', () => {
  const { holder, entryKind } = made()
  const form = storedForm(holder, entryKind, holder.current.storageVersion)
  const object = {
    apiVersion: 'stable.example.com/v1',
    kind: 'CronTab',
    metadata: { name: 'a', namespace: 'b', uid: 'u', generation: 1, resourceVersion: '3' },
    spec: { image: 'x', replicas: 2 },
  } as ApiObject

  it('stores JSON without a resourceVersion, type line first', async () => {
    const value = await form.encode(object)
    expect(text(value)).toMatch(/^\{"kind":"CronTab","apiVersion":"stable.example.com\/v1","metadata":\{"name":"a"/)
    expect(text(value)).not.toContain('resourceVersion')
  })

  it('shows what is stored as it is, when nothing is to be done to it', async () => {
    const entry = makeEntry(entryKind, 'b/a', await form.encode(object), 7, undefined)
    expect(await form.view([entry])).toEqual([entry])
  })

  it('prunes and defaults what somebody else has written', async () => {
    const written = `{"apiVersion":"stable.example.com/v1","kind":"CronTab","metadata":{"name":"a","namespace":"b","uid":"u"},"spec":{"image":"x","old":1},"more":{}}`
    const entry = makeEntry(entryKind, 'b/a', Buffer.from(written), 7, undefined)
    const [view] = await form.view([entry])
    expect(view).not.toBe(entry)
    expect(JSON.parse(text(view?.value ?? new Uint8Array()))).toMatchObject({
      metadata: { generation: 1 },
      spec: { image: 'x', replicas: 1 },
    })
    expect(text(view?.value ?? new Uint8Array())).not.toContain('old')
    expect(await form.view([entry])).toEqual([view])
  })
})
