/**
 * What OpenAPI documents say of a version of a custom resource: a schema of the kind and one of its list.
 * In: the CRD, a version, v2 or v3. Out: both schemas by their names in the document; nothing shares parts with the CRD.
 * Always: a schema that is not structural, or whose unknown fields v2 could not express, becomes a bare object, since
 * kubectl takes a schema with properties for all there may be.
 * Elsewhere: paths and documents (the dynamic registry), what v2 cannot say (./publish-v2.ts).
 * @see apiextensions-apiserver pkg/controller/openapi/builder
 */
import type { CustomResourceDefinition, JSONSchemaProps, SelectableField } from '@elli/api/apiextensions/v1'
import { at } from '@elli/machinery/field'
import { deepCopy } from '@elli/machinery/json'
import { versionOf } from './custom-strategy.ts'
import { withoutWhatV2Lacks } from './publish-v2.ts'
import { everySchema } from './schema-walk.ts'
import { NotStructuralError, structuralOf } from './structural.ts'
import { isIntOrString, structuralErrors } from './structural-rules.ts'

/** An OpenAPI schema object. */
export type OpenApiSchema = Record<string, unknown>

export interface PublishOptions {
  readonly form: 'v2' | 'v3'
  /** The gate CustomResourceFieldSelectors. */
  readonly selectableFields: boolean
}

export interface PublishedSchemas {
  /** Such as `com.example.stable.v1.Shirt`. */
  readonly name: string
  readonly schema: OpenApiSchema
  readonly listName: string
  readonly listSchema: OpenApiSchema
}

export function publishCustomResource(
  crd: CustomResourceDefinition,
  version: string,
  options: PublishOptions,
): PublishedSchemas {
  const { group, names } = crd.spec
  const { kind, plural } = names
  const listKind = names.listKind ?? `${kind}List`
  const name = openApiNameOf(group, version, kind)
  const listName = openApiNameOf(group, version, listKind)
  const definition = versionOf(crd, version)
  const selectable = options.selectableFields ? publishedFields(definition.selectableFields) : {}
  const own = publishedSchema(crd, definition.schema?.openAPIV3Schema, options)
  const kinds = (kindName: string): OpenApiSchema => ({
    'x-kubernetes-group-version-kind': [{ group, version, kind: kindName }],
    ...selectable,
  })
  return {
    name,
    schema: { ...own, ...kinds(kind) },
    listName,
    listSchema: {
      description: `${listKind} is a list of ${kind}`,
      type: 'object',
      required: ['items'],
      properties: {
        ...typeMeta,
        items: {
          description: `The ${plural}.`,
          type: 'array',
          items: reference(name, options),
        },
        metadata: described(
          reference(listMeta, options),
          'Version of the list, and how to get the rest of it.',
          options,
        ),
      },
      ...kinds(listKind),
    },
  }
}

/** The group's parts in reverse, as Go packages of built-in kinds are named. */
export function openApiNameOf(group: string, version: string, kind: string): string {
  return [...group.split('.').reverse(), version, kind].join('.')
}

const objectMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'
const listMeta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta'

const typeMeta: OpenApiSchema = {
  apiVersion: { description: 'APIVersion defines the group and version of the kind, such as apps/v1.', type: 'string' },
  kind: { description: 'Kind of the object, in CamelCase.', type: 'string' },
}

function reference(name: string, { form }: PublishOptions): OpenApiSchema {
  return { $ref: `${form === 'v2' ? '#/definitions/' : '#/components/schemas/'}${name}` }
}

/** In v3 nothing may stand beside a reference, so it is wrapped. */
function described(ref: OpenApiSchema, description: string, { form }: PublishOptions): OpenApiSchema {
  return form === 'v2' ? { description, ...ref } : { description, allOf: [ref] }
}

function metadata(options: PublishOptions): OpenApiSchema {
  const text = "Standard object's metadata: name, labels and everything else that objects of all kinds have."
  return described(reference(objectMeta, options), text, options)
}

