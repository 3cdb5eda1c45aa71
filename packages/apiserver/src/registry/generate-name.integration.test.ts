/** Generated names that are taken are drawn again (KEP-4420): eight times at most, each try validated, only for that reason. */
import type { Random } from '@elli/host/random'
import { simulatedHost } from '@elli/host/simulated'
import { forbidden, alreadyExists } from '@elli/machinery/errors'
import { expect, test } from 'vitest'
import type { AdmissionPlugin } from '../admission/plugin.ts'
import type { ApiServerOptions } from '../options.ts'
import { testServer, type TestServer } from '../testing/server.ts'

const configMaps = '/api/v1/namespaces/default/configmaps'
const generated = { metadata: { generateName: 't-' } }

interface Calls {
  admits: number
  validates: number
}

/** Draws the same name for the first `clashes` + 1 times, then others. */
async function clashing(
  clashes: number,
  options: Partial<ApiServerOptions> = {},
): Promise<TestServer & { calls: Calls }> {
  const host = simulatedHost({ seed: 1 })
  let names = 0
  const draws = clashes + 1
  const random: Random = {
    next: () => 0,
    bytes: (length) => new Uint8Array(length),
    // Five letters are one name.
    below: () => (Math.floor(names++ / 5) < draws ? 0 : 1),
  }
  const calls = { admits: 0, validates: 0 }
  const counting: AdmissionPlugin = {
    name: 'Counting',
    handles: () => true,
    async admit({ resource }) {
      if (resource.resource === 'configmaps') calls.admits++
    },
    async validate({ resource }) {
      if (resource.resource === 'configmaps') calls.validates++
    },
  }
  const server = await testServer({
    host: { ...host, random: { stream: (name) => (name === 'apiserver/names' ? random : host.random.stream(name)) } },
    admission: () => [counting],
    ...options,
  })
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
  expect((await server.call('POST', configMaps, generated)).status).toBe(201)
  calls.admits = 0
  calls.validates = 0
  return { ...server, calls }
}

test('seven taken names are no trouble; validating sees each, mutating only the request', async () => {
  await using server = await clashing(7)
  const made = await server.call('POST', configMaps, generated)
  expect([made.status, made.json['metadata']?.['name']]).toEqual([201, 't-ccccc'])
  expect(server.calls).toEqual({ admits: 1, validates: 8 })
})

test('eight are too many', async () => {
  await using server = await clashing(8)
  const made = await server.call('POST', configMaps, generated)
  expect([made.status, made.headers['retry-after']]).toEqual([409, '1'])
  expect(made.json).toMatchObject({
    reason: 'AlreadyExists',
    message: 'configmaps "t-bbbbb" already exists, the server was not able to generate a unique name for the object',
    details: { name: 't-bbbbb', kind: 'configmaps', retryAfterSeconds: 1 },
  })
  expect(server.calls.validates).toBe(8)
})

test('without the gate the first taken name is told', async () => {
  await using server = await clashing(1, { featureGates: { RetryGenerateName: false } })
  const made = await server.call('POST', configMaps, generated)
  expect([made.status, made.headers['retry-after']]).toEqual([409, '1'])
  expect(server.calls.validates).toBe(1)
})

test('who says that something exists already is asked again; who says anything else is not', async () => {
  const gr = { group: '', resource: 'configmaps' }
  let tries = 0
  let refuse = false
  const plugin: AdmissionPlugin = {
    name: 'Says',
    handles: () => true,
    async validate({ resource, object }) {
      if (resource.resource !== 'configmaps' || object === undefined) return
      tries++
      if (refuse) throw forbidden(gr, 'x', 'exceeded quota')
      if (tries === 2) throw alreadyExists(gr, 'x')
    },
  }
  await using server = await clashing(0, { admission: () => [plugin] })
  expect((await server.call('POST', configMaps, generated)).status).toBe(201)
  expect(tries).toBe(3)
  refuse = true
  expect((await server.call('POST', configMaps, generated)).status).toBe(403)
  expect(tries).toBe(4)
})

test('long prefixes are cut; a given name is not drawn, yet a clash is told as of a generated one', async () => {
  await using server = await testServer()
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
  const long = await server.call('POST', configMaps, { metadata: { generateName: 'a'.repeat(70) } })
  expect(String(long.json['metadata']?.['name'])).toMatch(/^a{58}[bcdfghjklmnpqrstvwxz2456789]{5}$/)
  const both = { metadata: { name: 'mine', generateName: 'm-' } }
  expect((await server.call('POST', configMaps, both)).status).toBe(201)
  const again = await server.call('POST', configMaps, both)
  expect([again.status, String(again.json['message'])]).toEqual([
    409,
    'configmaps "mine" already exists, the server was not able to generate a unique name for the object',
  ])
})
