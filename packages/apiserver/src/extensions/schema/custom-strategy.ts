/**
 * A custom resource in the registry: one strategy per served version, whose hub is that version itself, as upstream has it.
 * In: the CRD, the name of a version, its compiled schema. Out: a Strategy like that of any built-in resource.
 * Always: objects are in the version given; conversion to the stored one is done around it; nothing of the CRD is changed.
 * Elsewhere: decoding and storage (the dynamic registry), what the schema says (./custom-schema.ts).
 * @see apiextensions-apiserver pkg/registry/customresource
 */
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo, SubresourceInfo } from '@elli/api/resources'
import { unstructuredSchema } from '@elli/api/schema/unstructured'
import { goQuote } from '@elli/machinery/go-quote'
import { deepEqual } from '@elli/machinery/json'
import { checkQualifiedName } from '@elli/machinery/names'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { firstGeneration, nextGeneration } from '../../resources/generation.ts'
import { keepMetadata } from '../../resources/metadata-for-status.ts'
import { customScale, validateScale } from './custom-scale.ts'
import type { CustomSchema, Warn } from './custom-schema.ts'
import { customTable } from './printer-columns.ts'
import { fieldSelectors } from './selectable-fields.ts'

export interface CustomStrategyOptions {
  /** Whether a feature gate is on: selectable fields have one. */
  featureEnabled(gate: string): boolean
}

/** @throws Error when the CRD has no such version */
export function customStrategy(
  crd: CustomResourceDefinition,
  version: string,
  schema: CustomSchema,
  options: CustomStrategyOptions,
): Strategy {
  const definition = versionOf(crd, version)
  const { status, scale } = definition.subresources ?? {}
  const selectable = options.featureEnabled('CustomResourceFieldSelectors') ? definition.selectableFields : []
  return {
    resource: customResource(crd, version),
    allowUnconditionalUpdate: false,
    prepareForCreate(object) {
      if (status !== undefined) delete (object as ApiObject & { status?: unknown }).status
      firstGeneration(object)
    },
    validate: (object) => [...validateScale(object, scale, ['spec', 'status']), ...schema.validate(object)],
    prepareForUpdate(object, old) {
      if (!deepEqual(withoutMetadata(object), withoutMetadata(old))) nextGeneration(object, old)
    },
    validateUpdate: (object, old, context) => [
      ...validateScale(object, scale, ['spec', 'status']),
      ...schema.validateUpdate(object, old, warnerOf(context)),
    ],
    warnings: finalizerWarnings,
    ...(status === undefined
      ? {}
      : {
          status: {
            prepareForUpdate: keepMetadata,
            validateUpdate: (object: ApiObject, old: ApiObject, context: StrategyContext) => [
              ...schema.validateStatusUpdate(object, old, warnerOf(context)),
              ...validateScale(object, scale, ['status']),
            ],
          },
        }),
    ...(scale === undefined ? {} : { scale: customScale(scale) }),
    fieldSelectors: fieldSelectors(selectable),
    table: customTable(definition.additionalPrinterColumns),
  }
}

function warnerOf(context: StrategyContext): Warn | undefined {
  return context.warn === undefined ? undefined : (text) => context.warn?.(text)
}

export function versionOf(crd: CustomResourceDefinition, version: string): CustomResourceDefinitionVersion {
  const found = crd.spec.versions.find(({ name }) => name === version)
  if (found === undefined) throw new Error(`CustomResourceDefinition ${crd.metadata.name} has no version ${version}`)
  return found
}

const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch']

/** How a version is named and spoken to: the names are those that were accepted. */
export function customResource(crd: CustomResourceDefinition, version: string): ResourceInfo<ApiObject> {
  const { group } = crd.spec
  const { status, scale } = versionOf(crd, version).subresources ?? {}
  const names = crd.status?.acceptedNames ?? crd.spec.names
  const { kind, plural } = names
  const subresources: SubresourceInfo[] = []
  const subresourceVerbs = ['get', 'patch', 'update']
  if (status !== undefined) {
    subresources.push({ name: 'status', verbs: subresourceVerbs, kind: { group, version, kind } })
  }
  if (scale !== undefined) {
    const scaleKind = { group: 'autoscaling', version: 'v1', kind: 'Scale' }
    subresources.push({ name: 'scale', verbs: subresourceVerbs, kind: scaleKind })
  }
  return {
    group,
    version,
    apiVersion: `${group}/${version}`,
    kind,
    listKind: names.listKind ?? `${kind}List`,
    resource: plural,
    singular: names.singular ?? kind.toLowerCase(),
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    namespaced: crd.spec.scope === 'Namespaced',
    verbs,
    subresources,
    enabledByDefault: true,
    schema: unstructuredSchema({ group, version, kind }),
  }
}

function withoutMetadata(object: ApiObject): Omit<ApiObject, 'metadata'> {
  const { metadata: _, ...rest } = object
  return rest
}

const standardFinalizers: ReadonlySet<string> = new Set(['orphan', 'foregroundDeletion', 'kubernetes'])

/** Finalizers that are new and may be mistaken for somebody else's. */
function finalizerWarnings(object: ApiObject, old: ApiObject | undefined): string[] {
  const before = new Set(old?.metadata.finalizers ?? [])
  const added = new Set((object.metadata.finalizers ?? []).filter((name) => !before.has(name)))
  return [...added].sort().flatMap((name) => {
    const say = (text: string): string => `metadata.finalizers: ${goQuote(name)}: ${text}`
    const warnings = checkQualifiedName(name).map(say)
    if (!name.includes('/') && !standardFinalizers.has(name)) {
      warnings.push(
        say('prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers'),
      )
    }
    return warnings
  })
}
