import { mkdtemp, readFile, readlink, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { realHost } from '@elli/host/node/host'
import { container, pod } from '../pods/testing.ts'
import { writePayload } from './atomic-writer.ts'
import { usedVolumes } from './manager.ts'
import { checkPath, commonUser, configMapPayload, secretPayload, type Payload } from './payload.ts'

const host = realHost({ logLevel: 'error' })
let directory = ''
beforeEach(async () => void (directory = await mkdtemp(join(tmpdir(), 'elli-volume-'))))
afterEach(() => rm(directory, { recursive: true }))

const files = (entries: Record<string, string>, mode = 0o644): Payload =>
  new Map(Object.entries(entries).map(([path, text]) => [path, { data: Buffer.from(text), mode }]))

test('files appear through links, and all at once', async () => {
  expect(await writePayload(host, directory, files({ a: '1', 'd/b': '2' }))).toBe(true)
  expect(await readFile(`${directory}/a`, 'utf8')).toBe('1')
  expect(await readFile(`${directory}/d/b`, 'utf8')).toBe('2')
  expect(await readlink(`${directory}/a`)).toBe('..data/a')
  expect(await readlink(`${directory}/d`)).toBe('..data/d')
  expect(await readlink(`${directory}/..data`)).toMatch(/^\.\.\d{4}_\d\d_\d\d_\d\d_\d\d_\d\d\.[0-9a-f]+$/)
})

test('what has not changed is not written again', async () => {
  await writePayload(host, directory, files({ a: '1' }))
  const before = await readlink(`${directory}/..data`)
  expect(await writePayload(host, directory, files({ a: '1' }))).toBe(false)
  expect(await readlink(`${directory}/..data`)).toBe(before)
})

test('a change swaps everything, takes stale names away and leaves no old folder', async () => {
  await writePayload(host, directory, files({ a: '1', gone: 'x' }))
  expect(await writePayload(host, directory, files({ a: '2', new: 'y' }, 0o400))).toBe(true)
  expect((await readdir(directory)).filter((name) => !name.startsWith('..'))).toEqual(['a', 'new'])
  expect((await readdir(directory)).filter((name) => name.startsWith('..2'))).toHaveLength(1)
  expect((await stat(`${directory}/a`)).mode & 0o777).toBe(0o400)
})

test('a broken link tree is repaired', async () => {
  await writePayload(host, directory, files({ a: '1' }))
  await rm(`${directory}/a`)
  await writePayload(host, directory, files({ a: '1' }))
  expect(await readFile(`${directory}/a`, 'utf8')).toBe('1')
})

for (const path of ['/abs', '../up', 'a/../b', '..data', '']) {
  test(`the path ${JSON.stringify(path)} is refused`, () => expect(() => checkPath(path)).toThrow(/^invalid path/))
}

test('keys are chosen, modes kept, missing ones named', () => {
  const map = { metadata: {}, data: { k: 'v' }, binaryData: { b: 'AAE=' } }
  const all = { items: undefined, defaultMode: undefined, optional: false }
  expect([...configMapPayload(map, all).keys()]).toEqual(['k', 'b'])
  const chosen = configMapPayload(map, { ...all, items: [{ key: 'k', path: 'x/y', mode: 0o600 }] })
  expect(chosen.get('x/y')?.mode).toBe(0o600)
  const missing = { ...all, items: [{ key: 'z', path: 'z' }] }
  expect(() => configMapPayload(map, missing)).toThrow('configmap references non-existent config key: z')
  expect(() => secretPayload({ metadata: {} }, missing)).toThrow('references non-existent secret key: z')
  expect(configMapPayload(undefined, { ...missing, optional: true }).size).toBe(0)
})

test('tokens may belong to the one user all containers have', () => {
  expect(commonUser(pod({ securityContext: { runAsUser: 5 } }))).toBe(5)
  expect(
    commonUser(pod({ containers: [container('a', { securityContext: { runAsUser: 5 } }), container('b')] })),
  ).toBeUndefined()
})

test('only mounted volumes are used', () => {
  const subject = pod({
    volumes: [{ name: 'x' }, { name: 'y' }],
    containers: [container('a', { volumeMounts: [{ name: 'y', mountPath: '/y' }] })],
  })
  expect(usedVolumes(subject).map(({ name }) => name)).toEqual(['y'])
})
