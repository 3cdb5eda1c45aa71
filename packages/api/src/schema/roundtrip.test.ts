/**
 * Upstream's own objects, one of nearly every kind with every field set, as JSON and as protobuf: both must come out
 * of each other byte for byte.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { apiPackages } from '../packages.ts'
import { decodeJson } from './decodeJson.ts'
import { encodeJson } from './encodeJson.ts'
import { decodeProtobuf, encodeProtobuf } from './protobuf.ts'
import type { MessageSchema } from './schema.ts'

const folder = new URL('../fixtures/', import.meta.url)
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))

type AnyObject = { kind: string; apiVersion: string }

/** Fixtures are named `<group>.<version>.<kind>`, with `core` for the group without a name. */
function schemaFor(name: string): MessageSchema<AnyObject> {
  const [kind = '', version = '', ...rest] = name.split('.').reverse()
  const group = rest.reverse().join('.')
  const schema = apiPackages
    .filter((pkg) => pkg.version === version)
    .filter((pkg) => (group === 'core' ? pkg.group === '' || pkg.path === 'meta/v1' : pkg.group === group))
    .flatMap((pkg) => pkg.messages)
    .find((message) => message.name === kind)
  if (schema === undefined) throw new Error(`no schema for ${name}`)
  return schema as MessageSchema<AnyObject>
}

test('all fixtures are there', () => expect(names).toHaveLength(166))

describe.each(names)('%s', (name) => {
  const json = readFileSync(new URL(`${name}.json`, folder), 'utf8')
  const protobuf = new Uint8Array(readFileSync(new URL(`${name}.pb`, folder)))
  const schema = schemaFor(name)

  test('JSON has no field that the schema does not know', () => {
    expect(decodeJson(schema, json, 'warn').strictErrors).toEqual([])
  })

  test('JSON keeps its text', () => {
    const { object } = decodeJson(schema, json)
    expect(encodeJson(schema, object)).toBe(JSON.stringify(JSON.parse(json)))
  })

  test('JSON to protobuf gives upstream bytes', () => {
    const { object } = decodeJson(schema, json)
    expect(Buffer.from(encodeProtobuf(schema, object)).toString('hex')).toBe(Buffer.from(protobuf).toString('hex'))
  })

  test('protobuf to JSON gives upstream text', () => {
    expect(encodeJson(schema, decodeProtobuf(schema, protobuf))).toBe(JSON.stringify(JSON.parse(json)))
  })

  test('protobuf keeps its bytes', () => {
    const again = encodeProtobuf(schema, decodeProtobuf(schema, protobuf))
    expect(Buffer.from(again).toString('hex')).toBe(Buffer.from(protobuf).toString('hex'))
  })
})
