/**
 * Field selectors of custom resources (KEP-4358): a short list of scalar fields, each under its path without the first dot.
 * In: selectableFields of a version. Out: for each label a reader; what is not there reads as the empty text.
 * @see apiextensions-apiserver pkg/registry/customresource/strategy.go
 */
import type { SelectableField } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import { goNumber } from '@elli/machinery/go-quote'
import { asJson } from '@elli/machinery/json'
import { JsonPath } from '@elli/machinery/jsonpath'

export function fieldSelectors(
  fields: readonly SelectableField[] | undefined,
): Readonly<Record<string, (object: ApiObject) => string>> {
  return Object.fromEntries(
    (fields ?? []).map(({ jsonPath }) => {
      const path = new JsonPath(`{${jsonPath}}`, { allowMissingKeys: true })
      return [jsonPath.replace(/^\./, ''), (object: ApiObject) => read(path, object)]
    }),
  )
}

function read(path: JsonPath, object: ApiObject): string {
  const value = path.find(asJson(object))[0]?.[0]
  if (value === undefined || value === null) return ''
  return typeof value === 'number' || typeof value === 'bigint' ? goNumber(value) : String(value)
}
