/** Conformance tests of CustomResourceDefinitions and what they define: lives, defaults, watches, field validation, documents, discovery. */
import type { CustomResourceDefinition, JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { customresourcedefinitions } from '@elli/api/apiextensions/v1.resources'
import { readAll } from '@elli/host/wire'
import { describe, expect } from 'vitest'
import { conformance } from './conformance.ts'
import { sharedCluster } from './shared-cluster.ts'

const shared = sharedCluster({ nodes: 0 })
const signal = new AbortController().signal

/** JSON that may be walked without narrowing at each step. */
interface Json {
  readonly [key: string]: Json
}

interface Reply {
  readonly status: number
  readonly json: Json
  readonly headers: Readonly<Record<string, string>>
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const answer = await shared.client.raw(method, path, {
    headers: { 'content-type': 'application/json', ...headers },
    signal,
    ...(body === undefined ? {} : { body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) }),
  })
  const text = (await readAll(answer.body)).toString('utf8')
  return { status: answer.status, json: JSON.parse(text) as Json, headers: answer.headers }
}

let count = 0
interface Given {
  readonly group?: string
  readonly kind?: string
  readonly versions?: readonly string[]
  readonly schema?: JSONSchemaProps
  readonly scope?: 'Namespaced' | 'Cluster'
}

/** A definition that is served when this resolves. */
async function define(given: Given = {}): Promise<{ crd: CustomResourceDefinition; base: string; name: string }> {
  const group = given.group ?? `g${++count}.example.com`
  const kind = given.kind ?? 'Foo'
  const plural = `${kind.toLowerCase()}s`
  const name = `${plural}.${group}`
  const open: JSONSchemaProps = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
  const versions = (given.versions ?? ['v1']).map((version, index) => ({
    name: version,
    served: true,
    storage: index === 0,
    schema: { openAPIV3Schema: given.schema ?? open },
    subresources: { status: {} },
  }))
  await shared.client.for(customresourcedefinitions).create({
    metadata: { name },
    spec: { group, scope: given.scope ?? 'Cluster', names: { plural, kind }, versions },
  })
  await shared.until(async () => {
    const { status } = await shared.client.for(customresourcedefinitions).get(name)
    return status?.conditions?.some((item) => item.type === 'Established' && item.status === 'True') === true
  })
  const crd = await shared.client.for(customresourcedefinitions).get(name)
  return { crd, name, base: `/apis/${group}/${versions[0]?.name ?? ''}/${plural}` }
}

const resources = '[sig-api-machinery] CustomResourceDefinition resources [Privileged:ClusterAdmin]'
const waldo: JSONSchemaProps = {
  type: 'object',
  description: 'Foo CRD for Testing',
  properties: {
    spec: {
      type: 'object',
      description: 'Specification of Waldo',
      properties: {
        bars: {
          type: 'array',
          description: 'List of Bars and their specs.',
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string', description: 'Name of Bar.' }, age: { type: 'string' } },
          },
        },
      },
    },
    status: { type: 'object', properties: { bars: { type: 'array', items: { type: 'object' } } } },
  },
}

