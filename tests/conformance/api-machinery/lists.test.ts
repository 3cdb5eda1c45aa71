/** Conformance tests of lists in chunks, of tables, of the server's version, and of strict decoding of built-in types. */
import { deployments } from '@elli/api/apps/v1.resources'
import type { PodTemplate } from '@elli/api/core/v1'
import { podtemplates } from '@elli/api/core/v1.resources'
import type { ListOptions } from 'elli'
import { isExpired } from '@elli/machinery/errors'
import { describe, expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { podTemplate } from '../pods.ts'
import { request } from '../requests.ts'
import { sharedCluster } from '../shared-cluster.ts'

// Its own clock, so that the five minutes between two compactions pass at once.
const shared = sharedCluster({ nodes: 0, clock: 'virtual' })
const total = 400
const nameOf = (index: number): string => `template-${String(index).padStart(4, '0')}`

/** A namespace with 400 pod templates in it. */
async function filled(): Promise<string> {
  const namespace = await shared.namespace()
  const make = (index: number): Promise<PodTemplate> =>
    shared.client
      .for(podtemplates)
      .create({ metadata: { name: nameOf(index), namespace }, template: podTemplate({ app: 'chunks' }) })
  await Promise.all(Array.from({ length: total }, (_, index) => make(index)))
  return namespace
}

interface Page {
  readonly names: string[]
  readonly next: string
  readonly remaining: number | undefined
  readonly version: string
}

async function page(options: ListOptions): Promise<Page> {
  const { items, metadata } = await shared.client.for(podtemplates).list(options)
  return {
    names: items.map((item) => item.metadata.name ?? ''),
    next: metadata.continue ?? '',
    remaining: metadata.remainingItemCount,
    version: metadata.resourceVersion ?? '',
  }
}

const chunks = '[sig-api-machinery] Servers with support for API chunking should'

describe('chunks', () => {
  conformance(`${chunks} return chunks of results for list calls [Conformance]`, async () => {
    const namespace = await filled()
    const all = Array.from({ length: total }, (_, index) => nameOf(index))
    for (const limit of [17, 100, 399]) {
      const names: string[] = []
      let version: string | undefined
      let next = ''
      do {
        const found = await page({ namespace, limit, ...(next === '' ? {} : { continue: next }) })
        expect(found.names.length).toBeLessThanOrEqual(limit)
        names.push(...found.names)
        expect(found.version).toBe((version ??= found.version))
        expect(found.remaining).toBe(found.next === '' ? undefined : total - names.length)
        next = found.next
      } while (next !== '')
      expect(names).toEqual(all)
    }
    expect(await page({ namespace, limit: total + 1 })).toMatchObject({ names: all, next: '', remaining: undefined })
    expect((await page({ namespace })).names).toEqual(all)
  })

  conformance(
    `${chunks} support continue listing from the last key if the original version has been compacted away, though the list is inconsistent [Slow] [Conformance]`,
    async () => {
      const namespace = await filled()
      const first = await page({ namespace, limit: 40 })
      // Something is written meanwhile, or there would be nothing to forget.
      await shared.client.for(podtemplates).delete(nameOf(0), { namespace })
      await shared.client.for(podtemplates).delete(nameOf(100), { namespace })
      await shared.cluster.passes({ minutes: 11 })
      const expired = await page({ namespace, limit: 40, continue: first.next }).catch((error: unknown) => error)
      if (!isExpired(expired)) throw new Error('the old token still works', { cause: expired })
      const fresh = (expired as { status: { metadata?: { continue?: string } } }).status.metadata?.continue ?? ''
      expect(fresh).not.toBe('')

      const second = await page({ namespace, limit: 40, continue: fresh })
      expect(second.names[0]).toBe(nameOf(40))
      expect(second.version).not.toBe(first.version)
      const names = [...first.names, ...second.names]
      let next = second.next
      while (next !== '') {
        const found = await page({ namespace, limit: 40, continue: next })
        expect(found.version).toBe(second.version)
        expect(found.remaining).toBe(found.next === '' ? undefined : total - 1 - names.length - found.names.length)
        names.push(...found.names)
        next = found.next
      }
      expect(names).toEqual(Array.from({ length: total }, (_, index) => nameOf(index)).filter((_, i) => i !== 100))
    },
  )
})

conformance(
  '[sig-api-machinery] Servers with support for Table transformation should return a 406 for a backend which does not implement metadata [Conformance]',
  async () => {
    const review = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { namespace: 'default', verb: 'get', resource: 'pods' } },
    }
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
    const answer = await request(shared.client, 'POST', path, review, {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    })
    expect([answer.status, answer.json['reason']]).toEqual([406, 'NotAcceptable'])
  },
)

conformance('[sig-api-machinery] server version should find the server version [Conformance]', async () => {
  const { json } = await request(shared.client, 'GET', '/version')
  const number = (key: string): string => String(json[key]).replaceAll(/\D/g, '')
  expect([number('major'), number('minor')]).toEqual(['1', '31'])
})

describe('field validation', () => {
  const validation = '[sig-api-machinery] FieldValidation should detect unknown'
  const deployment = (metadata: string, spec: string): string =>
    `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"${metadata}},"spec":{${spec}"selector":{"matchLabels":{"app":"web"}},` +
    '"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"main","image":"web:1"}]}}}}'
  const create = async (body: string): Promise<[number, unknown]> => {
    const path = `/apis/apps/v1/namespaces/${await shared.namespace()}/deployments?fieldValidation=Strict`
    const { status, json } = await request(shared.client, 'POST', path, body)
    return [status, json['message']]
  }

  conformance(`${validation} and duplicate fields of a typed object [Conformance]`, async () => {
    const [status, message] = await create(deployment('', '"unknownField":"foo","replicas":1,"replicas":2,'))
    expect(status).toBe(400)
    expect(message).toContain(
      'strict decoding error: unknown field "spec.unknownField", duplicate field "spec.replicas"',
    )
    expect((await shared.client.for(deployments).list({})).items).toEqual([])
  })

  conformance(`${validation} metadata fields of a typed object [Conformance]`, async () => {
    const [status, message] = await create(deployment(',"unknownMeta":"foo"', ''))
    expect(status).toBe(400)
    expect(message).toContain('strict decoding error: unknown field "metadata.unknownMeta"')
  })
})
