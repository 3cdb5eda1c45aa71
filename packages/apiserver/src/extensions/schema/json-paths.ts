/**
 * Simple paths into objects, `.spec.replicas`, as scale subresources have them.
 * In: an object and a path. Out: the value, or upstream's words on why it has the wrong type; or the value, set.
 * @see apimachinery pkg/apis/meta/v1/unstructured/helpers.go
 */
import { goTypeName, goValue } from '@elli/machinery/go-quote'
import { getKey, isJsonObject, type Json, type JsonObject, setKey } from '@elli/machinery/json'

export function pathSteps(path: string): string[] {
  return path.replace(/^\./, '').split('.')
}

export type Found<T> = { readonly value: T | undefined } | { readonly problem: string }

/** The value at the path; undefined where nothing is. */
function find(object: JsonObject, path: string): Found<Json> {
  const steps = pathSteps(path)
  let value: Json = object
  for (const [i, step] of steps.entries()) {
    if (value === null) return { value: undefined }
    if (!isJsonObject(value)) {
      return { problem: `${accessor(steps.slice(0, i + 1))}${describe(value)}, expected map[string]interface{}` }
    }
    const next = getKey(value, step)
    if (next === undefined) return { value: undefined }
    value = next
  }
  return { value }
}

function accessor(steps: readonly string[]): string {
  return `.${steps.join('.')} accessor error: `
}

function describe(value: Json): string {
  const type = value === null ? '<nil>' : goTypeName(value)
  return `${goValue(value)} is of the type ${type}`
}

export function findInteger(object: JsonObject, path: string): Found<number> {
  const found = find(object, path)
  if ('problem' in found || found.value === undefined) return { ...found } as Found<number>
  const { value } = found
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value)))
    return { value: Number(value) }
  return { problem: `${accessor(pathSteps(path))}${describe(value)}, expected int64` }
}

export function findText(object: JsonObject, path: string): Found<string> {
  const found = find(object, path)
  if ('problem' in found || found.value === undefined) return { ...found } as Found<string>
  const { value } = found
  if (typeof value === 'string') return { value }
  return { problem: `${accessor(pathSteps(path))}${describe(value)}, expected string` }
}

/** Objects on the way are made. @returns what is wrong when something on the way is no object */
export function setAt(object: JsonObject, path: string, value: Json): string | undefined {
  const steps = pathSteps(path)
  let target = object
  for (const [i, step] of steps.slice(0, -1).entries()) {
    const next: Json = getKey(target, step) ?? {}
    if (!isJsonObject(next)) {
      return `value cannot be set because .${steps.slice(0, i + 1).join('.')} is not a map[string]interface{}`
    }
    setKey(target, step, next)
    target = next
  }
  setKey(target, steps.at(-1) ?? '', value)
  return undefined
}