describe('definitions', () => {
  conformance(
    `${resources} Simple CustomResourceDefinition creating/deleting custom resource definition objects works [Conformance]`,
    async () => {
      const { name } = await define()
      await shared.client.for(customresourcedefinitions).delete(name)
      await shared.until(
        async () =>
          (await call('GET', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`)).status === 404,
      )
    },
  )

  conformance(
    `${resources} Simple CustomResourceDefinition listing custom resource definition objects works [Conformance]`,
    async () => {
      const made = await Promise.all([define(), define(), define()])
      const crds = shared.client.for(customresourcedefinitions)
      for (const { name } of made)
        await crds.patch(name, { type: 'merge', body: { metadata: { labels: { listing: 'yes' } } } })
      const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?labelSelector=listing%3Dyes'
      expect((await call('GET', path)).json['items']).toHaveLength(3)
      expect((await call('DELETE', path)).status).toBe(200)
      await shared.until(async () => Object.keys((await call('GET', path)).json['items'] ?? {}).length === 0)
    },
  )

  conformance(
    `${resources} Simple CustomResourceDefinition getting/updating/patching custom resource definition status sub-resource works [Conformance]`,
    async () => {
      const { name } = await define()
      const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}/status`
      const got = await call('GET', path)
      expect(got.json['metadata']?.['name']).toBe(name)
      const condition = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from an e2e test' }
      const updated = structuredClone(got.json) as unknown as CustomResourceDefinition
      updated.status = { ...updated.status, conditions: [...(updated.status?.conditions ?? []), condition as never] }
      expect(JSON.stringify((await call('PUT', path, updated)).json['status'])).toContain('Set from an e2e test')
      const conditions = [...(updated.status.conditions ?? []).slice(0, -1), { ...condition, type: 'StatusPatched' }]
      const merge = { 'content-type': 'application/merge-patch+json' }
      const patched = await call('PATCH', path, { status: { conditions } }, merge)
      expect(JSON.stringify(patched.json['status'])).toContain('StatusPatched')
    },
  )

  conformance(`${resources} custom resource defaulting for requests and from storage works [Conformance]`, async () => {
    const schema = (properties: JSONSchemaProps['properties']): JSONSchemaProps => ({
      type: 'object',
      properties: properties ?? {},
    })
    const { name, base, crd } = await define({ schema: schema({ a: { type: 'string' }, b: { type: 'string' } }) })
    const apiVersion = `${crd.spec.group}/v1`
    const stored = await call('POST', base, { apiVersion, kind: 'Foo', metadata: { name: 'stored' } })
    expect(stored.json['a']).toBeUndefined()
    const versions = crd.spec.versions.map((item) => ({
      ...item,
      schema: { openAPIV3Schema: schema({ a: { type: 'string', default: 'A' as never }, b: { type: 'string' } }) },
    }))
    await shared.client.for(customresourcedefinitions).patch(name, { type: 'merge', body: { spec: { versions } } })
    await shared.until(async () => String((await call('GET', `${base}/stored`)).json['a']) === 'A')
    const fresh = await call('POST', base, { apiVersion, kind: 'Foo', metadata: { name: 'fresh' } })
    expect(fresh.json['a']).toBe('A')
  })

  conformance(
    `${resources} should include custom resource definition resources in discovery documents [Conformance]`,
    async () => {
      const groups = (await call('GET', '/apis')).json['groups'] as unknown as {
        name: string
        versions: { version: string }[]
      }[]
      expect(groups.find((item) => item.name === 'apiextensions.k8s.io')?.versions.map((item) => item.version)).toEqual(
        ['v1'],
      )
      const list = await call('GET', '/apis/apiextensions.k8s.io/v1')
      expect(JSON.stringify(list.json['resources'])).toContain('"name":"customresourcedefinitions"')
    },
  )

  conformance(
    '[sig-api-machinery] CustomResourceDefinition Watch [Privileged:ClusterAdmin] CustomResourceDefinition Watch watch on custom resource definition objects [Conformance]',
    async () => {
      const { base, crd } = await define()
      const apiVersion = `${crd.spec.group}/v1`
      const start = String((await call('GET', base)).json['metadata']?.['resourceVersion'])
      const controller = new AbortController()
      const watch = await shared.client.raw('GET', `${base}?watch=true&resourceVersion=${start}`, {
        signal: controller.signal,
      })
      for (const name of ['name1', 'name2']) await call('POST', base, { apiVersion, kind: 'Foo', metadata: { name } })
      const merge = { 'content-type': 'application/merge-patch+json' }
      for (const name of ['name1', 'name2']) await call('PATCH', `${base}/${name}`, { changed: true }, merge)
      for (const name of ['name1', 'name2']) await call('DELETE', `${base}/${name}`)
      const seen: string[] = []
      let rest = ''
      for await (const chunk of watch.body) {
        rest += Buffer.from(chunk).toString('utf8')
        const lines = rest.split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          const event = JSON.parse(line) as { type: string; object: { metadata: { name: string } } }
          seen.push(`${event.type} ${event.object.metadata.name}`)
        }
        if (seen.length >= 6) break
      }
      controller.abort()
      expect(seen).toEqual([
        'ADDED name1',
        'ADDED name2',
        'MODIFIED name1',
        'MODIFIED name2',
        'DELETED name1',
        'DELETED name2',
      ])
    },
  )
})

describe('field validation', () => {
  const validation = '[sig-api-machinery] FieldValidation should'
  const apply = { 'content-type': 'application/apply-patch+yaml' }

  conformance(
    `${validation} create/apply a CR with unknown fields for CRD with no validation schema [Conformance]`,
    async () => {
      const { base, crd } = await define()
      const body = { apiVersion: `${crd.spec.group}/v1`, kind: 'Foo', metadata: { name: 'mytest' }, spec: { extra: 1 } }
      const answer = await call('PATCH', `${base}/mytest?fieldManager=e2e&fieldValidation=Strict`, body, apply)
      expect([answer.status, answer.json['spec']]).toEqual([201, { extra: 1 }])
    },
  )

  conformance(`${validation} create/apply a valid CR for CRD with validation schema [Conformance]`, async () => {
    const { base, crd } = await define({ schema: waldo })
    const body = {
      apiVersion: `${crd.spec.group}/v1`,
      kind: 'Foo',
      metadata: { name: 'mytest' },
      spec: { bars: [{ name: 'test-bar' }] },
    }
    const answer = await call('PATCH', `${base}/mytest?fieldManager=e2e&fieldValidation=Strict`, body, apply)
    expect([answer.status, answer.json['message']]).toEqual([201, undefined])
  })

  conformance(
    `${validation} create/apply an invalid CR with extra properties for CRD with validation schema [Conformance]`,
    async () => {
      const { base, crd } = await define({ schema: waldo })
      const body = {
        apiVersion: `${crd.spec.group}/v1`,
        kind: 'Foo',
        metadata: { name: 'mytest' },
        spec: { extraProperty: 'x' },
      }
      const answer = await call('PATCH', `${base}/mytest?fieldManager=e2e&fieldValidation=Strict`, body, apply)
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.json['message']).toContain('field not declared in schema')
      const created = await call('POST', `${base}?fieldValidation=Strict`, body)
      expect(created.json['message']).toContain('unknown field "spec.extraProperty"')
    },
  )

  conformance(
    `${validation} detect unknown metadata fields in both the root and embedded object of a CR [Conformance]`,
    async () => {
      const schema: JSONSchemaProps = {
        type: 'object',
        properties: {
          spec: {
            type: 'object',
            properties: {
              template: {
                type: 'object',
                'x-kubernetes-embedded-resource': true,
                'x-kubernetes-preserve-unknown-fields': true,
                properties: { metadata: { type: 'object', properties: { name: { type: 'string' } } } },
              },
            },
          },
        },
      }
      const { base, crd } = await define({ schema })
      const apiVersion = `${crd.spec.group}/v1`
      const template = { apiVersion: 'foo/v1', kind: 'Sub', metadata: { name: 'subobject', unknownSubMeta: 'x' } }
      const body = { apiVersion, kind: 'Foo', metadata: { name: 'mytest', unknownMeta: 'x' }, spec: { template } }
      const answer = await call('POST', `${base}?fieldValidation=Strict`, body)
      expect(answer.status).toBe(400)
      expect(answer.json['message']).toContain('unknown field "metadata.unknownMeta"')
      expect(answer.json['message']).toContain('unknown field "spec.template.metadata.unknownSubMeta"')
    },
  )

  conformance(`${validation} detect duplicates in a CR when preserving unknown fields [Conformance]`, async () => {
    const { base, crd } = await define()
    const body = `{"apiVersion":"${crd.spec.group}/v1","kind":"Foo","metadata":{"name":"mytest"},"spec":{"unknown":"a","knownField1":"b","knownField1":"c"}}`
    const answer = await call('POST', `${base}?fieldValidation=Strict`, body)
    expect(answer.status).toBe(400)
    expect(answer.json['message']).toContain('duplicate field "spec.knownField1"')
    expect(answer.json['message']).not.toContain('unknown field')
  })
})

describe('documents', () => {
  const published = '[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin]'
  const definition = async (group: string, version: string, kind: string): Promise<Json | undefined> => {
    const { definitions } = (await call('GET', '/openapi/v2')).json
    return definitions?.[[...group.split('.').reverse(), version, kind].join('.')]
  }

  conformance(`${published} works for CRD with validation schema [Conformance]`, async () => {
    const { crd } = await define({ schema: waldo })
    const shown = await definition(crd.spec.group, 'v1', 'Foo')
    expect(shown?.['properties']?.['spec']?.['description']).toBe('Specification of Waldo')
    expect(shown?.['properties']?.['metadata']?.['$ref']).toBe(
      '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
    )
  })

  conformance(`${published} works for CRD without validation schema [Conformance]`, async () => {
    const { crd } = await define({ schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } })
    const shown = await definition(crd.spec.group, 'v1', 'Foo')
    expect([shown?.['type'], shown?.['properties']]).toEqual(['object', undefined])
  })

  conformance(`${published} works for CRD preserving unknown fields at the schema root [Conformance]`, async () => {
    const { crd } = await define({ schema: { ...waldo, 'x-kubernetes-preserve-unknown-fields': true } })
    expect((await definition(crd.spec.group, 'v1', 'Foo'))?.['properties']).toBeUndefined()
  })

  conformance(`${published} works for CRD preserving unknown fields in an embedded object [Conformance]`, async () => {
    const schema: JSONSchemaProps = {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          'x-kubernetes-preserve-unknown-fields': true,
          'x-kubernetes-embedded-resource': true,
        },
      },
    }
    const { crd } = await define({ schema })
    const shown = await definition(crd.spec.group, 'v1', 'Foo')
    expect(shown?.['properties']?.['spec']?.['x-kubernetes-preserve-unknown-fields']).toBe(true)
    expect(shown?.['properties']?.['spec']?.['properties']).toBeUndefined()
  })

  conformance(`${published} works for multiple CRDs of different groups [Conformance]`, async () => {
    const [one, two] = [await define({ schema: waldo }), await define({ schema: waldo })]
    for (const { crd } of [one, two]) expect(await definition(crd.spec.group, 'v1', 'Foo')).toBeDefined()
  })

  conformance(`${published} works for multiple CRDs of same group but different versions [Conformance]`, async () => {
    const { crd } = await define({ schema: waldo, versions: ['v4', 'v5'] })
    const other = await define({ group: crd.spec.group, kind: 'Bar', versions: ['v6'], schema: waldo })
    for (const version of ['v4', 'v5']) expect(await definition(crd.spec.group, version, 'Foo')).toBeDefined()
    expect(await definition(other.crd.spec.group, 'v6', 'Bar')).toBeDefined()
  })

  conformance(
    `${published} works for multiple CRDs of same group and version but different kinds [Conformance]`,
    async () => {
      const { crd } = await define({ schema: waldo })
      await define({ group: crd.spec.group, kind: 'Bar', schema: waldo })
      for (const kind of ['Foo', 'Bar']) expect(await definition(crd.spec.group, 'v1', kind)).toBeDefined()
    },
  )

  conformance(`${published} updates the published spec when one version gets renamed [Conformance]`, async () => {
    const { crd, name } = await define({ schema: waldo, versions: ['v2', 'v3'] })
    const versions = crd.spec.versions.map((item) => (item.name === 'v3' ? { ...item, name: 'v4' } : item))
    await shared.client.for(customresourcedefinitions).patch(name, { type: 'merge', body: { spec: { versions } } })
    const { group } = crd.spec
    await shared.until(async () => (await definition(group, 'v4', 'Foo')) !== undefined)
    expect(await definition(group, 'v3', 'Foo')).toBeUndefined()
    expect(await definition(group, 'v2', 'Foo')).toBeDefined()
  })

  conformance(
    `${published} removes definition from spec when one version gets changed to not be served [Conformance]`,
    async () => {
      const { crd, name } = await define({ schema: waldo, versions: ['v5', 'v6alpha1'] })
      const versions = crd.spec.versions.map((item) => (item.name === 'v6alpha1' ? { ...item, served: false } : item))
      await shared.client.for(customresourcedefinitions).patch(name, { type: 'merge', body: { spec: { versions } } })
      const { group } = crd.spec
      await shared.until(async () => (await definition(group, 'v6alpha1', 'Foo')) === undefined)
      expect(await definition(group, 'v5', 'Foo')).toBeDefined()
    },
  )
})

