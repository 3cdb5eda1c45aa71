import { Pod } from '@elli/api/core/v1'
import { describe, expect, test } from 'vitest'
import type { CelObjectType, CelType } from './contract.ts'
import { celEnvironment } from './environment.ts'
import { celTypeOfMessage, celTypeOfStructural } from './schema-types.ts'

function object(type: CelType | undefined): CelObjectType {
  if (type?.kind !== 'object') throw new Error('no object')
  return type
}

describe('structural schemas', () => {
  test('what expressions see', () => {
    const type = object(
      celTypeOfStructural({
        type: 'object',
        properties: {
          name: { type: 'string', maxLength: 10 },
          count: { type: 'integer', format: 'int32' },
          share: { type: 'number' },
          on: { type: 'boolean' },
          when: { type: 'string', format: 'date-time' },
          every: { type: 'string', format: 'duration' },
          raw: { type: 'string', format: 'byte' },
          port: { 'x-kubernetes-int-or-string': true },
          tags: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set', maxItems: 3 },
          labels: { type: 'object', additionalProperties: { type: 'string' }, maxProperties: 2 },
          anything: { 'x-kubernetes-preserve-unknown-fields': true },
          '1st': { type: 'string' },
        },
      }),
    )
    const fields = type.fields()
    const kinds = Object.fromEntries(
      [...fields].map(
        ([
          name,
          {
            type: { kind },
          },
        ]) => [name, kind],
      ),
    )
    expect(kinds).toEqual({
      name: 'string',
      count: 'int',
      share: 'double',
      on: 'bool',
      when: 'timestamp',
      every: 'duration',
      raw: 'bytes',
      port: 'dyn',
      tags: 'list',
      labels: 'map',
    })
    expect(fields.get('name')?.type).toEqual({ kind: 'string', size: 40 })
    expect(fields.get('tags')?.type).toMatchObject({ size: 3, listType: 'set' })
  })

  test('a resource has what all have', () => {
    const root = celTypeOfStructural({ type: 'object', properties: { spec: { type: 'object' } } }, { root: true })
    expect([...object(root).fields().keys()]).toEqual(['spec', 'kind', 'apiVersion', 'metadata'])
    const embedded = celTypeOfStructural({
      type: 'object',
      properties: { inner: { type: 'object', 'x-kubernetes-embedded-resource': true } },
    })
    expect([...object(object(embedded).fields().get('inner')?.type).fields().keys()]).toContain('metadata')
  })

  test('objects are named by where they are', () => {
    const self = celTypeOfStructural(
      { type: 'object', properties: { spec: { type: 'object', properties: { a: { type: 'object' } } } } },
      { name: 'selfType1' },
    )
    const compiled = celEnvironment({ variables: { self: self ?? { kind: 'dyn' } } }).compile('self.spec.a + 1')
    expect('problem' in compiled && compiled.problem).toContain("applied to '(selfType1.spec.a, int)'")
  })

  test('lists of what is not seen are not seen', () => {
    expect(
      celTypeOfStructural({ type: 'array', items: { 'x-kubernetes-preserve-unknown-fields': true } }),
    ).toBeUndefined()
  })
})

describe('built-in kinds', () => {
  const environment = celEnvironment({ variables: { object: celTypeOfMessage(Pod) } })
  const problem = (expression: string): string => {
    const compiled = environment.compile(expression)
    return 'problem' in compiled ? compiled.problem : 'none'
  }

  test.each([
    "object.spec.containers.all(c, c.image.startsWith('registry.example/'))",
    "object.metadata.labels['a'] == 'b'",
    'object.metadata.creationTimestamp.getFullYear() > 2020',
    'object.spec.containers[0].ports[0].containerPort > 1024',
    'object.spec.containers[0].livenessProbe.httpGet.port == 80',
    'object.metadata.__namespace__ == object.apiVersion',
  ])('%s', (expression) => {
    expect(problem(expression)).toBe('none')
  })

  test('mistakes', () => {
    expect(problem('object.spec.replicas > 1')).toContain("undefined field 'replicas'")
    expect(problem('object.spec.nodeName > 1')).toContain(
      "found no matching overload for '_>_' applied to '(string, int)'",
    )
  })
})
