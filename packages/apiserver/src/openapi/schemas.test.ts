/** Schemas of messages as the two versions of OpenAPI want them. */
import { HorizontalPodAutoscalerSpec, MetricTarget } from '@elli/api/autoscaling/v2'
import { MatchResources } from '@elli/api/admissionregistration/v1'
import { ContainerPort, NodeAffinity, SecretVolumeSource } from '@elli/api/core/v1'
import { openApiName, type MessageSchema } from '@elli/api/schema/schema'
import { expect, test } from 'vitest'
import { encodeOpenApiV3 } from './protobuf-v3.ts'
import { SchemaWriter, type OpenApiVersion, type Schema } from './schemas.ts'

/** The properties of the message, without words. */
function properties(version: OpenApiVersion, message: MessageSchema): Record<string, Schema> {
  const writer = new SchemaWriter(version, new Map())
  writer.reach(message)
  const found = writer.schemas.get(openApiName(message))?.['properties'] as Record<string, Schema>
  return Object.fromEntries(Object.entries(found).map(([name, { description: _, ...rest }]) => [name, rest]))
}

const inVersion3 = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

test('in version 3 what Go cannot leave out has its zero as default', () => {
  const port = properties(3, ContainerPort)
  expect(port['containerPort']).toEqual({ type: 'integer', format: 'int32', default: 0 })
  expect(port['protocol']).toMatchObject({ default: 'TCP' })
  expect(port['hostIP']).toEqual({ type: 'string' })
  const spec = properties(3, HorizontalPodAutoscalerSpec)
  expect(spec['minReplicas']).toEqual({ type: 'integer', format: 'int32' })
  expect(spec['scaleTargetRef']).toEqual({
    default: {},
    allOf: [inVersion3('io.k8s.api.autoscaling.v2.CrossVersionObjectReference')],
  })
  expect(properties(3, SecretVolumeSource)['items']).toMatchObject({
    items: { default: {}, allOf: [inVersion3('io.k8s.api.core.v1.KeyToPath')] },
  })
  expect(properties(3, NodeAffinity)['requiredDuringSchedulingIgnoredDuringExecution']).toEqual({
    allOf: [inVersion3('io.k8s.api.core.v1.NodeSelector')],
  })
})

test('version 2 has no defaults', () => {
  expect(properties(2, ContainerPort)['containerPort']).toEqual({ type: 'integer', format: 'int32' })
  expect(properties(2, ContainerPort)['protocol']).not.toHaveProperty('default')
})

test('quantities and ports may also be numbers in version 3', () => {
  const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity'
  for (const [version, shape] of [
    [2, { type: 'string' }],
    [3, { oneOf: [{ type: 'string' }, { type: 'number' }] }],
  ] as const) {
    const writer = new SchemaWriter(version, new Map())
    writer.reach(MetricTarget)
    const { description: _, ...rest } = writer.schemas.get(quantity) ?? {}
    expect(rest).toEqual(shape)
  }
})

test('the values of an enumeration are listed by the alphabet', () => {
  expect(properties(2, MatchResources)['matchPolicy']?.['enum']).toEqual(['Equivalent', 'Exact'])
  expect(properties(2, ContainerPort)['protocol']?.['enum']).toEqual(['SCTP', 'TCP', 'UDP'])
})

test('defaults are in the protobuf of version 3, empty ones too', () => {
  const bytes = (value: unknown): string => {
    const schemas = { A: { default: value } }
    return Buffer.from(encodeOpenApiV3({ openapi: '3', info: {}, paths: {}, components: { schemas } })).toString('hex')
  }
  expect(bytes('')).toContain('8a02021a00')
  expect(bytes('a')).toContain('8a02031a0161')
  expect(bytes(false)).toContain('8a02021000')
  expect(bytes(true)).toContain('8a02021001')
  expect(bytes(0)).toContain('8a0209090000000000000000')
  expect(bytes({})).toContain('8a0200')
  expect(bytes(undefined)).not.toContain('8a02')
})
