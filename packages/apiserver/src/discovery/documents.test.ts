import { readAll } from '@elli/host/wire'
import { describe, expect, it } from 'vitest'
import type { DiscoveredResource, DiscoveredVersion } from './contract.ts'
import { decodeProtobuf } from '@elli/api/schema/protobuf'
import { APIGroup, APIResourceList } from '@elli/api/meta/v1'
import { APIGroupDiscoveryList } from '@elli/api/apidiscovery/v2'
import { builtIn, Discovery, groups } from './documents.ts'

const resource = (name: string): DiscoveredResource => ({
  resource: name,
  responseKind: { group: 'g', version: 'v1', kind: 'Thing' },
  scope: 'Cluster',
  singularResource: '',
  verbs: ['get'],
})
const version = (
  group: string,
  name: string,
  priority: [number, number],
  resources = [resource('things')],
): DiscoveredVersion => ({
  group,
  version: name,
  resources,
  freshness: 'Current',
  priority: { group: priority[0], version: priority[1] },
  remote: false,
})

describe('groups', () => {
  it('orders groups and versions by priority, then by name and age', () => {
    const all = [
      version('b', 'v1', [10, 100]),
      version('a', 'v1beta1', [10, 100]),
      version('a', 'v2', [10, 100]),
      version('c', 'v1alpha1', [20, 1]),
      version('c', 'v1', [5, 9]),
    ]
    expect(groups(all).map((item) => [item.name, ...item.versions.map((one) => one.version)])).toEqual([
      ['c', 'v1', 'v1alpha1'],
      ['a', 'v2', 'v1beta1'],
      ['b', 'v1'],
    ])
  })

  it('puts together what several sources serve of one version', () => {
    const [group] = groups([version('g', 'v1', [1, 1], [resource('z')]), version('g', 'v1', [1, 1], [resource('a')])])
    expect(group?.versions[0]?.resources.map((item) => item.resource)).toEqual(['a', 'z'])
  })
})

describe('Discovery', () => {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
  async function get(discovery: Discovery, path: string, headers: Record<string, string> = {}) {
    const answer = discovery.answer(path, { method: 'GET', path, headers })
    return answer === undefined ? undefined : { ...answer, text: (await readAll(answer.body)).toString('utf8') }
  }

  it('changes its tag with what is served, and only then', async () => {
    const discovery = new Discovery('host:1')
    discovery.set('x', [version('g', 'v1', [1, 1])])
    const first = await get(discovery, '/apis', { accept })
    expect(first?.headers['content-type']).toBe(accept)
    const tag = first?.headers['etag'] ?? ''
    discovery.set('x', [version('g', 'v1', [1, 1])])
    const same = await get(discovery, '/apis', { accept, 'if-none-match': tag })
    expect([same?.status, same?.text]).toEqual([304, ''])
    discovery.set('x', [version('g', 'v2', [1, 1])])
    expect((await get(discovery, '/apis', { accept, 'if-none-match': tag }))?.status).toBe(200)
  })

  it('shows groups of other servers, but leaves their versions to them', async () => {
    const discovery = new Discovery('host:1')
    discovery.set('remote', [{ ...version('g', 'v1', [1, 1], []), remote: true, freshness: 'Stale' }])
    expect((await get(discovery, '/apis/g'))?.text).toContain(
      '"preferredVersion":{"groupVersion":"g/v1","version":"v1"}',
    )
    expect(await get(discovery, '/apis/g/v1')).toBeUndefined()
    expect((await get(discovery, '/apis', { accept }))?.text).toContain(
      '"versions":[{"version":"v1","freshness":"Stale"}]',
    )
    discovery.set('remote', [])
    expect(await get(discovery, '/apis/g')).toBeUndefined()
  })

  it('answers the classic document to who does not ask for the other', async () => {
    const discovery = new Discovery('host:1')
    discovery.set('x', [version('', 'v1', [1, 1])])
    for (const wanted of ['', 'application/json', '*/*', `application/json,${accept}`])
      expect((await get(discovery, '/api', wanted === '' ? {} : { accept: wanted }))?.text).toContain(
        '"kind":"APIVersions"',
      )
    expect((await get(discovery, '/api', { accept: `${accept},application/json` }))?.text).toContain(
      'APIGroupDiscoveryList',
    )
    await expect(get(discovery, '/api', { accept: 'text/html' })).rejects.toThrow('406: Not Acceptable')
  })

  it('writes each document in the form that is asked for', async () => {
    const discovery = new Discovery('host:1')
    discovery.set(builtIn, [version('g', 'v1', [1, 1])])
    const yaml = await get(discovery, '/apis/g', { accept: 'application/yaml' })
    expect(yaml?.headers['content-type']).toBe('application/yaml')
    expect(yaml?.text).toContain('kind: APIGroup\nname: g\n')
    const protobuf = 'application/vnd.kubernetes.protobuf'
    const bytes = async (path: string, accept: string): Promise<Uint8Array> => {
      const answer = discovery.answer(path, { method: 'GET', path, headers: { accept } })
      expect(answer?.headers['content-type']).toBe(accept)
      return answer === undefined ? new Uint8Array() : readAll(answer.body)
    }
    expect(decodeProtobuf(APIGroup, await bytes('/apis/g', protobuf))).toMatchObject({ apiVersion: 'v1', name: 'g' })
    expect(decodeProtobuf(APIResourceList, await bytes('/apis/g/v1', protobuf))).toMatchObject({
      groupVersion: 'g/v1',
      resources: [{ name: 'things', kind: 'Thing', verbs: ['get'] }],
    })
    const aggregated = `${protobuf};g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList`
    expect(decodeProtobuf(APIGroupDiscoveryList, await bytes('/apis', aggregated))).toMatchObject({
      items: [{ metadata: { name: 'g' }, versions: [{ version: 'v1', resources: [{ resource: 'things' }] }] }],
    })
  })

  it('takes what comes first of classic and aggregated', async () => {
    const discovery = new Discovery('host:1')
    discovery.set(builtIn, [version('g', 'v1', [1, 1])])
    const kind = async (text: string): Promise<unknown> =>
      JSON.parse((await get(discovery, '/apis', { accept: text }))?.text ?? '{}').kind
    expect(await kind(`${accept},application/json`)).toBe('APIGroupDiscoveryList')
    expect(await kind(`application/json,${accept}`)).toBe('APIGroupList')
    expect(await kind(`application/json;as=Foo,${accept}`)).toBe('APIGroupDiscoveryList')
    expect(await kind('*/*')).toBe('APIGroupList')
  })

  it('refuses other types, in the words of who looks at them first', () => {
    const discovery = new Discovery('host:1')
    discovery.set(builtIn, [version('g', 'v1', [1, 1])])
    discovery.set('custom things.h', [version('h', 'v1', [1, 1])])
    const refused = (path: string, type: string): void => {
      discovery.answer(path, { method: 'GET', path, headers: { accept: type } })
    }
    for (const path of ['/api', '/apis/g/v1']) {
      if (path === '/api') discovery.set('core', [version('', 'v1', [1, 1])])
      expect(() => refused(path, 'text/html')).toThrow('406: Not Acceptable')
    }
    for (const path of ['/apis', '/apis/g', '/apis/h', '/apis/h/v1'])
      expect(() => refused(path, 'text/html')).toThrow('only the following media types are accepted')
    for (const path of ['/apis', '/apis/g/v1'])
      expect(() => refused(path, 'application/json;as=Foo;g=meta.k8s.io;v=v1')).toThrow(
        'only the following media types',
      )
    expect(() => refused('/apis/g', accept)).toThrow('only the following media types are accepted')
  })
})
