/**
 * What an environment knows besides its variables: functions with their overloads, names of types, macros.
 * In: libraries. Out: one registry that the checker, the planner and the cost functions look things up in.
 */
import type { CelType } from './contract.ts'
import { type Macro, type MacroTable, macroTable } from './macro.ts'
import type { CallCost, CallEstimator } from './costs.ts'
import { typeOf } from './types.ts'
import { TypeValue, type Value } from './values.ts'
import type { Reader } from './views.ts'

export type Implementation = (...args: readonly Value[]) => Value

export interface Overload {
  readonly id: string
  readonly member: boolean
  readonly args: readonly CelType[]
  readonly result: CelType
  /** Missing where the planner treats the function itself, or the function has one for all. */
  readonly run?: Implementation
}

export interface FunctionDeclaration {
  readonly name: string
  readonly overloads: readonly Overload[]
  /** One for all overloads, which looks at its arguments itself. */
  readonly run?: Implementation
  /** Sees errors among its arguments instead of passing them on. */
  readonly nonStrict?: boolean
  /** What a call costs at run time; default 1. */
  readonly cost?: CallCost
  /** What a call may cost by declared sizes; default 1. */
  readonly estimate?: CallEstimator
  /** Made once for a constant argument, such as a regular expression. */
  readonly prepare?: Preparation
}

export interface Preparation {
  /** Which argument, counted with the target. */
  readonly argument: number
  /** @returns what the function does once that argument is known; an error fails the compilation */
  make(constant: Value): Implementation | { readonly problem: string }
}

export interface Library {
  readonly functions?: readonly FunctionDeclaration[]
  readonly macros?: readonly Macro[]
  /** Types whose names can be used as values: `int`, `kubernetes.Quantity`. */
  readonly typeNames?: readonly (readonly [name: string, type: CelType])[]
  /** How bindings of a named type become values. */
  readonly readers?: readonly (readonly [name: string, reader: Reader])[]
}

export interface TypeConstant {
  readonly type: CelType
  readonly value: TypeValue
}

export interface Registry {
  readonly functions: ReadonlyMap<string, FunctionDeclaration>
  readonly typeNames: ReadonlyMap<string, TypeConstant>
  readonly macros: MacroTable
  readonly readers: ReadonlyMap<string, Reader>
}

/** Costs by function name, which go before what the function declares. */
export type CostTable = ReadonlyMap<string, { readonly cost?: CallCost; readonly estimate: CallEstimator }>

export interface RegistryCosts {
  readonly table: CostTable
  /** The table holds at run time too; otherwise only in estimates. */
  readonly strict: boolean
}

export function registryOf(libraries: readonly Library[], costs: RegistryCosts): Registry {
  const functions = new Map<string, FunctionDeclaration>()
  for (const declaration of libraries.flatMap((library) => library.functions ?? [])) {
    const known = functions.get(declaration.name)
    const whole = known === undefined ? declaration : merge(known, declaration)
    functions.set(declaration.name, withCosts(whole, costs))
  }
  const typeNames = new Map<string, TypeConstant>()
  for (const [name, type] of libraries.flatMap((library) => library.typeNames ?? [])) {
    typeNames.set(name, { type: typeOf(type), value: new TypeValue(name) })
  }
  return {
    functions,
    typeNames,
    macros: macroTable(libraries.flatMap((library) => library.macros ?? [])),
    readers: new Map(libraries.flatMap((library) => library.readers ?? [])),
  }
}

function withCosts(declaration: FunctionDeclaration, { table, strict }: RegistryCosts): FunctionDeclaration {
  const costs = table.get(declaration.name)
  if (costs === undefined) return declaration
  return { ...declaration, estimate: costs.estimate, ...(strict && costs.cost && { cost: costs.cost }) }
}

/** Two libraries may give overloads to the same name, such as `indexOf` of strings and of lists. */
function merge(first: FunctionDeclaration, second: FunctionDeclaration): FunctionDeclaration {
  return { ...first, ...second, overloads: [...first.overloads, ...second.overloads] }
}

export function globalOverload(id: string, args: readonly CelType[], result: CelType, run?: Implementation): Overload {
  return { id, member: false, args, result, ...(run && { run }) }
}

export function memberOverload(id: string, args: readonly CelType[], result: CelType, run?: Implementation): Overload {
  return { id, member: true, args, result, ...(run && { run }) }
}