function publishedFields(fields: readonly SelectableField[] | undefined): OpenApiSchema {
  if (fields === undefined || fields.length === 0) return {}
  const published = fields.map(({ jsonPath }) => ({ fieldPath: jsonPath.replace(/^\./, '') }))
  return { 'x-kubernetes-selectable-fields': published }
}

function publishedSchema(
  crd: CustomResourceDefinition,
  props: JSONSchemaProps | undefined,
  options: PublishOptions,
): OpenApiSchema {
  const bare = { type: 'object' }
  if (props === undefined || !isPublishable(props)) return bare
  if (options.form === 'v2') {
    const preserves = props['x-kubernetes-preserve-unknown-fields'] === true || crd.spec.preserveUnknownFields === true
    if (preserves) return bare
  }
  const unfolded = unfold(deepCopy(props))
  const schema = options.form === 'v2' ? withoutWhatV2Lacks(unfolded) : unfolded
  const written = write(schema, options)
  written.properties = {
    ...(written.properties as OpenApiSchema | undefined),
    ...typeMeta,
    metadata: metadata(options),
  }
  return written
}

const publishableTypes = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object'])

function isPublishable(props: JSONSchemaProps): boolean {
  if ([...everySchema(props)].some(({ type }) => !!type && !publishableTypes.has(type))) return false
  try {
    return structuralErrors(at(''), structuralOf(props)).length === 0
  } catch (error) {
    if (error instanceof NotStructuralError) return false
    throw error
  }
}

/** int-or-string is spelt out for readers who do not know the extension. */
function unfold(props: JSONSchemaProps): JSONSchemaProps {
  const pattern = (): JSONSchemaProps[] => [{ type: 'integer' }, { type: 'string' }]
  if (
    props['x-kubernetes-int-or-string'] === true &&
    !isIntOrString(props.anyOf) &&
    !isIntOrString(props.allOf?.[0]?.anyOf)
  ) {
    if (props.anyOf === undefined || props.anyOf.length === 0) props.anyOf = pattern()
    else props.allOf = [{ anyOf: pattern() }, ...(props.allOf ?? [])]
  }
  for (const property of Object.values(props.properties ?? {})) unfold(property)
  if (props.items !== undefined && !Array.isArray(props.items)) unfold(props.items)
  if (typeof props.additionalProperties === 'object') unfold(props.additionalProperties)
  return props
}

/** Fields that structural schemas keep; documentation links and examples are not among them. */
const dropped = new Set(['example', 'externalDocs', 'id', '$schema'])

function write(props: JSONSchemaProps, options: PublishOptions): OpenApiSchema {
  const out: OpenApiSchema = {}
  for (const [key, value] of Object.entries(props)) {
    if (dropped.has(key) || isEmpty(key, value)) continue
    out[key] = value
  }
  if (props.properties !== undefined && Object.keys(props.properties).length > 0) {
    out.properties = Object.fromEntries(
      Object.entries(props.properties).map(([name, property]) => [name, write(property, options)]),
    )
  }
  if (props.items !== undefined && !Array.isArray(props.items)) out.items = write(props.items, options)
  if (typeof props.additionalProperties === 'object') {
    out.additionalProperties = write(props.additionalProperties, options)
  }
  return withEmbeddedFields(out, props, options)
}

function isEmpty(key: string, value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (key === 'default' || key === 'additionalProperties' || key === 'items') return false
  if (value === '' || value === false) return true
  return typeof value === 'object' && Object.keys(value).length === 0 && key !== 'not'
}

/** What every resource has; in v2 not where fields may be unknown, for kubectl would refuse them. */
function withEmbeddedFields(out: OpenApiSchema, props: JSONSchemaProps, options: PublishOptions): OpenApiSchema {
  if (props['x-kubernetes-embedded-resource'] !== true) return out
  if (options.form === 'v2' && props['x-kubernetes-preserve-unknown-fields'] === true) return out
  out.properties = { ...(out.properties as OpenApiSchema | undefined), ...typeMeta, metadata: metadata(options) }
  out.required = [...new Set([...(props.required ?? []), 'kind', 'apiVersion'])]
  return out
}
