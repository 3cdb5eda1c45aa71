/** What users of a deprecated version of a custom resource are told. @see apiextensions-apiserver defaultDeprecationWarning */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import { compareVersions } from './version-order.ts'

/** Undefined for a version that is not deprecated. */
export function deprecationWarning(crd: CustomResourceDefinition, version: string): string | undefined {
  const { group, names, versions } = crd.spec
  const own = versions.find((item) => item.name === version)
  if (own?.deprecated !== true) return undefined
  if (own.deprecationWarning !== undefined) return own.deprecationWarning
  const [better] = versions
    .filter((item) => item.served && item.deprecated !== true && compareVersions(item.name, version) < 0)
    .map((item) => item.name)
    .sort(compareVersions)
  const text = `${group}/${version} ${names.kind} is deprecated`
  return better === undefined ? text : `${text}; use ${group}/${better} ${names.kind}`
}
