/**
 * The path elements of the items of a list: by keys, or by value in a set.
 * In: the rule of the list and an item. Out: its path element, or why it has none, in upstream's words.
 */
import { isJsonObject, type Json } from '../json.ts'
import { compareText, keyElement, type PathElement, valueElement } from './path-element.ts'
import type { ListRule } from './topology.ts'

export class ListItemError extends Error {
  override name = 'ListItemError'
}

/** @throws ListItemError */
export function itemElement(rule: ListRule, item: Json): PathElement {
  return rule.keys.length > 0 ? keyedElement(rule, item) : setElement(item)
}

function keyedElement(rule: ListRule, item: Json): PathElement {
  if (item === null) throw new ListItemError('associative list with keys may not have a null element')
  if (!isJsonObject(item)) throw new ListItemError('associative list with keys may not have non-map elements')
  const entries: [string, Json][] = []
  for (const name of rule.keys) {
    const value = (Object.hasOwn(item, name) ? item[name] : undefined) ?? defaultOf(rule, name)
    if (value === undefined) {
      throw new ListItemError(
        `associative list with keys has an element that omits key field "${name}" (and doesn't have default value)`,
      )
    }
    entries.push([name, value])
  }
  return keyElement(entries.sort(([a], [b]) => compareText(a, b)))
}

function defaultOf(rule: ListRule, name: string): Json | undefined {
  const { map } = rule.item()
  if (map === undefined) {
    throw new ListItemError(`couldn't find default value for ${name}: associative list may not have non-map types`)
  }
  return map.fields.get(name)?.default
}

function setElement(item: Json): PathElement {
  if (item === null) throw new ListItemError("associative list without keys has an element that's an explicit null")
  if (Array.isArray(item)) {
    throw new ListItemError('not supported: associative list with lists as elements')
  }
  if (isJsonObject(item)) {
    throw new ListItemError("associative list without keys has an element that's a map type")
  }
  return valueElement(item)
}
