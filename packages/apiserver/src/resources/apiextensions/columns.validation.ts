/**
 * What a version shows and offers beside its objects: printer columns, subresources, selectable fields.
 * In: the parts of a version. Out: field errors.
 * @see apiextensions-apiserver pkg/apis/apiextensions/validation
 */
import type {
  CustomResourceColumnDefinition,
  CustomResourceSubresources,
  SelectableField,
} from '@elli/api/apiextensions/v1'
import { duplicate, type FieldPath, invalid, required, tooMany } from '@elli/machinery/field'
import { findField } from '../../extensions/schema/field-path.ts'
import type { Structural } from '../../extensions/schema/structural.ts'
import { type Errors, list } from '../checks.ts'

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string']
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password']

export function validateColumns(
  errors: Errors,
  path: FieldPath,
  columns: readonly CustomResourceColumnDefinition[] | undefined,
): void {
  for (const [i, column] of list(columns).entries()) validateColumn(errors, path.index(i), column)
}

function validateColumn(errors: Errors, path: FieldPath, column: CustomResourceColumnDefinition): void {
  const { name, type, format, jsonPath } = column
  if (!name) errors.push(required(path.child('name')))
  const types = `must be one of ${columnTypes.join(',')}`
  if (!type) errors.push(required(path.child('type'), types))
  else if (!columnTypes.includes(type)) errors.push(invalid(path.child('type'), type, types))
  if (format && !columnFormats.includes(format)) {
    errors.push(invalid(path.child('format'), format, `must be one of ${columnFormats.join(',')}`))
  }
  // The field is called so in upstream's internal form.
  if (!jsonPath) errors.push(required(path.child('JSONPath')))
  else simplePath(errors, path.child('JSONPath'), jsonPath)
}

/** @returns whether the path was fine */
function simplePath(errors: Errors, path: FieldPath, text: string): boolean {
  if (text.startsWith('.')) return true
  errors.push(invalid(path, text, 'must be a simple json path starting with .'))
  return false
}

export function validateSubresources(
  errors: Errors,
  path: FieldPath,
  subresources: CustomResourceSubresources | undefined,
): void {
  const scale = subresources?.scale
  if (scale === undefined) return
  for (const part of ['spec', 'status'] as const) {
    const [name, text] = [`${part}ReplicasPath`, part === 'spec' ? scale.specReplicasPath : scale.statusReplicasPath]
    const at = path.child(`scale.${name}`)
    if (!text) errors.push(required(at))
    else if (simplePath(errors, at, text) && !text.startsWith(`.${part}.`)) {
      errors.push(invalid(at, text, `should be a json path under .${part}`))
    }
  }
  const selector = scale.labelSelectorPath
  if (!selector) return
  const at = path.child('scale.labelSelectorPath')
  if (simplePath(errors, at, selector) && !/^\.(?:spec|status)\./.test(selector)) {
    errors.push(invalid(at, selector, 'should be a json path under either .spec or .status'))
  }
}

const maxSelectableFields = 8

export function validateSelectableFields(
  errors: Errors,
  path: FieldPath,
  fields: readonly SelectableField[],
  schema: Structural,
): void {
  const seen = new Set<string>()
  for (const [i, { jsonPath }] of fields.entries()) {
    const at = path.index(i).child('jsonPath')
    if (!jsonPath) {
      errors.push(required(at))
      continue
    }
    const found = findField(jsonPath, schema, { arrayNotation: false })
    if ('problem' in found) {
      errors.push(invalid(at, jsonPath, `is an invalid path: ${found.problem}`))
      continue
    }
    if (found.first === 'metadata') errors.push(invalid(at, jsonPath, 'must not point to fields in metadata'))
    if (!['string', 'boolean', 'integer'].includes(found.schema?.type ?? '')) {
      const detail =
        'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.'
      errors.push(invalid(at, jsonPath, detail))
    }
    const text = found.path?.toString() ?? ''
    if (seen.has(text)) errors.push(duplicate(at, jsonPath))
    seen.add(text)
  }
  if (seen.size > maxSelectableFields) errors.push(tooMany(path, seen.size, maxSelectableFields))
}
