/**
 * Kinds and their types for CEL: the built-in ones, and those of CustomResourceDefinitions.
 * In: the definitions there are now. Out: what type-checking asks for.
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import { schemaOfKind } from '@elli/api/kinds'
import { allResources } from '@elli/api/resources'
import type { KnownKinds } from '@elli/machinery/admission/type-check'
import { celTypeOfMessage, celTypeOfStructural } from '@elli/machinery/cel/schema-types'

export function knownKinds(definitions: readonly CustomResourceDefinition[]): KnownKinds {
  const served = definitions.flatMap(({ spec }) =>
    spec.versions
      .filter((version) => version.served)
      .map((version) => ({
        kind: { group: spec.group, version: version.name, kind: spec.names.kind },
        resource: spec.names.plural,
        schema: version.schema?.openAPIV3Schema,
      })),
  )
  return {
    kindsOf(group, version, resource) {
      const custom = served.filter(
        (item) => item.kind.group === group && item.kind.version === version && item.resource === resource,
      )
      if (custom.length > 0) return custom.map(({ kind }) => kind)
      return allResources
        .filter((info) => info.group === group && info.version === version && info.resource === resource)
        .map((info) => ({ group, version, kind: info.kind }))
    },
    typeOf(kind) {
      const custom = served.find(
        (item) => item.kind.group === kind.group && item.kind.version === kind.version && item.kind.kind === kind.kind,
      )
      if (custom !== undefined) {
        const { schema } = custom
        return schema === undefined ? undefined : celTypeOfStructural(schema, { root: true, name: kind.kind })
      }
      const schema = schemaOfKind(kind)
      return schema === undefined ? undefined : celTypeOfMessage(schema)
    },
  }
}
