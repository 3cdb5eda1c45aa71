/**
 * A custom resource in the registry: one strategy per served version, whose hub is that version itself, as upstream has it.
 * In: the CRD, the name of a version, its compiled schema. Out: a Strategy like that of any built-in resource.
 * Always: objects are in the version given; conversion to the stored one is done around it.
 * Elsewhere: decoding and storage (the dynamic registry), what the schema says (./custom-schema.ts).
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import type { Strategy } from '../../registry/strategy.ts'
import type { CustomSchema } from './custom-schema.ts'

export function customStrategy(crd: CustomResourceDefinition, version: string, schema: CustomSchema): Strategy {
  throw new Error(`not there yet: ${crd.metadata.name} ${version} ${schema.structural?.type ?? ''}`)
}
