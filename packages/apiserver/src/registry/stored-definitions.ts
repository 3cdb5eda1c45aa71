/**
 * CustomResourceDefinitions in v1beta1, the version upstream keeps them in.
 * In: a definition of v1. Out: one of v1beta1, and back.
 * Always: what all versions share stands at the top and not in the versions, as upstream's internal form has it.
 * @see apiextensions-apiserver pkg/apis/apiextensions/v1/conversion.go
 */
import type {
  CustomResourceColumnDefinition,
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
} from '@elli/api/apiextensions/v1'
import type {
  CustomResourceColumnDefinition as OldColumn,
  CustomResourceDefinition as OldDefinition,
  CustomResourceDefinitionSpec as OldSpec,
  CustomResourceDefinitionVersion as OldVersion,
} from '@elli/api/apiextensions/v1beta1'
import { deepEqual } from '@elli/api/schema/equal'

/** What a version may say for itself, or the spec for all of them. */
type Shared = Pick<OldVersion, 'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields'>
const sharedNames = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const

export function definitionToV1beta1({ spec, ...rest }: CustomResourceDefinition): OldDefinition {
  const versions = spec.versions.map(versionToV1beta1)
  const common = commonOf(versions)
  for (const version of versions) for (const name of sharedNames) if (name in common) delete version[name]
  const { schema: validation, ...others } = common
  const { conversion } = spec
  const old: OldSpec = {
    group: spec.group,
    ...(versions[0] === undefined ? {} : { version: versions[0].name }),
    names: spec.names,
    scope: spec.scope,
    ...(validation === undefined ? {} : { validation }),
    ...others,
    versions,
    preserveUnknownFields: spec.preserveUnknownFields ?? false,
  }
  if (conversion !== undefined) {
    const { clientConfig, conversionReviewVersions } = conversion.webhook ?? {}
    old.conversion = {
      strategy: conversion.strategy,
      ...(clientConfig === undefined ? {} : { webhookClientConfig: clientConfig }),
      ...(conversionReviewVersions === undefined ? {} : { conversionReviewVersions }),
    }
  }
  return { ...rest, kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1beta1', spec: old }
}

export function definitionFromV1beta1({ spec, ...rest }: OldDefinition): CustomResourceDefinition {
  const { validation, subresources, additionalPrinterColumns, selectableFields, conversion } = spec
  const common: Shared = {
    ...(validation === undefined ? {} : { schema: validation }),
    ...(subresources === undefined ? {} : { subresources }),
    ...(additionalPrinterColumns === undefined ? {} : { additionalPrinterColumns }),
    ...(selectableFields === undefined ? {} : { selectableFields }),
  }
  const listed = spec.versions ?? []
  const versions = listed.length > 0 || !spec.version ? listed : [{ name: spec.version, served: true, storage: true }]
  const fresh: CustomResourceDefinitionSpec = {
    group: spec.group,
    names: spec.names,
    scope: spec.scope,
    versions: versions.map((version) => versionFromV1beta1({ ...version, ...common })),
  }
  if (conversion !== undefined) {
    const { webhookClientConfig, conversionReviewVersions } = conversion
    fresh.conversion = { strategy: conversion.strategy }
    if (webhookClientConfig !== undefined || conversionReviewVersions !== undefined)
      fresh.conversion.webhook = {
        ...(webhookClientConfig === undefined ? {} : { clientConfig: webhookClientConfig }),
        conversionReviewVersions: conversionReviewVersions ?? [],
      }
  }
  // In v1beta1 silence means yes.
  if (spec.preserveUnknownFields ?? true) fresh.preserveUnknownFields = true
  return { ...rest, kind: 'CustomResourceDefinition', apiVersion: 'apiextensions.k8s.io/v1', spec: fresh }
}

/** What all versions say alike. */
function commonOf(versions: readonly OldVersion[]): Shared {
  const [first, ...others] = versions
  const common: Shared = {}
  if (first === undefined) return common
  for (const name of sharedNames) {
    if (first[name] === undefined || !others.every((version) => deepEqual(version[name], first[name]))) continue
    Object.assign(common, { [name]: first[name] })
  }
  return common
}

function versionToV1beta1({ additionalPrinterColumns, ...version }: CustomResourceDefinitionVersion): OldVersion {
  if (additionalPrinterColumns === undefined) return { ...version }
  return { ...version, additionalPrinterColumns: additionalPrinterColumns.map(columnToV1beta1) }
}

function versionFromV1beta1({ additionalPrinterColumns, ...version }: OldVersion): CustomResourceDefinitionVersion {
  if (additionalPrinterColumns === undefined) return { ...version }
  return { ...version, additionalPrinterColumns: additionalPrinterColumns.map(columnFromV1beta1) }
}

function columnToV1beta1({ jsonPath, ...column }: CustomResourceColumnDefinition): OldColumn {
  return { ...column, JSONPath: jsonPath }
}

function columnFromV1beta1({ JSONPath, ...column }: OldColumn): CustomResourceColumnDefinition {
  return { ...column, jsonPath: JSONPath }
}