describe('discovery', () => {
  const v2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
  const v2beta1 = v2.replace('v=v2', 'v=v2beta1')
  const aggregated = '[sig-api-machinery] AggregatedDiscovery should support'
  const groupsOf = async (accept = v2): Promise<Json[]> =>
    (await call('GET', '/apis', undefined, { accept })).json['items'] as unknown as Json[]
  const nameOf = (group: Json): string => String(group['metadata']?.['name'])

  conformance(`${aggregated} raw aggregated discovery endpoint Accept headers [Conformance]`, async () => {
    for (const path of ['/api', '/apis']) {
      for (const accept of [v2, v2beta1]) {
        const answer = await call('GET', path, undefined, { accept })
        expect(answer.headers['content-type']).toBe(accept)
        expect(answer.json['kind']).toBe('APIGroupDiscoveryList')
      }
      expect((await call('GET', path, undefined, { accept: 'application/json' })).json['kind']).toBe(
        path === '/api' ? 'APIVersions' : 'APIGroupList',
      )
    }
  })

  conformance(`${aggregated} raw aggregated discovery request for CRDs [Conformance]`, async () => {
    const { crd } = await define()
    const group = (await groupsOf(v2beta1)).find((item) => nameOf(item) === crd.spec.group)
    expect(group?.['versions']).toMatchObject([
      { version: 'v1', freshness: 'Current', resources: [{ resource: 'foos' }] },
    ])
  })

  conformance(`${aggregated} aggregated discovery interface [Conformance]`, async () => {
    const groups = await groupsOf()
    for (const [name, version, resource] of [
      ['apps', 'v1', 'deployments'],
      ['batch', 'v1', 'jobs'],
      ['admissionregistration.k8s.io', 'v1', 'validatingwebhookconfigurations'],
    ] as const) {
      const found = groups.find((item) => nameOf(item) === name)
      expect(found?.['versions']).toMatchObject([
        { version, resources: expect.arrayContaining([expect.objectContaining({ resource })]) },
      ])
    }
  })

  conformance(`${aggregated} aggregated discovery interface for CRDs [Conformance]`, async () => {
    const { crd } = await define()
    const group = (await groupsOf()).find((item) => nameOf(item) === crd.spec.group)
    expect(group?.['versions']).toMatchObject([
      {
        version: 'v1',
        resources: [{ resource: 'foos', responseKind: { group: crd.spec.group, version: 'v1', kind: 'Foo' } }],
      },
    ])
  })

  conformance(
    '[sig-api-machinery] Discovery should validate PreferredVersion for each APIGroup [Conformance]',
    async () => {
      await define({ versions: ['v1beta1', 'v1'] })
      const { groups } = (await call('GET', '/apis')).json
      for (const group of groups as unknown as {
        name: string
        preferredVersion: { version: string }
        versions: { version: string }[]
      }[]) {
        const own = (await call('GET', `/apis/${group.name}`)).json as unknown as typeof group
        expect(own.preferredVersion).toEqual(group.preferredVersion)
        expect(own.versions.map((item) => item.version)).toContain(own.preferredVersion.version)
      }
    },
  )

  conformance(
    '[sig-api-machinery] Discovery should locate the groupVersion and a resource within each APIGroup [Conformance]',
    async () => {
      for (const [groupVersion, resource] of [
        ['apps/v1', 'deployments'],
        ['apiregistration.k8s.io/v1', 'apiservices'],
        ['events.k8s.io/v1', 'events'],
        ['networking.k8s.io/v1', 'ingresses'],
        ['apiextensions.k8s.io/v1', 'customresourcedefinitions'],
        ['coordination.k8s.io/v1', 'leases'],
      ] as const) {
        const list = (await call('GET', `/apis/${groupVersion}`)).json
        expect(list['groupVersion']).toBe(groupVersion)
        expect(JSON.stringify(list['resources'])).toContain(`"name":"${resource}"`)
      }
    },
  )
})
