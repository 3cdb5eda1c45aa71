/**
 * The table that kubectl prints of custom resources.
 * In: additionalPrinterColumns of a version. Out: a TablePrinter: the name, then a column for each; an age when there are none.
 * Always: a value that is not there, or has the wrong type, is an empty cell.
 * @see apiextensions-apiserver pkg/registry/customresource/tableconvertor
 */
import type { CustomResourceColumnDefinition } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import type { Instant } from '@elli/host/clock'
import { goNumber } from '@elli/machinery/go-quote'
import { asJson, type Json } from '@elli/machinery/json'
import { goJson, JsonPath, JsonPathError } from '@elli/machinery/jsonpath'
import type { Cell, Column, TablePrinter } from '../../registry/strategy.ts'
import { since } from '../../resources/printing.ts'

const nameColumn: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'Name of the object, unique within its namespace.',
  priority: 0,
}

const ageColumn: CustomResourceColumnDefinition = {
  name: 'Age',
  type: 'date',
  description: 'When the object was created.',
  jsonPath: '.metadata.creationTimestamp',
}

interface CompiledColumn {
  readonly type: string
  readonly path: JsonPath
}

export function customTable(columns: readonly CustomResourceColumnDefinition[] | undefined): TablePrinter<ApiObject> {
  const shown: Column[] = [nameColumn]
  const compiled: CompiledColumn[] = []
  for (const definition of columns === undefined || columns.length === 0 ? [ageColumn] : columns) {
    const path = compile(definition.jsonPath)
    // Old CRDs may hold paths that nobody can read: the table ends before the first of them.
    if (path === undefined) break
    compiled.push({ type: definition.type, path })
    shown.push({
      name: definition.name,
      type: definition.type as Column['type'],
      format: definition.format ?? '',
      description:
        definition.description || `Custom resource definition column (in JSONPath format): ${definition.jsonPath}`,
      priority: definition.priority ?? 0,
    })
  }
  return {
    columns: shown,
    row: (object, now) => [
      object.metadata.name ?? '',
      ...compiled.map(({ type, path }) => cell(type, first(path, asJson(object)), now)),
    ],
  }
}

function compile(jsonPath: string): JsonPath | undefined {
  try {
    return new JsonPath(`{${jsonPath}}`, { allowMissingKeys: true })
  } catch (error) {
    if (error instanceof JsonPathError) return undefined
    throw error
  }
}

function first(path: JsonPath, object: Json): Json | undefined {
  try {
    return path.find(object)[0]?.[0]
  } catch (error) {
    if (error instanceof JsonPathError) return undefined
    throw error
  }
}

function cell(type: string, value: Json | undefined, now: Instant): Cell {
  if (value === undefined) return null
  switch (type) {
    case 'string':
      return text(value)
    case 'integer':
      return typeof value === 'number' || typeof value === 'bigint' ? Math.trunc(Number(value)) : null
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null
    case 'boolean':
      return typeof value === 'boolean' ? value : null
    case 'date':
      return typeof value === 'string' ? age(value, now) : null
    default:
      return null
  }
}

function text(value: Json): string {
  if (value === null) return '<no value>'
  if (typeof value === 'object') return goJson(value)
  return typeof value === 'number' || typeof value === 'bigint' ? goNumber(value) : String(value)
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

function age(value: string, now: Instant): string {
  if (value === '' || value === 'null') return '<unknown>'
  return rfc3339.test(value) && !Number.isNaN(Date.parse(value)) ? since(value, now) : '<invalid>'
}
