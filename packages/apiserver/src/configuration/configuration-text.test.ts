import { AuthenticationConfiguration } from '@elli/api/config/apiserver-config/v1beta1'
import { expect, test } from 'vitest'
import { readConfiguration } from './configuration-text.ts'

const kinds = [
  {
    apiVersion: 'apiserver.config.k8s.io/v1beta1',
    kind: 'AuthenticationConfiguration',
    schema: AuthenticationConfiguration,
  },
]
const head = 'apiVersion: apiserver.config.k8s.io/v1beta1\nkind: AuthenticationConfiguration\n'
const read = (text: string) => readConfiguration(text, kinds, { scheme: 'scheme' })

test('a configuration is read', () => {
  expect(read(`${head}anonymous: {enabled: true}`).object.anonymous).toEqual({ enabled: true })
})

for (const [name, text, message] of [
  ['no kind', 'apiVersion: v1\n', "Object 'Kind' is missing in 'apiVersion: v1\n'"],
  ['no version', 'kind: X', "Object 'apiVersion' is missing in 'kind: X'"],
  [
    'an unknown version',
    'apiVersion: apiserver.config.k8s.io/v9\nkind: AuthenticationConfiguration',
    'no kind "AuthenticationConfiguration" is registered for version "apiserver.config.k8s.io/v9" in scheme "scheme"',
  ],
  ['an unknown field', `${head}jwtt: []`, 'strict decoding error: unknown field "jwtt"'],
  ['a key twice', `${head}jwt: []\njwt: []`, 'strict decoding error: yaml: unmarshal errors:\n  line 4: key "jwt"'],
  ['no YAML at all', '{', "couldn't get version/kind; json parse error:"],
] as const) {
  test(`refused: ${name}`, () => expect(() => read(text)).toThrow(message))
}
