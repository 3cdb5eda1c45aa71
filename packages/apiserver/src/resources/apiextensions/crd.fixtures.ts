/** CRDs for tests: everything that a row does not speak about is fine. */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  JSONSchemaProps,
} from '@elli/api/apiextensions/v1'
import { seededRandom } from '@elli/host/random'
import type { StrategyContext } from '../../registry/strategy.ts'

export function version(change: Partial<CustomResourceDefinitionVersion> = {}): CustomResourceDefinitionVersion {
  return { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } }, ...change }
}

export function withSchema(
  openAPIV3Schema: JSONSchemaProps,
  change: Partial<CustomResourceDefinitionVersion> = {},
): CustomResourceDefinitionVersion {
  return version({ schema: { openAPIV3Schema }, ...change })
}

export function crd(
  spec: Partial<CustomResourceDefinitionSpec> = {},
  change: Partial<CustomResourceDefinition> = {},
): CustomResourceDefinition {
  const versions = spec.versions ?? [version()]
  const stored = versions.find(({ storage }) => storage)?.name ?? 'v1'
  return {
    metadata: { name: 'shirts.stable.example.com' },
    spec: {
      group: 'stable.example.com',
      scope: 'Namespaced',
      names: { plural: 'shirts', singular: 'shirt', kind: 'Shirt', listKind: 'ShirtList' },
      conversion: { strategy: 'None' },
      versions,
      ...spec,
    },
    status: { storedVersions: [stored] },
    ...change,
  }
}

export function context(gates: Readonly<Record<string, boolean>> = {}): StrategyContext {
  return {
    user: { name: 'test', uid: '', groups: [], extra: {} },
    namespace: undefined,
    now: 0,
    random: seededRandom(1).stream('test'),
    dryRun: false,
    featureEnabled: (gate) => gates[gate] ?? true,
  }
}
