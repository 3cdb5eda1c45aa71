import { expect, test } from 'vitest'
import type { Secret } from '@elli/api/core/v1'
import { keyringOf } from './keyring.ts'
import { InvalidReference, parseImage, repositoryOf, withDefaultTag } from './reference.ts'

for (const [text, full, tagged] of [
  ['busybox', 'docker.io/library/busybox', 'busybox:latest'],
  ['busybox:1.36', 'docker.io/library/busybox', 'busybox:1.36'],
  ['me/app', 'docker.io/me/app', 'me/app:latest'],
  ['localhost/app', 'localhost/app', 'localhost/app:latest'],
  ['reg.io:5000/a/b:v1', 'reg.io:5000/a/b', 'reg.io:5000/a/b:v1'],
  [`x@sha256:${'a'.repeat(64)}`, 'docker.io/library/x', `x@sha256:${'a'.repeat(64)}`],
] as const) {
  test(`image ${text.slice(0, 30)}`, () => {
    expect(repositoryOf(text)).toBe(full)
    expect(withDefaultTag(text)).toBe(tagged)
  })
}

test('names that are none', () => {
  expect(() => parseImage('UPPER')).toThrow(new InvalidReference('repository name must be lowercase'))
  for (const text of ['', ':tag', 'a b', 'a//b', '-x'])
    expect(() => parseImage(text)).toThrow('invalid reference format')
})

function secret(registries: Record<string, { username?: string; password?: string; auth?: string }>): Secret {
  const json = JSON.stringify({ auths: registries })
  return {
    metadata: { name: 's' },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(json).toString('base64') },
  }
}

test('credentials: registry, path, wildcard, port; the longest name first', () => {
  const auth = Buffer.from('bob:p:w').toString('base64')
  const keyring = keyringOf(
    [
      secret({
        'reg.io': { username: 'all', password: 'x' },
        'reg.io/team': { auth },
        '*.corp.io': { username: 'wild', password: 'x' },
        'https://index.docker.io/v1/': { username: 'hub', password: 'x' },
        'reg.io:5000': { username: 'port', password: 'x' },
      }),
    ],
    () => expect.unreachable(),
  )
  const users = (image: string): string[] => keyring.lookup(image).map(({ username }) => username)
  expect(users('reg.io/team/app:1')).toEqual(['bob', 'all'])
  expect(keyring.lookup('reg.io/team/app')[0]?.password).toBe('p:w')
  expect(users('reg.io/other')).toEqual(['all'])
  expect(users('a.corp.io/x')).toEqual(['wild'])
  expect(users('a.b.corp.io/x')).toEqual([])
  expect(users('busybox')).toEqual(['hub'])
  expect(users('reg.io:5000/x')).toEqual(['port'])
})

test('a secret that cannot be read is left out', () => {
  const broken = {
    metadata: { name: 's' },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': 'eA==' },
  }
  const ignored: unknown[] = []
  expect(keyringOf([broken], (one) => ignored.push(one)).lookup('busybox')).toEqual([])
  expect(ignored).toEqual([broken])
})
