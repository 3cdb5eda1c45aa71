/**
 * CRDs from before schemas had to be structural: what is wrong with theirs.
 * @see apiextensions-apiserver pkg/controller/nonstructuralschema
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import { aggregateErrors, at, type FieldError, invalid } from '@elli/machinery/field'
import type { Condition } from './crd-conditions.ts'
import { NotStructuralError, structuralOf } from './schema/structural.ts'
import { structuralErrors } from './schema/structural-rules.ts'

/** The condition NonStructuralSchema; undefined when every schema is structural. */
export function nonStructuralCondition(crd: CustomResourceDefinition): Condition | undefined {
  const errors: FieldError[] = []
  if (crd.spec.preserveUnknownFields === true)
    errors.push(invalid(at('spec', 'preserveUnknownFields'), true, 'must be false'))
  for (const [index, version] of crd.spec.versions.entries()) {
    const props = version.schema?.openAPIV3Schema
    if (props === undefined) continue
    try {
      const path = at('spec', 'versions').index(index).child('schema', 'openAPIV3Schema')
      errors.push(...structuralErrors(path, structuralOf(props)))
    } catch (error) {
      if (!(error instanceof NotStructuralError)) throw error
      return {
        type: 'NonStructuralSchema',
        status: 'Unknown',
        reason: 'StructuralError',
        message: `failed to check validation schema for version ${version.name}: ${error.message}`,
      }
    }
  }
  const message = aggregateErrors(errors)
  return message === undefined
    ? undefined
    : { type: 'NonStructuralSchema', status: 'True', reason: 'Violations', message }
}
