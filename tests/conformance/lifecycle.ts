/**
 * The walk that a quarter of the conformance tests take with one resource: discovery, create, get, lists, a watch that sees it all,
 * patch, update, status, delete, deletecollection. In: how to make an object. Always: every step looks at what came of it.
 */
import { expect } from 'vitest'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Client } from 'elli'
import { readAll } from '@elli/host/wire'
import { isConflict } from '@elli/machinery/errors'

export interface Walk<T extends ApiObject> {
  readonly resource: ResourceInfo<T>
  /** A valid object; name, namespace and labels are set by the walk. */
  make(): NoInfer<Partial<T>>
  readonly namespace?: string
  /** A merge patch of a condition or the like, for kinds with a status. */
  readonly statusPatch?: Record<string, unknown>
}

interface Seen {
  type: string
  name: string | undefined
  annotations: Readonly<Record<string, string>>
}

let walks = 0

export async function walkLifecycle<T extends ApiObject>(client: Client, walk: Walk<T>): Promise<void> {
  const { resource, namespace } = walk
  const api = client.for(resource)
  const label = `walk-${++walks}`
  const labelSelector = `conformance=${label}`
  const where = namespace === undefined ? {} : { namespace }
  const make = (name: string): T => {
    const object = walk.make()
    const metadata = { ...object.metadata, ...where, name: `${name}-${label}`, labels: { conformance: label } }
    return { ...object, metadata } as unknown as T
  }

  await inDiscovery(client, resource)
  const start = await api.list({ ...where, labelSelector })
  expect(start.items).toEqual([])

  const first = await api.create(make('first'))
  const name = first.metadata.name as string
  const stop = new AbortController()
  const seen: Seen[] = []
  const watching = follow(client, walk, labelSelector, start.metadata.resourceVersion ?? '', stop.signal, seen)
  // A controller may have been at its status already.
  expect((await api.get(name, where)).metadata.uid).toBe(first.metadata.uid)
  expect((await api.list({ ...where, labelSelector })).items.map((item) => item.metadata.uid)).toEqual([
    first.metadata.uid,
  ])
  expect((await api.list({ labelSelector })).items.map((item) => item.metadata.uid)).toEqual([first.metadata.uid])

  const patched = await api.patch(
    name,
    { type: 'merge', body: { metadata: { annotations: { patched: 'true' }, creationTimestamp: null } } },
    where,
  )
  expect(patched.metadata).toMatchObject({
    annotations: { patched: 'true' },
    creationTimestamp: first.metadata.creationTimestamp,
  })
  expect(patched.metadata.resourceVersion).not.toBe(first.metadata.resourceVersion)

  const updated = await changed(client, walk, name, (object) => api.update(annotated(object, 'updated')))
  expect(updated.metadata.annotations).toMatchObject({ patched: 'true', updated: 'true' })
  if (walk.statusPatch !== undefined) await walkStatus(client, walk, name, walk.statusPatch)

  await api.create(make('second'))
  await api.create(make('third'))
  await api.delete(name, where)
  await settles(async () => (await api.list({ ...where, labelSelector })).items.length === 2)
  await api.deleteCollection({ ...where, labelSelector })
  await settles(async () => (await api.list({ ...where, labelSelector })).items.length === 0)

  await settles(() => seen.filter(({ type }) => type === 'DELETED').length === 3)
  stop.abort()
  await watching
  const own = seen.filter((event) => event.name === name)
  expect(own[0]?.type).toBe('ADDED')
  expect(own.some(({ type, annotations }) => type === 'MODIFIED' && annotations['patched'] === 'true')).toBe(true)
  expect(own.some(({ type, annotations }) => type === 'MODIFIED' && annotations['updated'] === 'true')).toBe(true)
  expect(own.at(-1)?.type).toBe('DELETED')
}

function annotated<T extends ApiObject>(object: T, annotation: string): T {
  const { metadata } = object
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, [annotation]: 'true' } } }
}

/** Reads, changes, writes, until nobody was faster. */
export async function changed<T extends ApiObject>(
  client: Client,
  { resource, namespace }: { resource: ResourceInfo<T>; namespace?: string | undefined },
  name: string,
  write: (object: T) => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await write(await client.for(resource).get(name, { namespace }))
    } catch (error) {
      if (!isConflict(error)) throw error
    }
  }
}

/** /status by get, patch and update; what it says of spec is ignored. */
async function walkStatus<T extends ApiObject>(
  client: Client,
  { resource, namespace }: Walk<T>,
  name: string,
  status: Record<string, unknown>,
): Promise<void> {
  const api = client.for(resource)
  const where = namespace === undefined ? {} : { namespace }
  const before = await api.get(name, where)
  const patched = await api.patch(
    name,
    { type: 'merge', body: { metadata: { annotations: { 'patched-status': 'true' } }, status } },
    { ...where, subresource: 'status' },
  )
  expect(patched).toMatchObject({ status })
  const read = await api.subresource<T>('get', name, 'status', where)
  expect(read.metadata.uid).toBe(before.metadata.uid)
  const updated = await changed(client, { resource, namespace }, name, (object) =>
    api.updateStatus({ ...annotated(object, 'updated-status'), status } as T),
  )
  expect(updated).toMatchObject({ status })
  expect((updated as { spec?: unknown }).spec).toEqual((before as { spec?: unknown }).spec)
}

async function inDiscovery(client: Client, resource: ResourceInfo): Promise<void> {
  const root = resource.group === '' ? '/api' : '/apis'
  if (resource.group !== '') {
    const groups = await json<{ groups: { name: string; versions: { groupVersion: string }[] }[] }>(client, root)
    const group = groups.groups.find((item) => item.name === resource.group)
    expect(group?.versions.map((item) => item.groupVersion)).toContain(resource.apiVersion)
    expect(await json(client, `/apis/${resource.group}`)).toMatchObject({ kind: 'APIGroup', name: resource.group })
  }
  const list = await json<{ resources: { name: string }[] }>(client, `${root}/${resource.apiVersion}`)
  expect(list.resources.map((item) => item.name)).toContain(resource.resource)
}

export async function json<T = unknown>(client: Client, path: string, accept = 'application/json'): Promise<T> {
  const response = await client.raw('GET', path, { headers: { accept } })
  const body = await readAll(response.body)
  if (response.status !== 200) throw new Error(`GET ${path}: ${response.status} ${body.toString()}`)
  return JSON.parse(body.toString()) as T
}

async function follow<T extends ApiObject>(
  client: Client,
  { resource, namespace }: Walk<T>,
  labelSelector: string,
  resourceVersion: string,
  signal: AbortSignal,
  seen: Seen[],
): Promise<void> {
  try {
    const where = namespace === undefined ? {} : { namespace }
    for await (const { type, object } of client
      .for(resource)
      .watch({ ...where, labelSelector, resourceVersion, signal }))
      seen.push({ type, name: object.metadata.name, annotations: object.metadata.annotations ?? {} })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** For what other parts of the cluster do in their own time. */
export async function settles(condition: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<void> {
  const deadline = performance.now() + limitMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('it did not happen in time')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
