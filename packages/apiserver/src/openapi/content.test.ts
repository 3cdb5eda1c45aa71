import { allResources } from '@elli/api/resources'
import { describe, expect, it } from 'vitest'
import { answersWithDeleted } from '../catalog.ts'
import { crontabs } from '../extensions/extensions.fixtures.ts'
import { sha512Hex } from '../node/digest.ts'
import { contentOf, documentNames, type ContentParts } from './content.ts'
import { encodeOpenApiV2 } from './protobuf.ts'
import { encodeOpenApiV3 } from './protobuf-v3.ts'
import type { Schema } from './schemas.ts'

const aggregated = new Set(['metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io'])

function parts(version: 2 | 3): ContentParts {
  return {
    version,
    infos: allResources.filter((info) => !aggregated.has(info.group)) as ContentParts['infos'],
    custom: [],
    issuer: true,
    selectableFields: true,
    returnsDeleted: answersWithDeleted,
  }
}

/** What clients go by, without words: operations with their parameters, bodies and answers. */
function listing(paths: Schema): string[] {
  return Object.entries(paths as Record<string, Record<string, Schema>>).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) => {
      const shared = parametersOf(item)
      if (method === 'parameters') return []
      const responses = operation['responses'] as Record<string, Schema>
      const answers = Object.entries(responses).map(([code, answer]) => `${code}:${schemaText(answer['schema'])}`)
      const consumes = (operation['consumes'] ?? []) as string[]
      const produces = (operation['produces'] ?? []) as string[]
      const head = `${method} ${path} ${operation['operationId']} ${operation['x-kubernetes-action'] ?? ''}`
      const own = parametersOf(operation)
      return [
        `${head} (${[...shared, ...own].sort().join(' ')}) ${answers.join(' ')} < ${consumes.join()} > ${produces.join()}`,
      ]
    }),
  )
}

function parametersOf(item: Schema): string[] {
  const parameters = (item['parameters'] ?? []) as Schema[]
  return parameters.map((one) => `${one['in']}.${one['name']}:${one['type'] ?? schemaText(one['schema'])}`)
}

function schemaText(schema: unknown): string {
  const { $ref, type } = (schema ?? {}) as { $ref?: string; type?: string }
  return $ref?.slice($ref.lastIndexOf('/') + 1) ?? type ?? ''
}

/** Properties of definitions, without words. */
function fields(schemas: Schema): string[] {
  return Object.entries(schemas as Record<string, Schema>).flatMap(([name, schema]) =>
    Object.entries((schema['properties'] ?? {}) as Record<string, Schema>).map(([field, property]) => {
      const { description: _, default: __, ...rest } = property
      return `${name}.${field} ${JSON.stringify(rest)}`
    }),
  )
}

describe('contentOf', () => {
  it('has the paths, operations, definitions and fields of 1.31 in version 2', () => {
    const { paths, schemas } = contentOf(parts(2))
    const operations = listing(paths)
    // The two paths that are missing to 476 show files of the server's machine.
    expect(Object.keys(paths)).toHaveLength(474)
    expect(operations).toHaveLength(942)
    expect(Object.keys(schemas)).toHaveLength(635)
    const all = fields(schemas)
    expect(all).toHaveLength(2585)
    expect(operations).toContain(
      'get /api/v1/namespaces/{namespace}/pods/{name} readCoreV1NamespacedPod get (path.name:string path.namespace:string query.pretty:string) 200:io.k8s.api.core.v1.Pod 401: < */* > application/json,application/yaml,application/vnd.kubernetes.protobuf',
    )
    expect(sha512Hex(Buffer.from(operations.sort().join('\n'))).slice(0, 16)).toMatchInlineSnapshot(
      `"AA9BCF1E062A28DB"`,
    )
    expect(sha512Hex(Buffer.from(all.sort().join('\n'))).slice(0, 16)).toMatchInlineSnapshot(`"2F5414948B9DEF64"`)
  })

  it('has a document for each group and version in version 3', () => {
    const names = documentNames(parts(3))
    expect(names).toHaveLength(61)
    expect(names).toEqual(expect.arrayContaining(['api', 'api/v1', 'apis', 'apis/apps', 'apis/apps/v1', 'version']))
    const { paths, schemas } = contentOf(parts(3), 'apis/apps/v1')
    expect(Object.keys(paths)).toContain('/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale')
    expect(Object.keys(paths).every((path) => path.startsWith('/apis/apps/v1/'))).toBe(true)
    expect(Object.keys(schemas)).toContain('io.k8s.api.apps.v1.Deployment')
    expect(Object.keys(schemas)).not.toContain('io.k8s.api.core.v1.Node')
    expect(Object.keys(contentOf(parts(3), 'version').schemas)).toEqual(['io.k8s.apimachinery.pkg.version.Info'])
  })

  it('shows custom resources as their schema says', () => {
    const own = { ...parts(3), custom: [crontabs()] }
    expect(documentNames(own)).toContain('apis/stable.example.com/v1')
    const { paths, schemas } = contentOf(own, 'apis/stable.example.com/v1')
    const item = paths['/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}'] as Record<string, Schema>
    expect(item['get']?.['operationId']).toBe('readStableExampleComV1NamespacedCronTab')
    expect(item['patch']?.['requestBody']).toMatchObject({
      content: {
        'application/apply-patch+yaml': {},
        'application/json-patch+json': {},
        'application/merge-patch+json': {},
      },
    })
    expect(schemas['com.example.stable.v1.CronTab']).toMatchObject({
      type: 'object',
      'x-kubernetes-group-version-kind': [{ group: 'stable.example.com', version: 'v1', kind: 'CronTab' }],
    })
    expect(Object.keys(schemas)).toContain('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')
    expect(Object.keys(schemas)).toContain('io.k8s.api.autoscaling.v1.Scale')
  })

  it('mentions no schema that is not there', () => {
    const own = { ...parts(3), custom: [crontabs()] }
    for (const name of documentNames(own)) {
      const { paths, schemas } = contentOf(own, name)
      const text = JSON.stringify([paths, schemas])
      for (const [, found = ''] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g))
        expect(schemas).toHaveProperty([found])
    }
  })

  it('is written as protobuf', () => {
    const v2 = contentOf(parts(2))
    const info = { title: 'Kubernetes', version: 'v1.31.0' }
    const two = encodeOpenApiV2({ swagger: '2.0', info, paths: v2.paths, definitions: v2.schemas })
    expect(Buffer.from(two.subarray(0, 29)).toString('latin1')).toBe('\n\x032.0\x12\x15\n\nKubernetes\x12\x07v1.31.0B')
    const v3 = contentOf(parts(3), 'apis/apps/v1')
    const three = encodeOpenApiV3({ openapi: '3.0.0', info, paths: v3.paths, components: { schemas: v3.schemas } })
    expect(Buffer.from(three.subarray(0, 31)).toString('latin1')).toBe('\n\x053.0.0\x12\x15\n\nKubernetes2\x07v1.31.0"')
  })
})
