/**
 * Whether a value has the form of its topology.
 * In: JSON. Out: nothing, or a TypedError that names every place.
 * Always: null fits everywhere but as an item of an associative list.
 */
import { isJsonObject, type Json } from '../json.ts'
import { itemElement, ListItemError } from './list-elements.ts'
import { displayElement } from './path-element.ts'
import { fieldTopology, type ListRule, type MapRule, ruleFor, type ScalarRule, type Topology } from './topology.ts'
import { below, typeName, TypedError, type TypedProblem, wrapped, wrappedSyntax } from './typed-errors.ts'

export interface ValidateOptions {
  /** Items of sets and keyed lists may be there twice: stored objects are as they are. */
  readonly allowDuplicates: boolean
}

/** @throws TypedError */
export function validate(topology: Topology, value: Json, options: ValidateOptions): void {
  const problems = problemsOf(topology, value, options)
  if (problems.length > 0) throw new TypedError(problems)
}

function problemsOf(topology: Topology, value: Json, options: ValidateOptions): TypedProblem[] {
  if (value === null) return []
  const found = ruleFor(topology, value)
  switch (found.kind) {
    case 'scalar': {
      const message = scalarProblem(found.rule, value)
      return message === undefined ? [] : [{ path: '', message }]
    }
    case 'list':
      if (!Array.isArray(value)) return [{ path: '', message: `expected list, got ${wrapped(value)}` }]
      return listProblems(found.rule, value, options)
    case 'map':
      if (!isJsonObject(value)) return [{ path: '', message: `expected map, got ${wrapped(value)}` }]
      return mapProblems(found.rule, value, options)
    default:
      return found satisfies never
  }
}

function scalarProblem(rule: ScalarRule, value: Json): string | undefined {
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  switch (rule) {
    case 'numeric':
      return isNumber ? undefined : `expected numeric (int or float), got ${typeName(value)}`
    case 'string':
      return typeof value === 'string' ? undefined : `expected string, got ${wrappedSyntax(value)}`
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got ${wrapped(value)}`
    case 'untyped':
      return typeof value === 'object' ? `expected any scalar, got ${wrapped(value)}` : undefined
    default:
      return rule satisfies never
  }
}

function listProblems(rule: ListRule, list: readonly Json[], options: ValidateOptions): TypedProblem[] {
  const problems: TypedProblem[] = []
  const seen = new Set<string>()
  for (const [index, item] of list.entries()) {
    let element = `i:${index}`
    if (!rule.atomic) {
      try {
        element = itemElement(rule, item)
      } catch (error) {
        if (!(error instanceof ListItemError)) throw error
        // Without its path element nothing can be said of the rest.
        return [...problems, { path: '', message: `element ${index}: ${error.message}` }]
      }
      if (seen.has(element) && !options.allowDuplicates) {
        problems.push({ path: '', message: `duplicate entries for key ${displayElement(element)}` })
      }
      seen.add(element)
    }
    const inside = problemsOf(rule.item(), item, options)
    if (inside.length > 0) problems.push(...below(displayElement(element), inside))
  }
  return problems
}

function mapProblems(rule: MapRule, map: Readonly<Record<string, Json>>, options: ValidateOptions): TypedProblem[] {
  const problems: TypedProblem[] = []
  for (const [key, value] of Object.entries(map)) {
    if (value === undefined) continue
    const topology = fieldTopology(rule, key)
    if (topology === undefined) {
      problems.push({ path: `.${key}`, message: 'field not declared in schema' })
      break
    }
    const inside = problemsOf(topology, value, options)
    if (inside.length > 0) problems.push(...below(`.${key}`, inside))
  }
  return problems
}
