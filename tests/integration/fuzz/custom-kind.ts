/** The custom kind of the fuzzer: a definition with all that one can have, rules in CEL among them, and an object of it. */
import type { Shape } from './shaped.ts'

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      'x-kubernetes-validations': [
        {
          rule: 'self.replicas <= 10',
          messageExpression: '"too many: " + string(self.replicas)',
          fieldPath: '.replicas',
        },
        { rule: '!has(oldSelf.fixed) || self.?fixed == oldSelf.fixed', reason: 'FieldValueForbidden' },
      ],
      properties: {
        replicas: { type: 'integer', minimum: 0, default: 1 },
        fixed: { type: 'string', maxLength: 20, pattern: '^[a-z]*$', nullable: true },
        when: { type: 'string', format: 'date-time' },
        port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
        list: {
          type: 'array',
          maxItems: 50,
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string', maxLength: 20 }, value: { type: 'number', multipleOf: 0.5 } },
            'x-kubernetes-validations': [{ rule: 'self.name != "bad"' }],
          },
        },
        set: { type: 'array', maxItems: 20, 'x-kubernetes-list-type': 'set', items: { type: 'string', maxLength: 10 } },
        map: { type: 'object', maxProperties: 10, additionalProperties: { type: 'string', enum: ['a', 'b'] } },
        any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        embedded: {
          type: 'object',
          'x-kubernetes-embedded-resource': true,
          'x-kubernetes-preserve-unknown-fields': true,
        },
      },
    },
    status: { type: 'object', properties: { replicas: { type: 'integer' }, selector: { type: 'string' } } },
  },
}

/** A CustomResourceDefinition with all that one can have. */
export function customKind(plural: string): Shape {
  const singular = plural.slice(0, -1)
  return {
    metadata: { name: `${plural}.fuzz.example.com` },
    spec: {
      group: 'fuzz.example.com',
      scope: 'Namespaced',
      names: {
        plural,
        singular,
        kind: singular.replace(/^./, (first) => first.toUpperCase()),
        shortNames: [plural.slice(0, 3)],
      },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          subresources: {
            status: {},
            scale: {
              specReplicasPath: '.spec.replicas',
              statusReplicasPath: '.status.replicas',
              labelSelectorPath: '.status.selector',
            },
          },
          additionalPrinterColumns: [{ name: 'N', type: 'integer', jsonPath: '.spec.replicas' }],
          selectableFields: [{ jsonPath: '.spec.fixed' }],
        },
        { name: 'v2', served: true, storage: false, schema: { openAPIV3Schema: schema } },
      ],
    },
  }
}

export const customObject: Shape = {
  spec: {
    replicas: 3,
    fixed: 'abc',
    when: '2024-01-01T00:00:00Z',
    port: 'http',
    list: [{ name: 'a', value: 1.5 }, { name: 'b' }],
    set: ['a', 'b'],
    map: { k: 'a' },
    any: { x: [1, { y: null }] },
    embedded: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' } },
  },
}
