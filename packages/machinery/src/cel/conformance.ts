/**
 * Runs cases of the CEL specification. In: the data of @bufbuild/cel-spec. Out: what is wrong with a case, or undefined.
 * Only for tests.
 */
import { check } from './checker.ts'
import type { CelType } from './contract.ts'
import { type Library, registryOf } from './declarations.ts'
import { equalValues } from './equality.ts'
import { BoundValues, Frame } from './frame.ts'
import { libraryNamed } from './libraries/catalog.ts'
import { parse } from './parser.ts'
import { type PlannedVariable, Planner } from './plan.ts'
import { PlanError, valueOfPlan } from './plan-node.ts'
import { Source } from './source.ts'
import { parseDuration, parseTimestamp } from './times.ts'
import { formatType, sameType } from './types.ts'
import {
  Double,
  Duration,
  EvalError,
  kindOf,
  LiteralMap,
  plainKey,
  Timestamp,
  TypeValue,
  Uint,
  type Value,
} from './values.ts'
import { Readers } from './views.ts'
import { isList, isMap, listItems, mapGet, mapKeys } from './containers.ts'
import { intOf } from './numbers.ts'

interface Json {
  readonly [key: string]: unknown
}

export interface Suite {
  readonly name: string
  readonly suites?: readonly Suite[]
  readonly tests?: readonly { readonly original: Json & { readonly expr: string }; readonly type?: string }[]
}

export interface Case {
  readonly suite: string
  /** `suite/section/name`. */
  readonly name: string
  readonly original: Json & { readonly expr: string }
}

