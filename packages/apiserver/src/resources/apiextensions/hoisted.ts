/**
 * A CRD as upstream's validation sees it: what is the same in all versions stands at the top, and error paths say so.
 * In: the spec of v1. Out: the spec with `validation`, `subresources`, columns and selectable fields hoisted where equal.
 * Always: a CRD of one version is hoisted whole, so its errors read `spec.validation.openAPIV3Schema…`.
 * @see apiextensions-apiserver pkg/apis/apiextensions/v1/conversion.go
 */
import {
  type CustomResourceColumnDefinition,
  type CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  type CustomResourceSubresources,
  type CustomResourceValidation,
  type SelectableField,
} from '@elli/api/apiextensions/v1'
import { semanticEqual } from '@elli/api/schema/equal'
import { list } from '../checks.ts'

export interface HoistedSpec {
  readonly spec: CustomResourceDefinitionSpec
  /** Name of the first version. */
  readonly version: string
  readonly validation: CustomResourceValidation | undefined
  readonly subresources: CustomResourceSubresources | undefined
  readonly additionalPrinterColumns: readonly CustomResourceColumnDefinition[]
  readonly selectableFields: readonly SelectableField[]
  /** Without what was hoisted. */
  readonly versions: readonly CustomResourceDefinitionVersion[]
}

const hoistable = ['subresources', 'schema', 'additionalPrinterColumns', 'selectableFields'] as const

export function hoist(spec: CustomResourceDefinitionSpec): HoistedSpec {
  const versions = list(spec.versions)
  const first: Partial<CustomResourceDefinitionVersion> = versions[0] ?? {}
  const same = new Set(
    hoistable.filter((field) =>
      versions.every((version) =>
        semanticEqual(CustomResourceDefinitionVersion, only(version, field), only(first, field)),
      ),
    ),
  )
  return {
    spec,
    version: first.name ?? '',
    validation: same.has('schema') ? first.schema : undefined,
    subresources: same.has('subresources') ? first.subresources : undefined,
    additionalPrinterColumns: same.has('additionalPrinterColumns') ? list(first.additionalPrinterColumns) : [],
    selectableFields: same.has('selectableFields') ? list(first.selectableFields) : [],
    versions: versions.map((version) => without(version, same)),
  }
}

/** A version in which nothing but one field is said. */
function only(
  version: Partial<CustomResourceDefinitionVersion>,
  field: (typeof hoistable)[number],
): CustomResourceDefinitionVersion {
  return { name: '', served: false, storage: false, [field]: version[field] }
}

function without(
  version: CustomResourceDefinitionVersion,
  fields: ReadonlySet<(typeof hoistable)[number]>,
): CustomResourceDefinitionVersion {
  const rest = { ...version }
  for (const field of fields) delete rest[field]
  return rest
}
