/** Conformance tests of published definitions, as kubectl sees them: what it lets pass, and what it explains. */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { customresourcedefinitions } from '@elli/api/apiextensions/v1.resources'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { hasKubectl, type Kubectl, kubectl } from '../kubectl.ts'
import { sharedCluster } from '../shared-cluster.ts'

const shared = sharedCluster({ nodes: 0, https: true })
let run: Kubectl
beforeAll(() => {
  run = kubectl(shared.cluster.kubeconfig ?? '')
})
afterAll(() => run[Symbol.dispose]())

const words = (what: string): string =>
  `[sig-api-machinery] CustomResourcePublishOpenAPI [Privileged:ClusterAdmin] works for CRD ${what} [Conformance]`

interface Defined {
  readonly plural: string
  readonly kind: string
  readonly namespace: string
  /** What kubectl says to the object with these fields, by `create` or `apply`. */
  try(verb: 'create' | 'apply', fields: object): Promise<string>
}

async function define(kind: string, schema: JSONSchemaProps): Promise<Defined> {
  const namespace = await shared.namespace()
  const plural = `${kind.toLowerCase()}s`
  const group = `${plural}.example.com`
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }]
  await shared.client.for(customresourcedefinitions).create({
    metadata: { name: `${plural}.${group}` },
    spec: { group, scope: 'Namespaced', names: { plural, kind }, versions },
  })
  // kubectl looks into the documents, which follow the definition by a little.
  await shared.until(async () => {
    const { code, stdout } = await run.fed('', namespace, 'get', '--raw', `/openapi/v3/apis/${group}/v1`)
    return code === 0 && stdout.includes(`"kind":"${kind}"`)
  })
  return {
    plural,
    kind,
    namespace,
    async try(verb, fields) {
      const object = { kind, apiVersion: `${group}/v1`, metadata: { name: 'test' }, ...fields }
      const { stdout, stderr } = await run.fed(JSON.stringify(object), namespace, verb, '-f', '-')
      return stdout + stderr
    },
  }
}

/** Both ways to make one succeed. */
async function accepts({ try: attempt, plural, namespace }: Defined, fields: object): Promise<void> {
  for (const verb of ['create', 'apply'] as const) {
    expect(await attempt(verb, fields)).toContain('/test created')
    await run(namespace, 'delete', plural, 'test')
  }
}

async function refuses({ try: attempt }: Defined, fields: object, because: RegExp): Promise<void> {
  for (const verb of ['create', 'apply'] as const) expect(await attempt(verb, fields)).toMatch(because)
}

const foo: JSONSchemaProps = {
  description: 'Foo CRD for Testing',
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      description: 'Specification of Foo',
      properties: {
        bars: {
          type: 'array',
          description: 'List of Bars and their specs.',
          items: {
            type: 'object',
            required: ['name'],
            properties: {
              name: { description: 'Name of Bar.', type: 'string' },
              age: { description: 'Age of Bar.', type: 'string' },
              feeling: { description: 'Whether Bar is feeling great.', type: 'string', enum: ['Great', 'Down'] },
              bazs: { description: 'List of Bazs.', items: { type: 'string' }, type: 'array' },
            },
          },
        },
      },
    },
  },
}

describe.skipIf(!hasKubectl)('kubectl', () => {
  conformance(words('with validation schema'), async () => {
    const defined = await define('Waldo', foo)
    const { plural, namespace } = defined
    await accepts(defined, { spec: { bars: [{ name: 'test-bar' }] } })
    await refuses(
      defined,
      { spec: { bars: [{ name: 'test-bar', feeling: 'NonExistentValue' }] } },
      /Unsupported value: "NonExistentValue"/,
    )
    await refuses(defined, { spec: { foo: true } }, /unknown field "(spec\.)?foo"/)
    await refuses(
      defined,
      { spec: { bars: [{ age: '10' }] } },
      /missing required field "name"|spec\.bars\[0\]\.name: Required value/,
    )
    const explain = (path: string): Promise<string> => run(namespace, 'explain', `${plural}${path}`)
    expect(await explain('')).toMatch(
      /DESCRIPTION:.*Foo CRD for Testing.*FIELDS:.*apiVersion.*<string>.*APIVersion defines.*spec.*<Object>.*Specification of Foo/s,
    )
    expect(await explain('.metadata')).toMatch(
      /DESCRIPTION:.*Standard object's metadata.*FIELDS:.*creationTimestamp.*<string>.*CreationTimestamp is a timestamp/s,
    )
    expect(await explain('.spec')).toMatch(/Specification of Foo.*FIELDS:.*bars.*<\[\]Object>.*List of Bars/s)
    expect(await explain('.spec.bars')).toMatch(
      /(FIELD|RESOURCE):.*bars.*<\[\]Object>.*List of Bars and their specs.*FIELDS:.*bazs.*<\[\]string>.*List of Bazs.*name.*<string>.*Name of Bar/s,
    )
    const unknown = await run.fed('', namespace, 'explain', `${plural}.spec.bars2`)
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('field "bars2" does not exist')])
  })

  conformance(words('without validation schema'), async () => {
    // What the tools of old made of none at all: an object of which nothing is known.
    const defined = await define('Plugh', { type: 'object', 'x-kubernetes-preserve-unknown-fields': true })
    await accepts(defined, { a: { b: [{ c: 'd' }] } })
    expect(await run(defined.namespace, 'explain', defined.plural)).toMatch(/DESCRIPTION:.*<empty>/s)
  })

  conformance(words('preserving unknown fields at the schema root'), async () => {
    const defined = await define('Xyzzy', { ...foo, 'x-kubernetes-preserve-unknown-fields': true })
    await accepts(defined, { a: { b: [{ c: 'd' }] } })
    expect(await run(defined.namespace, 'explain', defined.plural)).toMatch(/KIND:.*Xyzzy/s)
  })

  conformance(words('preserving unknown fields in an embedded object'), async () => {
    const nested = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
    const defined = await define('Quux', {
      description: 'preserve-unknown-properties in nested field for Testing',
      type: 'object',
      properties: {
        spec: { ...nested, description: 'Specification of Waldo' },
        status: { ...nested, description: 'Status of Waldo' },
      },
    })
    await accepts(defined, { spec: { a: null, b: [{ c: 'd' }] } })
    expect(await run(defined.namespace, 'explain', defined.plural)).toMatch(
      /DESCRIPTION:.*preserve-unknown-properties in nested field for Testing/s,
    )
  })
})