/** Mentions a message type other than the well-known ones for times. */
const messages =
  /TestAllTypes|NestedTestAllTypes|TestRequired|google\.protobuf\.(?!Timestamp|Duration)|proto\.(?:getExt|hasExt)|cel\.expr\.conformance|NullValue\{|NestedEnum|GlobalEnum|conformance\.proto|\b\w*Value\{/

export function casesOf(root: Suite): Case[] {
  const visit = (suite: Suite, path: readonly string[]): Case[] => [
    ...(suite.tests ?? []).map(({ original }, i) => ({
      suite: path.join('/'),
      name: [...path, typeof original['name'] === 'string' ? original['name'] : String(i)].join('/'),
      original,
    })),
    ...(suite.suites ?? []).flatMap((inner) => visit(inner, [...path, inner.name])),
  ]
  return (root.suites ?? [])
    .flatMap((suite) => visit(suite, [suite.name]))
    .filter(({ original }) => !messages.test(JSON.stringify(original)))
}

const libraries: readonly Library[] = (
  ['standard', 'optional', 'strings', 'bindings', 'twoVariableComprehensions'] as const
).flatMap(libraryNamed)
const withMacros = registryOf(libraries, { table: new Map(), strict: true })
const withoutMacros = registryOf(
  libraries.map(({ macros: _macros, ...library }) => library),
  { table: new Map(), strict: true },
)

/** @returns what is wrong, or undefined */
export function runCase({ original }: Case): string | undefined {
  const registry = original['disableMacros'] === true ? withoutMacros : withMacros
  const types = new Map<string, CelType>()
  for (const declaration of list(original['typeEnv'])) {
    const ident = declaration['ident']
    if (isJson(ident)) types.set(String(declaration['name']), typeOfJson(ident['type']))
    else return 'declares functions'
  }
  const bindings: Record<string, unknown> = {}
  for (const [name, bound] of Object.entries(isJson(original['bindings']) ? original['bindings'] : {})) {
    bindings[name] = valueOfJson(isJson(bound) ? bound['value'] : undefined)
    if (!types.has(name)) types.set(name, { kind: 'dyn' })
  }
  const source = new Source(original.expr)
  const expr = parse(source, { macros: registry.macros, optionalSyntax: true })
  if (source.failed) return expectsError(original) ? undefined : source.display()
  const checked = check(expr, source, registry, types)
  if (source.failed) return expectsError(original) ? undefined : source.display()
  const typed = original['typedResult']
  if (isJson(typed) && typed['deducedType'] !== undefined) {
    const [expected, found] = [typeOfJson(typed['deducedType']), checked.typeOf(expr)]
    if (!sameType(expected, found)) return `type ${formatType(found)} instead of ${formatType(expected)}`
  }
  if (original['checkOnly'] === true) return undefined
  const variables = new Map<string, PlannedVariable>([...types].map(([name, type]) => [name, { type }]))
  const planner = new Planner(checked, variables, new Readers(new Map()))
  let result: Value
  try {
    const run = valueOfPlan(planner.plan(expr))
    result = run(new Frame(new BoundValues(bindings), planner.slotCount, Number.POSITIVE_INFINITY))
  } catch (error) {
    if (!(error instanceof PlanError)) throw error
    result = new EvalError(error.message)
  }
  if (expectsError(original)) return result instanceof EvalError ? undefined : `${show(result)} instead of an error`
  if (result instanceof EvalError) return `error: ${result.message}`
  const wanted = isJson(typed) ? typed['result'] : original['value']
  const expected = wanted === undefined ? true : valueOfJson(wanted)
  return identical(expected, result) ? undefined : `${show(result)} instead of ${show(expected)}`
}

function expectsError(original: Json): boolean {
  return original['evalError'] !== undefined || original['anyEvalErrors'] !== undefined
}

/** Equal, and of the same types all the way down. */
function identical(a: Value, b: Value): boolean {
  if (kindOf(a) !== kindOf(b)) return false
  if (isList(a)) {
    const [left, right] = [[...listItems(a)], [...listItems(b)]]
    return left.length === right.length && left.every((item, i) => identical(item, right[i] ?? null))
  }
  if (isMap(a)) {
    const keys = [...mapKeys(a)]
    return (
      keys.length === [...mapKeys(b)].length &&
      keys.every((key) => {
        const other = mapGet(b, key)
        return other !== undefined && identical(mapGet(a, key) ?? null, other)
      })
    )
  }
  if (a instanceof Double && b instanceof Double) return Object.is(a.value, b.value) || a.value === b.value
  return equalValues(a, b)
}

function show(value: Value): string {
  return `${kindOf(value)} ${JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner))}`
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : []
}

function valueOfJson(json: unknown): Value {
  if (!isJson(json)) return null
  const [kind = '', value] = Object.entries(json)[0] ?? []
  switch (kind) {
    case 'int64Value':
      return intOf(BigInt(String(value)))
    case 'uint64Value':
      return new Uint(BigInt(String(value)))
    case 'doubleValue':
      return new Double(Number(value))
    case 'stringValue':
      return String(value)
    case 'boolValue':
      return value === true
    case 'bytesValue':
      return Uint8Array.from(Buffer.from(String(value), 'base64'))
    case 'typeValue':
      return new TypeValue(String(value))
    case 'listValue':
      return list(isJson(value) ? value['values'] : []).map(valueOfJson)
    case 'mapValue':
      return new LiteralMap(
        new Map(
          list(isJson(value) ? value['entries'] : []).map((entry) => {
            const key = valueOfJson(entry['key'])
            return [plainKey(key) ?? '', [key, valueOfJson(entry['value'])]] as const
          }),
        ),
      )
    case 'objectValue':
      return timeOfJson(isJson(value) ? value : {})
    default:
      return null
  }
}

function timeOfJson(json: Json): Value {
  const text = String(json['value'])
  const time = String(json['@type']).endsWith('Timestamp') ? parseTimestamp(text) : parseDuration(text)
  return time instanceof Timestamp || time instanceof Duration ? time : null
}

const primitives: Readonly<Record<string, CelType>> = {
  BOOL: { kind: 'bool' },
  INT64: { kind: 'int' },
  UINT64: { kind: 'uint' },
  DOUBLE: { kind: 'double' },
  STRING: { kind: 'string' },
  BYTES: { kind: 'bytes' },
  TIMESTAMP: { kind: 'timestamp' },
  DURATION: { kind: 'duration' },
}

function typeOfJson(json: unknown): CelType {
  if (!isJson(json)) return { kind: 'dyn' }
  const [kind, value] = Object.entries(json)[0] ?? ['dyn', undefined]
  const inner: Json = isJson(value) ? value : {}
  switch (kind) {
    case 'primitive':
    case 'wellKnown':
      return primitives[String(value)] ?? { kind: 'dyn' }
    case 'null':
      return { kind: 'null' }
    case 'listType':
      return { kind: 'list', element: typeOfJson(inner['elemType']) }
    case 'mapType':
      return { kind: 'map', key: typeOfJson(inner['keyType']), value: typeOfJson(inner['valueType']) }
    case 'type':
      return { kind: 'type', ...(isJson(value) && Object.keys(value).length > 0 && { of: typeOfJson(value) }) }
    case 'typeParam':
      return { kind: 'parameter', name: String(value) }
    case 'messageType':
      return String(value) === 'google.protobuf.Timestamp'
        ? { kind: 'timestamp' }
        : String(value) === 'google.protobuf.Duration'
          ? { kind: 'duration' }
          : { kind: 'opaque', name: String(value) }
    case 'abstractType': {
      const parameters = list(inner['parameterTypes']).map(typeOfJson)
      if (inner['name'] === 'optional_type') return { kind: 'optional', of: parameters[0] ?? { kind: 'dyn' } }
      return { kind: 'opaque', name: String(inner['name']), parameters }
    }
    default:
      return { kind: 'dyn' }
  }
}
